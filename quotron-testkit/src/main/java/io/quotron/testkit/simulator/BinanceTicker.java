package io.quotron.testkit.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The best prices and the last 24 hours of a pair. The last trade decides the book: a buyer took the ask, a seller the bid, and the
 * other side is one step away.
 */
record BinanceTicker(BinancePair pair, Tick last, Candle day, double turnover, long previous, long nowNanos) {
    private static final long MILLI = 1_000_000L;
    private static final long DAY_NANOS = 86_400_000_000_000L;

    static Optional<BinanceTicker> of(BinancePair pair, long nowNanos) {
        List<Tick> newest = pair.tape().lastTicks(nowNanos + 1, 1);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        long dayAgo = nowNanos - DAY_NANOS;
        Candle day = pair.tape().candle(dayAgo, nowNanos + 1);
        List<Tick> before = pair.tape().lastTicks(dayAgo, 1);
        long previous = before.isEmpty() ? day.open() : before.get(0).price();
        return Optional.of(new BinanceTicker(
                pair, newest.get(0), day, pair.tape().turnover(dayAgo, nowNanos + 1), previous, nowNanos));
    }

    static long bid(Tick last) {
        return last.buy() ? Math.max(1, last.price() - 1) : last.price();
    }

    static long ask(Tick last) {
        return last.buy() ? last.price() : last.price() + 1;
    }

    private String bestSize(boolean bids) {
        BinanceDepth depth = BinanceDepth.after(last);
        long size = bids
                ? depth.bids().firstEntry().getValue()
                : depth.asks().firstEntry().getValue();
        return Json.text(size, 8, 8);
    }

    private String mean() {
        return day.volume() == 0 ? pair.price(0) : pair.price(Math.round(turnover / day.volume()));
    }

    private String percent() {
        return day.isEmpty()
                ? "0.000"
                : String.format(Locale.ROOT, "%.3f", 100.0 * (last.price() - day.open()) / day.open());
    }

    private long change() {
        return day.isEmpty() ? 0 : last.price() - day.open();
    }

    private String lastPrice() {
        return pair.price(day.isEmpty() ? 0 : last.price());
    }

    private long firstId() {
        return day.isEmpty() ? -1 : last.id() - day.count() + 1;
    }

    /** The row of REST: zeros where nothing was traded for a day. */
    Map<String, @Nullable Object> row() {
        return Json.object(
                "symbol", pair.name(),
                "priceChange", pair.price(change()),
                "priceChangePercent", percent(),
                "weightedAvgPrice", mean(),
                "prevClosePrice", pair.price(day.isEmpty() ? 0 : previous),
                "lastPrice", lastPrice(),
                "lastQty", pair.size(day.isEmpty() ? 0 : last.size()),
                "bidPrice", pair.price(bid(last)),
                "bidQty", bestSize(true),
                "askPrice", pair.price(ask(last)),
                "askQty", bestSize(false),
                "openPrice", pair.price(day.open()),
                "highPrice", pair.price(day.high()),
                "lowPrice", pair.price(day.low()),
                "volume", pair.size(day.volume()),
                "quoteVolume", pair.turnover(turnover),
                "openTime", (nowNanos - DAY_NANOS) / MILLI,
                "closeTime", nowNanos / MILLI,
                "firstId", firstId(),
                "lastId", day.isEmpty() ? -1 : last.id(),
                "count", day.count());
    }

    /** The row of bookTicker on REST. */
    Map<String, @Nullable Object> bestRow() {
        return Json.object(
                "symbol", pair.name(),
                "bidPrice", pair.price(bid(last)),
                "bidQty", bestSize(true),
                "askPrice", pair.price(ask(last)),
                "askQty", bestSize(false));
    }

    /** The data of bookTicker, which has neither kind nor time. */
    Map<String, @Nullable Object> best() {
        return Json.object(
                "u", BinanceDepth.after(last).lastId(),
                "s", pair.name(),
                "b", pair.price(bid(last)),
                "B", bestSize(true),
                "a", pair.price(ask(last)),
                "A", bestSize(false));
    }

    /** The data of miniTicker. */
    Map<String, @Nullable Object> mini() {
        return Json.object(
                "e", "24hrMiniTicker",
                "E", nowNanos / MILLI,
                "s", pair.name(),
                "c", lastPrice(),
                "o", pair.price(day.open()),
                "h", pair.price(day.high()),
                "l", pair.price(day.low()),
                "v", pair.size(day.volume()),
                "q", pair.turnover(turnover));
    }

    /** The data of ticker. */
    Map<String, @Nullable Object> full() {
        return Json.object(
                "e", "24hrTicker",
                "E", nowNanos / MILLI,
                "s", pair.name(),
                "p", pair.price(change()),
                "P", percent(),
                "w", mean(),
                "x", pair.price(previous),
                "c", lastPrice(),
                "Q", pair.size(last.size()),
                "b", pair.price(bid(last)),
                "B", bestSize(true),
                "a", pair.price(ask(last)),
                "A", bestSize(false),
                "o", pair.price(day.open()),
                "h", pair.price(day.high()),
                "l", pair.price(day.low()),
                "v", pair.size(day.volume()),
                "q", pair.turnover(turnover),
                "O", (nowNanos - DAY_NANOS) / MILLI,
                "C", nowNanos / MILLI,
                "F", firstId(),
                "L", last.id(),
                "n", day.count());
    }
}
