package io.quotron.providers.alphavantage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the dates and times of Alpha Vantage: {@code 2026-05-15}, {@code 2026-05-15 19:55:00}, {@code 2024-10-18 19:59:55.291}. */
final class AlphaVantageTime {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final LocalDate EARLIEST = LocalDate.of(1971, 1, 1);
    private static final int DATE_LENGTH = 10;

    /** Words for the time of New York, which is never without its summer time here. */
    private static final Set<String> EASTERN =
            Set.of("us/eastern", "us/eastern time", "eastern time", "eastern", "est", "edt", "et");

    private AlphaVantageTime() {}

    /** Reads the date that a text is or begins with. */
    static Optional<LocalDate> date(String text) {
        String stripped = text.strip();
        if (stripped.length() > DATE_LENGTH) {
            return dateTime(stripped).map(LocalDateTime::toLocalDate);
        }
        try {
            return Optional.of(LocalDate.parse(stripped, DATE)).filter(day -> !day.isBefore(EARLIEST));
        } catch (DateTimeException notDate) {
            return Optional.empty();
        }
    }

    /** Reads a date with a time. */
    static Optional<LocalDateTime> dateTime(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text.strip(), DATE_TIME))
                    .filter(time -> !time.toLocalDate().isBefore(EARLIEST));
        } catch (DateTimeException notTime) {
            return Optional.empty();
        }
    }

    /** Reads the name of a zone; empty for one that there is not. */
    static Optional<ZoneId> zone(String name) {
        if (EASTERN.contains(name.strip().toLowerCase(Locale.ROOT))) {
            return Optional.of(ZoneId.of("America/New_York"));
        }
        try {
            return Optional.of(ZoneId.of(name.strip()));
        } catch (DateTimeException notZone) {
            return Optional.empty();
        }
    }

    /** Tells whether something can have happened, seen from our clock. */
    static boolean isPlausible(Instant time, Instant now) {
        return !time.isAfter(now.plus(AHEAD));
    }
}
