package io.quotron.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quotron.MarketDataClient;
import io.quotron.model.Bar;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.TimeSource;
import io.quotron.stream.Subscription;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every recipe of docs/recipes.md does what it says, against the simulated market. */
class RecipesTest {
    private static final Instant MARKET_OPEN = Instant.parse("2026-11-16T15:30:00Z");

    private final VirtualTime clock = VirtualTime.autoAdvancing(MARKET_OPEN);
    private MarketSimulator simulator;

    @BeforeEach
    void startMarket() {
        simulator = MarketSimulator.builder().seed(7).time(clock).start();
    }

    @AfterEach
    void closeMarket() {
        simulator.close();
    }

    private static MarketDataProvider yahoo(MarketSimulator simulator) {
        return YahooProvider.builder()
                .baseUri(simulator.yahooUri())
                .cookieUri(simulator.yahooCookieUri())
                .build();
    }

    private static MarketDataProvider kraken(MarketSimulator simulator) {
        return KrakenProvider.builder()
                .restUri(simulator.krakenRestUri())
                .socketUri(simulator.krakenSocketUri())
                .build();
    }

    private MarketDataClient client() {
        return MarketDataClient.builder()
                .timeSource(clock)
                .addProvider(yahoo(simulator))
                .addProvider(kraken(simulator))
                .build();
    }

    @Test
    void quotes_oneUnknown_othersAnswered() {
        try (MarketDataClient client = client()) {
            List<String> lines = QuotesPerSymbol.describe(client, "AAPL", "NOPE", "VOD.L");

            assertEquals(3, lines.size());
            assertTrue(lines.get(0).matches("AAPL: [0-9.]+"), lines.get(0));
            assertTrue(lines.get(1).startsWith("NOPE: SYMBOL_UNKNOWN, "), lines.get(1));
            assertTrue(lines.get(2).matches("VOD.L: [0-9.]+"), lines.get(2));
        }
    }

    @Test
    void companyFacts_ofAName_areTold() {
        try (MarketDataClient client = client()) {
            List<String> lines = CompanyFacts.describe(client, "apple");

            assertTrue(lines.get(0).startsWith("AAPL Apple"), lines.get(0));
            assertTrue(lines.get(1).matches("market cap [0-9.E]+"), lines.get(1));
            assertTrue(lines.get(2).matches("[1-9][0-9]* splits and dividends"), lines.get(2));
            assertTrue(lines.get(3).matches("[1-9][0-9]* calls until 20.*"), lines.get(3));
        }
    }

    @Test
    void liveBook_followed_tellsSpreads() throws InterruptedException {
        BlockingQueue<Double> spreads = new LinkedBlockingQueue<>();
        try (MarketSimulator live = MarketSimulator.builder().seed(7).start();
                MarketDataClient client =
                        MarketDataClient.builder().addProvider(kraken(live)).build();
                Subscription subscription = LiveBook.follow(client, "BTC/USD", spreads::add)) {
            Double spread = spreads.poll(20, TimeUnit.SECONDS);

            assertTrue(spread != null && spread > 0, () -> spread + " " + subscription.states());
        }
    }

