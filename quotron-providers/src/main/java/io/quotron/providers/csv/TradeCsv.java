package io.quotron.providers.csv;

import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads trades from CSV, plain or gzipped, row by row and in the order of the file; one row is in memory, so that dumps of many
 * gigabytes can be read.
 *
 * <pre>{@code
 * try (TradeCsv trades = TradeCsv.open(Path.of("BTCUSDT-trades-2024-01.csv.gz"), CsvFormats.binanceTrades())) {
 *     while (trades.advance()) {
 *         aggregator.onTrade(trades.timeNanos(), trades.price(), trades.size());
 *     }
 * }
 * }</pre>
 *
 * <p>A row whose time, price or size is missing or unreadable, whose price is not above zero or whose size is negative, or that has
 * another number of cells than the header is rejected: it is counted and the first hundred are kept with their lines. What is wrong
 * with the file as a whole is a {@link CsvException}.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class TradeCsv implements AutoCloseable {
    private static final List<CsvField> REQUIRED = List.of(CsvField.TIME, CsvField.PRICE, CsvField.SIZE);

    private final CsvTable table;
    private double price;
    private double size;

    private TradeCsv(CsvTable table) {
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
    public static TradeCsv open(Path file, CsvFormat format) {
        Objects.requireNonNull(file, "file");
        return new TradeCsv(CsvTable.open(file.toString(), CsvSource.open(file, format.charset()), format, REQUIRED));
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
    public static TradeCsv open(String name, InputStream stream, CsvFormat format) {
        Objects.requireNonNull(stream, "stream");
        return new TradeCsv(CsvTable.open(name, CsvSource.open(name, stream, format.charset()), format, REQUIRED));
    }

    /**
     * Moves to the next trade.
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
        price = table.decimal(CsvField.PRICE);
        size = table.decimal(CsvField.SIZE);
        boolean priced = price > 0 || (table.format().negativePrices() && !Double.isNaN(price));
        if (!priced) {
            return table.reject(CsvField.PRICE, "a price");
        }
        return size >= 0 || table.reject(CsvField.SIZE, "an amount");
    }

    /**
     * Returns when the trade was executed.
     *
     * @return UTC epoch nanoseconds
     */
    public long timeNanos() {
        return table.timeNanos();
    }

    /**
     * Returns the price.
     *
     * @return a finite number
     */
    public double price() {
        return price;
    }

    /**
     * Returns the size.
     *
     * @return units of the base, finite and not negative
     */
    public double size() {
        return size;
    }

    /**
     * Returns the id of the trade.
     *
     * @return the id; null where the file has none
     */
    public @Nullable String id() {
        String id = table.cell(CsvField.ID);
        return CsvNumbers.isAbsent(id) ? null : id;
    }

    /**
     * Returns the side that took the price.
     *
     * @return the opposite of the maker's side where the file tells only that; UNKNOWN where it tells neither
     */
    public Side side() {
        String maker = table.cell(CsvField.BUYER_MAKER).toLowerCase(Locale.ROOT);
        String told = table.cell(CsvField.SIDE).toLowerCase(Locale.ROOT);
        if (told.equals("buy") || told.equals("b") || maker.equals("false") || maker.equals("0")) {
            return Side.BUY;
        }
        boolean sell = told.equals("sell") || told.equals("s") || maker.equals("true") || maker.equals("1");
        return sell ? Side.SELL : Side.UNKNOWN;
    }

    /**
     * Returns this row as a trade.
     *
     * @param symbol what was traded
     * @param source where the file comes from
     * @return the trade
     */
    public Trade trade(Symbol symbol, SourceId source) {
        return Trade.builder(symbol, source)
                .price(price)
                .size(size)
                .side(side())
                .id(id())
                .eventTime(CsvTimes.instant(timeNanos()))
                .build();
    }

    /**
     * Returns the trades that are left. Closing the stream closes the file.
     *
     * @param symbol what was traded
     * @param source where the file comes from
     * @return a sequential stream in the order of the file, to be closed
     */
    public Stream<Trade> stream(Symbol symbol, SourceId source) {
        return CsvStreams.of(this::advance, () -> trade(symbol, source), this::close);
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
