package io.quotron.providers.csv;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One file of a {@link CsvProvider}. Immutable and thread-safe. */
final class CsvFile {
    private static final int ROWS_BETWEEN_CHECKS = 4_096;
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Path path;
    private final CsvFormat format;
    private final @Nullable Path root;

    CsvFile(Path path, CsvFormat format) {
        this(path, format, null);
    }

    private CsvFile(Path path, CsvFormat format, @Nullable Path root) {
        this.path = path;
        this.format = format;
        this.root = root;
    }

    boolean isBelow(Path folder) {
        return resolved(folder).startsWith(folder.toAbsolutePath().normalize());
    }

    private Path resolved(Path folder) {
        return folder.toAbsolutePath().normalize().resolve(path).normalize();
    }

    CsvFile below(Path folder) {
        return new CsvFile(resolved(folder), format, folder.toAbsolutePath().normalize());
    }

    Path path() {
        return path;
    }

    /** A file has the prices that it has, and those with all adjustments where it may have a column for them. */
    Set<Adjustment> adjustments() {
        Set<Adjustment> all = EnumSet.of(format.adjustment());
        if (format.adjustment() == Adjustment.SPLITS) {
            all.add(Adjustment.SPLITS_AND_DIVIDENDS);
        }
        return all;
    }

    BarCsv bars() {
        return BarCsv.open(checked(), format);
    }

    TradeCsv trades() {
        return TradeCsv.open(checked(), format);
    }

    /** A link may lead out of the root; what counts is where it ends. */
    private Path checked() {
        try {
            Path real = path.toRealPath();
            boolean inside = root != null && real.startsWith(root.toRealPath());
            if (!inside) {
                throw CsvException.unreadable(path.toString(), new IOException("it leads out of the root"));
            }
            return real;
        } catch (IOException e) {
            throw CsvException.unreadable(path.toString(), e);
        }
    }

    /** Returns the bars in the range; empty if the whole file is before or behind it. */
    Optional<BarSeries> bars(BarQuery query, SourceId source, RequestContext context) {
        if (!adjustments().contains(query.adjustment()) && !query.symbol().isPair()) {
            throw new ProviderException(
                    source,
                    FailureReason.UNSUPPORTED,
                    path.getFileName() + " has " + format.adjustment() + " prices, not " + query.adjustment());
        }
        try (BarCsv rows = bars()) {
            return new BarReading(query, source, rows, context).read();
        }
    }

    /** One pass over a file of bars. */
    private final class BarReading {
        private final BarQuery query;
        private final BarCsv rows;
        private final RequestContext context;
        private final CsvSpans spans;
        private final BarSeries.Builder series;
        private final boolean adjust;
        private final long now;
        private boolean before;
        private boolean behind;

        private BarReading(BarQuery query, SourceId source, BarCsv rows, RequestContext context) {
            this.query = query;
            this.rows = rows;
            this.context = context;
            this.spans = new CsvSpans(query.interval(), format);
            this.now = CsvTimes.nanos(context.time().now());
            this.adjust =
                    query.adjustment() != format.adjustment() && !query.symbol().isPair();
            if (adjust && !rows.hasAdjustedClose()) {
                throw new ProviderException(
                        source, FailureReason.UNSUPPORTED, path.getFileName() + " has no column of adjusted closes");
            }
            this.series = BarSeries.builder(identity(source), context.time().now());
        }

        private SeriesIdentity identity(SourceId source) {
            return new SeriesIdentity(
                    query.symbol(),
                    source,
                    query.interval(),
                    query.adjustment(),
                    format.currency().orElse(null),
                    format.zone(),
                    format.session());
        }

        private Optional<BarSeries> read() {
            if (!rows.hasVolume()) {
                series.withoutVolume();
            }
            if (format.negativePrices()) {
                series.negativePricesAllowed();
            }
            while (rows.advance()) {
                if (rows.rows() % ROWS_BETWEEN_CHECKS == 0) {
                    context.throwIfEnded();
                }
                take();
            }
            for (long i = 0; i < rows.rejectedRows(); i++) {
                series.rejectRow();
            }
            boolean beside = series.size() == 0 && !(before && behind);
            return beside ? Optional.empty() : Optional.of(series.build());
        }

        private void take() {
            long open = spans.open(rows.timeNanos());
            long close = spans.close(rows.timeNanos());
            if (open > now + AHEAD.toNanos()) {
                rows.reject("the bar starts in the future");
                return;
            }
            before |= CsvTimes.instant(open).isBefore(query.range().startInclusive());
            behind |= !CsvTimes.instant(open).isBefore(query.range().endExclusive());
            if (!query.range().contains(CsvTimes.instant(open))) {
                return;
            }
            double adjusted = adjust ? rows.adjustedClose().orElse(Double.NaN) : rows.closePrice();
            double factor = adjust ? adjusted / rows.closePrice() : 1;
            if (!(factor > 0)) {
                rows.reject("there is no adjusted close");
                return;
            }
            // Equal prices stay equal to the last bit, so that rounding never lifts a close above its high.
            DoubleUnaryOperator scale = price -> price == rows.closePrice() ? adjusted : price * factor;
            series.add(
                    open,
                    close,
                    adjust ? scale.applyAsDouble(rows.openPrice()) : rows.openPrice(),
                    adjust ? scale.applyAsDouble(rows.highPrice()) : rows.highPrice(),
                    adjust ? scale.applyAsDouble(rows.lowPrice()) : rows.lowPrice(),
                    adjusted,
                    rows.volume().orElse(Double.NaN),
                    Double.NaN,
                    rows.tradeCount().orElse(-1),
                    close > now ? Bar.State.FORMING : Bar.State.FINAL);
        }
    }

    /** Returns the trades in the range; empty if the whole file is before or behind it. */
    Optional<List<Trade>> trades(Symbol symbol, TimeRange range, SourceId source, RequestContext context) {
        List<Trade> found = new ArrayList<>();
        boolean before = false;
        boolean behind = false;
        try (TradeCsv rows = trades()) {
            while (rows.advance()) {
                if (rows.rows() % ROWS_BETWEEN_CHECKS == 0) {
                    context.throwIfEnded();
                }
                boolean early = CsvTimes.instant(rows.timeNanos()).isBefore(range.startInclusive());
                boolean inside = range.contains(CsvTimes.instant(rows.timeNanos()));
                before |= early;
                behind |= !early && !inside;
                if (inside) {
                    found.add(rows.trade(symbol, source));
                }
            }
            if (rows.rejectedRows() > 0) {
                context.note(rows.rejectedRows() + " rows of " + path.getFileName() + " were rejected, the first in "
                        + rows.rejections().get(0));
            }
        }
        found.sort(Comparator.comparing(Trade::eventTime));
        return found.isEmpty() && !(before && behind) ? Optional.empty() : Optional.of(found);
    }
}
