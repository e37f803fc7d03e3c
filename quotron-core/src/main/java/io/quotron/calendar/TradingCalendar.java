package io.quotron.calendar;

import io.quotron.model.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of one market. Sessions are in order, do not overlap, and no two have the same trading day.
 *
 * <p>Everything is computed in the zone of the market; the default zone of the machine plays no part. A host may
 * implement this for markets that are not built in: {@link #name()}, {@link #zone()} and {@link
 * #sessionOf(LocalDate)} are enough.
 *
 * <pre>{@code
 * TradingCalendar newYork = TradingCalendar.of("XNYS");
 * boolean open = newYork.isOpen(Instant.parse("2024-07-03T17:30:00Z"));   // false: closed at 13:00 that day
 * Instant next = newYork.nextOpen(Instant.parse("2024-07-03T17:30:00Z")); // 2024-07-05T13:30:00Z
 * }</pre>
 *
 * <p>Implementations are immutable or behave so, and are thread-safe.
 */
public interface TradingCalendar {
    /**
     * Returns the name that {@link #of(String)} knows the calendar by, an ISO 10383 market code for an exchange.
     *
     * @return for example {@code XNYS}
     */
    String name();

    /**
     * Returns the zone in which the trading days of this market begin and end.
     *
     * @return the zone
     */
    ZoneId zone();

    /**
     * Returns the session of a trading day.
     *
     * @param tradingDay the day in the calendar of the market
     * @return the session; empty on weekends, holidays and other closures
     */
    Optional<Session> sessionOf(LocalDate tradingDay);

    /**
     * Tells whether the market never closes, so that its sessions are days without a pause between them.
     *
     * @return false unless overridden
     */
    default boolean isContinuous() {
        return false;
    }

    /**
     * Returns the session that an instant lies in.
     *
     * @param instant the instant
     * @return the session; empty while the market is closed
     */
    default Optional<Session> sessionAt(Instant instant) {
        LocalDate day = instant.atZone(zone()).toLocalDate();
        // A session may begin on the evening before its trading day, or end on the morning after it.
        for (int offset = -1; offset <= 1; offset++) {
            Optional<Session> session = sessionOf(day.plusDays(offset)).filter(s -> s.contains(instant));
            if (session.isPresent()) {
                return session;
            }
        }
        return Optional.empty();
    }

    /**
     * Tells whether the market trades at an instant.
     *
     * @param instant the instant
     * @return true from the open, included, to the close, excluded
     */
    default boolean isOpen(Instant instant) {
        return sessionAt(instant).isPresent();
    }

    /**
     * Returns the first open at or after an instant. While the market is open this is the open of the next session.
     *
     * @param instant the instant
     * @return the open of a session, not before {@code instant}
     * @throws IllegalStateException if the market has no session in the 366 days that follow
     */
    default Instant nextOpen(Instant instant) {
        LocalDate day = instant.atZone(zone()).toLocalDate().minusDays(1);
        for (int offset = 0; offset <= 368; offset++) {
            Optional<Session> session = sessionOf(day.plusDays(offset));
            if (session.isPresent() && !session.get().open().isBefore(instant)) {
                return session.get().open();
            }
        }
        throw new IllegalStateException(name() + " has no session in the year after " + instant);
    }

    /**
     * Returns the sessions that share at least an instant with a range.
     *
     * @param range the range
     * @return the sessions, oldest first; empty if the market is closed throughout
     */
    default List<Session> sessions(TimeRange range) {
        LocalDate first = range.startInclusive().atZone(zone()).toLocalDate().minusDays(1);
        LocalDate last = range.endExclusive().atZone(zone()).toLocalDate().plusDays(1);
        List<Session> found = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            sessionOf(day)
                    .filter(s ->
                            s.open().isBefore(range.endExclusive()) && s.close().isAfter(range.startInclusive()))
                    .ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /**
     * Returns the calendar of markets that never close, such as crypto: every UTC day is a session of 24 hours.
     *
     * @return the calendar {@code CONTINUOUS}
     */
    static TradingCalendar continuous() {
        return ContinuousCalendar.INSTANCE;
    }

    /**
     * Returns the calendar of the New York Stock Exchange and Nasdaq: 09:30 to 16:00 in New York, 13:00 on early
     * closes.
     *
     * <p>Holidays and early closes are rules that hold for 2000 to 2030, with a table of the special closures in that
     * span that have happened: the days after 2001-09-11, the days of mourning for presidents, and the storm of 2012.
     * Sources: NYSE Rule 7.2 (holidays, and which day is kept when one falls on a weekend), the exchange's published
     * holiday and early closing tables, and its press releases for the special closures. Other years are computed by
     * the same rules, but have not been compared with what happened.
     *
     * @return the calendar {@code XNYS}
     */
    static TradingCalendar xnys() {
        return NewYorkCalendar.INSTANCE;
    }

    /**
     * Returns a built-in calendar.
     *
     * @param name {@code XNYS}, its alias {@code XNAS}, or {@code CONTINUOUS}, in any case
     * @return the calendar
     * @throws IllegalArgumentException if there is none of that name; the message lists the known ones
     */
    static TradingCalendar of(String name) {
        return KnownCalendars.get(name);
    }
}
