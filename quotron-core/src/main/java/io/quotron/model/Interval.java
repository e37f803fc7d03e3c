package io.quotron.model;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of a bar (also called timeframe or resolution).
 *
 * <p>One length has one spelling: {@code 60m} is refused in favour of {@code 1h}. Days, weeks and months follow the session
 * calendar of the instrument and have no fixed duration.
 *
 * <p>Immutable and thread-safe.
 *
 * @param amount how many units, at least 1
 * @param unit the unit
 */
public record Interval(int amount, Unit unit) implements Comparable<Interval> {
    /** One second. */
    public static final Interval SECOND_1 = new Interval(1, Unit.SECOND);
    /** One minute. */
    public static final Interval MINUTE_1 = new Interval(1, Unit.MINUTE);
    /** Five minutes. */
    public static final Interval MINUTE_5 = new Interval(5, Unit.MINUTE);
    /** Fifteen minutes. */
    public static final Interval MINUTE_15 = new Interval(15, Unit.MINUTE);
    /** Thirty minutes. */
    public static final Interval MINUTE_30 = new Interval(30, Unit.MINUTE);
    /** One hour. */
    public static final Interval HOUR_1 = new Interval(1, Unit.HOUR);
    /** Four hours. */
    public static final Interval HOUR_4 = new Interval(4, Unit.HOUR);
    /** One trading day. */
    public static final Interval DAY_1 = new Interval(1, Unit.DAY);
    /** One week: from Monday where it is built here, from the first day of the source where the source built it. */
    public static final Interval WEEK_1 = new Interval(1, Unit.WEEK);
    /** One calendar month. */
    public static final Interval MONTH_1 = new Interval(1, Unit.MONTH);

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})(s|m|h|d|w|mo)");

    /** The unit of an interval, with its suffix in text. */
    public enum Unit {
        /** Seconds, {@code s}. */
        SECOND("s", 1_000_000_000L, 60),
        /** Minutes, {@code m}. */
        MINUTE("m", 60_000_000_000L, 1440),
        /** Hours, {@code h}. */
        HOUR("h", 3_600_000_000_000L, 24),
        /** Trading days, {@code d}. */
        DAY("d", 86_400_000_000_000L, 0),
        /** Weeks, {@code w}. */
        WEEK("w", 604_800_000_000_000L, 0),
        /** Calendar months, {@code mo}; the nominal length is 30 days. */
        MONTH("mo", 2_592_000_000_000_000L, 0);

        private final String suffix;
        private final long nanos;
        private final int dividend;

        Unit(String suffix, long nanos, int dividend) {
            this.suffix = suffix;
            this.nanos = nanos;
            this.dividend = dividend;
        }
    }

    /**
     * Checks that bars of this length fit into a minute, a day or a calendar.
     *
     * @throws IllegalArgumentException if the amount is below 1, does not divide the day evenly, or has another spelling
     */
    public Interval {
        Objects.requireNonNull(unit, "unit");
        if (amount < 1) {
            throw new IllegalArgumentException("interval must be at least 1 " + unit.suffix + ", but is " + amount);
        }
        if (unit.dividend > 0 && unit.dividend % amount != 0) {
            throw new IllegalArgumentException("interval " + amount + unit.suffix + " does not divide a "
                    + (unit == Unit.SECOND ? "minute" : "day") + " evenly");
        }
        rejectOtherSpelling(amount, unit);
    }

    private static void rejectOtherSpelling(int amount, Unit unit) {
        if (unit == Unit.SECOND && amount == 60) {
            throw new IllegalArgumentException("write 1m instead of 60s");
        }
        if (unit == Unit.MINUTE && amount % 60 == 0) {
            throw new IllegalArgumentException("write " + amount / 60 + "h instead of " + amount + "m");
        }
        if (unit == Unit.HOUR && amount == 24) {
            throw new IllegalArgumentException("write 1d instead of 24h");
        }
    }

    /**
     * Returns the interval of that length.
     *
     * @param amount how many units, at least 1
     * @param unit the unit
     * @return the interval
     * @throws IllegalArgumentException if bars of that length would not fit
     */
    public static Interval of(int amount, Unit unit) {
        return new Interval(amount, unit);
    }

    /**
     * Reads {@code 1s}, {@code 5m}, {@code 1h}, {@code 1d}, {@code 1w} or {@code 1mo}.
     *
     * @param text a number of up to four digits and a unit
     * @return the interval
     * @throws IllegalArgumentException if the text is not an interval
     */
    public static Interval parse(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("interval must look like 1s, 5m, 1h, 1d, 1w or 1mo, but is '"
                    + text.replaceAll("[^\\x20-\\x7e]", "?") + "'");
        }
        for (Unit unit : Unit.values()) {
            if (unit.suffix.equals(matcher.group(2))) {
                return new Interval(Integer.parseInt(matcher.group(1)), unit);
            }
        }
        throw new AssertionError(text);
    }

    /**
     * Tells whether bars of this length are shorter than a trading day.
     *
     * @return true for seconds, minutes and hours
     */
    public boolean isIntraday() {
        return unit.compareTo(Unit.DAY) < 0;
    }

    /**
     * Returns the length in nanoseconds; exact for seconds, minutes and hours, nominal for days (24 h), weeks (7 days) and
     * months (30 days).
     *
     * @return the length in nanoseconds
     */
    public long nanos() {
        return amount * unit.nanos;
    }

    /**
     * Returns the length as a duration; nominal where {@link #isIntraday()} is false.
     *
     * @return the duration
     */
    public Duration duration() {
        return Duration.ofNanos(nanos());
    }

    /** Orders by length. */
    @Override
    public int compareTo(Interval other) {
        return Long.compare(nanos(), other.nanos());
    }

    /** Returns the text that {@link #parse} reads, for example {@code 5m}. */
    @Override
    public String toString() {
        return amount + unit.suffix;
    }
}
