package io.quotron.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a server said about its own count of our requests.
 *
 * @param window the length of the window that it counts in
 * @param limit how much may be used in the window, where told
 * @param used how much was used in the window, where told
 * @param remaining how much is left in the window, where told
 */
public record LimitReport(Duration window, OptionalInt limit, OptionalInt used, OptionalInt remaining) {
    /**
     * Checks that something is told.
     *
     * @throws IllegalArgumentException if the window is not positive, a number is negative, or neither used nor remaining is told
     */
    public LimitReport {
        Objects.requireNonNull(window, "window");
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("the window must be positive, but is " + window);
        }
        if (limit.orElse(0) < 0 || used.orElse(0) < 0 || remaining.orElse(0) < 0) {
            throw new IllegalArgumentException("a count is negative: " + limit + ", " + used + ", " + remaining);
        }
        if (used.isEmpty() && remaining.isEmpty()) {
            throw new IllegalArgumentException("a report needs what was used or what is left");
        }
    }

    /**
     * Reports what was used.
     *
     * @param window the length of the window
     * @param used how much was used in it, at least 0
     * @return the report
     */
    public static LimitReport used(Duration window, int used) {
        return new LimitReport(window, OptionalInt.empty(), OptionalInt.of(used), OptionalInt.empty());
    }

    /**
     * Reports what is left.
     *
     * @param window the length of the window
     * @param limit how much may be used in it, at least 0
     * @param remaining how much is left of that, at least 0
     * @return the report
     */
    public static LimitReport remaining(Duration window, int limit, int remaining) {
        return new LimitReport(window, OptionalInt.of(limit), OptionalInt.empty(), OptionalInt.of(remaining));
    }
}
