package io.quotron.providers.csv;

import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads bars from CSV, plain or gzipped, row by row; one row is in memory.
 *
 * <pre>{@code
 * try (BarCsv bars = BarCsv.open(Path.of("aapl.csv"), CsvFormats.yahoo())) {
 *     while (bars.advance()) {
 *         use(bars.timeNanos(), bars.closePrice());
 *     }
 * }
 * BarSeries days = BarCsv.open(file, CsvFormats.yahoo()).series(identity, now);
 * }</pre>
 *
 * <p>A row whose time or price is missing or unreadable, whose prices contradict each other or are not above zero, or that has
 * another number of cells than the header is rejected: it is counted and the first hundred are kept with their lines. What is wrong
 * with the file as a whole is a {@link CsvException}.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class BarCsv implements AutoCloseable {
    private static final List<CsvField> REQUIRED =
            List.of(CsvField.TIME, CsvField.OPEN, CsvField.HIGH, CsvField.LOW, CsvField.CLOSE);

    private static final long AHEAD = 300_000_000_000L;

    private final CsvTable table;
    private double open;
    private double high;
    private double low;
    private double close;
    private double volume;
    private double adjustedClose;

    private BarCsv(CsvTable table) {
        this.table = table;
    }

    /**
     * Opens a file and reads its header.
     *
     * @param file a CSV file; gzip is told by its first bytes, whatever the name says
     * @param format how it is written
     * @return a reader before the first row; close it
     * @throws CsvException if the file cannot be read or a column is missing
     */
    public static BarCsv open(Path file, CsvFormat format) {
        Objects.requireNonNull(file, "file");
        return new BarCsv(CsvTable.open(file.toString(), CsvSource.open(file, format.charset()), format, REQUIRED));
    }

    /**
     * Reads from a stream, which is closed with the reader.
     *
     * @param name what to call it in messages
     * @param stream CSV, plain or gzipped
     * @param format how it is written
     * @return a reader before the first row; close it
     * @throws CsvException if the stream cannot be read or a column is missing
     */
    public static BarCsv open(String name, InputStream stream, CsvFormat format) {
        Objects.requireNonNull(stream, "stream");
        return new BarCsv(CsvTable.open(name, CsvSource.open(name, stream, format.charset()), format, REQUIRED));
    }

    /**
     * Reads text, which is closed with the reader.
     *
     * @param name what to call it in messages
     * @param text CSV
     * @param format how it is written; its charset does not matter
     * @return a reader before the first row; close it
     * @throws CsvException if the text cannot be read or a column is missing
     */
    public static BarCsv open(String name, Reader text, CsvFormat format) {
        return new BarCsv(CsvTable.open(name, Objects.requireNonNull(text, "text"), format, REQUIRED));
    }

    /**
     * Moves to the next bar.
     *
     * @return false at the end
     * @throws CsvException if the file cannot be read on, or too many rows were rejected
     */
    public boolean advance() {
        while (table.advance()) {
            if (read()) {
                return true;
            }
        }
        return false;
    }

    private boolean read() {
        open = table.decimal(CsvField.OPEN);
        high = table.decimal(CsvField.HIGH);
        low = table.decimal(CsvField.LOW);
        close = table.decimal(CsvField.CLOSE);
        volume = table.decimal(CsvField.VOLUME);
        adjustedClose = table.decimal(CsvField.ADJUSTED_CLOSE);
        for (CsvField field : REQUIRED.subList(1, REQUIRED.size())) {
            if (Double.isNaN(table.decimal(field))) {
                return table.reject(field, "a decimal number");
            }
        }
        boolean bar = low <= Math.min(open, close) && high >= Math.max(open, close);
        if (!bar || (low <= 0 && !table.format().negativePrices())) {
            return table.reject(
                    "open " + open + ", high " + high + ", low " + low + ", close " + close + " are no bar");
        }
        String told = table.cell(CsvField.VOLUME);
        boolean wrongVolume = volume < 0 || (Double.isNaN(volume) && !CsvNumbers.isAbsent(told));
        return !wrongVolume || table.reject(CsvField.VOLUME, "an amount");
    }

    /**
     * Returns the time of the row.
     *
     * @return UTC epoch nanoseconds: the start of the bar, or its end where the format says so
     */
    public long timeNanos() {
        return table.timeNanos();
    }

    /**
     * Returns the first price.
     *
     * @return a finite number
     */
    public double openPrice() {
        return open;
    }

    /**
     * Returns the highest price.
     *
     * @return a finite number
     */
    public double highPrice() {
        return high;
    }

    /**
     * Returns the lowest price.
     *
     * @return a finite number
     */
    public double lowPrice() {
        return low;
    }

    /**
     * Returns the last price.
     *
     * @return a finite number
     */
    public double closePrice() {
        return close;
    }

    /**
     * Returns the amount traded.
     *
     * @return zero or more; empty where the row does not tell
     */
    public OptionalDouble volume() {
        return present(volume);
    }

    /**
     * Returns the last price with all adjustments, which Yahoo gives beside the others.
     *
     * @return a finite number above zero; empty where the row does not tell
     */
    public OptionalDouble adjustedClose() {
        return adjustedClose > 0 ? present(adjustedClose) : OptionalDouble.empty();
    }

    private static OptionalDouble present(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * Returns the number of trades in the bar.
     *
     * @return zero or more; empty where the row does not tell
     */
    public OptionalLong tradeCount() {
        double trades = table.decimal(CsvField.TRADES);
        boolean whole = trades >= 0 && trades == Math.rint(trades) && trades < 1L << 53;
        return whole ? OptionalLong.of((long) trades) : OptionalLong.empty();
    }

    /**
     * Tells whether the file has a column of volumes.
     *
     * @return true if it has
     */
    public boolean hasVolume() {
        return table.has(CsvField.VOLUME);
    }

    /**
     * Returns the symbol that the row names.
     *
     * @return the symbol as the file has it; null where it has none
     */
    public @Nullable String symbol() {
        String symbol = table.cell(CsvField.SYMBOL);
        return symbol.isEmpty() ? null : symbol;
    }

    boolean hasAdjustedClose() {
        return table.has(CsvField.ADJUSTED_CLOSE);
    }

    /** Counts this bar as one that cannot be used after all. */
    void reject(String why) {
        table.reject(why);
    }

    /**
     * Returns this row as a bar.
     *
     * @param symbol what was traded
     * @param source where the file comes from
     * @param interval the length; days, weeks and months follow the calendar of the zone of the format
     * @return a FINAL bar
     */
    public Bar bar(Symbol symbol, SourceId source, Interval interval) {
        CsvSpans spans = new CsvSpans(interval, table.format());
        Instant start = CsvTimes.instant(spans.open(timeNanos()));
        Bar.Builder bar = Bar.builder(symbol, source, interval)
                .span(start, CsvTimes.instant(spans.close(timeNanos())))
                .prices(open, high, low, close);
        volume().ifPresent(bar::volume);
        tradeCount().ifPresent(bar::tradeCount);
        if (!interval.isIntraday()) {
            bar.tradingDay(table.day(start));
        }
        return bar.build();
    }

    /**
     * Returns the bars that are left. Closing the stream closes the file.
     *
     * @param symbol what was traded
     * @param source where the file comes from
     * @param interval the length
     * @return a sequential stream in the order of the file, to be closed
     */
    public Stream<Bar> stream(Symbol symbol, SourceId source, Interval interval) {
        return CsvStreams.of(this::advance, () -> bar(symbol, source, interval), this::close);
    }

    /**
     * Reads all rows that are left and closes the file. A bar that ends after the time of receipt is FORMING; one that starts more than
     * five minutes after it is rejected.
     *
     * @param identity what the series is about
     * @param receivedTime when the file reached this process
     * @return the bars, sorted, one per time; what was rejected is counted
     * @throws CsvException if the file cannot be read on, or too many rows were rejected
     */
    public BarSeries series(SeriesIdentity identity, Instant receivedTime) {
        try (this) {
            CsvSpans spans = new CsvSpans(identity.interval(), table.format());
            BarSeries.Builder series = BarSeries.builder(identity, receivedTime);
            long now = CsvTimes.nanos(receivedTime);
            if (!hasVolume()) {
                series.withoutVolume();
            }
            if (table.format().negativePrices()) {
                series.negativePricesAllowed();
            }
            while (advance()) {
                long count = tradeCount().orElse(-1);
                long from = spans.open(timeNanos());
                long to = spans.close(timeNanos());
                if (from > now + AHEAD) {
                    reject("the bar starts in the future");
                    continue;
                }
                Bar.State state = to > now ? Bar.State.FORMING : Bar.State.FINAL;
                series.add(from, to, open, high, low, close, volume, Double.NaN, count, state);
            }
            for (long i = 0; i < rejectedRows(); i++) {
                series.rejectRow();
            }
            return series.build();
        }
    }

    /**
     * Returns the line of this row.
     *
     * @return 1 for the first line of the file
     */
    public long line() {
        return table.line();
    }

    /**
     * Returns how many rows have been read.
     *
     * @return rows that were delivered or rejected, without the header
     */
    public long rows() {
        return table.rows();
    }

    /**
     * Returns how many rows were rejected.
     *
     * @return 0 or more
     */
    public long rejectedRows() {
        return table.rejectedRows();
    }

    /**
     * Returns the first hundred rows that were rejected.
     *
     * @return their lines and what is wrong with them
     */
    public List<CsvRejection> rejections() {
        return table.rejections();
    }

    /**
     * Returns how many rows went back in time.
     *
     * @return 0 if the file is sorted, oldest first
     */
    public long disorderedRows() {
        return table.disorderedRows();
    }

    @Override
    public void close() {
        table.close();
    }
}
