package io.quotron.events;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.EventEnvelope;
import java.time.Instant;

/** Values for tests. */
final class Events {
    static final SourceId KRAKEN = SourceId.of("kraken");
    static final Instant START = Instant.parse("2024-03-04T14:30:00Z");

    private Events() {}

    static EventEnvelope trade(String topic, String symbol, long sequence) {
        return envelope(
                topic,
                sequence,
                Trade.builder(Symbol.of(symbol), KRAKEN)
                        .price(100.0 + (double) sequence)
                        .size(1)
                        .eventTime(START.plusNanos(sequence))
                        .build());
    }

    static EventEnvelope trade(long sequence) {
        return trade("trades.kraken", "BTC/USD", sequence);
    }

    static EventEnvelope bar(Interval interval, long sequence) {
        return envelope(
                "completed_bars",
                sequence,
                Bar.builder(Symbol.of("BTC/USD"), KRAKEN, interval)
                        .span(START, START.plusSeconds(60))
                        .prices(1, 1, 1, 1)
                        .build());
    }

    private static EventEnvelope envelope(String topic, long sequence, MarketEvent event) {
        return new EventEnvelope("test-" + sequence, topic, 1, "test", sequence, START, event);
    }
}
