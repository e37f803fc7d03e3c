package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.MarketDataClient;
import io.quotron.MarketDataClientBuilder;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.TimeSource;
import io.quotron.stream.StreamSettings;
import io.quotron.testkit.Seed;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedInstrument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A simulated market with two busy coins and a share, and clients that are wired to it as a host would do. */
final class LiveMarket implements AutoCloseable {
    static final Symbol BTC = Symbol.of("BTC/USD");
    static final Symbol ETH = Symbol.of("ETH/USD");
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration STEP = Duration.ofMillis(10);

    final MarketSimulator simulator = MarketSimulator.builder()
            .seed(Seed.of("LiveMarket").value())
            .instruments(
                    SimulatedInstrument.crypto("BTC/USD")
                            .price(60_000)
                            .tradesPerMinute(1_200)
                            .build(),
                    SimulatedInstrument.crypto("ETH/USD")
                            .price(3_000)
                            .tradesPerMinute(600)
                            .build(),
                    SimulatedInstrument.share("AAPL").price(200).build())
            .start();

    private final Instant started = now();

    static Instant now() {
        return TimeSource.system().now();
    }

    MarketDataClientBuilder client() {
        RateLimit plenty = RateLimit.of(50, Duration.ofSeconds(1));
        return MarketDataClient.builder()
                .addProvider(
                        KrakenProvider.builder()
                                .restUri(simulator.krakenRestUri())
                                .socketUri(simulator.krakenSocketUri())
                                .build(),
                        settings -> settings.rateLimit(plenty))
                .addProvider(
                        YahooProvider.builder()
                                .baseUri(simulator.yahooUri())
                                .cookieUri(simulator.yahooCookieUri())
                                .build(),
                        settings -> settings.rateLimit(plenty))
                .streaming(StreamSettings.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .subscribeTimeout(Duration.ofSeconds(1))
                        .idleTimeout(Duration.ofSeconds(2))
                        .reconnectDelay(Duration.ofMillis(200))
                        .maxReconnectDelay(Duration.ofMillis(500))
                        .pollInterval(Duration.ofSeconds(1))
                        .build());
    }

    /** What really happened of one symbol from the first to the last of these trades. */
    List<Trade> truth(List<Trade> delivered) {
        assertThat(delivered).isNotEmpty();
        Symbol symbol = delivered.get(0).symbol();
        long first = delivered.stream().mapToLong(LiveMarket::number).min().orElseThrow();
        long last = delivered.stream().mapToLong(LiveMarket::number).max().orElseThrow();
        return simulator.tradesBetween(symbol, started.minusSeconds(60), now()).stream()
                .filter(trade -> number(trade) >= first && number(trade) <= last)
                .toList();
    }

    static long number(Trade trade) {
        return Long.parseLong(String.valueOf(trade.id()));
    }

    static List<Long> numbers(List<Trade> trades) {
        return trades.stream().map(LiveMarket::number).toList();
    }

    static void await(String what, BooleanSupplier condition) {
        TimeSource time = TimeSource.system();
        long giveUp = time.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(time.nanoTime()).as("waited in vain for " + what).isLessThan(giveUp);
            pass(STEP);
        }
    }

    /** Lets the market go on for a while. */
    static void pass(Duration span) {
        try {
            TimeSource.system().sleep(span);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
