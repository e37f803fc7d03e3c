package io.quotron.model;

import java.util.OptionalDouble;

/** Checks shared by the records of this package. */
final class Numbers {
    private Numbers() {}

    static double finite(double value, String name, Object owner) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " of " + owner + " must be a finite number, but is " + value);
        }
        return value;
    }

    static double notNegative(double value, String name, Object owner) {
        if (finite(value, name, owner) < 0) {
            throw new IllegalArgumentException(name + " of " + owner + " must not be negative, but is " + value);
        }
        return value;
    }

    static void finite(OptionalDouble value, String name, Object owner) {
        if (value.isPresent()) {
            finite(value.getAsDouble(), name, owner);
        }
    }

    static void notNegative(OptionalDouble value, String name, Object owner) {
        if (value.isPresent()) {
            notNegative(value.getAsDouble(), name, owner);
        }
    }
}
