package io.quotron.internal.stream;

import io.quotron.bars.BarAggregator;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.MarketEvent;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bars that one subscription builds, by symbol. Called by the engine that serves the trades, one call at a time. */
final class BarTaps {
    private final Map<Symbol, StreamBars> bars = new HashMap<>();

    BarTaps(StreamSpec spec, Consumer<Bar> listener) {
        if (!spec.intervals().isEmpty()) {
            spec.symbols().forEach(symbol -> bars.put(symbol, newBars(spec, symbol, listener)));
        }
    }

    private static StreamBars newBars(StreamSpec spec, Symbol symbol, Consumer<Bar> listener) {
        return new StreamBars(source -> BarAggregator.builder(symbol, source)
                .intervals(spec.intervals())
                .revisions(StreamBars.REVISIONS)
                .listener(listener::accept));
    }

    private @Nullable StreamBars of(StreamKey key) {
        return key.kind() == StreamKind.TRADES ? bars.get(key.symbol()) : null;
    }

    void onData(StreamKey key, MarketEvent event) {
        StreamBars tap = of(key);
        if (tap != null && event instanceof Trade trade) {
            tap.onTrade(trade);
        }
    }

    void onState(StreamKey key, FeedState state) {
        StreamBars tap = of(key);
        if (tap != null) {
            tap.onState(state);
        }
    }

    void onGap(Gap gap) {
        StreamBars tap = bars.get(gap.symbol());
        if (tap != null) {
            tap.onGap(gap);
        }
    }

    void onTime(StreamKey key, Instant now) {
        StreamBars tap = of(key);
        if (tap != null) {
            tap.onTime(now);
        }
    }
}
