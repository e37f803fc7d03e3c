package io.quotron.bars;

import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.time.Instant;
import java.util.Objects;

/**
 * A trade that came after the bars of its time were closed.
 *
 * @param symbol what was traded
 * @param source where the trade was reported
 * @param eventTime when it was executed
 * @param price its price
 * @param size its size
 * @param sequence its id as a number, {@link BarAggregator#NO_SEQUENCE} where it has none
 * @param revised true if at least one bar was, or still will be, corrected with it; false if the trade is in no bar
 */
public record LateTrade(
        Symbol symbol, SourceId source, Instant eventTime, double price, double size, long sequence, boolean revised) {
    /** Checks that nothing is missing. */
    public LateTrade {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(eventTime, "eventTime");
    }
}
