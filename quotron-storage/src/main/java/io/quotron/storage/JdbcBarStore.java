package io.quotron.storage;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The queries. Every value is a bound parameter. */
final class JdbcBarStore implements BarStore {
    private static final String OF_SERIES =
            " WHERE symbol = :symbol AND source = :source AND adjustment = :adjustment AND interval = :interval";
    private static final String OLDEST_FIRST = " AND open_time >= :start AND open_time < :end ORDER BY open_time";
    private static final String BARS = CandleRows.TABLE.select("open_time") + OF_SERIES + OLDEST_FIRST;
    private static final String LATEST_BARS =
            CandleRows.TABLE.select("open_time") + OF_SERIES + " ORDER BY open_time DESC LIMIT :count";
    private static final String INDICATORS = IndicatorRows.TABLE.select("open_time")
            + " WHERE symbol = :symbol AND source = :source AND interval = :interval" + OLDEST_FIRST;
    private static final String NEWEST =
            " WHERE symbol = :symbol ORDER BY event_time DESC, stale, received_time DESC, source LIMIT 1";
    private static final String LATEST_QUOTE = QuoteRows.TABLE.select("event_time", "source") + NEWEST;
    private static final String LATEST_INDEX = IndexRows.TABLE.select("event_time", "source") + NEWEST;
    /** One step of a walk over the key, which is far shorter than a look at every row. */
    private static final String NEXT_SERIES = """
            SELECT symbol, source, adjustment, interval FROM candles
            WHERE (symbol, source, adjustment, interval) > (:symbol, :source, :adjustment, :interval)
            ORDER BY symbol, source, adjustment, interval LIMIT 1""";

    private final JdbcStorage storage;

    JdbcBarStore(JdbcStorage storage) {
        this.storage = storage;
    }

    @Override
    public List<Bar> bars(SeriesKey key, TimeRange range) {
        Objects.requireNonNull(range, "range");
        return storage.read(
                "cannot read bars of " + key.symbol(),
                handle -> within(ofSeries(handle.createQuery(BARS), key), range)
                        .map((rows, context) -> CandleRows.read(key, rows))
                        .list());
    }

    @Override
    public List<Bar> latestBars(SeriesKey key, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, but is " + count);
        }
        List<Bar> newestFirst = storage.read(
                "cannot read bars of " + key.symbol(),
                handle -> ofSeries(handle.createQuery(LATEST_BARS), key)
                        .bind("count", count)
                        .map((rows, context) -> CandleRows.read(key, rows))
                        .list());
        List<Bar> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    @Override
    public List<SeriesKey> series() {
        return storage.read("cannot list the series", JdbcBarStore::walkSeries);
    }

    private static List<SeriesKey> walkSeries(Handle handle) {
        List<SeriesKey> found = new ArrayList<>();
        Optional<SeriesKey> next = nextSeries(handle, "", "", "", "");
        while (next.isPresent()) {
            SeriesKey key = next.get();
            found.add(key);
            next = nextSeries(
                    handle,
                    key.symbol().code(),
                    key.source().id(),
                    key.adjustment().name(),
                    key.interval().toString());
        }
        return found;
    }

    private static Optional<SeriesKey> nextSeries(
            Handle handle, String symbol, String source, String adjustment, String interval) {
        return handle.createQuery(NEXT_SERIES)
                .bind("symbol", symbol)
                .bind("source", source)
                .bind("adjustment", adjustment)
                .bind("interval", interval)
                .map((rows, context) -> {
                    Cells cells = new Cells(rows);
                    Symbol code = Symbol.of(cells.text());
                    SourceId id = SourceId.of(cells.text());
                    Adjustment kind = cells.constant(Adjustment.class);
                    return new SeriesKey(code, id, Interval.parse(cells.text()), kind);
                })
                .findOne();
    }

    @Override
    public Optional<Quote> latestQuote(Symbol symbol) {
        return storage.read(
                "cannot read the quote of " + symbol,
                handle -> handle.createQuery(LATEST_QUOTE)
                        .bind("symbol", symbol.code())
                        .map((rows, context) -> QuoteRows.read(symbol, rows))
                        .findOne());
    }

    @Override
    public Optional<IndexValue> latestIndexValue(Symbol symbol) {
        return storage.read(
                "cannot read the value of index " + symbol,
                handle -> handle.createQuery(LATEST_INDEX)
                        .bind("symbol", symbol.code())
                        .map((rows, context) -> IndexRows.read(symbol, rows))
                        .findOne());
    }

    @Override
    public List<IndicatorValues> indicators(Symbol symbol, SourceId source, Interval interval, TimeRange range) {
        Objects.requireNonNull(range, "range");
        return storage.read(
                "cannot read indicators of " + symbol,
                handle -> within(handle.createQuery(INDICATORS), range)
                        .bind("symbol", symbol.code())
                        .bind("source", source.id())
                        .bind("interval", interval.toString())
                        .map((rows, context) -> IndicatorRows.read(symbol, source, interval, rows))
                        .list());
    }

    private static Query ofSeries(Query query, SeriesKey key) {
        return query.bind("symbol", key.symbol().code())
                .bind("source", key.source().id())
                .bind("adjustment", key.adjustment().name())
                .bind("interval", key.interval().toString());
    }

    private static Query within(Query query, TimeRange range) {
        return query.bind("start", EpochNanos.clamped(range.startInclusive()))
                .bind("end", EpochNanos.clamped(range.endExclusive()));
    }
}
