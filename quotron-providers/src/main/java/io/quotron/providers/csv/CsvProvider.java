package io.quotron.providers.csv;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.BarSource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TradeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bars and trades of local CSV files behind the provider SPI.
 *
 * <pre>{@code
 * CsvProvider files = CsvProvider.builder(SourceId.of("files"))
 *         .root(Path.of("/data/market"))
 *         .bars(Symbol.of("AAPL"), Interval.DAY_1, Path.of("aapl.csv"), CsvFormats.yahoo())
 *         .trades(Symbol.of("BTC/USD"), Path.of("XBTUSD.csv.gz"), CsvFormats.krakenTrades())
 *         .build();
 * }</pre>
 *
 * <p>A file is read from its start for each question, and taken for all there is: a range that reaches beyond its first or last row
 * gets what is in it, a range beside it is NO_DATA. Only files below the root are opened, links included. Nothing is charged to a
 * rate limiter, because no server is asked.
 *
 * <p>Making a provider does no I/O. Thread-safe.
 */
public final class CsvProvider implements MarketDataProvider {
    private final ProviderDescriptor descriptor;
    private final Map<BarKey, CsvFile> bars;
    private final Map<Symbol, CsvFile> trades;
    private volatile boolean closed;

    private record BarKey(Symbol symbol, Interval interval) {}

    private CsvProvider(Builder builder, Path root) {
        this.bars = new LinkedHashMap<>();
        builder.bars.forEach((key, file) -> bars.put(key, file.below(root)));
        this.trades = new LinkedHashMap<>();
        builder.trades.forEach((symbol, file) -> trades.put(symbol, file.below(root)));
        this.descriptor = describe(builder.source);
    }

    private ProviderDescriptor describe(SourceId source) {
        Set<Adjustment> adjustments = EnumSet.noneOf(Adjustment.class);
        Set<Interval> intervals = new TreeSet<>();
        bars.forEach((key, file) -> {
            adjustments.addAll(file.adjustments());
            intervals.add(key.interval());
        });
        ProviderDescriptor.Builder made =
                ProviderDescriptor.builder(source, "CSV files").intervals(intervals);
        if (!adjustments.isEmpty()) {
            made.adjustments(adjustments.toArray(Adjustment[]::new));
        }
        return made.build();
    }

