package io.quotron.testkit.contract;

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
import io.quotron.spi.HealthCheck;
import io.quotron.spi.StorageSink;
import io.quotron.spi.WriteReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A store in memory that keeps the contract, or breaks it in one way. */
final class MemoryStore implements StorageSink, BarStore {
    /** What the store can do wrong. */
    enum Flaw {
        COUNTS_REWRITES,
        OLDER_REPLACES_NEWER,
        ORDER_OF_ARRIVAL,
        CLOSED_RANGES,
        SINGLE_PRECISION
    }

    private static final String POISON = "POISON";

    private final Set<Flaw> flaws;
    private final Map<String, Bar> bars = new TreeMap<>();
    private final Map<String, SeriesKey> keys = new TreeMap<>();
    private final Map<String, Quote> quotes = new TreeMap<>();
    private final Map<String, IndexValue> indices = new TreeMap<>();
    private final Map<String, IndicatorValues> indicators = new TreeMap<>();
    private final List<String> arrival = new ArrayList<>();
    private boolean open;

    MemoryStore(Set<Flaw> flaws) {
        this.flaws = flaws;
    }

    @Override
    public synchronized void open() {
        open = true;
    }

    @Override
    public synchronized WriteReport writeBars(List<Bar> rows, Adjustment adjustment) {
        int stored = 0;
        List<String> rejected = new ArrayList<>();
        for (Bar row : rows) {
            if (row.symbol().code().equals(POISON)) {
                rejected.add("the symbol is poison");
                continue;
            }
            SeriesKey key = new SeriesKey(row.symbol(), row.source(), row.interval(), adjustment);
            keys.put(key.toString(), key);
            String id = id(key, row.openTime());
            arrival.add(id);
            stored += upsert(bars, id, rounded(row), this::replaces) ? 1 : 0;
        }
        return new WriteReport(stored, rows.size() - stored - rejected.size(), rejected);
    }

    private Bar rounded(Bar row) {
        if (!flaws.contains(Flaw.SINGLE_PRECISION)) {
            return row;
        }
        float close = (float) row.close();
        Bar.Builder rounded = Bar.builder(row.symbol(), row.source(), row.interval())
                .span(row.openTime(), row.closeTime())
                .prices(close, close, close, close)
                .receivedTime(row.receivedTime());
        row.volume().ifPresent(rounded::volume);
        return rounded.build();
    }

    private boolean replaces(Bar old, Bar row) {
        if (flaws.contains(Flaw.OLDER_REPLACES_NEWER)) {
            return !old.equals(row);
        }
        if (old.isComplete() != row.isComplete()) {
            return row.isComplete();
        }
        return row.revision() > old.revision() || (!row.isComplete() && !row.equals(old));
    }

    private <T> boolean upsert(Map<String, T> table, String id, T row, BiPredicate<T, T> replaces) {
        T old = table.get(id);
        if (old != null && !replaces.test(old, row)) {
            return flaws.contains(Flaw.COUNTS_REWRITES);
        }
        table.put(id, row);
        return true;
    }

    @Override
    public synchronized WriteReport writeQuotes(List<Quote> rows) {
        int stored = 0;
        for (Quote row : rows) {
            stored += upsert(quotes, row.symbol() + "|" + row.eventTime(), row, (old, other) -> false) ? 1 : 0;
        }
        return new WriteReport(stored, rows.size() - stored, List.of());
    }

    @Override
    public synchronized WriteReport writeIndexValues(List<IndexValue> rows) {
        int stored = 0;
        for (IndexValue row : rows) {
            stored += upsert(indices, row.symbol() + "|" + row.eventTime(), row, (old, other) -> false) ? 1 : 0;
        }
        return new WriteReport(stored, rows.size() - stored, List.of());
    }

    @Override
    public synchronized WriteReport writeIndicators(List<IndicatorValues> rows) {
        int stored = 0;
        for (IndicatorValues row : rows) {
            String id = row.symbol() + "|" + row.source() + "|" + row.interval() + "|" + row.openTime();
            stored += upsert(indicators, id, row, (old, other) -> other.revision() > old.revision()) ? 1 : 0;
        }
        return new WriteReport(stored, rows.size() - stored, List.of());
    }

    @Override
    public BarStore reader() {
        return this;
    }

    @Override
    public boolean isOverCapacity(Throwable failure) {
        return false;
    }

    @Override
    public synchronized HealthCheck check() {
        return open ? HealthCheck.ok() : HealthCheck.failed("not open");
    }

    @Override
    public synchronized void close() {
        open = false;
    }

    @Override
    public synchronized List<Bar> bars(SeriesKey key, TimeRange range) {
        Comparator<Bar> order = flaws.contains(Flaw.ORDER_OF_ARRIVAL)
                ? Comparator.comparingInt(bar -> arrival.indexOf(id(key, bar.openTime())))
                : Comparator.comparing(Bar::openTime);
        return bars.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key + "|"))
                .map(Map.Entry::getValue)
                .filter(bar -> range.contains(bar.openTime())
                        || (flaws.contains(Flaw.CLOSED_RANGES) && bar.openTime().equals(range.endExclusive())))
                .sorted(order)
                .toList();
    }

    private static String id(SeriesKey key, Instant time) {
        return key + "|" + time;
    }

    @Override
    public List<Bar> latestBars(SeriesKey key, int count) {
        List<Bar> all = bars(key, TimeRange.of(Instant.MIN, Instant.MAX));
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    @Override
    public synchronized List<SeriesKey> series() {
        return List.copyOf(keys.values());
    }

    @Override
    public synchronized Optional<Quote> latestQuote(Symbol symbol) {
        return quotes.values().stream()
                .filter(quote -> quote.symbol().equals(symbol))
                .max(Comparator.comparing(Quote::eventTime));
    }

    @Override
    public synchronized Optional<IndexValue> latestIndexValue(Symbol symbol) {
        return indices.values().stream()
                .filter(value -> value.symbol().equals(symbol))
                .max(Comparator.comparing(IndexValue::eventTime));
    }

    @Override
    public synchronized List<IndicatorValues> indicators(
            Symbol symbol, SourceId source, Interval interval, TimeRange range) {
        return indicators.values().stream()
                .filter(row -> row.symbol().equals(symbol)
                        && row.source().equals(source)
                        && row.interval().equals(interval)
                        && range.contains(row.openTime()))
                .sorted(Comparator.comparing(IndicatorValues::openTime))
                .toList();
    }
}
