package io.quotron.indicators;

import org.jspecify.annotations.Nullable;

/** The rules about what may enter an indicator. */
final class Inputs {
    /** Squares and sums of numbers up to here stay finite, so nothing that is let in can turn into infinity or NaN. */
    private static final double LARGEST = 1e100;

    private Inputs() {}

    static boolean isUsable(double value) {
        return Math.abs(value) <= LARGEST; // false for NaN
    }

    static boolean isBar(double high, double low, double close) {
        return isUsable(high) && isUsable(low) && isUsable(close) && high >= low;
    }

    static boolean isVolume(double volume) {
        return volume >= 0 && volume <= LARGEST;
    }

    static int period(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
        return value;
    }

    static void sameLength(String firstName, int first, String secondName, int second) {
        if (first != second) {
            throw new IllegalArgumentException(firstName + " has " + first + " values but " + secondName + " has "
                    + second + "; they must be as many");
        }
    }

    static String quoted(@Nullable String text) {
        return "'" + text + "'";
    }
}
