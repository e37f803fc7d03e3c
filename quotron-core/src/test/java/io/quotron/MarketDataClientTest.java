package io.quotron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.error.Trail;
import io.quotron.health.HealthReport;
import io.quotron.health.SourceHealth;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.request.QuoteRequest;
import io.quotron.request.Traced;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.resilience.RateLimit;
import io.quotron.resilience.RetryPolicy;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MarketDataClientTest {
    private static final Symbol AAPL = Symbol.of("AAPL");

    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));
    private final ScriptedProvider first = new ScriptedProvider("first");
    private final ScriptedProvider second = new ScriptedProvider("second");

    private MarketDataClientBuilder builder() {
        return MarketDataClient.builder().timeSource(time).randomSeed(1);
    }

    private MarketDataClient both() {
        return builder().addProvider(first).addProvider(second).build();
    }

    private MarketDataClient onlyFirst() {
        return builder().addProvider(first).build();
    }

    // ---- the table of reasons
    // ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void fetch_firstProviderFails_followsTheTable(FailureReason reason) {
        first.always(first.failing(reason));
        try (MarketDataClient client = both()) {
            int requestsOfFirst = reason.retry() == FailureReason.Retry.YES ? 3 : 1;
            if (reason.failover() == FailureReason.Failover.YES) {
                Traced<Quote> answer = client.quote("AAPL").fetchTraced();

                assertThat(answer.value().source()).isEqualTo(SourceId.of("second"));
                assertThat(answer.trail().steps())
                        .anyMatch(step -> step.kind() == Trail.Kind.ATTEMPT && step.reason() == reason)
                        .anyMatch(step -> step.kind() == Trail.Kind.FAILOVER);
            } else {
                QuotronException failure = catchThrowableOfType(
                        QuotronException.class, () -> client.quote("AAPL").fetch());

                assertThat(failure.reason()).isEqualTo(reason);
                assertThat(second.requests()).isZero();
            }
            assertThat(first.requests()).isEqualTo(requestsOfFirst);
        }
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void health_fiveFailedCalls_opensTheBreakerOnlyForReasonsThatCount(FailureReason reason) {
        first.always(first.failing(reason));
        try (MarketDataClient client = builder()
                .addProvider(first, settings -> settings.retry(RetryPolicy.never()))
                .build()) {
            for (int i = 0; i < 5; i++) {
                time.advance(Duration.ofMinutes(20)); // past remembered failures and pauses
                assertThatThrownBy(() -> client.quote("AAPL").fetch()).isInstanceOf(QuotronException.class);
            }

            assertThat(client.health().source("first").breaker())
                    .isEqualTo(reason.countedByBreaker() ? BreakerPolicy.State.OPEN : BreakerPolicy.State.CLOSED);
        }
    }

    @Test
    void fetch_providerThrowsSomethingElse_isMalformedResponseAndNextIsAsked() {
        first.always((symbols, context) -> {
            throw new IllegalStateException("a defect\nin\u001b[31m the provider");
        });
        try (MarketDataClient client = both()) {
            Traced<Quote> answer = client.quote("AAPL").fetchTraced();

            assertThat(answer.value().source()).isEqualTo(SourceId.of("second"));
            assertThat(answer.trail().toString()).contains("MALFORMED_RESPONSE").doesNotContain("\u001b");
        }
    }

    @Test
    void fetch_providerLeavesOutTheSymbol_isMalformedResponse() {
        first.always((symbols, context) -> Map.of());
        try (MarketDataClient client = onlyFirst()) {
            assertThatThrownBy(() -> client.quote("AAPL").fetch())
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
        }
    }

    @Test
    void fetch_allProvidersFail_carriesEachFailureInOrder() {
        first.always(first.failing(FailureReason.BLOCKED));
        second.always(second.failing(FailureReason.AUTHENTICATION));
        try (MarketDataClient client = both()) {
            AllProvidersFailedException failure = catchThrowableOfType(
                    AllProvidersFailedException.class,
                    () -> client.quote("AAPL").fetch());

            assertThat(failure.reason()).isEqualTo(FailureReason.BLOCKED);
            assertThat(failure.attempts())
                    .extracting(QuotronException::reason)
                    .containsExactly(FailureReason.BLOCKED, FailureReason.AUTHENTICATION);
            assertThat(failure).hasMessageContaining("first: scripted").hasMessageContaining("second: scripted");
            assertThat(failure.trail().attempts()).isEqualTo(2);
        }
    }

    // ---- symbols and failover
    // ----------------------------------------------------------------------------------------

    @Test
    void fetch_symbolUnknown_asksNobodyElseUnlessMapped() {
        InstrumentRegistry registry = new InstrumentRegistry();
        first.always((symbols, context) ->
                Map.of(AAPL, Result.failure(FailureReason.SYMBOL_UNKNOWN, "unknown symbol 'AAPL'")));
        try (MarketDataClient client = builder()
                .registry(registry)
                .addProvider(first)
                .addProvider(second)
                .build()) {
            assertThatThrownBy(() -> client.quote("AAPL").fetch()).isInstanceOf(SymbolNotFoundException.class);
            assertThat(second.requests()).isZero();

            registry.map(SourceId.of("second"), AAPL, "AAPL.X");
            time.advance(Duration.ofMinutes(2));

            assertThat(client.quote("AAPL").fetch().source()).isEqualTo(SourceId.of("second"));
        }
    }

    @Test
    void fetch_kindOfSymbolNotCovered_isNeverAskedOfThatProvider() {
        ScriptedProvider pairs = new ScriptedProvider("pairs", RateLimit.unlimited(), EnumSet.of(Symbol.Kind.PAIR), 50);
        try (MarketDataClient client = builder().addProvider(pairs).build()) {
            assertThat(client.quote("BTC/USD").fetch().price()).isEqualTo(100);

            assertThatThrownBy(() -> client.quote("AAPL").fetch())
                    .isInstanceOfSatisfying(QuotronException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED);
                        assertThat(failure).hasMessageContaining("AAPL").hasMessageContaining("[pairs]");
                    });
            assertThat(pairs.requests()).isEqualTo(1);
        }
    }

    @Test
    void quotes_someUnknown_hasExactlyOneEntryForEachInOrder() {
        try (MarketDataClient client = both()) {
            Map<Symbol, Result<Quote>> answers =
                    client.quotes("MSFT", "NOPE", "aapl", "MSFT").fetch();

            assertThat(answers.keySet()).containsExactly(Symbol.of("MSFT"), Symbol.of("NOPE"), AAPL);
            assertThat(answers)
                    .hasEntrySatisfying(
                            AAPL, result -> assertThat(result.get().price()).isEqualTo(100));
            assertThat(answers.get(Symbol.of("NOPE")))
                    .isInstanceOfSatisfying(
                            Result.Failure.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.SYMBOL_UNKNOWN));
            assertThat(first.requests()).isEqualTo(1);
        }
    }

    @Test
    void quotes_moreThanOneRequestHolds_splitsThem() {
        ScriptedProvider small =
                new ScriptedProvider("small", RateLimit.unlimited(), EnumSet.allOf(Symbol.Kind.class), 2);
        try (MarketDataClient client = builder().addProvider(small).build()) {
            assertThat(client.quotes("A", "B", "C", "D", "E").fetch()).hasSize(5);
            assertThat(small.requests()).isEqualTo(3);
        }
    }

    @Test
    void from_namesProviders_asksOnlyThoseInThatOrder() {
        try (MarketDataClient client = both()) {
            assertThat(client.quote("AAPL").from("second", "first").fetch().source())
                    .isEqualTo(SourceId.of("second"));
            assertThat(client.quote("AAPL").fetch().source()).isEqualTo(SourceId.of("first"));
            assertThatThrownBy(() -> client.quote("AAPL").from("third"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("third")
                    .hasMessageContaining("[first, second]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AAPL\r\nX-Evil: 1", ".", "..", "A?b", "A#b", "%2e%2e", "\u202eAAPL", "😀"})
    void quote_textIsNoSymbol_isRefusedBeforeAnyRequest(String text) {
        try (MarketDataClient client = both()) {
            assertThatThrownBy(() -> client.quote(text)).isInstanceOfSatisfying(QuotronException.class, failure -> {
                assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_REQUEST);
                assertThat(failure.getMessage()).doesNotContain("\n").doesNotContain("\r");
            });
            assertThat(first.requests()).isZero();
        }
    }

    @Test
    void index_commonName_isTranslated() {
        try (MarketDataClient client = both()) {
            assertThat(client.index("spx").fetch().symbol()).isEqualTo(Symbol.of("^GSPC"));
            assertThatThrownBy(() -> client.index("AAPL")).hasMessageContaining("^AAPL");
        }
    }

    // ---- cache and single flight
    // -------------------------------------------------------------------------------------

    @Test
    void fetch_again_isAnsweredFromTheCacheUntilItIsOld() {
        try (MarketDataClient client = onlyFirst()) {
            QuoteRequest request = client.quote("AAPL");
            Quote once = request.fetch();
            time.advance(Duration.ofMillis(4_999));

            assertThat(request.fetch()).isSameAs(once);
            assertThat(request.fetchTraced().trail().steps())
                    .extracting(Trail.Step::kind)
                    .containsExactly(Trail.Kind.CACHE_HIT);

            time.advance(Duration.ofMillis(1));
            assertThat(request.fetch()).isNotSameAs(once);
            assertThat(request.fresh().fetch()).isNotNull();
            assertThat(first.requests()).isEqualTo(3);
        }
    }

    @Test
    void fetch_everybodyFailsButCacheIsOld_isStaleAndAsksAtMostOnceASecond() {
        try (MarketDataClient client = builder()
                .addProvider(first, settings -> settings.retry(RetryPolicy.never()))
                .build()) {
            client.quote("AAPL").fetch();
            first.always(first.failing(FailureReason.RATE_LIMITED));
            time.advance(Duration.ofSeconds(6));

            for (int i = 0; i < 20; i++) {
                Quote quote = client.quote("AAPL").fetch();
                assertThat(quote.stale()).isTrue();
                time.advance(Duration.ofMillis(100));
            }

            assertThat(first.requests()).isBetween(2, 4);
            time.advance(Duration.ofSeconds(50));
            assertThatThrownBy(() -> client.quote("AAPL").fetch()).isInstanceOf(QuotronException.class);
        }
    }

    @Test
    void fetch_unknownSymbolAThousandTimes_asksOncePerMinuteAndEvictsNothing() {
        try (MarketDataClient client = onlyFirst()) {
            client.quote("AAPL").fetch();
            for (int i = 0; i < 1000; i++) {
                assertThatThrownBy(() -> client.quote("NOPE").fetch()).isInstanceOf(SymbolNotFoundException.class);
            }
            assertThat(first.requests()).isEqualTo(2);

            time.advance(Duration.ofSeconds(60));
            assertThatThrownBy(() -> client.quote("NOPE").fetch()).isInstanceOf(SymbolNotFoundException.class);
            assertThat(first.requests()).isEqualTo(3);
        }
    }

    @Test
    void fetch_coldKeyFrom256Threads_asksOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        first.always((symbols, context) -> {
            awaitQuietly(release);
            return first.priceOf100(symbols, context);
        });
        try (MarketDataClient client = onlyFirst()) {
            List<Thread> threads = new ArrayList<>();
            AtomicInteger answered = new AtomicInteger();
            for (int i = 0; i < 256; i++) {
                Thread thread = new Thread(() -> {
                    client.quote("AAPL").fetch();
                    answered.incrementAndGet();
                });
                threads.add(thread);
                thread.start();
            }
            release.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(answered).hasValue(256);
            assertThat(first.requests()).isEqualTo(1);
        }
    }

    /** An answer that comes at once leaves a moment between a caller's look into the cache and its own flight. */
    @Test
    void fetch_coldKeysAnsweredAtOnce_askOnceForEach() throws Exception {
        int threads = 8;
        int rounds = 300;
        CyclicBarrier start = new CyclicBarrier(threads);
        try (MarketDataClient client = onlyFirst()) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread caller = new Thread(() -> {
                    for (int round = 0; round < rounds; round++) {
                        awaitQuietly(start);
                        client.quote("KEY" + round).fetch();
                    }
                });
                callers.add(caller);
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(first.requests()).isEqualTo(rounds);
        }
    }

    private static void awaitQuietly(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fetch_theOneWhoAsksIsCancelled_theOthersAskAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        first.then((symbols, context) -> {
            asked.countDown();
            awaitQuietly(new CountDownLatch(1));
            throw new QuotronException(FailureReason.CANCELLED, "interrupted");
        });
        try (MarketDataClient client = onlyFirst()) {
            CompletableFuture<Quote> leader = client.quote("AAPL").fetchAsync();
            asked.await();
            CompletableFuture<Quote> follower = client.quote("AAPL").fetchAsync();

            leader.cancel(true);

            assertThat(follower.get(10, TimeUnit.SECONDS).price()).isEqualTo(100);
            assertThat(first.requests()).isEqualTo(2);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- limits, retries, deadlines
    // ----------------------------------------------------------------------------------

    @Test
    void fetch_serverSaysRetryAfterSeven_nobodyAsksItEarlier() {
        first.then((symbols, context) -> {
            throw new RateLimitedException(SourceId.of("first"), "too many", Duration.ofSeconds(7));
        });
        try (MarketDataClient client = onlyFirst()) {
            long refused = time.nanoTime();
            Quote quote = client.quote("AAPL").timeout(Duration.ofSeconds(30)).fetch();

            assertThat(quote.price()).isEqualTo(100);
            assertThat(first.requestTimes().get(1) - refused)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(7).toNanos());
        }
    }

    @Test
    void fetch_pausedLongerThanTheDeadline_failsFastOrFailsOver() {
        first.then((symbols, context) -> {
            throw new RateLimitedException(SourceId.of("first"), "too many", Duration.ofSeconds(7));
        });
        try (MarketDataClient client = both()) {
            assertThat(client.quote("AAPL").fetch().source()).isEqualTo(SourceId.of("second"));
            long before = time.nanoTime();

            assertThatThrownBy(() -> client.quote("MSFT")
                            .from("first")
                            .timeout(Duration.ofSeconds(3))
                            .fetch())
                    .isInstanceOfSatisfying(
                            RateLimitedException.class,
                            refused -> assertThat(refused.retryAfter())
                                    .isBetween(Duration.ofMillis(6_900), Duration.ofSeconds(7)));

            assertThat(time.nanoTime()).isEqualTo(before);
            assertThat(first.requests()).isEqualTo(1);
            assertThat(client.health().source("first").status()).isEqualTo(SourceHealth.Status.DEGRADED);
        }
    }

    @Test
    void fetch_providerDownForManyCalls_staysWithinTheRetryBudget() {
        first.always(first.failing(FailureReason.UNAVAILABLE));
        try (MarketDataClient client = builder()
                .addProvider(
                        first, settings -> settings.breaker(BreakerPolicy.of(1_000_000, Duration.ofSeconds(60), 2)))
                .build()) {
            int calls = 500;
            for (int i = 0; i < calls; i++) {
                String symbol = "S" + i;
                assertThatThrownBy(() -> client.quote(symbol).fetch()).isInstanceOf(ProviderException.class);
            }

            assertThat(first.requests())
                    .isLessThanOrEqualTo(calls + calls / 10 + 10)
                    .isGreaterThan(calls);
        }
    }

    @Test
    void fetch_everyRequest_isChargedExactlyOnce() {
        first.then(first.failing(FailureReason.UNAVAILABLE)).then(first.failing(FailureReason.TIMEOUT));
        try (MarketDataClient client = onlyFirst()) {
            client.quote("AAPL").fetch();
            client.quote("AAPL").fetch();
            client.quotes("A", "B").fetch();

            assertThat(client.health().source("first").requests())
                    .isEqualTo(first.requests())
                    .isEqualTo(4);
        }
    }

    @Test
    void fetch_limiterWouldTakeTooLong_turnsToTheNextProvider() {
        ScriptedProvider slow = new ScriptedProvider(
                "slow", RateLimit.of(1, Duration.ofMinutes(1)), EnumSet.allOf(Symbol.Kind.class), 50);
        try (MarketDataClient client =
                builder().addProvider(slow).addProvider(second).build()) {
            client.quote("A").fetch();
            assertThat(client.quote("B").fetch().source()).isEqualTo(SourceId.of("second"));
            assertThat(client.health().source("slow").pausedFor()).isZero();
            assertThat(slow.requests()).isEqualTo(1);
        }
    }

    @Test
    void fetch_interruptedDuringBackoff_isCancelledWithTheFlagKept() throws Exception {
        VirtualTime stopped = VirtualTime.startingAt(Instant.parse("2026-01-05T15:00:00Z"));
        first.always(first.failing(FailureReason.UNAVAILABLE));
        try (MarketDataClient client = MarketDataClient.builder()
                .timeSource(stopped)
                .randomSeed(3)
                .addProvider(first)
                .build()) {
            CompletableFuture<FailureReason> outcome = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    client.quote("AAPL").fetch();
                } catch (QuotronException e) {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    outcome.complete(e.reason());
                }
            });
            thread.start();
            stopped.awaitSleepers(1);

            thread.interrupt();

            assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(FailureReason.CANCELLED);
            assertThat(first.requests()).isEqualTo(1);
            assertThat(client.health().source("first").breaker()).isEqualTo(BreakerPolicy.State.CLOSED);
            thread.join();
        }
    }

    // ---- bars
    // --------------------------------------------------------------------------------------------------------

    @Test
    void bars_rangeInTheFuture_isRefusedBeforeAnyRequest() {
        AtomicInteger asked = new AtomicInteger();
        first.withBars((query, context) -> {
            asked.incrementAndGet();
            throw new AssertionError();
        });
        try (MarketDataClient client = onlyFirst()) {
            TimeRange future =
                    TimeRange.of(Instant.parse("2030-01-01T00:00:00Z"), Instant.parse("2031-01-01T00:00:00Z"));

            assertThatThrownBy(() -> client.bars("AAPL").range(future).fetch())
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_REQUEST))
                    .hasMessageContaining("2030-01-01");
            assertThatThrownBy(() -> client.bars("AAPL").last(Period.ofDays(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void bars_intervalNotOffered_saysWhichAre() {
        first.withBars((query, context) -> {
            throw new AssertionError();
        });
        try (MarketDataClient client = onlyFirst()) {
            assertThatThrownBy(
                            () -> client.bars("AAPL").interval(Interval.HOUR_4).fetch())
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED))
                    .hasMessageContaining("4h")
                    .hasMessageContaining("[1m, 1d]");
        }
    }

    @Test
    void bars_sameSpanSoonAfter_isAskedOnce() {
        AtomicInteger asked = new AtomicInteger();
        first.withBars((query, context) -> {
            asked.incrementAndGet();
            return BarSeries.builder(
                            new SeriesIdentity(
                                    query.symbol(),
                                    SourceId.of("first"),
                                    query.interval(),
                                    query.adjustment(),
                                    null,
                                    ZoneOffset.UTC,
                                    SeriesIdentity.Session.REGULAR),
                            context.time().now())
                    .build();
        });
        try (MarketDataClient client = onlyFirst()) {
            client.bars("AAPL").last(Period.ofYears(1)).fetch();
            time.advance(Duration.ofSeconds(5));
            client.bars("AAPL").last(Period.ofYears(1)).fetch();

            assertThat(asked).hasValue(1);
        }
    }

    // ---- life
    // --------------------------------------------------------------------------------------------------------

    @Test
    void build_mistakes_areAllNamedAtOnce() {
        assertThatThrownBy(() -> builder().name("No Good").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no provider was added")
                .hasMessageContaining("No Good");
        assertThatThrownBy(() -> builder()
                        .addProvider(first)
                        .addProvider(first)
                        .addProvider(new ScriptedProvider("first"))
                        .build())
                .hasMessageContaining("added twice")
                .hasMessageContaining("two providers have the id 'first'");
    }

    @Test
    void build_anything_startsNoThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (MarketDataClient client = both()) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("quotron-"))
                    .allMatch(before::contains);
            assertThat(client.health().status()).isEqualTo(HealthReport.Status.UP);
        }
    }

    @Test
    void close_twiceAndFromManyThreads_closesProvidersAndRefusesCalls() throws Exception {
        MarketDataClient client = both();
        QuoteRequest request = client.quote("AAPL");
        request.fetch();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(client::close);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        client.close();

        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isTrue();
        assertThatThrownBy(request::fetch)
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CLOSED));
        assertThatThrownBy(() -> request.fetchAsync().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(QuotronException.class);
    }

    @Test
    void close_duringCalls_endsThemWithClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        first.always((symbols, context) -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            context.onCancel(cancelled::countDown);
            asked.countDown();
            awaitQuietly(cancelled);
            context.throwIfEnded();
            throw new AssertionError();
        });
        MarketDataClient client = onlyFirst();
        CompletableFuture<Quote> pending = client.quote("AAPL").fetchAsync();
        CompletableFuture<Quote> joined = client.quote("AAPL").fetchAsync();
        asked.await();

        client.close();

        for (CompletableFuture<Quote> future : List.of(pending, joined)) {
            assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CLOSED));
        }
    }

    @Test
    void checkHealth_asksEachProviderOnce() {
        second.always(second.failing(FailureReason.UNAVAILABLE));
        try (MarketDataClient client = both()) {
            HealthReport report = client.checkHealth(Duration.ofSeconds(5));

            assertThat(report.status()).isEqualTo(HealthReport.Status.UP);
            assertThat(report.source("first").successes()).isEqualTo(1);
            assertThat(first.requests()).isEqualTo(1);
            assertThatThrownBy(() -> report.source("third")).hasMessageContaining("[first, second]");
        }
    }
}
