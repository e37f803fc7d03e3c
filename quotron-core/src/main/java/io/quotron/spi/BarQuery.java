package io.quotron.spi;

import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import java.util.Objects;

/**
 * A question for history.
 *
 * @param symbol what was traded
 * @param interval the length of the bars
 * @param range which bars, by their open time
 * @param adjustment what shall have been done to the prices
 * @param extendedHours whether trading before and after the regular hours counts
 */
public record BarQuery(
        Symbol symbol, Interval interval, TimeRange range, Adjustment adjustment, boolean extendedHours) {
    /** Checks that nothing is missing. */
    public BarQuery {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(adjustment, "adjustment");
    }

    /** Returns the question in words. */
    @Override
    public String toString() {
        return interval + " bars of " + symbol + " " + range + " " + adjustment;
    }
}
