package io.quotron.bars;

import java.time.Instant;

/** Conversions between instants and epoch nanoseconds, which span the years 1677 to 2262. */
final class EpochNanos {
    static final long SECOND = 1_000_000_000L;

    private EpochNanos() {}

    static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    }
}
