package io.quotron.providers.binance;

import io.quotron.providers.internal.json.JsonValue;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads Binance's times: milliseconds since 1970, or microseconds where a client or a mirror asks for them. The two are
 * told apart by their size, which is sure for every time at which Binance can have traded.
 */
final class BinanceTime {
    /** What the methods return for what is no time, or no time at which Binance can have traded. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    /** As milliseconds the year 5138, as microseconds the year 1973. */
    private static final long MICROS_FROM = 100_000_000_000_000L;

    /** Binance opened in July 2017; anything earlier is a zero or another unit. */
    private static final long EARLIEST = 1_483_228_800L * NANOS_PER_SECOND;

    private static final Duration AHEAD = Duration.ofMinutes(5);

    private BinanceTime() {}

    /** Returns epoch nanoseconds or {@link #UNREADABLE}. */
    static long of(JsonValue value) {
        return of(value.whole().orElse(-1));
    }

    /** Returns epoch nanoseconds or {@link #UNREADABLE}. */
    static long of(long number) {
        if (number < 0 || number > Long.MAX_VALUE / NANOS_PER_MICRO) {
            return UNREADABLE;
        }
        long nanos = number < MICROS_FROM ? number * NANOS_PER_MILLI : number * NANOS_PER_MICRO;
        return nanos >= EARLIEST ? nanos : UNREADABLE;
    }

    /** Returns how long the unit is in which a time was sent. */
    static long unit(JsonValue value) {
        return unit(value.whole().orElse(0));
    }

    /** Returns how long the unit is in which a time was sent. */
    static long unit(long number) {
        return number < MICROS_FROM ? NANOS_PER_MILLI : NANOS_PER_MICRO;
    }

    /** Returns the time if Binance can have stamped something so, seen from our clock; else {@link #UNREADABLE}. */
    static long past(JsonValue value, Instant now) {
        return past(value.whole().orElse(-1), now);
    }

    /** Returns the time if Binance can have stamped something so, seen from our clock; else {@link #UNREADABLE}. */
    static long past(long number, Instant now) {
        long nanos = of(number);
        return nanos != UNREADABLE && nanos - AHEAD.toNanos() <= epochNanos(now) ? nanos : UNREADABLE;
    }

    /** Returns the nanoseconds since 1970; 0 for what is earlier, the largest number for what no long can hold. */
    static long epochNanos(Instant instant) {
        if (instant.getEpochSecond() < 0) {
            return 0;
        }
        boolean fits = instant.getEpochSecond() < Long.MAX_VALUE / NANOS_PER_SECOND;
        return fits ? instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano() : Long.MAX_VALUE;
    }

    /** Returns the first whole millisecond at or after an instant, as a parameter. */
    static long millisFrom(Instant instant) {
        return -Math.floorDiv(-epochNanos(instant), NANOS_PER_MILLI);
    }

    /** Returns the milliseconds in which a time lies. */
    static long millis(long epochNanos) {
        return epochNanos / NANOS_PER_MILLI;
    }

    /** Returns the instant of nanoseconds since 1970. */
    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }
}
