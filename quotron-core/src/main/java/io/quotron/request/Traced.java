package io.quotron.request;

import io.quotron.error.Trail;
import java.util.Objects;

/**
 * An answer and how it came about.
 *
 * @param <T> the type of the answer
 * @param value the answer
 * @param trail the steps that led to it
 */
public record Traced<T>(T value, Trail trail) {
    /** Checks that nothing is missing. */
    public Traced {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(trail, "trail");
    }
}
