package io.quotron.providers.binance;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bar of the WebSocket: {@code k} with t open time, T close time, i interval, o h l c v prices and volume, q quote volume, n trades,
 * and x for a bar that is closed. One without trades repeats the close before.
 *
 * @param interval the length
 * @param openTime epoch nanoseconds
 * @param closeTime the first instant after the bar, epoch nanoseconds
 * @param row the object k
 * @param closed whether the bar is final
 */
record BinanceKline(Interval interval, long openTime, long closeTime, JsonValue row, boolean closed) {
    private static final Map<String, Interval> BY_NAME = BinanceBars.INTERVALS.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    /** Reads a message; empty if it makes no bar. */
    static Optional<BinanceKline> read(JsonValue data, String name, Instant received) {
        JsonValue row = data.get("k");
        Interval interval = row.get("i").text().map(BY_NAME::get).orElse(null);
        Optional<Boolean> closed = row.get("x").bool();
        long openTime = BinanceTime.past(row.get("t"), received);
        boolean ofMarket = row.get("s").isAbsent()
                || row.get("s").text().filter(name::equals).isPresent();
        if (interval == null || closed.isEmpty() || openTime == BinanceTime.UNREADABLE || !ofMarket) {
            return Optional.empty();
        }
        long closeTime = BinanceBars.closeTime(row.get("T"), openTime, interval);
        BinanceKline kline = new BinanceKline(interval, openTime, closeTime, row, closed.get());
        return kline.isPossible() ? Optional.of(kline) : Optional.empty();
    }

    private double number(String field) {
        return BinanceParser.decimal(row.get(field));
    }

    private boolean isPossible() {
        double low = number("l");
        double high = number("h");
        return closeTime != BinanceTime.UNREADABLE
                && low > 0
                && low <= Math.min(number("o"), number("c"))
                && high >= Math.max(number("o"), number("c"))
                && number("v") >= 0;
    }

    /** Returns the bar. */
    Bar bar(Symbol symbol, SourceId source, Instant received) {
        double volume = number("v");
        double vwap = BinanceBars.vwap(number("q"), volume);
        OptionalLong count = row.get("n").whole();
        Bar.Builder bar = Bar.builder(symbol, source, interval)
                .span(BinanceTime.instant(openTime), BinanceTime.instant(closeTime))
                .prices(number("o"), number("h"), number("l"), number("c"))
                .volume(volume)
                .state(closed ? Bar.State.FINAL : Bar.State.FORMING)
                .tradingDay(tradingDay())
                .receivedTime(received);
        if (count.orElse(-1) >= 0) {
            bar.tradeCount(count.getAsLong());
        }
        if (vwap > 0) {
            bar.vwap(vwap);
        }
        if (volume == 0 && count.orElse(0) <= 0) {
            bar.coverage(1, Bar.Reason.NO_TRADES);
        }
        return bar.build();
    }

    private @Nullable LocalDate tradingDay() {
        return interval.isIntraday() ? null : LocalDate.ofInstant(BinanceTime.instant(openTime), ZoneOffset.UTC);
    }
}
