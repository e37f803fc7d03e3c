package io.quotron.providers.alphavantage;

import io.quotron.calendar.Session;
import io.quotron.calendar.TradingCalendar;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Symbol;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, in Alpha Vantage's words.
 *
 * @param symbol the canonical symbol
 * @param type which functions answer for it
 * @param name the native symbol of a share; the first of a pair
 * @param market the second of a pair; empty for a share
 * @param zone where its days begin
 * @param currency the unit of its prices; null where it is not known
 */
record AlphaVantageAsset(
        Symbol symbol,
        Type type,
        String name,
        String market,
        ZoneId zone,
        @Nullable CurrencyUnit currency) {
    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final LocalTime CLOSE = LocalTime.of(16, 0);

    /** The groups of functions. */
    enum Type {
        /** A share or fund of the United States. */
        US,
        /** A share or fund of another country. */
        FOREIGN,
        /** Two state currencies. */
        CURRENCIES,
        /** A pair with a coin. */
        CRYPTO
    }

    boolean isPair() {
        return type == Type.CURRENCIES || type == Type.CRYPTO;
    }

    /** Returns the session of a day in New York; ordinary hours where the calendar knows of none, because a row says there was one. */
    Session newYorkSession(LocalDate day) {
        return calendarSession(day)
                .orElseGet(() -> new Session(
                        day,
                        day.atTime(OPEN).atZone(zone).toInstant(),
                        day.atTime(CLOSE).atZone(zone).toInstant(),
                        false));
    }

    static Optional<Session> calendarSession(LocalDate day) {
        return TradingCalendar.xnys().sessionOf(day);
    }
}
