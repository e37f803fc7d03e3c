package io.quotron.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The values of a set of indicators at the close of one bar.
 *
 * @param symbol what was traded
 * @param source where the bar came from
 * @param interval the length of the bar
 * @param openTime the first instant of the bar
 * @param closeTime the first instant after the bar
 * @param state the state of the bar
 * @param revision the revision of the bar
 * @param names the names of the columns, in order
 * @param row one value for each name; NaN before the indicator has warmed up. The array is not copied and must not be changed
 * @param receivedTime when the values were computed
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode are by content below
public record IndicatorValues(
        Symbol symbol,
        SourceId source,
        Interval interval,
        Instant openTime,
        Instant closeTime,
        Bar.State state,
        int revision,
        List<String> names,
        double[] row,
        Instant receivedTime)
        implements MarketEvent {
    /**
     * Checks that there is one value for each name.
     *
     * @throws IllegalArgumentException if the numbers of names and values differ
     */
    public IndicatorValues {
        names = List.copyOf(names);
        if (names.size() != row.length) {
            throw new IllegalArgumentException(names.size() + " names but " + row.length + " values");
        }
    }

    /** Returns when the bar ended. */
    @Override
    public Instant eventTime() {
        return closeTime;
    }

    /**
     * Returns the value of one column.
     *
     * @param name the name of the column, for example {@code rsi}
     * @return the value; empty before the indicator has warmed up
     * @throws IllegalArgumentException if there is no such column
     */
    public OptionalDouble value(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no indicator column '" + name + "'; there are " + names);
        }
        return Double.isNaN(row[index]) ? OptionalDouble.empty() : OptionalDouble.of(row[index]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndicatorValues that
                && symbol.equals(that.symbol)
                && source.equals(that.source)
                && interval.equals(that.interval)
                && openTime.equals(that.openTime)
                && state == that.state
                && revision == that.revision
                && names.equals(that.names)
                && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
        return Objects.hash(symbol, source, interval, openTime, revision);
    }
}
