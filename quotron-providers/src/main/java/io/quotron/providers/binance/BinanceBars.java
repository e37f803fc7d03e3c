package io.quotron.providers.binance;

import io.quotron.error.NoDataException;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the rows of klines, page by page, and makes a series of them.
 *
 * <p>A row is [open time, open, high, low, close, volume, close time, quote volume, trades, taker base, taker quote, 0]. The close
 * time is the last unit of time inside the bar. A bar whose close time had not passed when it was asked for is forming. In a
 * span without trades Binance repeats the close before with volume 0; such a row is kept and marked SYNTHETIC, without vwap.
 */
final class BinanceBars {
    /** The most rows of a page. */
    static final int PAGE_SIZE = 1_000;

    /** The bar lengths with Binance's names for them, which tell minutes from months by their case. */
    static final Map<Interval, String> INTERVALS = intervals();

    private final BinanceErrors errors;
    private final BarQuery query;
    private final BarSeries.Builder series;
    private final long start;
    private final long end;
    private int inRange;
    private int unreadable;

    BinanceBars(BinanceErrors errors, BarQuery query, BinanceMarket market, Instant received) {
        this.errors = errors;
        this.query = query;
        this.start = BinanceTime.epochNanos(query.range().startInclusive());
        this.end = BinanceTime.epochNanos(query.range().endExclusive());
        SeriesIdentity identity = new SeriesIdentity(
                query.symbol(),
                errors.source(),
                query.interval(),
                query.adjustment(),
                market.currency(),
                ZoneOffset.UTC,
                SeriesIdentity.Session.CONTINUOUS);
        this.series = BarSeries.builder(identity, received);
    }

    private static Map<Interval, String> intervals() {
        Map<Interval, String> names = new LinkedHashMap<>();
        for (String name :
                List.of("1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w")) {
            names.put(Interval.parse(name), name);
        }
        names.put(Interval.MONTH_1, "1M");
        return Map.copyOf(names);
    }

    /**
     * Takes a page.
     *
     * @param rows the rows as sent
     * @param asked when they were asked for
     * @return the newest open time in the page; {@link BinanceTime#UNREADABLE} if there is none
     */
    long addPage(BinanceRows rows, Instant asked) {
        long newest = BinanceTime.UNREADABLE;
        for (int row = 0; row < rows.size(); row++) {
            long openTime = BinanceTime.past(rows.openTime(row), asked);
            if (openTime == BinanceTime.UNREADABLE) {
                unreadable++;
                series.rejectRow();
                continue;
            }
            newest = Math.max(newest, openTime);
            if (openTime >= start && openTime < end) {
                inRange++;
                addRow(rows, row, openTime, asked);
            }
        }
        return newest;
    }

    private void addRow(BinanceRows rows, int row, long openTime, Instant asked) {
        long closeTime = closeTime(rows.closeTime(row), openTime, query.interval());
        double volume = rows.decimal(row, 4);
        long count = rows.count(row);
        if (closeTime == BinanceTime.UNREADABLE) {
            series.rejectRow();
            return;
        }
        series.add(
                openTime,
                closeTime,
                rows.decimal(row, 0),
                rows.decimal(row, 1),
                rows.decimal(row, 2),
                rows.decimal(row, 3),
                volume,
                vwap(rows.decimal(row, 5), volume),
                count,
                state(closeTime, volume, count, asked));
    }

    /** The first instant after the bar; unreadable if it is not within the length that was asked for. */
    static long closeTime(JsonValue value, long openTime, Interval interval) {
        return closeTime(value.whole().orElse(-1), openTime, interval);
    }

    private static long closeTime(long value, long openTime, Interval interval) {
        long last = BinanceTime.of(value);
        long longest = interval.unit() == Interval.Unit.MONTH ? interval.nanos() / 30 * 31 : interval.nanos();
        long closeTime = last == BinanceTime.UNREADABLE ? last : last + BinanceTime.unit(value);
        return closeTime > openTime && closeTime - openTime <= longest ? closeTime : BinanceTime.UNREADABLE;
    }

    static double vwap(double quoteVolume, double volume) {
        return volume > 0 && quoteVolume > 0 ? quoteVolume / volume : Double.NaN;
    }

    private static Bar.State state(long closeTime, double volume, long count, Instant asked) {
        if (closeTime > BinanceTime.epochNanos(asked)) {
            return Bar.State.FORMING;
        }
        return volume == 0 && count <= 0 ? Bar.State.SYNTHETIC : Bar.State.FINAL;
    }

    /** Makes the series of all pages. */
    BarSeries build() {
        if (inRange == 0 && unreadable > 0) {
            throw errors.malformed("klines/*/0", "none of the " + unreadable + " open times can be read");
        }
        if (inRange == 0) {
            throw new NoDataException(errors.source(), NoDataException.Why.OUT_OF_RANGE, "no bars in " + query.range());
        }
        BarSeries built = series.build();
        if (built.isEmpty()) {
            throw errors.malformed("klines", "none of the " + inRange + " bars in " + query.range() + " can be read");
        }
        return built;
    }
}
