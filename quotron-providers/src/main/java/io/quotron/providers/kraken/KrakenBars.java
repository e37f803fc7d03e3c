package io.quotron.providers.kraken;

import io.quotron.error.NoDataException;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.SeriesIdentity;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of one OHLC answer, and the rules that make a series of them.
 *
 * <p><b>Reach.</b> Kraken sends at most the newest 720 rows, whatever {@code since} asks for. A full answer whose first
 * row still leaves room for an earlier bar of the range may have been cut there, so it is refused; of another host, such
 * as a mirror or a recording, it is taken as all that there is, with a note. An answer that is not full goes back to the
 * start of {@code since} or of the market.
 *
 * <p><b>State.</b> The last row is the interval that is still running; {@code last} names the newest committed one, and
 * what is later is forming, even if our clock says that it has ended, because the row was made before it had. What has
 * not ended by our clock is forming too. Without {@code last} the last row is forming. In an interval without trades
 * Kraken repeats the close before with volume, count and vwap zero: such a row is kept and marked SYNTHETIC, without
 * vwap.
 */
final class KrakenBars {
    /** The most rows that Kraken sends. */
    static final int MAX_ROWS = 720;

    private final Instant received;
    private final List<Row> rows = new ArrayList<>();
    private int sent;
    private int unreadable;
    private long newest = Long.MIN_VALUE;
    private long oldest = Long.MAX_VALUE;
    private long committed = Long.MAX_VALUE;

    private record Row(
            long openTime,
            double open,
            double high,
            double low,
            double close,
            double vwap,
            double volume,
            long count) {}

    private KrakenBars(Instant received) {
        this.received = received;
    }

    /** Reads rows: seconds, open, high, low, close, vwap, volume, count. */
    static KrakenBars read(JsonValue rows, JsonValue last, Instant received) {
        KrakenBars bars = new KrakenBars(received);
        bars.committed = KrakenTime.ofSeconds(last.numberText().or(last::text).orElse(""));
        rows.items().forEach(bars::readRow);
        return bars;
    }

    private void readRow(JsonValue row) {
        sent++;
        long openTime = KrakenTime.ofSeconds(
                row.at(0).numberText().or(() -> row.at(0).text()).orElse(""));
        if (!KrakenTime.isPlausible(openTime, received)) {
            unreadable++;
            return;
        }
        newest = Math.max(newest, openTime);
        oldest = Math.min(oldest, openTime);
        rows.add(new Row(
                openTime,
                KrakenParser.decimal(row.at(1)),
                KrakenParser.decimal(row.at(2)),
                KrakenParser.decimal(row.at(3)),
                KrakenParser.decimal(row.at(4)),
                KrakenParser.decimal(row.at(5)),
                KrakenParser.decimal(row.at(6)),
                count(row.at(7))));
    }

    /** A count is a number; as text it counts too. */
    private static long count(JsonValue value) {
        double count = KrakenParser.decimal(value);
        return count >= 0 && count == Math.rint(count) && count < Long.MAX_VALUE ? (long) count : -1;
    }

    /**
     * Makes the series.
     *
     * @param query what was asked
     * @param pair what was asked, natively
     * @return the bars of the range
     * @throws NoDataException PROVIDER_LIMIT if the range starts before the rows reach, OUT_OF_RANGE if no row lies in
     * the range
     */
    BarSeries series(BarQuery query, KrakenPair pair) {
        requireReach(query);
        return series(query, pair, warning -> {});
    }

    /** As above, of a server that may keep more or less than Kraken does; that rows may be missing is only noted. */
    BarSeries series(BarQuery query, KrakenPair pair, Consumer<String> notes) {
        if (mayBeCut(query)) {
            notes.accept("the server sent " + sent + " bars, back to " + KrakenTime.instant(oldest)
                    + "; there may be older ones");
        }
        if (rows.isEmpty() && unreadable > 0) {
            throw KrakenErrors.malformed("none of the " + unreadable + " bars of " + pair.key() + " can be read");
        }
        BarSeries.Builder series = BarSeries.builder(identity(query, pair), received);
        for (int i = 0; i < unreadable; i++) {
            series.rejectRow();
        }
        int inRange = 0;
        for (Row row : rows) {
            if (query.range().contains(KrakenTime.instant(row.openTime()))) {
                add(series, row, query.interval().nanos());
                inRange++;
            }
        }
        return checked(series.build(), inRange, query);
    }

    private BarSeries checked(BarSeries series, int inRange, BarQuery query) {
        if (inRange == 0) {
            throw new NoDataException(
                    KrakenErrors.SOURCE, NoDataException.Why.OUT_OF_RANGE, "no bars in " + query.range());
        }
        if (series.isEmpty()) {
            throw KrakenErrors.malformed("none of the " + inRange + " bars in " + query.range() + " can be read");
        }
        return series;
    }

    private boolean mayBeCut(BarQuery query) {
        boolean full = sent >= MAX_ROWS && !rows.isEmpty();
        return full
                && !query.range()
                        .startInclusive()
                        .isAfter(KrakenTime.instant(oldest - query.interval().nanos()));
    }

    private void requireReach(BarQuery query) {
        if (mayBeCut(query)) {
            throw new NoDataException(
                    KrakenErrors.SOURCE,
                    NoDataException.Why.PROVIDER_LIMIT,
                    "only the newest " + MAX_ROWS + " bars of " + query.interval() + " are offered, back to "
                            + KrakenTime.instant(oldest) + "; the range starts at "
                            + query.range().startInclusive());
        }
    }

    private static SeriesIdentity identity(BarQuery query, KrakenPair pair) {
        return new SeriesIdentity(
                query.symbol(),
                KrakenErrors.SOURCE,
                query.interval(),
                query.adjustment(),
                pair.currency(),
                ZoneOffset.UTC,
                SeriesIdentity.Session.CONTINUOUS);
    }

    private void add(BarSeries.Builder series, Row row, long length) {
        series.add(
                row.openTime(),
                row.openTime() + length,
                row.open(),
                row.high(),
                row.low(),
                row.close(),
                row.volume(),
                row.vwap() > 0 ? row.vwap() : Double.NaN,
                Math.max(row.count(), -1),
                state(row, length));
    }

    private Bar.State state(Row row, long length) {
        boolean told = committed != KrakenTime.UNREADABLE;
        boolean running = told ? row.openTime() > committed : row.openTime() == newest;
        if (running || row.openTime() + length > KrakenTime.epochNanos(received)) {
            return Bar.State.FORMING;
        }
        return row.count() == 0 && row.volume() == 0 ? Bar.State.SYNTHETIC : Bar.State.FINAL;
    }
}
