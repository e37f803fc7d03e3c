package io.quotron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.error.Trail;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.resilience.RetryPolicy;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers of others may do anything; what reaches the caller is always a reason. */
@Timeout(30)
class HostileProviderTest {
    private static final SourceId FIRST = SourceId.of("first");

    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));
    private final ScriptedProvider first = new ScriptedProvider("first");
    private final ScriptedProvider second = new ScriptedProvider("second");

    private MarketDataClientBuilder builder() {
        return MarketDataClient.builder().timeSource(time).randomSeed(1);
    }

    private MarketDataClient onlyFirst() {
        return builder().addProvider(first).build();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneak(Throwable failure) throws E {
        throw (E) failure; // as languages without checked exceptions do
    }

    @Test
    void fetch_providerThrowsACheckedException_isMalformedResponse() {
        first.always((symbols, context) -> {
            throw HostileProviderTest.<RuntimeException>sneak(new IOException("not declared"));
        });
        try (MarketDataClient client = onlyFirst()) {
            assertReason(
                    FailureReason.MALFORMED_RESPONSE, () -> client.quote("AAPL").fetch());
        }
    }

    @Test
    void fetch_providerThrowsALinkageError_isMalformedResponse() {
        first.always((symbols, context) -> {
            throw new NoClassDefFoundError("some/optional/Library");
        });
        try (MarketDataClient client = onlyFirst()) {
            assertReason(
                    FailureReason.MALFORMED_RESPONSE, () -> client.quote("AAPL").fetch());
        }
    }

    @Test
    void fetchAsync_providerThrowsACheckedException_completes() {
        first.always((symbols, context) -> {
            throw HostileProviderTest.<RuntimeException>sneak(new IOException("not declared"));
        });
        try (MarketDataClient client = onlyFirst()) {
            CompletableFuture<Quote> answer = client.quote("AAPL").fetchAsync();

            assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ProviderException.class);
        }
    }

    @Test
    void fetch_providerThrowsInterruptedException_isCancelledWithTheFlagKept() {
        first.always((symbols, context) -> {
            throw HostileProviderTest.<RuntimeException>sneak(new InterruptedException());
        });
        try (MarketDataClient client = onlyFirst()) {
            assertReason(FailureReason.CANCELLED, () -> client.quote("AAPL").fetch());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void fetch_providerRunsOutOfMemory_theErrorPassesAndTheNextCallWorks() {
        first.then((symbols, context) -> {
            throw new OutOfMemoryError("scripted");
        });
        try (MarketDataClient client = onlyFirst()) {
            assertThatThrownBy(() -> client.quote("AAPL").fetch()).isInstanceOf(OutOfMemoryError.class);
            assertThat(client.quote("AAPL").fetch().price()).isEqualTo(100);
        }
    }

    @Test
    void fetch_probesEndInErrors_neverUseTheBreakersPermitsUp() {
        first.always(first.failing(FailureReason.BLOCKED));
        try (MarketDataClient client = onlyFirst()) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> client.quote("AAPL").fresh().fetch()).isInstanceOf(QuotronException.class);
            }
            assertThat(client.health().source("first").breaker()).isEqualTo(BreakerPolicy.State.OPEN);
            time.advance(Duration.ofSeconds(61));
            first.always((symbols, context) -> {
                throw new OutOfMemoryError("scripted");
            });
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> client.quote("AAPL").fresh().fetch()).isInstanceOf(OutOfMemoryError.class);
            }
            for (FailureReason uncounted :
                    new FailureReason[] {FailureReason.SYMBOL_UNKNOWN, FailureReason.CANCELLED, FailureReason.NO_DATA
                    }) {
                first.always(first.failing(uncounted));
                for (int i = 0; i < 10; i++) {
                    assertReason(uncounted, () -> client.quote("AAPL").fresh().fetch());
                }
            }
            first.always(first::priceOf100);
            client.quote("AAPL").fresh().fetch();
            client.quote("AAPL").fresh().fetch();
            assertThat(client.health().source("first").breaker()).isEqualTo(BreakerPolicy.State.CLOSED);
        }
    }

    @Test
    void bars_providerAnswersNull_isMalformedResponse() {
        first.withBars(HostileProviderTest::nothing);
        try (MarketDataClient client = onlyFirst()) {
            assertReason(
                    FailureReason.MALFORMED_RESPONSE, () -> client.bars("AAPL").fetch());
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing(Object query, Object context) {
        return null;
    }

    @Test
    void fetch_providerAnswersForAnotherSymbol_isMalformedResponse() {
        first.always((symbols, context) -> {
            Map<Symbol, Result<Quote>> answers = new HashMap<>();
            symbols.forEach(symbol -> answers.put(
                    symbol,
                    Result.success(Quote.builder(Symbol.of("MSFT"), FIRST)
                            .price(1)
                            .eventTime(context.time().now())
                            .build())));
            return answers;
        });
        try (MarketDataClient client = onlyFirst()) {
            assertReason(
                    FailureReason.MALFORMED_RESPONSE, () -> client.quote("AAPL").fetch());
        }
    }

    // ---- pauses

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void fetch_pauseIsAbsurd_pausesTheProviderForASensibleTime(long seconds) {
        first.then((symbols, context) -> {
            throw new RateLimitedException(FIRST, "scripted", Duration.ofSeconds(seconds));
        });
        try (MarketDataClient client = onlyFirst()) {
            RateLimitedException refused = catchThrowableOfType(
                    RateLimitedException.class,
                    () -> client.quote("AAPL").timeout(Duration.ofMillis(500)).fetch());

            assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofDays(3));
            assertThat(client.health().source("first").pausedFor())
                    .isBetween(Duration.ofMillis(500), Duration.ofDays(3));
            assertThat(first.requests()).isEqualTo(1);
        }
    }

    @Test
    void fetch_impatientCallerIsRefusedByTheLimiter_nobodyElseIs() {
        first.then((symbols, context) -> {
            throw new RateLimitedException(FIRST, "scripted", Duration.ofSeconds(5));
        });
        try (MarketDataClient client = onlyFirst()) {
            assertReason(
                    FailureReason.RATE_LIMITED,
                    () -> client.quote("AAPL").timeout(Duration.ofSeconds(1)).fetch());

            assertThat(client.quote("AAPL")
                            .timeout(Duration.ofSeconds(10))
                            .fetch()
                            .price())
                    .as("of a caller who can wait")
                    .isEqualTo(100);
        }
    }

    // ---- time

    @Test
    void fetch_firstProviderIsSlow_leavesTimeForTheNext() {
        first.always((symbols, context) -> {
            time.advance(context.remaining());
            context.throwIfEnded();
            throw new AssertionError("the time is over");
        });
        try (MarketDataClient client =
                builder().addProvider(first).addProvider(second).build()) {
            var answer = client.quote("AAPL").timeout(Duration.ofSeconds(10)).fetchTraced();

            assertThat(answer.value().source()).isEqualTo(SourceId.of("second"));
            assertThat(answer.trail().steps())
                    .anyMatch(step -> step.kind() == Trail.Kind.ATTEMPT && step.reason() == FailureReason.TIMEOUT);
        }
    }

    @Test
    void fetch_onlyProviderIsSlow_hasAllTheTime() {
        first.always((symbols, context) -> {
            time.advance(Duration.ofSeconds(9));
            return first.priceOf100(symbols, context);
        });
        try (MarketDataClient client = onlyFirst()) {
            assertThat(client.quote("AAPL")
                            .timeout(Duration.ofSeconds(10))
                            .fetch()
                            .price())
                    .isEqualTo(100);
        }
    }

    @Test
    void timeout_longerThanAnyClockCounts_isNoLimit() {
        try (MarketDataClient client = onlyFirst()) {
            assertThat(client.quote("AAPL")
                            .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                            .fetch()
                            .price())
                    .isEqualTo(100);
            assertThat(client.quotes("MSFT").timeout(Duration.ofDays(200_000)).fetch())
                    .hasSize(1);
        }
    }

    @Test
    void cache_keptForEver_isKept() {
        try (MarketDataClient client = builder()
                .addProvider(first)
                .cache(io.quotron.cache.CachePolicy.builder()
                        .quotes(Duration.ofSeconds(Long.MAX_VALUE))
                        .notFound(Duration.ofSeconds(Long.MAX_VALUE))
                        .build())
                .build()) {
            client.quote("AAPL").fetch();
            assertThatThrownBy(() -> client.quote("NOPE").fetch()).isInstanceOf(QuotronException.class);
            time.advance(Duration.ofDays(10_000));
            client.quote("AAPL").fetch();
            assertThatThrownBy(() -> client.quote("NOPE").fetch()).isInstanceOf(QuotronException.class);

            assertThat(first.requests()).isEqualTo(2);
        }
    }

    @Test
    void last_longerThanHistory_isRefused() {
        try (MarketDataClient client = onlyFirst()) {
            assertThatThrownBy(() -> client.bars("AAPL").last(java.time.Period.ofYears(Integer.MAX_VALUE)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("period");
            assertThatThrownBy(() -> client.bars("AAPL").last(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("duration");
        }
    }

    @Test
    void retry_longDelaysAndManyAttempts_neverBecomeNone() {
        first.always(first.failing(FailureReason.UNAVAILABLE));
        RetryPolicy patient = RetryPolicy.builder()
                .maxAttempts(40)
                .delay(Duration.ofSeconds(10), Duration.ofSeconds(10))
                .budget(1, 100)
                .build();
        try (MarketDataClient client = builder()
                .addProvider(first, settings -> settings.retry(patient))
                .build()) {
            QuotronException failure = catchThrowableOfType(
                    QuotronException.class,
                    () -> client.quote("AAPL").timeout(Duration.ofDays(100_000)).fetch());

            assertThat(failure.trail().steps())
                    .filteredOn(step -> step.kind() == Trail.Kind.BACKOFF)
                    .isNotEmpty()
                    .allMatch(step -> step.took().toMillis() > 0);
        }
    }

    private static void assertReason(FailureReason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}
