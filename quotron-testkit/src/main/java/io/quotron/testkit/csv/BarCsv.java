package io.quotron.testkit.csv;

import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads bars from a CSV file.
 *
 * <pre>{@code
 * BarSeries days = BarCsv.of(Symbol.of("AAPL"), SourceId.of("file")).read(Path.of("aapl.csv"));
 * }</pre>
 *
 * <p>The first line names the columns, in any order and case; others than these are ignored:
 * <ul>
 *   <li>{@code ts_utc}, {@code openTime}, {@code open_time}, {@code time}, {@code timestamp}, {@code datetime},
 *       {@code date}, {@code ts_ms} or {@code start_s}, or a first column without a name, required: the first instant of
 *       the bar as an ISO time, an ISO date (midnight in UTC), {@code yyyyMMdd}, {@code yyyy-MM-dd HH:mm:ss} in UTC, or
 *       an epoch number, which is taken as seconds below 1e11, milliseconds below 1e14, microseconds below 1e17 and
 *       nanoseconds above
 *   <li>{@code open}, {@code high}, {@code low}, {@code close}, required: decimals
 *   <li>{@code volume}: a decimal; without this column the series has no volume
 * </ul>
 *
 * <p>Rows may be in any order; of rows of the same time the last one counts. A row in which a number is blank,
 * {@code null} or {@code NaN}, or whose prices contradict each other, is left out and counted in
 * {@link BarSeries#rejectedRows()}. A cell that cannot be read at all, or a row with another number of cells than the
 * header, is an error that names the line. A file whose name ends in {@code .gz} is unpacked.
 *
 * <p>Where the length of the bars is not given, it is the most frequent distance between neighbours: 28 to 31 days are a
 * month.
 *
 * <p>Immutable and thread-safe.
 */
public final class BarCsv {
    private static final List<String> TIME =
            List.of("ts_utc", "openTime", "open_time", "time", "timestamp", "datetime", "date", "ts_ms", "start_s");

    private final Symbol symbol;
    private final SourceId source;
    private final @Nullable Interval interval;
    private final SeriesIdentity.Session session;
    private final LongPredicate keeps;

    private BarCsv(
            Symbol symbol,
            SourceId source,
            @Nullable Interval interval,
            SeriesIdentity.Session session,
            LongPredicate keeps) {
        this.symbol = Objects.requireNonNull(symbol, "symbol");
        this.source = Objects.requireNonNull(source, "source");
        this.interval = interval;
        this.session = session;
        this.keeps = keeps;
    }

    /**
     * Prepares to read bars, of a length that is told by the file, of a market that never closes.
     *
     * @param symbol what was traded
     * @param source where the file comes from
     * @return a reader
     */
    public static BarCsv of(Symbol symbol, SourceId source) {
        return new BarCsv(symbol, source, null, SeriesIdentity.Session.CONTINUOUS, openNanos -> true);
    }

    /**
     * Gives the length of the bars.
     *
     * @param value the length; the file is not asked then
     * @return a reader that is otherwise equal
     */
    public BarCsv interval(Interval value) {
        return new BarCsv(symbol, source, Objects.requireNonNull(value, "interval"), session, keeps);
    }

    /**
     * Says which hours the bars are made of, and leaves out the other rows.
     *
     * @param value what the identity of the series says
     * @param openTimes tells by the open time, in UTC epoch nanoseconds, whether a bar is kept
     * @return a reader that is otherwise equal
     */
    public BarCsv session(SeriesIdentity.Session value, LongPredicate openTimes) {
        return new BarCsv(symbol, source, interval, value, openTimes);
    }

    /**
     * Reads a file.
     *
     * @param file a {@code .csv} or {@code .csv.gz} file
     * @return raw bars, in the zone UTC
     * @throws CsvException if the file cannot be read, has no row, a required column is missing, a row is malformed, or the
     *     length of the bars is not given and cannot be told
     */
    public BarSeries read(Path file) {
        try (CsvTable table = CsvTable.open(Objects.requireNonNull(file, "file"))) {
            BarRows rows = new BarRows(table, table.find(TIME) < 0 ? unnamed(table) : table.find(TIME));
            while (table.advance()) {
                rows.take(keeps);
            }
            Interval length = interval != null ? interval : rows.inferInterval();
            SeriesIdentity identity =
                    new SeriesIdentity(symbol, source, length, Adjustment.RAW, null, ZoneOffset.UTC, session);
            return rows.toSeries(BarSeries.builder(identity, rows.lastTime().orElse(Instant.EPOCH)), length);
        }
    }

    private static int unnamed(CsvTable table) {
        return table.find(List.of("")) == 0 ? 0 : table.require(TIME);
    }
}
