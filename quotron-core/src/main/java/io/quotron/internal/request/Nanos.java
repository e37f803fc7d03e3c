package io.quotron.internal.request;

import java.time.Duration;

/** Durations as nanoseconds, where more than 292 years count as 292 years. */
final class Nanos {
    private static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    static long of(Duration duration) {
        return duration.compareTo(MAX) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