    @Test
    void failover_firstRefuses_secondAnswersAndTrailTells() {
        simulator.faults().rateLimit(SimulatedProvider.YAHOO, Duration.ofHours(1));
        try (MarketDataClient client = client()) {
            List<String> lines = FailoverTrail.explain(client, "BTC/USD");

            assertEquals("answered by kraken", lines.get(0));
            assertTrue(
                    lines.stream().anyMatch(line -> line.startsWith("ATTEMPT yahoo RATE_LIMITED")), lines.toString());
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("FAILOVER")), lines.toString());
        }
    }

    @Test
    void failover_bothRefuse_allAttemptsAreTold() {
        simulator.faults().ban(SimulatedProvider.YAHOO);
        simulator.faults().refuseConnections(SimulatedProvider.KRAKEN);
        try (MarketDataClient client = client()) {
            List<String> lines = FailoverTrail.explain(client, "BTC/USD");

            assertTrue(lines.get(0).startsWith("yahoo: "), lines.toString());
            assertTrue(lines.get(1).startsWith("kraken: "), lines.toString());
        }
    }

    @Test
    void history_yearOfDays_hasAverage() {
        try (MarketDataClient client = client()) {
            OptionalDouble above = YearWithIndicators.aboveAverage(client, "AAPL");

            above.ifPresent(share -> assertTrue(Math.abs(share) < 0.5, "share " + share));
            assertEquals(1, simulator.requestCount(SimulatedProvider.YAHOO));
        }
    }

    @Test
    void async_answerInTime_isReturned() throws Exception {
        try (MarketDataClient client = client()) {
            assertTrue(
                    QuoteInTime.within(client, "AAPL", Duration.ofSeconds(20)).isPresent());
        }
    }

    @Test
    void async_answerTooLate_isGivenUp() throws InterruptedException, ExecutionException {
        try (MarketSimulator slow = MarketSimulator.builder().seed(7).start();
                MarketDataClient client =
                        MarketDataClient.builder().addProvider(kraken(slow)).build()) {
            slow.faults().slow(SimulatedProvider.KRAKEN, Duration.ofSeconds(60));

            assertFalse(QuoteInTime.within(client, "BTC/USD", Duration.ofMillis(200))
                    .isPresent());
        }
    }

    @Test
    void stream_trades_areTold() throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (MarketSimulator live = MarketSimulator.builder().seed(7).start();
                MarketDataClient client =
                        MarketDataClient.builder().addProvider(kraken(live)).build();
                Subscription subscription = LiveTrades.watch(client, "BTC/USD", lines::add)) {
            assertTrue(subscription.awaitActive(Duration.ofSeconds(20)));
            awaitLine(lines, "BTC/USD is ACTIVE: .*");
            awaitLine(lines, "BTC/USD [0-9.]+ x [0-9.E-]+");
            assertTrue(subscription.accounting().isBalanced());
        }
    }

    private static void awaitLine(BlockingQueue<String> lines, String regex) throws InterruptedException {
        String line = "";
        while (!line.matches(regex)) {
            line = lines.poll(30, TimeUnit.SECONDS);
            assertTrue(line != null, "no line " + regex);
        }
    }

    @Test
    void pipeline_someSeconds_areStored(@TempDir Path folder) throws InterruptedException {
        try (MarketSimulator live = MarketSimulator.builder().seed(7).start()) {
            List<Bar> stored = StoredPipeline.record(kraken(live), "BTC/USD", folder, Duration.ofSeconds(9));

            assertFalse(stored.isEmpty());
            assertTrue(stored.stream().allMatch(bar -> bar.symbol().equals(Symbol.of("BTC/USD"))));
        }
    }

    @Test
    void ownClock_sameSeed_sameQuotesTenMinutesApart() {
        long start = TimeSource.system().nanoTime();
        List<Quote> quotes = OwnClock.tenMinutesApart(42);
        Duration took = Duration.ofNanos(TimeSource.system().nanoTime() - start);

        Duration apart =
                Duration.between(quotes.get(0).receivedTime(), quotes.get(1).receivedTime());
        assertTrue(apart.compareTo(Duration.ofMinutes(10)) >= 0, apart.toString());
        assertTrue(took.compareTo(Duration.ofMinutes(1)) < 0, took.toString());
        assertEquals(quotes, OwnClock.tenMinutesApart(42));
    }

    @Test
    void spelling_ofHost_isUsed() {
        try (MarketDataClient client = OwnSpelling.client(yahoo(simulator), "VODAFONE", "VOD.L")) {
            Quote quote = client.quote("VODAFONE").fetch();

            assertEquals(Symbol.of("VODAFONE"), quote.symbol());
            assertTrue(client.index("S&P").fetch().value() > 0);
        }
    }
}
