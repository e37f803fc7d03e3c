package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a chart. Prices are adjusted for splits, the adjusted close also for dividends: a dividend lowers all
 * closes
 * before it by the share that it had in the close of the day before.
 */
final class YahooRows {
    private static final long NANOS = 1_000_000_000L;

    private final Listing listing;
    private final YahooInterval interval;
    private final YahooWindow window;
    private final long untilNanos;
    private final LocalDate today;
    private final List<Cut> cuts;
    private final List<Row> rows = new ArrayList<>();

    /**
     * One row.
     *
     * @param stamp epoch second
     * @param prices null where nothing was traded
     * @param adjustedClose the close without splits and dividends
     */
    record Row(long stamp, Snapshot.@Nullable Prices prices, double adjustedClose) {}

    /** What a dividend leaves of the closes before its day. */
    private record Cut(LocalDate exDate, double factor) {}

    YahooRows(Listing listing, YahooInterval interval, YahooWindow window, long nowNanos) {
        this.listing = listing;
        this.interval = interval;
        this.window = window;
        this.untilNanos = nowNanos + 1;
        this.today = listing.hours().dateOf(nowNanos);
        this.cuts = cuts();
        fill();
    }

    List<Row> rows() {
        return rows;
    }

    private List<Cut> cuts() {
        LocalDate first = listing.hours().dateOf(window.start() * NANOS);
        return listing.dividends(first.minusDays(1), today)
                .flatMap(d -> cut(d).stream())
                .toList();
    }

    private Optional<Cut> cut(Dividend dividend) {
        Candle before = listing.session(listing.hours().previousTradingDay(dividend.exDate()), untilNanos);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        LocalDate dayBefore = dividend.exDate().minusDays(1);
        double close = listing.price(before.close()) / listing.splitRatio(dayBefore, dividend.exDate());
        return Optional.of(new Cut(dividend.exDate(), 1 - dividend.amount() / close));
    }

    private double adjusted(double close, LocalDate day) {
        double result = close;
        for (Cut cut : cuts) {
            result *= cut.exDate.isAfter(day) ? cut.factor : 1;
        }
        return result;
    }

    private void fill() {
        TradingHours hours = listing.hours();
        LocalDate first = interval.startOf(hours.dateOf(Math.max(window.start() * NANOS, firstNanos())));
        long end = Math.min(endNanos(), untilNanos);
        for (LocalDate day = first; hours.openNanos(day) < end; day = hours.nextTradingDay(day)) {
            if (hours.isTradingDay(day)) {
                addSession(day);
            }
        }
    }

    private long firstNanos() {
        return Math.min(listing.tape().firstNanos(), untilNanos);
    }

    /** Daily rows of markets without a break include a stamp at the very end of the span, as recorded replies do. */
    private long endNanos() {
        boolean inclusive = !interval.isIntraday() && listing.hours().isContinuous();
        return (window.end() + (inclusive ? 1 : 0)) * NANOS;
    }

    private void addSession(LocalDate day) {
        Candle session = listing.session(day, untilNanos);
        if (session.isEmpty()) {
            return;
        }
        if (interval.isIntraday()) {
            addSlots(day);
        } else if (interval == YahooInterval.D1) {
            addDay(day, session);
        } else {
            addToGroup(day, session);
        }
    }

    private void addDay(LocalDate day, Candle session) {
        long stamp = listing.hours().openSecond(day);
        if (stamp >= window.start()) {
            rows.add(row(isLive(day) ? liveStamp() : stamp, day, prices(day, session)));
        }
    }

    /** A running session is stamped with its last trade, not with its opening. */
    private boolean isLive(LocalDate day) {
        return listing.hours().closeSecond(day) * NANOS >= untilNanos && endNanos() >= untilNanos;
    }

    private long liveStamp() {
        List<Tick> last = listing.tape().lastTicks(untilNanos, 1);
        return Math.floorDiv(last.get(0).nanos(), NANOS);
    }

    private void addToGroup(LocalDate day, Candle session) {
        long stamp = interval.startOf(day).atStartOfDay(listing.hours().zone()).toEpochSecond();
        if (stamp < window.start()) {
            return;
        }
        Snapshot.Prices prices = prices(day, session);
        if (!rows.isEmpty() && rows.get(rows.size() - 1).stamp() == stamp) {
            Row before = rows.remove(rows.size() - 1);
            prices = before.prices() == null ? prices : joined(before.prices(), prices);
        }
        rows.add(row(stamp, day, prices));
    }

    private static Snapshot.Prices joined(Snapshot.Prices a, Snapshot.Prices b) {
        return new Snapshot.Prices(
                a.open(), Math.max(a.high(), b.high()), Math.min(a.low(), b.low()), b.close(), a.volume() + b.volume());
    }

    private void addSlots(LocalDate day) {
        long close = listing.hours().closeSecond(day);
        for (long stamp = listing.hours().openSecond(day); stamp < close; stamp += interval.minutes() * 60L) {
            if (stamp >= window.start() && stamp < window.end() && stamp * NANOS < untilNanos) {
                addSlot(day, stamp, Math.min(close, stamp + interval.minutes() * 60L));
            }
        }
        if (interval == YahooInterval.M1 && !listing.hours().isContinuous()) {
            addClosingRow(day, close);
        }
    }

    private void addSlot(LocalDate day, long stamp, long end) {
        Candle candle = listing.tape().candle(stamp * NANOS, Math.min(untilNanos, end * NANOS));
        if (candle.isEmpty()) {
            rows.add(new Row(stamp, null, 0));
            return;
        }
        double ratio = listing.splitRatio(day, today);
        rows.add(row(stamp, day, prices(candle, ratio, YahooVolume.of(listing, candle) * ratio)));
    }

    /** After a session, minutes end with one row at the close: the official closing price and no volume. */
    private void addClosingRow(LocalDate day, long close) {
        if (close >= window.start() && close < window.end() && close * NANOS < untilNanos) {
            double price = prices(day, listing.session(day, untilNanos)).close();
            rows.add(new Row(close, new Snapshot.Prices(price, price, price, price, 0), price));
        }
    }

    private Row row(long stamp, LocalDate day, Snapshot.Prices prices) {
        return new Row(stamp, prices, adjusted(prices.close(), day));
    }

    private Snapshot.Prices prices(LocalDate day, Candle session) {
        double ratio = listing.splitRatio(day, today);
        return prices(session, ratio, YahooVolume.of(listing, day, session, untilNanos) * ratio);
    }

    private Snapshot.Prices prices(Candle candle, double ratio, double volume) {
        return new Snapshot.Prices(
                listing.price(candle.open()) / ratio,
                listing.price(candle.high()) / ratio,
                listing.price(candle.low()) / ratio,
                listing.price(candle.close()) / ratio,
                volume);
    }
}
