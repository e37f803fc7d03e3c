package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.BarSeries;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.resilience.ProviderSettings;
import io.quotron.resilience.RateLimit;
import io.quotron.resilience.RetryPolicy;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.Faults;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller feels in real time when servers are slow or gone, when it gives up, and when the client is closed. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class ClientUnderFireTest {
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final int TRIES = 3;

    private final TimeSource time = TimeSource.system();

    private SimulatedMarket market() {
        return new SimulatedMarket(new SimulatedClock(SimulatedMarket.OPEN), builder -> {});
    }

    @Test
    void quote_yahooIsSlow_isAnsweredByKrakenWithinTheDeadline() {
        try (SimulatedMarket market = market()) {
            market.simulator().faults().slow(SimulatedProvider.YAHOO, Duration.ofSeconds(20));
            long start = time.nanoTime();
            Quote quote = market.client()
                    .quote("BTC/USD")
                    .timeout(Duration.ofSeconds(3))
                    .fetch();

            assertThat(quote.source()).isEqualTo(SourceId.of("kraken"));
            assertThat(Duration.ofNanos(time.nanoTime() - start)).isLessThan(Duration.ofMillis(3_250));
        }
    }

    @Test
    void quote_everybodyIsSlow_isTimeoutAtTheDeadline() {
        try (SimulatedMarket market = market()) {
            market.simulator().faults().slow(SimulatedProvider.YAHOO, Duration.ofSeconds(20));
            market.simulator().faults().slow(SimulatedProvider.KRAKEN, Duration.ofSeconds(20));
            long start = time.nanoTime();

            assertThatThrownBy(() -> market.client()
                            .quote("BTC/USD")
                            .timeout(Duration.ofSeconds(1))
                            .fetch())
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.TIMEOUT));
            assertThat(Duration.ofNanos(time.nanoTime() - start)).isLessThan(Duration.ofMillis(1_250));
        }
    }

    @Test
    void quote_yahooRefusesConnections_isAnsweredByKrakenInASecond() {
        try (SimulatedMarket market = market()) {
            market.client().quote("ETH/USD").from("kraken").fetch();
            market.simulator().faults().refuseConnections(SimulatedProvider.YAHOO);
            long start = time.nanoTime();
            Quote quote = market.client().quote("BTC/USD").fetch();

            assertThat(quote.source()).isEqualTo(SourceId.of("kraken"));
            assertThat(Duration.ofNanos(time.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            market.assertEveryRequestWasChargedBut(3);
        }
    }

    // ---- giving up

    /** Where a call can be when its caller gives up. */
    private enum Phase {
        LIMITER,
        HEADERS,
        BODY,
        BACKOFF;

        Handler server() {
            Handler good = Faults.body("application/json", "{\"chart\":{\"result\":null,\"error\":null}}");
            return switch (this) {
                case LIMITER -> good;
                case HEADERS -> Faults.noHeaders();
                case BODY -> Faults.stallAfter(10, good);
                case BACKOFF -> Faults.status(503);
            };
        }

        void set(ProviderSettings.Builder settings) {
            if (this == LIMITER) {
                settings.rateLimit(RateLimit.of(1, Duration.ofSeconds(20)));
            } else if (this == BACKOFF) {
                Duration pause = Duration.ofMinutes(10);
                settings.retry(RetryPolicy.builder().delay(pause, pause).build());
            }
        }
    }

    private static MarketDataClient client(FaultServer server, Phase phase, ExecutorService executor) {
        YahooProvider yahoo = YahooProvider.builder()
                .baseUri(server.uri())
                .cookieUri(server.uri())
                .build();
        return MarketDataClient.builder()
                .addProvider(yahoo, phase::set)
                .randomSeed(11)
                .executor(executor)
                .build();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void fetch_interrupted_isCancelledAtOnceWithTheFlagKept(Phase phase) throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Duration late = interruptOnce(phase);
            took.add(late);
            if (late.compareTo(AT_ONCE) <= 0) {
                return;
            }
        }
        fail("in phase %s an interrupt took effect after %s", phase, took);
    }

    private Duration interruptOnce(Phase phase) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (FaultServer server = FaultServer.start();
                MarketDataClient client = client(server.otherwise(phase.server()), phase, executor)) {
            enter(phase, client);
            CompletableFuture<Long> ended = new CompletableFuture<>();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    client.bars("AAPL").timeout(Duration.ofMinutes(30)).fetch();
                } catch (QuotronException e) {
                    failure.complete(e);
                }
                ended.complete(time.nanoTime());
                flag.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            awaitPhase(phase, server, caller);
            long start = time.nanoTime();
            caller.interrupt();
            long end = ended.get(20, TimeUnit.SECONDS);

            assertThat(flag.get()).as("interrupt flag").isTrue();
            assertThat(((QuotronException) failure.get(1, TimeUnit.SECONDS)).reason())
                    .isEqualTo(FailureReason.CANCELLED);
            assertThat(client.health().source("yahoo").requests())
                    .as("charged")
                    .isEqualTo(server.requests().size());
            return Duration.ofNanos(end - start);
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void fetchAsync_cancelled_freesItsThreadAtOnce(Phase phase) throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Duration late = cancelOnce(phase);
            took.add(late);
            if (late.compareTo(AT_ONCE) <= 0) {
                return;
            }
        }
        fail("in phase %s a cancellation took effect after %s", phase, took);
    }

    private Duration cancelOnce(Phase phase) throws Exception {
        Thread[] worker = new Thread[1];
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> worker[0] = new Thread(task));
        try (FaultServer server = FaultServer.start();
                MarketDataClient client = client(server.otherwise(phase.server()), phase, executor)) {
            enter(phase, client);
            CompletableFuture<BarSeries> answer =
                    client.bars("AAPL").timeout(Duration.ofMinutes(30)).fetchAsync();
            awaitPhase(phase, server, worker[0]);
            long start = time.nanoTime();
            answer.cancel(true);
            executor.submit(() -> {}).get(20, TimeUnit.SECONDS);
            return Duration.ofNanos(time.nanoTime() - start);
        } finally {
            executor.shutdownNow();
        }
    }

    /** The limiter makes somebody wait only after the first request. */
    private static void enter(Phase phase, MarketDataClient client) {
        if (phase == Phase.LIMITER) {
            assertThatThrownBy(() -> client.bars("MSFT").fetch()).isInstanceOf(QuotronException.class);
        }
    }

    private void awaitPhase(Phase phase, FaultServer server, Thread caller) throws TimeoutException {
        long giveUp = time.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.requests().isEmpty() || caller.getState() != Thread.State.TIMED_WAITING) {
            if (time.nanoTime() > giveUp) {
                throw new TimeoutException("phase " + phase + " was never reached");
            }
            Thread.onSpinWait();
        }
    }

    // ---- closing

    @Test
    void close_duringManyCalls_endsAllOfThemWithClosedAndSoon() throws Exception {
        SimulatedMarket market = market();
        try {
            market.simulator().faults().slow(SimulatedProvider.YAHOO, Duration.ofSeconds(20));
            market.simulator().faults().slow(SimulatedProvider.KRAKEN, Duration.ofSeconds(20));
            List<CompletableFuture<Quote>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(market.client().quote("BTC/USD").fresh().fetchAsync());
                answers.add(market.client().quote("A" + i).fetchAsync());
            }
            while (market.health(SimulatedProvider.YAHOO).requests() == 0) {
                Thread.onSpinWait();
            }
            long start = time.nanoTime();
            market.client().close();

            assertThat(Duration.ofNanos(time.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            for (CompletableFuture<Quote> answer : answers) {
                assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                QuotronException.class,
                                failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CLOSED));
            }
            assertThatThrownBy(() -> market.client().quote("AAPL").fetch())
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CLOSED));
        } finally {
            market.close();
        }
    }

    // ---- secrets

    @Test
    void everyText_serverRepeatsCookieAndCrumb_holdsNeither() {
        for (String answer : List.of(
                "bad request: crumb CANARY-CRUMB and cookie CANARY-COOKIE",
                "{\"finance\":{\"error\":{\"code\":\"Bad Request\",\"description\":\"crumb CANARY-CRUMB of CANARY-COOKIE\"}}}",
                "{\"finance\":{\"error\":{\"code\":\"Forbidden\",\"description\":\"CANARY-CRUMB CANARY-COOKIE\"}}}",
                "{\"finance\":{\"error\":{\"code\":\"Unauthorized\",\"description\":\"CANARY-CRUMB CANARY-COOKIE\"}}}",
                "{\"finance\":{\"error\":{\"code\":\"CANARY-CRUMB\",\"description\":\"CANARY-COOKIE\"}}}")) {
            for (int status : new int[] {200, 302, 400, 401, 403, 404, 418, 429, 500}) {
                assertNothingLeaks(status, answer);
            }
        }
    }

    private static void assertNothingLeaks(int status, String answer) {
        try (FaultServer server = FaultServer.start()) {
            server.route(
                    "/",
                    (request, response) -> response.status(404)
                            .header("Set-Cookie", "A3=CANARY-COOKIE; Path=/")
                            .send("not here"));
            server.route("/v1/test/getcrumb", (request, response) -> response.send("CANARY-CRUMB"));
            server.otherwise((request, response) -> response.status(status)
                    .header("Location", "ftp://elsewhere/" + request.target())
                    .send(answer));
            YahooProvider yahoo = YahooProvider.builder()
                    .baseUri(server.uri())
                    .cookieUri(server.uri())
                    .build();
            try (MarketDataClient client = MarketDataClient.builder()
                    .addProvider(
                            yahoo,
                            settings -> settings.rateLimit(RateLimit.of(100, Duration.ofSeconds(1)))
                                    .retry(RetryPolicy.never()))
                    .build()) {
                StringBuilder texts = new StringBuilder();
                try {
                    texts.append(client.quote("AAPL").fetchTraced());
                } catch (QuotronException e) {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        texts.append(cause).append(List.of(cause.getSuppressed()));
                    }
                    texts.append(e.trail());
                }
                texts.append(client.health()).append(client).append(yahoo);
                assertThat(server.requests()).as("requests").hasSizeGreaterThanOrEqualTo(3);
                assertThat(texts.toString())
                        .as("everything said about status %s", status)
                        .doesNotContain("CANARY");
            }
        }
    }
}
