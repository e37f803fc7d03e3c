package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.model.Quote;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A test without network and without waiting: a simulated market and a clock that the test moves. */
public final class OwnClock {
    private OwnClock() {}

    /**
     * Asks for two quotes ten minutes apart, the first of them in spite of a server that is down once.
     *
     * @param seed makes prices and delays repeatable
     * @return both quotes
     */
    public static List<Quote> tenMinutesApart(long seed) {
        // tag::clock
        VirtualTime clock = VirtualTime.autoAdvancing(Instant.parse("2026-11-16T15:30:00Z")); // sleeps take no time
        try (MarketSimulator simulator =
                        MarketSimulator.builder().seed(seed).time(clock).start();
                MarketDataClient client = MarketDataClient.builder()
                        .timeSource(clock)
                        .randomSeed(seed)
                        .addProvider(KrakenProvider.builder()
                                .restUri(simulator.krakenRestUri())
                                .socketUri(simulator.krakenSocketUri())
                                .build())
                        .build()) {
            simulator.faults().failNext(SimulatedProvider.KRAKEN, 1, 503); // the retry gets through
            Quote first = client.quote("BTC/USD").fetch();
            clock.advance(Duration.ofMinutes(10));
            Quote second = client.quote("BTC/USD").fetch();
            return List.of(first, second);
        }
        // end::clock
    }
}
