package io.quotron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.HealthCheck;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors, continuations and the end of a client. */
@Timeout(30)
class ClosingTest {
    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));
    private final ScriptedProvider provider = new ScriptedProvider("first");

    private MarketDataClientBuilder builder() {
        return MarketDataClient.builder().timeSource(time).addProvider(provider);
    }

    /** Takes tasks as scripted and never runs one. */
    private abstract static class LazyExecutor extends AbstractExecutorService {
        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }

    @Test
    void fetchAsync_clientClosesWhileTheTaskIsHandedOver_endsWithClosed() {
        AtomicBoolean closing = new AtomicBoolean();
        CompletableFuture<MarketDataClient> self = new CompletableFuture<>();
        ExecutorService executor = new LazyExecutor() {
            @Override
            public void execute(Runnable task) {
                if (closing.compareAndSet(false, true)) {
                    self.join().close();
                }
            }
        };
        try (MarketDataClient client = builder().executor(executor).build()) {
            self.complete(client);
            assertReason(client.quote("AAPL").fetchAsync(), FailureReason.CLOSED);
            assertReason(client.quote("AAPL").fetchAsync(), FailureReason.CLOSED);
        }
    }

    @Test
    void fetchAsync_executorRefuses_isRateLimited() {
        ExecutorService executor = new LazyExecutor() {
            @Override
            public void execute(Runnable task) {
                throw new RejectedExecutionException("full");
            }
        };
        try (MarketDataClient client = builder().executor(executor).build()) {
            assertReason(client.quote("AAPL").fetchAsync(), FailureReason.RATE_LIMITED);
        }
    }

    @Test
    void fetchAsync_executorIsShutDown_saysSo() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        try (MarketDataClient client = builder().executor(executor).build()) {
            CompletableFuture<Quote> answer = client.quote("AAPL").fetchAsync();

            assertReason(answer, FailureReason.CLOSED);
            assertThatThrownBy(answer::join).hasMessageContaining("executor");
        }
    }

    private static void assertReason(CompletableFuture<?> answer, FailureReason reason) {
        assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    /** Remembers in what state it was closed. */
    private static final class RecordingSink implements EventSink {
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile boolean broken;

        @Override
        public void publish(EventEnvelope event) {}

        @Override
        public HealthCheck check() {
            if (broken) {
                throw new IllegalStateException("no\u001b[31m connection");
            }
            return HealthCheck.ok();
        }

        @Override
        public void close() {
            interrupted.set(Thread.currentThread().isInterrupted());
            closed.countDown();
        }
    }

    @Test
    void close_fromAContinuation_flushesWithoutAnInterruptAndWithoutWaitingForItself() throws Exception {
        RecordingSink sink = new RecordingSink();
        MarketDataClient client = builder().addEvents(sink).build();
        CountDownLatch registered = new CountDownLatch(1);
        provider.always((symbols, context) -> {
            try {
                registered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return provider.priceOf100(symbols, context);
        });
        CompletableFuture<Boolean> after = client.quote("AAPL").fetchAsync().thenApply(quote -> {
            client.close();
            return Thread.currentThread().isInterrupted();
        });
        long start = System.nanoTime();
        registered.countDown();

        assertThat(after.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
        assertThat(sink.closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(sink.interrupted).isFalse();
        assertThat(provider.isClosed()).isTrue();
    }

    @Test
    void health_aSinkCannotBeChecked_tellsTheRest() {
        RecordingSink sink = new RecordingSink();
        sink.broken = true;
        try (MarketDataClient client = builder().addEvents(sink).build()) {
            assertThat(client.health().components().values()).singleElement().satisfies(check -> {
                assertThat(check.healthy()).isFalse();
                assertThat(check.detail()).contains("IllegalStateException").doesNotContain("\u001b");
            });
            assertThat(client.health().source("first").requests()).isZero();
        }
    }

    @Test
    void checkHealth_breakerIsOpen_leavesTheProviderAlone() {
        provider.always(provider.failing(FailureReason.BLOCKED));
        try (MarketDataClient client = builder().build()) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> client.quote("AAPL").fresh().fetch()).isInstanceOf(QuotronException.class);
            }
            client.checkHealth(Duration.ofSeconds(1));

            assertThat(provider.requests()).isEqualTo(5);
        }
    }

    @Test
    void everyEntryPoint_null_namesTheParameter() {
        try (MarketDataClient client = builder().build()) {
            assertNamed("symbol", () -> client.quote((String) nothing()));
            assertNamed("symbol", () -> client.quote((io.quotron.model.Symbol) nothing()));
            assertNamed("symbols", () -> client.quotes(ClosingTest.<Collection<io.quotron.model.Symbol>>nothing()));
            assertNamed("symbols", () -> client.quotes((String[]) nothing()));
            assertNamed("symbol", () -> client.bars((String) nothing()));
            assertNamed("symbols", () -> client.stream((String[]) nothing()));
            assertNamed("index", () -> client.index(nothing()));
            assertNamed("range", () -> client.trades("AAPL", nothing()));
            assertNamed("text", () -> client.instruments().search(nothing()));
            assertNamed("identifier", () -> client.instruments().resolve(nothing()));
            assertNamed("providerId", () -> client.instruments().discover(nothing()));
            assertNamed("providerId", () -> client.instruments().lists(nothing()));
            assertNamed("symbol", () -> client.profile(nothing()));
            assertNamed("symbol", () -> client.options(nothing()));
            assertNamed("symbol", () -> client.book(nothing()));
            assertNamed("symbol", () -> client.actions(nothing()));
            assertNamed("expiration", () -> client.options("AAPL").expiring(nothing()));
            assertNamed("range", () -> client.actions("AAPL").range(nothing()));
            assertNamed("period", () -> client.actions("AAPL").last(nothing()));
            assertNamed("timeout", () -> client.checkHealth(nothing()));
            assertNamed("timeout", () -> client.quote("AAPL").timeout(nothing()));
            assertNamed("providerIds", () -> client.quote("AAPL").from((String[]) nothing()));
            assertNamed("period", () -> client.bars("AAPL").last((java.time.Period) nothing()));
            assertNamed("duration", () -> client.bars("AAPL").last((Duration) nothing()));
            assertNamed("range", () -> client.bars("AAPL").range(nothing()));
            assertNamed("sink", () -> MarketDataClient.builder().addStorage(nothing()));
            assertNamed("sink", () -> MarketDataClient.builder().addEvents(nothing()));
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static void assertNamed(String parameter, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(parameter);
    }

    @Test
    void exceptions_writtenAndReadBack_keepWhatTheySay() throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        var failure = new io.quotron.error.AllProvidersFailedException(
                "quotes",
                List.of(
                        new RateLimitedException(SourceId.of("first"), "slow", Duration.ofSeconds(7)),
                        new QuotronException(FailureReason.TIMEOUT, "late")));
        try (var out = new java.io.ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        var copy = (io.quotron.error.AllProvidersFailedException)
                new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(copy.reason()).isEqualTo(FailureReason.RATE_LIMITED);
        assertThat(copy.trail().steps()).isEmpty();
        assertThat(copy.attempts()).hasSize(2);
        assertThat(((RateLimitedException) copy.attempts().get(0)).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
}
