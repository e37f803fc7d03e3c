package io.quotron.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How many permits may be used in any window of a length; several windows hold together. A request costs one permit unless the
 * provider says that it weighs more.
 *
 * <p>The promise is strict: no window of that length, wherever it starts, ever holds more than the limit.
 *
 * <p>Immutable and thread-safe.
 */
public final class RateLimit {
    private static final RateLimit UNLIMITED = new RateLimit(List.of());

    private final List<Window> windows;

    /**
     * One window.
     *
     * @param permits how many permits fit into it, at least 1
     * @param length how long it is, above zero
     */
    public record Window(int permits, Duration length) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if the permits are below 1 or the length is not positive
         */
        public Window {
            Objects.requireNonNull(length, "length");
            if (permits < 1) {
                throw new IllegalArgumentException("rate limit needs at least 1 permit, but has " + permits);
            }
            if (length.isZero() || length.isNegative()) {
                throw new IllegalArgumentException("rate limit needs a positive window, but has " + length);
            }
        }
    }

    private RateLimit(List<Window> windows) {
        this.windows = List.copyOf(windows);
    }

    /**
     * Returns a limit of one window.
     *
     * @param permits how many permits fit into it, at least 1
     * @param window how long it is, above zero
     * @return the limit
     * @throws IllegalArgumentException if the permits are below 1 or the window is not positive
     */
    public static RateLimit of(int permits, Duration window) {
        return new RateLimit(List.of(new Window(permits, window)));
    }

    /**
     * Returns a limit that never limits.
     *
     * @return the limit without windows
     */
    public static RateLimit unlimited() {
        return UNLIMITED;
    }

    /**
     * Returns this limit with one more window, for providers that count per second and per day.
     *
     * @param permits how many permits fit into it, at least 1
     * @param window how long it is, above zero
     * @return a new limit
     * @throws IllegalArgumentException if the permits are below 1 or the window is not positive
     */
    public RateLimit and(int permits, Duration window) {
        List<Window> more = new ArrayList<>(windows);
        more.add(new Window(permits, window));
        return new RateLimit(more);
    }

    /**
     * Returns the windows.
     *
     * @return an unmodifiable list; empty for no limit
     */
    public List<Window> windows() {
        return windows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RateLimit that && windows.equals(that.windows);
    }

    @Override
    public int hashCode() {
        return windows.hashCode();
    }

    /** Returns for example {@code 10 per PT1S and 100 per PT1M}. */
    @Override
    public String toString() {
        if (windows.isEmpty()) {
            return "unlimited";
        }
        StringBuilder text = new StringBuilder();
        for (Window window : windows) {
            text.append(text.isEmpty() ? "" : " and ")
                    .append(window.permits())
                    .append(" per ")
                    .append(window.length());
        }
        return text.toString();
    }
}
