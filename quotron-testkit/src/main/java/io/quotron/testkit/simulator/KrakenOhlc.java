package io.quotron.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of the channel {@code ohlc}: spans with trades only, the last of which may still be running. */
final class KrakenOhlc {
    private static final long MINUTE = 60_000_000_000L;
    private static final int SNAPSHOT_SPANS = 30;

    private final KrakenPair pair;
    private final int minutes;

    KrakenOhlc(KrakenPair pair, int minutes) {
        this.pair = pair;
        this.minutes = minutes;
    }

    /** The rows of the newest spans. */
    List<Object> newest(long now) {
        long length = minutes * MINUTE;
        return rows(Math.floorDiv(now, length) * length - (SNAPSHOT_SPANS - 1) * length, now);
    }

    /** The rows of the spans from an instant on. */
    List<Object> rows(long from, long now) {
        long length = minutes * MINUTE;
        List<Object> rows = new ArrayList<>();
        for (long begin = Math.floorDiv(from, length) * length; begin <= now; begin += length) {
            long end = Math.min(begin + length, now + 1);
            Candle candle = pair.listing().tape().candle(begin, end);
            if (!candle.isEmpty()) {
                rows.add(row(begin, end, length, candle));
            }
        }
        return rows;
    }

    private Map<String, @Nullable Object> row(long begin, long end, long length, Candle candle) {
        return Json.object(
                "symbol", pair.symbol(),
                "open", pair.price(candle.open()),
                "high", pair.price(candle.high()),
                "low", pair.price(candle.low()),
                "close", pair.price(candle.close()),
                "trades", candle.count(),
                "volume", pair.size(candle.volume()),
                "vwap", pair.price(Math.round(KrakenTicker.mean(pair.listing().tape(), begin, end))),
                "interval_begin", WireTime.nanos(begin),
                "interval", minutes,
                "timestamp", WireTime.cutToMicros(begin + length));
    }
}
