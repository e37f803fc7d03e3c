package io.quotron.model;

import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes the numbers of a series comparable with each other. Series of different identity never mix.
 *
 * @param symbol what was traded
 * @param source where the data came from
 * @param interval the length of the bars
 * @param adjustment what has been done to the prices
 * @param currency the unit of the prices; null where the source does not tell
 * @param zone the time zone of the exchange, in which days begin
 * @param session which hours the bars are made of
 */
public record SeriesIdentity(
        Symbol symbol,
        SourceId source,
        Interval interval,
        Adjustment adjustment,
        @Nullable CurrencyUnit currency,
        ZoneId zone,
        Session session) {
    /** The hours that bars are made of. */
    public enum Session {
        /** The regular trading hours of an exchange. */
        REGULAR,
        /** Regular hours with what is before and after. */
        EXTENDED,
        /** Markets that never close. */
        CONTINUOUS
    }

    /** Checks that nothing is missing. */
    public SeriesIdentity {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(adjustment, "adjustment");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(session, "session");
    }
}
