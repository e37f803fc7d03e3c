package io.quotron.storage;

import java.time.Instant;

/** Instants as whole nanoseconds since 1970, from 1677 to 2262. */
final class EpochNanos {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private EpochNanos() {}

    /** Throws {@link ArithmeticException} if the instant has no such number. */
    static long exact(Instant instant) {
        long seconds = instant.getEpochSecond();
        long nanos = instant.getNano();
        if (seconds < 0) {
            // One second up and the nanos down, because the product alone may not fit near the lower end.
            return Math.addExact(Math.multiplyExact(seconds + 1, NANOS_PER_SECOND), nanos - NANOS_PER_SECOND);
        }
        return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
    }

    /** For the ends of a range: what lies outside means "from the first" or "to the last". */
    static long clamped(Instant instant) {
        if (!fits(instant)) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return exact(instant);
    }

    static boolean fits(Instant instant) {
        return !instant.isBefore(instantOf(Long.MIN_VALUE)) && !instant.isAfter(instantOf(Long.MAX_VALUE));
    }

    static Instant instantOf(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }
}
