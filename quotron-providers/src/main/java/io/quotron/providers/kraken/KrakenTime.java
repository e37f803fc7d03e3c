package io.quotron.providers.kraken;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads Kraken's two ways to write a time, to the nanosecond and without going through double: {@code
 * 1790359841.1382287} on REST and {@code 2026-09-25T17:48:26.844359Z} on WebSocket. Not thread-safe: one reader keeps
 * one.
 */
final class KrakenTime {
    /** What the methods return for a text that is no time, or no time at which Kraken can have traded. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MAX_FRACTION = 9;
    private static final int SECONDS_END = 19;

    /** Kraken opened in 2011; anything earlier is a zero or another unit. */
    private static final long EARLIEST = 1_293_840_000L * NANOS_PER_SECOND;

    private static final Duration AHEAD = Duration.ofMinutes(5);

    private int cachedDate;
    private long cachedDay;

    /** Returns whether Kraken can have stamped something so, seen from our clock. */
    static boolean isPlausible(long epochNanos, Instant now) {
        return epochNanos >= EARLIEST && epochNanos - AHEAD.toNanos() <= epochNanos(now);
    }

    /** Returns the nanoseconds since 1970; 0 for what is earlier, the largest number for what no long can hold. */
    static long epochNanos(Instant instant) {
        if (instant.getEpochSecond() < 0) {
            return 0;
        }
        boolean fits = instant.getEpochSecond() < Long.MAX_VALUE / NANOS_PER_SECOND;
        return fits ? instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano() : Long.MAX_VALUE;
    }

    /** Returns the instant of nanoseconds since 1970. */
    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }

    /**
     * Reads seconds since 1970 with an optional fraction; digits beyond nanoseconds are cut off.
     *
     * @param text up to 10 digits, and a point and digits if there is a fraction
     * @return epoch nanoseconds or {@link #UNREADABLE}
     */
    static long ofSeconds(String text) {
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        if (end == 0 || end > 10 || point == text.length() - 1) {
            return UNREADABLE;
        }
        long seconds = 0;
        for (int i = 0; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNREADABLE;
            }
            seconds = seconds * 10 + digit;
        }
        long fraction = point < 0 ? 0 : fraction(text, point + 1);
        return fraction < 0 || seconds > Long.MAX_VALUE / NANOS_PER_SECOND - 1
                ? UNREADABLE
                : seconds * NANOS_PER_SECOND + fraction;
    }

    private static long fraction(String text, int from) {
        long nanos = 0;
        for (int i = from; i < Math.max(text.length(), from + MAX_FRACTION); i++) {
            int digit = i < text.length() ? text.charAt(i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return -1;
            }
            nanos = i < from + MAX_FRACTION ? nanos * 10 + digit : nanos;
        }
        return nanos;
    }

    /** Reads a UTC time; see {@link #ofTimestamp(byte[], int, int)}. */
    static long ofTimestamp(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new KrakenTime().ofTimestamp(bytes, 0, bytes.length);
    }

    /**
     * Reads a UTC time like {@code 2026-09-25T17:48:26.844359Z} with 0 to 9 digits of fraction.
     *
     * @param text holds the time
     * @param from where it starts
     * @param length how long it is
     * @return epoch nanoseconds or {@link #UNREADABLE}
     */
    long ofTimestamp(byte[] text, int from, int length) {
        if (length <= SECONDS_END || text[from + length - 1] != 'Z' || !hasMarks(text, from)) {
            return UNREADABLE;
        }
        int hour = digits(text, from + 11, 2);
        int minute = digits(text, from + 14, 2);
        int second = digits(text, from + 17, 2);
        int date = date(text, from);
        int nanos = nanos(text, from + SECONDS_END, length - SECONDS_END - 1);
        boolean readable = (hour | minute | second | date | nanos) >= 0 && hour < 24 && minute < 60 && second < 60;
        if (!readable || !rememberDay(date)) {
            return UNREADABLE;
        }
        return (cachedDay * 86_400 + hour * 3_600L + minute * 60L + second) * NANOS_PER_SECOND + nanos;
    }

    private static boolean hasMarks(byte[] text, int from) {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && text[from + 10] == 'T'
                && text[from + 13] == ':'
                && text[from + 16] == ':';
    }

    /** Returns the date as yyyymmdd, or a negative number. */
    private static int date(byte[] text, int from) {
        int year = digits(text, from, 4);
        int month = digits(text, from + 5, 2);
        int day = digits(text, from + 8, 2);
        return (year | month | day) < 0 ? -1 : year * 10_000 + month * 100 + day;
    }

    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int nanos(byte[] text, int from, int length) {
        if (length == 0) {
            return 0;
        }
        if (text[from] != '.' || length == 1 || length > MAX_FRACTION + 1) {
            return -1;
        }
        int value = digits(text, from + 1, length - 1);
        for (int i = length - 1; i < MAX_FRACTION && value > 0; i++) {
            value *= 10;
        }
        return value;
    }

    /** Days hardly ever change between two messages, so the calendar is asked once a day and not per trade. */
    private boolean rememberDay(int date) {
        if (date == cachedDate) {
            return true;
        }
        int year = date / 10_000;
        if (year < 2011 || year > 2200) {
            return false;
        }
        try {
            cachedDay = LocalDate.of(year, date / 100 % 100, date % 100).toEpochDay();
            cachedDate = date;
            return true;
        } catch (DateTimeException notADate) {
            return false;
        }
    }
}
