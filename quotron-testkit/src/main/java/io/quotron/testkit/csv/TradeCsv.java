package io.quotron.testkit.csv;

import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads trades from a CSV file, row by row and in the order of the file.
 *
 * <pre>{@code
 * try (TradeCsv trades = TradeCsv.open(Path.of("spy.csv.gz"))) {
 *     while (trades.advance()) {
 *         aggregator.onTrade(trades.timeNanos(), trades.price(), trades.size());
 *     }
 * }
 * }</pre>
 *
 * <p>The first line names the columns, in any order and case; others than these are ignored:
 * <ul>
 *   <li>{@code ts_utc}, {@code timestamp}, {@code time}, {@code date} or {@code ts}, required: an ISO time
 *       ({@code 2013-10-07T08:00:00.464Z}), {@code yyyy-MM-dd HH:mm:ss} in UTC, or an epoch number, which is taken as
 *       seconds below 1e11, milliseconds below 1e14, microseconds below 1e17 and nanoseconds above
 *   <li>{@code price}, required, and {@code size}, {@code quantity}, {@code qty}, {@code amount} or {@code volume},
 *       required: decimals
 *   <li>{@code id} or {@code trade_id}; {@code side}: {@code buy} or {@code sell}, also by their first letter;
 *       {@code exchange}
 *   <li>{@code sale_condition} or {@code conditions}: bits in hexadecimal; {@code suspicious}: 0 or 1
 * </ul>
 *
 * <p>A row whose price or size is blank, {@code null} or {@code NaN}, or is negative, is left out and counted. A cell that
 * cannot be read at all, or a row with another number of cells than the header, is an error that names the line.
 *
 * <p>A file whose name ends in {@code .gz} is unpacked. Not thread-safe: confine to one thread.
 */
public final class TradeCsv implements AutoCloseable {
    private final CsvTable table;
    private final int timeColumn;
    private final int priceColumn;
    private final int sizeColumn;
    private final int idColumn;
    private final int sideColumn;
    private final int exchangeColumn;
    private final int conditionColumn;
    private final int suspiciousColumn;
    private long timeNanos;
    private double price = Double.NaN;
    private double size = Double.NaN;
    private long conditions;
    private boolean suspicious;
    private long rows;
    private long rejected;

    private TradeCsv(CsvTable table) {
        this.table = table;
        this.timeColumn = table.require(List.of("ts_utc", "timestamp", "time", "date", "ts"));
        this.priceColumn = table.require(List.of("price"));
        this.sizeColumn = table.require(List.of("size", "quantity", "qty", "amount", "volume"));
        this.idColumn = table.find(List.of("id", "trade_id"));
        this.sideColumn = table.find(List.of("side"));
        this.exchangeColumn = table.find(List.of("exchange"));
        this.conditionColumn = table.find(List.of("sale_condition", "conditions"));
        this.suspiciousColumn = table.find(List.of("suspicious"));
    }

    /**
     * Opens a file and reads its header.
     *
     * @param file a {@code .csv} or {@code .csv.gz} file
     * @return a reader before the first row; close it
     * @throws CsvException if the file cannot be read or a required column is missing
     */
    public static TradeCsv open(Path file) {
        CsvTable table = CsvTable.open(Objects.requireNonNull(file, "file"));
        try {
            return new TradeCsv(table);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    /**
     * Moves to the next trade.
     *
     * @return false at the end of the file
     * @throws CsvException if the file cannot be read on, or a row is malformed
     */
    public boolean advance() {
        while (table.advance()) {
            rows++;
            if (read()) {
                return true;
            }
            rejected++;
        }
        return false;
    }

    private boolean read() {
        timeNanos = CsvTimes.nanos(table, timeColumn);
        price = CsvNumbers.decimal(table, priceColumn);
        size = CsvNumbers.decimal(table, sizeColumn);
        conditions = conditionColumn < 0 ? 0 : CsvNumbers.bits(table, conditionColumn);
        suspicious = suspiciousColumn >= 0 && CsvNumbers.flag(table, suspiciousColumn);
        return price >= 0 && size >= 0;
    }

    /**
     * Returns when the trade was executed.
     *
     * @return UTC epoch nanoseconds
     */
    public long timeNanos() {
        return timeNanos;
    }

    /**
     * Returns the price.
     *
     * @return a finite number, not negative
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
     * Returns the sale-condition bits.
     *
     * @return the bits; 0 where the file has none
     */
    public long conditions() {
        return conditions;
    }

    /**
     * Tells whether the source marked the trade as suspicious.
     *
     * @return false where the file does not say
     */
    public boolean isSuspicious() {
        return suspicious;
    }

    /**
     * Returns the id of the trade.
     *
     * @return the id; null where the file has none
     */
    public @Nullable String id() {
        return text(idColumn);
    }

    /**
     * Returns the name of the exchange.
     *
     * @return the name as the file has it; null where it has none
     */
    public @Nullable String exchange() {
        return text(exchangeColumn);
    }

    private @Nullable String text(int column) {
        String cell = column < 0 ? "" : table.cell(column);
        return cell.isEmpty() ? null : cell;
    }

    /**
     * Returns the side that took the price.
     *
     * @return UNKNOWN where the file does not say
     */
    public Side side() {
        String cell = sideColumn < 0 ? "" : table.cell(sideColumn).toLowerCase(Locale.ROOT);
        return switch (cell) {
            case "buy", "b" -> Side.BUY;
            case "sell", "s" -> Side.SELL;
            default -> Side.UNKNOWN;
        };
    }

    /**
     * Returns this row as a trade.
     *
     * @param symbol what was traded
     * @param source where the file comes from
     * @return the trade
     */
    public Trade trade(Symbol symbol, SourceId source) {
        Instant at = Instant.ofEpochSecond(
                Math.floorDiv(timeNanos, 1_000_000_000L), Math.floorMod(timeNanos, 1_000_000_000L));
        return Trade.builder(symbol, source)
                .price(price)
                .size(size)
                .side(side())
                .id(id())
                .conditions(conditions)
                .eventTime(at)
                .build();
    }

    /**
     * Returns the number of the line of this row.
     *
     * @return 2 for the first row below the header
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
        return rows;
    }

    /**
     * Returns how many rows were left out because a price or size was missing or negative.
     *
     * @return 0 or more
     */
    public long rejectedRows() {
        return rejected;
    }

    @Override
    public void close() {
        table.close();
    }
}
