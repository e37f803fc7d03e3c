package io.quotron.model;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The level of an index at a moment.
 *
 * @param symbol the index, for example {@code ^GSPC}
 * @param source where the value came from
 * @param value the level in points, finite
 * @param previousClose the close of the trading day before
 * @param change the level less the previous close, in points
 * @param changePercent that change in percent: 1.5 means 1.5 %
 * @param eventTime when the level was computed, by the clock of the source
 * @param receivedTime when the answer reached this process
 * @param stale true if every source failed and this is an older answer from the cache
 */
public record IndexValue(
        Symbol symbol,
        SourceId source,
        double value,
        OptionalDouble previousClose,
        OptionalDouble change,
        OptionalDouble changePercent,
        Instant eventTime,
        Instant receivedTime,
        boolean stale)
        implements MarketEvent {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public IndexValue {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(eventTime, "eventTime");
        Objects.requireNonNull(receivedTime, "receivedTime");
        Numbers.finite(value, "index value", symbol);
        Numbers.finite(previousClose, "previous close", symbol);
        Numbers.finite(change, "change", symbol);
        Numbers.finite(changePercent, "change in percent", symbol);
    }

    /**
     * Reads an index value out of the quote of an index.
     *
     * @param quote a quote whose price is the level
     * @return the index value
     */
    public static IndexValue of(Quote quote) {
        return new IndexValue(
                quote.symbol(),
                quote.source(),
                quote.price(),
                quote.previousClose(),
                quote.change(),
                quote.changePercent(),
                quote.eventTime(),
                quote.receivedTime(),
                quote.stale());
    }
}
