package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that share a session. */
@Timeout(30)
class YahooSessionTest {
    private static final String QUOTE =
            "{\"quoteResponse\":{\"result\":[{\"symbol\":\"AAPL\",\"regularMarketPrice\":100.5,"
                    + "\"regularMarketTime\":1767625200,\"currency\":\"USD\",\"quoteType\":\"EQUITY\"}],\"error\":null}}";

    private static FaultServer server() {
        FaultServer server = FaultServer.start();
        server.route("/v1/test/getcrumb", (request, response) -> response.send("aCrumb"));
        server.route("/v7/finance/quote", (request, response) -> response.sendJson(QUOTE));
        return server.otherwise((request, response) ->
                response.header("Set-Cookie", "A3=secret-cookie; Path=/").send("ok"));
    }

    private static YahooProvider provider(FaultServer server) {
        return YahooProvider.builder()
                .baseUri(server.uri())
                .cookieUri(server.uri())
                .build();
    }

    @Test
    void get_leaderIsRefusedByItsOwnLimiter_followerLeads() throws Exception {
        try (FaultServer server = server();
                YahooProvider provider = provider(server)) {
            QuoteSource quotes = provider.quotes().orElseThrow();
            CountDownLatch leaderAtGate = new CountDownLatch(1);
            CountDownLatch followerWaits = new CountDownLatch(1);
            RequestContext leader = RequestContext.builder(TimeSource.system())
                    .gate((weight, context) -> {
                        leaderAtGate.countDown();
                        awaitQuietly(followerWaits);
                        throw new RateLimitedException(SourceId.of("yahoo"), "our limiter", Duration.ofSeconds(3));
                    })
                    .build();
            CompletableFuture<Void> refused = CompletableFuture.runAsync(() -> assertThatThrownBy(
                            () -> quotes.fetchQuotes(Set.of(Symbol.of("AAPL")), leader))
                    .isInstanceOf(RateLimitedException.class));
            assertThat(leaderAtGate.await(10, TimeUnit.SECONDS)).isTrue();
            Thread[] thread = new Thread[1];
            CompletableFuture<Boolean> answered = new CompletableFuture<>();
            thread[0] = new Thread(() -> answered.complete(quotes
                    .fetchQuotes(
                            Set.of(Symbol.of("AAPL")),
                            RequestContext.builder(TimeSource.system()).build())
                    .values()
                    .stream()
                    .allMatch(result -> result.isSuccess())));
            thread[0].start();
            while (thread[0].getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            followerWaits.countDown();

            assertThat(answered.get(10, TimeUnit.SECONDS)).isTrue();
            refused.get(10, TimeUnit.SECONDS);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void fetch_crumbHoldsWhatNoCrumbHolds_isMalformedWithoutQuotingIt() {
        try (FaultServer server = FaultServer.start()) {
            server.route("/v1/test/getcrumb", (request, response) -> response.send("secret {crumb}"));
            server.otherwise((request, response) -> response.send("ok"));
            try (MarketDataClient client =
                    MarketDataClient.builder().addProvider(provider(server)).build()) {
                assertThatThrownBy(() -> client.quote("AAPL").fetch())
                        .hasMessageNotContaining("secret")
                        .isInstanceOfSatisfying(
                                ProviderException.class,
                                failure -> assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
            }
        }
    }
}