    /**
     * Starts a provider.
     *
     * @param source the id under which its data appears
     * @return a builder without root and files
     */
    public static Builder builder(SourceId source) {
        return new Builder(source);
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<BarSource> bars() {
        return bars.isEmpty() ? Optional.empty() : Optional.of(this::fetchBars);
    }

    @Override
    public Optional<TradeSource> trades() {
        return trades.isEmpty() ? Optional.empty() : Optional.of(this::fetchTrades);
    }

    private BarSeries fetchBars(BarQuery query, RequestContext context) {
        CsvFile file = bars.get(new BarKey(query.symbol(), query.interval()));
        if (file == null) {
            throw missing(query.symbol(), query.interval());
        }
        return read(file, context, () -> file.bars(query, descriptor.id(), context));
    }

    private List<Trade> fetchTrades(Symbol symbol, TimeRange range, RequestContext context) {
        CsvFile file = trades.get(symbol);
        if (file == null) {
            throw missing(symbol, null);
        }
        return read(file, context, () -> file.trades(symbol, range, descriptor.id(), context));
    }

    private <T> T read(CsvFile file, RequestContext context, Supplier<Optional<T>> reading) {
        if (closed) {
            throw new ProviderException(descriptor.id(), FailureReason.CLOSED, "the provider is closed");
        }
        context.throwIfEnded();
        try {
            return reading.get()
                    .orElseThrow(() -> new NoDataException(
                            descriptor.id(),
                            NoDataException.Why.OUT_OF_RANGE,
                            file.path() + " has nothing in the range"));
        } catch (CsvException e) {
            throw new ProviderException(descriptor.id(), e.reason(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A symbol that is known for something else is not unknown. */
    private QuotronException missing(Symbol symbol, @Nullable Interval interval) {
        if (closed) {
            return new ProviderException(descriptor.id(), FailureReason.CLOSED, "the provider is closed");
        }
        boolean offered = interval == null || descriptor.intervals().contains(interval);
        boolean known =
                bars.keySet().stream().anyMatch(key -> key.symbol().equals(symbol)) || trades.containsKey(symbol);
        if (known || !offered) {
            String what = interval == null ? "trades" : interval + " bars";
            return new ProviderException(
                    descriptor.id(), FailureReason.UNSUPPORTED, "there is no file of " + what + " of " + symbol);
        }
        return new SymbolNotFoundException(descriptor.id(), symbol);
    }

    /** Looks at every file; none of them is read beyond its first row. */
    @Override
    public HealthCheck check(RequestContext context) {
        if (closed) {
            return HealthCheck.failed("the provider is closed");
        }
        try {
            for (CsvFile file : bars.values()) {
                file.bars().close();
            }
            for (CsvFile file : trades.values()) {
                file.trades().close();
            }
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return descriptor.id().id();
    }

    /** Collects the files of a {@link CsvProvider}. Not thread-safe. */
    public static final class Builder {
        private final SourceId source;
        private final Map<BarKey, CsvFile> bars = new LinkedHashMap<>();
        private final Map<Symbol, CsvFile> trades = new LinkedHashMap<>();
        private final List<String> mistakes = new ArrayList<>();
        private @Nullable Path root;

        private Builder(SourceId source) {
            this.source = Objects.requireNonNull(source, "source");
        }

        /**
         * Sets the folder below which all files are.
         *
         * @param value the folder; required
         * @return this builder
         */
        public Builder root(Path value) {
            this.root = Objects.requireNonNull(value, "root");
            return this;
        }

        /**
         * Adds a file of bars.
         *
         * @param symbol what was traded
         * @param interval the length of the bars
         * @param file the file, absolute or relative to the root
         * @param format how it is written
         * @return this builder
         */
        public Builder bars(Symbol symbol, Interval interval, Path file, CsvFormat format) {
            BarKey key = new BarKey(symbol, interval);
            if (bars.put(key, new CsvFile(file, format)) != null) {
                mistakes.add("there are two files of " + interval + " bars of " + symbol);
            }
            return this;
        }

        /**
         * Adds a file of trades.
         *
         * @param symbol what was traded
         * @param file the file, absolute or relative to the root
         * @param format how it is written
         * @return this builder
         */
        public Builder trades(Symbol symbol, Path file, CsvFormat format) {
            if (trades.put(symbol, new CsvFile(file, format)) != null) {
                mistakes.add("there are two files of trades of " + symbol);
            }
            return this;
        }

        /**
         * Makes the provider; no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if there is no root or no file, a file is given twice or is not below the root; names every
         *     mistake
         */
        public CsvProvider build() {
            List<String> found = new ArrayList<>(mistakes);
            Path folder = root;
            if (folder == null) {
                found.add("root is missing; set the folder below which the files are");
            }
            if (bars.isEmpty() && trades.isEmpty()) {
                found.add("there is no file; add one with bars(...) or trades(...)");
            }
            if (folder != null) {
                bars.values().stream().filter(file -> !file.isBelow(folder)).forEach(file -> found.add(outside(file)));
                trades.values().stream()
                        .filter(file -> !file.isBelow(folder))
                        .forEach(file -> found.add(outside(file)));
            }
            if (folder == null || !found.isEmpty()) {
                throw new IllegalStateException("the CSV provider cannot be built: " + String.join("; ", found));
            }
            return new CsvProvider(this, folder);
        }

        private static String outside(CsvFile file) {
            return file.path() + " is not below the root";
        }
    }
}
