package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.MarketDataClient;
import io.quotron.MarketDataClientBuilder;
import io.quotron.health.SourceHealth;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.resilience.ProviderSettings;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A client with the real providers, and the simulated servers that they talk to. */
final class SimulatedMarket implements AutoCloseable {
    /** A Monday morning in New York. */
    static final Instant OPEN = Instant.parse("2026-11-16T15:30:35Z");

    private final MarketSimulator simulator;
    private final MarketDataClient client;

    SimulatedMarket(TimeSource time, Consumer<MarketDataClientBuilder> settings) {
        this(time, settings, provider -> provider.rateLimit(RateLimit.of(1_000, Duration.ofSeconds(1))));
    }

    SimulatedMarket(
            TimeSource time, Consumer<MarketDataClientBuilder> settings, Consumer<ProviderSettings.Builder> provider) {
        simulator = MarketSimulator.builder().seed(7).time(time).start();
        MarketDataClientBuilder builder = MarketDataClient.builder()
                .timeSource(time)
                .randomSeed(7)
                .addProvider(yahoo(simulator), provider)
                .addProvider(kraken(simulator), provider);
        settings.accept(builder);
        client = builder.build();
    }

    static YahooProvider yahoo(MarketSimulator simulator) {
        return YahooProvider.builder()
                .baseUri(simulator.yahooUri())
                .cookieUri(simulator.yahooCookieUri())
                .build();
    }

    static KrakenProvider kraken(MarketSimulator simulator) {
        return KrakenProvider.builder()
                .restUri(simulator.krakenRestUri())
                .socketUri(simulator.krakenSocketUri())
                .build();
    }

    MarketDataClient client() {
        return client;
    }

    MarketSimulator simulator() {
        return simulator;
    }

    SourceHealth health(SimulatedProvider provider) {
        return client.health().source(provider.name().toLowerCase(Locale.ROOT));
    }

    /** Every request that a server saw was charged, and nothing else was. */
    void assertEveryRequestWasCharged() {
        assertEveryRequestWasChargedBut(0);
    }

    /**
     * As {@link #assertEveryRequestWasCharged()}, where connections were cut or refused.
     *
     * @param lost how many requests may have been charged and sent, but not have arrived
     */
    void assertEveryRequestWasChargedBut(int lost) {
        for (SimulatedProvider provider : List.of(SimulatedProvider.YAHOO, SimulatedProvider.KRAKEN)) {
            long seen = simulator.requestCount(provider);
            assertThat(health(provider).requests())
                    .as("requests charged to %s, which saw %s", provider, seen)
                    .isBetween(seen, seen + lost);
        }
    }

    @Override
    public void close() {
        client.close();
        simulator.close();
    }
}
