package io.quotron.spi;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import java.util.List;
import java.util.Optional;

/** Reads what a {@link StorageSink} keeps. Must be thread-safe. */
public interface BarStore {
    /**
     * Which series of bars is meant.
     *
     * @param symbol what was traded
     * @param source where the bars came from
     * @param interval the length of the bars
     * @param adjustment what has been done to their prices
     */
    record SeriesKey(Symbol symbol, SourceId source, Interval interval, Adjustment adjustment) {}

    /**
     * Reads bars.
     *
     * @param key which series
     * @param range which bars, by their open time
     * @return the bars, oldest first; empty if there are none
     * @throws io.quotron.error.StorageException if the store cannot be read
     */
    List<Bar> bars(SeriesKey key, TimeRange range);

    /**
     * Reads the newest bars.
     *
     * @param key which series
     * @param count how many at most
     * @return the bars, oldest first; empty if there are none
     * @throws io.quotron.error.StorageException if the store cannot be read
     */
    List<Bar> latestBars(SeriesKey key, int count);

    /**
     * Lists what is there.
     *
     * @return the keys of all series, in a stable order
     * @throws io.quotron.error.StorageException if the store cannot be read
     */
    List<SeriesKey> series();

    /**
     * Reads the newest quote.
     *
     * @param symbol what is quoted
     * @return the quote with the latest event time; empty if there is none
     * @throws io.quotron.error.StorageException if the store cannot be read
     */
    Optional<Quote> latestQuote(Symbol symbol);

    /**
     * Reads the newest value of an index.
     *
     * @param symbol the index
     * @return the value with the latest event time; empty if there is none
     * @throws io.quotron.error.StorageException if the store cannot be read
     */
    Optional<IndexValue> latestIndexValue(Symbol symbol);

    /**
     * Reads indicator values.
     *
     * @param symbol what was traded
     * @param source where the bars came from
     * @param interval the length of the bars
     * @param range which bars, by their open time
     * @return the rows, oldest first; empty if there are none
     * @throws io.quotron.error.StorageException if the store cannot be read
     */
    List<IndicatorValues> indicators(Symbol symbol, SourceId source, Interval interval, TimeRange range);
}
