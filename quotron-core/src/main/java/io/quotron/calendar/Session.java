package io.quotron.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * The hours of one trading day: from the open, included, to the close, excluded.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tradingDay the day in the calendar of the exchange
 * @param open the first instant of trading
 * @param close the first instant after trading
 * @param earlyClose true if the exchange closes before its usual hour on this day
 */
public record Session(LocalDate tradingDay, Instant open, Instant close, boolean earlyClose) {
    /**
     * Checks the order of the two instants.
     *
     * @throws IllegalArgumentException if the session does not open before it closes
     */
    public Session {
        Objects.requireNonNull(tradingDay, "tradingDay");
        if (!open.isBefore(close)) {
            throw new IllegalArgumentException(
                    "session of " + tradingDay + " must open before it closes, but is [" + open + ", " + close + ")");
        }
    }

    /**
     * Tells whether an instant lies in this session.
     *
     * @param instant the instant
     * @return true if it is not before the open and before the close
     */
    public boolean contains(Instant instant) {
        return !instant.isBefore(open) && instant.isBefore(close);
    }

    /**
     * Returns how long the session lasts.
     *
     * @return a positive duration
     */
    public Duration duration() {
        return Duration.between(open, close);
    }
}
