package io.quotron.providers.kraken;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.StreamKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bars of one connection (channel {@code ohlc}). A row replaces what was told of the bar with the same {@code
 * interval_begin}; nothing says that a bar is done, so it becomes FINAL when the next one begins. Intervals without
 * trades have no row and give no bar. A row of a bar that was FINAL already makes it REVISED if it differs. Not
 * thread-safe.
 */
final class KrakenLiveBars {
    /** So many bars are remembered to notice corrections; a row of an older one is left out. */
    private static final int REMEMBERED = 32;

    private final Map<StreamKey, NavigableMap<Instant, Bar>> told = new HashMap<>();

    /**
     * Takes a row.
     *
     * @param key whose it is
     * @param row the row
     * @param received the time of receipt
     * @return what is to be told, in order; null if the row makes no bar
     */
    @Nullable
    List<Bar> row(StreamKey key, JsonValue row, Instant received) {
        Bar bar = read(key, row, received);
        if (bar == null) {
            return null;
        }
        NavigableMap<Instant, Bar> bars = told.computeIfAbsent(key, any -> new TreeMap<>());
        Bar newest = bars.isEmpty() ? null : bars.lastEntry().getValue();
        if (newest == null || newest.openTime().equals(bar.openTime())) {
            return remember(bars, bar);
        }
        if (bar.openTime().isAfter(newest.openTime())) {
            Bar done = copy(newest, Bar.State.FINAL, newest.revision(), received);
            remember(bars, done);
            remember(bars, bar);
            return List.of(done, bar);
        }
        return revised(bars, bar, received);
    }

    private static List<Bar> remember(NavigableMap<Instant, Bar> bars, Bar bar) {
        bars.put(bar.openTime(), bar);
        if (bars.size() > REMEMBERED) {
            bars.pollFirstEntry();
        }
        return List.of(bar);
    }

    private static @Nullable List<Bar> revised(NavigableMap<Instant, Bar> bars, Bar bar, Instant received) {
        Bar before = bars.get(bar.openTime());
        if (before == null) {
            return null;
        }
        Bar same = copy(before, bar.state(), 0, received);
        return same.equals(bar)
                ? List.of()
                : remember(bars, copy(bar, Bar.State.REVISED, before.revision() + 1, received));
    }

    private static @Nullable Bar read(StreamKey key, JsonValue row, Instant received) {
        Interval interval = Objects.requireNonNull(key.interval(), "interval");
        long begin = KrakenTime.ofTimestamp(row.get("interval_begin").text().orElse(""));
        double volume = row.get("volume").decimal().orElse(Double.NaN);
        double low = row.get("low").decimal().orElse(Double.NaN);
        if (!KrakenTime.isPlausible(begin, received) || !(volume >= 0) || !(low > 0)) {
            return null;
        }
        Instant open = KrakenTime.instant(begin);
        Bar.Builder bar = Bar.builder(key.symbol(), KrakenErrors.SOURCE, interval)
                .span(open, open.plusNanos(interval.nanos()))
                .prices(
                        row.get("open").decimal().orElse(Double.NaN),
                        row.get("high").decimal().orElse(Double.NaN),
                        low,
                        row.get("close").decimal().orElse(Double.NaN))
                .volume(volume)
                .tradingDay(interval.isIntraday() ? null : LocalDate.ofInstant(open, ZoneOffset.UTC))
                .state(Bar.State.FORMING)
                .receivedTime(received);
        row.get("trades").whole().stream().filter(count -> count >= 0).forEach(bar::tradeCount);
        row.get("vwap").decimal().stream().filter(vwap -> vwap > 0).forEach(bar::vwap);
        return built(bar);
    }

    private static @Nullable Bar built(Bar.Builder bar) {
        try {
            return bar.build();
        } catch (IllegalArgumentException notABar) {
            return null;
        }
    }

    private static Bar copy(Bar bar, Bar.State state, int revision, Instant received) {
        return new Bar(
                bar.symbol(),
                bar.source(),
                bar.interval(),
                bar.openTime(),
                bar.closeTime(),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                bar.tradeCount(),
                bar.vwap(),
                state,
                bar.coverage(),
                bar.reason(),
                revision,
                bar.tradingDay(),
                received);
    }

    /** Forgets the streams that nobody wants any more. */
    void retain(Iterable<StreamKey> wanted) {
        Map<StreamKey, NavigableMap<Instant, Bar>> kept = new HashMap<>();
        wanted.forEach(key -> {
            NavigableMap<Instant, Bar> bars = told.get(key);
            if (bars != null) {
                kept.put(key, bars);
            }
        });
        told.clear();
        told.putAll(kept);
    }
}
