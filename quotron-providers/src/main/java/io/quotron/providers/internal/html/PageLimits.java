package io.quotron.providers.internal.html;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a page may cost.
 *
 * @param maxCharacters the longest text
 * @param maxDepth the deepest nesting; what is nested deeper hangs on the element at that depth, as in browsers
 * @param time how long parsing and selecting may take together
 */
public record PageLimits(int maxCharacters, int maxDepth, Duration time) {
    private static final PageLimits DEFAULTS = new PageLimits(2 << 20, 512, Duration.ofSeconds(2));

    /** Checks that there is a time. */
    public PageLimits {
        Objects.requireNonNull(time, "time");
    }

    /** Returns 2 Mi characters, 512 levels and 2 seconds. */
    public static PageLimits defaults() {
        return DEFAULTS;
    }
}
