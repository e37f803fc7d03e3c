package io.quotron.examples.fetch;

import io.quotron.model.Bar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An end of a span: an instant, or a day. For bars that have a trading day, a day means that; for everything else it means midnight UTC.
 *
 * @param instant the instant, or midnight UTC of the day
 * @param day the day; empty for an instant
 */
record FetchTime(Instant instant, Optional<LocalDate> day) {
    private static final int DATE_LENGTH = 10;

    /**
     * Reads {@code 2026-03-02} or {@code 2026-03-02T14:30:00Z}.
     *
     * @throws java.time.format.DateTimeParseException if it is neither
     */
    static FetchTime parse(String text) {
        if (text.length() <= DATE_LENGTH) {
            LocalDate day = LocalDate.parse(text);
            return new FetchTime(day.atStartOfDay(ZoneOffset.UTC).toInstant(), Optional.of(day));
        }
        return new FetchTime(OffsetDateTime.parse(text).toInstant(), Optional.empty());
    }

    /** Tells whether a bar starts before this. */
    boolean isAfterStartOf(Bar bar) {
        LocalDate tradingDay = bar.tradingDay();
        if (day.isPresent() && tradingDay != null) {
            return tradingDay.isBefore(day.get());
        }
        return bar.openTime().isBefore(instant);
    }
}
