package io.quotron.testkit.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The best prices and the last 24 hours of a pair. The last trade decides the book: a buyer took the ask, a seller the
 * bid, and the
 * other side is one step away.
 */
record KrakenTicker(
        KrakenPair pair, Tick last, Candle today, Candle day, double todayMean, double dayMean, long nowNanos) {
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long SIZE_KEY = 0x71C4E7L;

    static Optional<KrakenTicker> of(KrakenPair pair, long nowNanos) {
        Tape tape = pair.listing().tape();
        List<Tick> newest = tape.lastTicks(nowNanos + 1, 1);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        long midnight = Math.floorDiv(nowNanos, DAY_NANOS) * DAY_NANOS;
        long dayAgo = nowNanos - DAY_NANOS;
        return Optional.of(new KrakenTicker(
                pair,
                newest.get(0),
                tape.candle(midnight, nowNanos + 1),
                tape.candle(dayAgo, nowNanos + 1),
                mean(tape, midnight, nowNanos + 1),
                mean(tape, dayAgo, nowNanos + 1),
                nowNanos));
    }

    /** The volume-weighted mean price in steps; 0 where nothing was traded. */
    static double mean(Tape tape, long fromNanos, long toNanos) {
        long volume = tape.candle(fromNanos, toNanos).volume();
        return volume == 0 ? 0 : tape.turnover(fromNanos, toNanos) / volume;
    }

    long bid() {
        return last.buy() ? Math.max(1, last.price() - 1) : last.price();
    }

    long ask() {
        return last.buy() ? last.price() : last.price() + 1;
    }

    /** What rests at the best price: side 0 is bid, 1 is ask. */
    Json.Digits bookSize(int side) {
        double size = 0.001 + 4 * Chance.unit(last.id() ^ SIZE_KEY, side);
        return Json.decimal((long) (size * 1e8), KrakenPair.SIZE_DECIMALS, KrakenPair.SIZE_DECIMALS);
    }

    /** A row of WebSocket v2. */
    Map<String, @Nullable Object> row() {
        Candle span = day.isEmpty() ? flat() : day;
        double percent = 100.0 * (last.price() - span.open()) / span.open();
        return Json.object(
                "symbol", pair.symbol(),
                "bid", pair.price(bid()),
                "bid_qty", bookSize(0),
                "ask", pair.price(ask()),
                "ask_qty", bookSize(1),
                "last", pair.price(last.price()),
                "volume", pair.size(day.volume()),
                "vwap", pair.price(Math.round(dayMean)),
                "low", pair.price(span.low()),
                "high", pair.price(span.high()),
                "change", pair.price(last.price() - span.open()),
                "change_pct", Json.decimal(Math.round(percent * 100), 2, 2),
                "trades", day.count(),
                "timestamp", WireTime.micros(last.nanos()));
    }

    private Candle flat() {
        return new Candle(last.price(), last.price(), last.price(), last.price(), 0, 1);
    }

    /** The result of REST. */
    Map<String, @Nullable Object> result() {
        Candle span = day.isEmpty() ? flat() : day;
        Candle now = today.isEmpty() ? flat() : today;
        return Json.object(
                "a", List.of(pair.longPriceText(ask()), "1", "1.000"),
                "b", List.of(pair.longPriceText(bid()), "1", "1.000"),
                "c", List.of(pair.longPriceText(last.price()), pair.sizeText(last.size())),
                "v", List.of(pair.sizeText(today.volume()), pair.sizeText(day.volume())),
                "p", List.of(pair.longPriceText(Math.round(todayMean)), pair.longPriceText(Math.round(dayMean))),
                "t", List.of(today.count(), day.count()),
                "l", List.of(pair.longPriceText(now.low()), pair.longPriceText(span.low())),
                "h", List.of(pair.longPriceText(now.high()), pair.longPriceText(span.high())),
                "o", pair.longPriceText(now.open()));
    }
}
