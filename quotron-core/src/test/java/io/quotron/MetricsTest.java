package io.quotron;

import static io.quotron.spi.MetricsListener.CacheResult.CACHED_FAILURE;
import static io.quotron.spi.MetricsListener.CacheResult.HIT;
import static io.quotron.spi.MetricsListener.CacheResult.MISS;
import static io.quotron.spi.MetricsListener.CacheResult.STALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.cache.CachePolicy;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.request.QuoteRequest;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.resilience.RateLimit;
import io.quotron.resilience.RetryPolicy;
import io.quotron.spi.MetricsListener;
import io.quotron.testkit.VirtualTime;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsTest {
    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));
    private final ScriptedProvider first = new ScriptedProvider("first");
    private final ScriptedProvider second = new ScriptedProvider("second");
    private final Told told = new Told();

    /** Writes down what it is told. */
    private static final class Told implements MetricsListener {
        private final List<String> attempts = new CopyOnWriteArrayList<>();
        private final List<String> charges = new CopyOnWriteArrayList<>();
        private final List<CacheResult> cache = new CopyOnWriteArrayList<>();
        private final List<String> breaker = new CopyOnWriteArrayList<>();
        private final List<String> failovers = new CopyOnWriteArrayList<>();

        @Override
        public void onAttempt(SourceId source, @Nullable FailureReason failure, Duration took) {
            attempts.add(source + " " + (failure == null ? "ok" : failure) + " " + took.toMillis());
        }

        @Override
        public void onRequestCharged(SourceId source, int weight, Duration waited) {
            charges.add(source + " " + weight + " " + waited.toMillis());
        }

        @Override
        public void onCacheResult(CacheResult result) {
            cache.add(result);
        }

        @Override
        public void onBreakerChange(SourceId source, BreakerPolicy.State from, BreakerPolicy.State to) {
            breaker.add(source + " " + from + " " + to);
        }

        @Override
        public void onFailover(SourceId from, SourceId to) {
            failovers.add(from + " " + to);
        }
    }

    private MarketDataClientBuilder builder() {
        return MarketDataClient.builder().timeSource(time).randomSeed(1).metrics(told);
    }

    @Test
    void fetch_answersAndRepeats_tellsOneAttemptAndTheHits() {
        first.then((symbols, context) -> {
            time.advance(Duration.ofMillis(40));
            return first.priceOf100(symbols, context);
        });
        try (MarketDataClient client = builder().addProvider(first).build()) {
            client.quote("AAPL").fetch();
            client.quote("AAPL").fetch();
            client.quote("AAPL").fetchTraced();
            client.quotes("AAPL", "MSFT").fetch();
            client.quote("AAPL").fresh().fetch();
        }

        assertThat(told.cache).containsExactly(MISS, HIT, HIT, HIT, MISS);
        assertThat(told.attempts).containsExactly("first ok 40", "first ok 0", "first ok 0");
        assertThat(told.charges).containsExactly("first 1 0", "first 1 0", "first 1 0");
        assertThat(told.breaker).isEmpty();
        assertThat(told.failovers).isEmpty();
    }

    @Test
    void fetch_firstFailsForAWhile_tellsRetriesFailoverFailuresAndStaleAnswers() {
        try (MarketDataClient client =
                builder().addProvider(first).addProvider(second).build()) {
            client.quote("AAPL").fetch();
            first.always(first.failing(FailureReason.UNAVAILABLE));
            client.quotes("MSFT", "IBM").fetch();
            second.always(second.failing(FailureReason.BLOCKED));
            time.advance(Duration.ofSeconds(10));
            client.quote("AAPL").fetch();
            client.quote("AAPL").fetch();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.quote("TSLA").fetch()).isInstanceOf(QuotronException.class);
            }
        }

        assertThat(told.cache).containsExactly(MISS, MISS, MISS, STALE, STALE, MISS, CACHED_FAILURE);
        assertThat(told.failovers).containsExactly("first second", "first second", "first second");
        assertThat(told.attempts)
                .filteredOn(line -> line.startsWith("first UNAVAILABLE"))
                .hasSize(9);
        assertThat(told.attempts)
                .filteredOn(line -> line.startsWith("second"))
                .containsExactly("second ok 0", "second BLOCKED 0", "second BLOCKED 0");
    }

    @Test
    void fetch_breakerOpensProbesAndCloses_tellsTheChangesInOrder() {
        first.always(first.failing(FailureReason.UNAVAILABLE));
        try (MarketDataClient client = builder()
                .addProvider(first, settings -> settings.retry(RetryPolicy.never()))
                .build()) {
            QuoteRequest quote = client.quote("AAPL").fresh();
            for (int i = 0; i < 7; i++) {
                assertThatThrownBy(quote::fetch).isInstanceOf(QuotronException.class);
            }
            time.advance(Duration.ofSeconds(61));
            assertThatThrownBy(quote::fetch).isInstanceOf(QuotronException.class);
            first.always(first::priceOf100);
            time.advance(Duration.ofSeconds(61));
            quote.fetch();
            quote.fetch();
        }

        assertThat(told.breaker)
                .containsExactly(
                        "first CLOSED OPEN",
                        "first OPEN HALF_OPEN",
                        "first HALF_OPEN OPEN",
                        "first OPEN HALF_OPEN",
                        "first HALF_OPEN CLOSED");
        assertThat(told.attempts).hasSize(8); // two of the seven calls were refused
        assertThat(told.cache).isEmpty();
    }

    @Test
    void fetch_limitOfTwoInTenSeconds_tellsTheWait() {
        ScriptedProvider limited = new ScriptedProvider(
                "limited", RateLimit.of(2, Duration.ofSeconds(10)), EnumSet.allOf(Symbol.Kind.class), 1);
        try (MarketDataClient client = builder().addProvider(limited).build()) {
            client.quotes("AAPL", "MSFT", "IBM").timeout(Duration.ofSeconds(20)).fetch();
        }

        assertThat(told.charges).hasSize(3).startsWith("limited 1 0", "limited 1 0");
        long waited = Long.parseLong(told.charges.get(2).substring("limited 1 ".length()));
        assertThat(waited).isBetween(10_000L, 10_100L);
    }

    @Test
    void fetch_listenerThrowsEverything_harmsNothing() {
        AtomicLong thrown = new AtomicLong();
        MetricsListener hostile = new MetricsListener() {
            private void fail() {
                thrown.incrementAndGet();
                throw new StackOverflowError("hostile");
            }

            @Override
            public void onAttempt(SourceId source, @Nullable FailureReason failure, Duration took) {
                fail();
            }

            @Override
            public void onRequestCharged(SourceId source, int weight, Duration waited) {
                fail();
            }

            @Override
            public void onCacheResult(CacheResult result) {
                fail();
            }

            @Override
            public void onBreakerChange(SourceId source, BreakerPolicy.State from, BreakerPolicy.State to) {
                fail();
            }

            @Override
            public void onFailover(SourceId from, SourceId to) {
                throw new IllegalStateException("hostile");
            }
        };
        first.always(first.failing(FailureReason.UNAVAILABLE));
        try (MarketDataClient client = builder()
                .metrics(hostile)
                .addProvider(first, settings -> settings.retry(RetryPolicy.never()))
                .addProvider(second)
                .build()) {
            for (int i = 0; i < 6; i++) {
                Quote quote = client.quote("S" + i).fetch();
                assertThat(client.quote("S" + i).fetch()).isSameAs(quote);
                assertThat(quote.source()).isEqualTo(SourceId.of("second"));
            }

            assertThat(client.health().source("first").breaker()).isEqualTo(BreakerPolicy.State.OPEN);
            assertThat(client.health().source("second").successes()).isEqualTo(6);
        }
        assertThat(thrown).hasValueGreaterThan(20);
    }

    @Test
    void fetch_cachedWithAndWithoutListener_allocatesNothing() throws ReflectiveOperationException {
        AtomicLong hits = new AtomicLong();
        MetricsListener counting = new MetricsListener() {
            @Override
            public void onCacheResult(CacheResult result) {
                hits.incrementAndGet();
            }
        };
        for (MetricsListener listener : List.of(MetricsListener.none(), counting)) {
            try (MarketDataClient client = MarketDataClient.builder()
                    .addProvider(new ScriptedProvider("first"))
                    .cache(CachePolicy.builder().quotes(Duration.ofHours(1)).build())
                    .metrics(listener)
                    .build()) {
                QuoteRequest quote = client.quote("AAPL");
                fetch(quote, 50_000);

                long before = allocatedBytes();
                fetch(quote, 200_000);
                long bytes = allocatedBytes() - before;

                assertThat(bytes).as("%d bytes for 200,000 hits", bytes).isLessThan(200_000);
            }
        }
        assertThat(hits).hasValueGreaterThanOrEqualTo(249_999);
    }

    private static void fetch(QuoteRequest quote, int times) {
        for (int i = 0; i < times; i++) {
            quote.fetch();
        }
    }

    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (long) allocated.invoke(threads, Thread.currentThread().getId());
    }
}
