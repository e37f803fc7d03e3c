package io.quotron.providers.html;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How dates and times are written on a page.
 *
 * <p>Where a page leaves the year out ({@code Aug 7}), it is the year that makes the date the newest one that is not later than tomorrow.
 *
 * <p>Immutable and thread-safe.
 */
public final class DateStyle {
    private static final long LATEST_EPOCH = 32_503_680_000L; // the year 3000, in seconds
    private static final long EARLIEST_EPOCH = 86_400;
    private static final int LONGEST = 64;

    private final List<DateTimeFormatter> formats;
    private final boolean epoch;

    private DateStyle(List<DateTimeFormatter> formats, boolean epoch) {
        this.formats = List.copyOf(formats);
        this.epoch = epoch;
    }

    /** A date, and the time of day and zone where the page tells them. */
    record Moment(
            LocalDate day,
            @Nullable LocalTime time,
            @Nullable ZoneId zone) {
        Instant instant(ZoneId pageZone) {
            ZoneId in = zone == null ? pageZone : zone;
            return time == null
                    ? day.atStartOfDay(in).toInstant()
                    : ZonedDateTime.of(day, time, in).toInstant();
        }
    }

    /**
     * Returns a style of patterns with English names of months.
     *
     * @param patterns patterns of {@link DateTimeFormatter}, tried in order; {@code yyyy} is the plain year
     * @return the style
     * @throws IllegalArgumentException if one is no pattern
     */
    public static DateStyle of(String... patterns) {
        return of(Locale.ENGLISH, patterns);
    }

    /**
     * Returns a style of patterns.
     *
     * @param locale the language of names of months and days
     * @param patterns patterns of {@link DateTimeFormatter}, tried in order; {@code yyyy} is the plain year
     * @return the style
     * @throws IllegalArgumentException if one is no pattern, or there is none
     */
    public static DateStyle of(Locale locale, String... patterns) {
        if (patterns.length == 0) {
            throw new IllegalArgumentException("a style of dates needs a pattern");
        }
        List<DateTimeFormatter> formats = new ArrayList<>();
        for (String pattern : patterns) {
            formats.add(new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern.replace('y', 'u'))
                    .toFormatter(locale)
                    .withResolverStyle(ResolverStyle.STRICT));
        }
        return new DateStyle(formats, false);
    }

    /**
     * Returns the style of {@code 2024-05-31}.
     *
     * @return the style
     */
    public static DateStyle iso() {
        return of("yyyy-MM-dd");
    }

    /**
     * Returns the style of numbers since 1970, seconds or, above 1e11, milliseconds.
     *
     * @return the style
     */
    public static DateStyle epoch() {
        return new DateStyle(List.of(), true);
    }

    /** Reads a date; empty if it is none. */
    Optional<Moment> read(String text, ZoneId zone, Instant now) {
        String clean = text.replace('\u00a0', ' ').strip().replaceAll("\\s+", " ");
        if (clean.isEmpty() || clean.length() > LONGEST) {
            return Optional.empty();
        }
        if (epoch) {
            return epoch(clean);
        }
        return formats.stream()
                .flatMap(format -> moment(format, clean, zone, now).stream())
                .findFirst();
    }

    private static Optional<Moment> moment(DateTimeFormatter format, String text, ZoneId zone, Instant now) {
        try {
            return Optional.of(moment(format.parse(text), zone, now));
        } catch (DateTimeException notThisOne) {
            return Optional.empty();
        }
    }

    private static Optional<Moment> epoch(String text) {
        if (!text.matches("[0-9]{1,16}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        boolean millis = number >= 100_000_000_000L;
        long seconds = millis ? number / 1_000 : number;
        if (seconds < EARLIEST_EPOCH || seconds > LATEST_EPOCH) {
            return Optional.empty();
        }
        Instant at = millis ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
        return Optional.of(new Moment(utc.toLocalDate(), utc.toLocalTime(), ZoneOffset.UTC));
    }

    private static Moment moment(TemporalAccessor parsed, ZoneId zone, Instant now) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        if (day == null) {
            day = newest(MonthDay.from(parsed), LocalDate.ofInstant(now, zone).plusDays(1));
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (time == null && parsed.isSupported(ChronoField.HOUR_OF_DAY)) {
            time = LocalTime.of(parsed.get(ChronoField.HOUR_OF_DAY), 0);
        }
        return new Moment(day, time, parsed.query(TemporalQueries.zone()));
    }

    private static LocalDate newest(MonthDay day, LocalDate latest) {
        for (int year = latest.getYear(); year > latest.getYear() - 9; year--) {
            if (day.isValidYear(year) && !day.atYear(year).isAfter(latest)) {
                return day.atYear(year);
            }
        }
        throw new DateTimeException("no such day");
    }
}
