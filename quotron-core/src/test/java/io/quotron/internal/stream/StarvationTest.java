package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.internal.pipeline.PipelineEngine;
import io.quotron.model.FeedState;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.pipeline.Pipeline;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamSettings;
import io.quotron.testkit.LeakGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listeners that block for ever harm nobody but themselves. */
@ExtendWith(LeakGuard.class)
final class StarvationTest {
    private static final int BLOCKED = 20;

    private final Rig rig = new Rig(StreamSettings.defaults());
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        rig.close();
    }

    private void blockAllThreads() {
        for (int i = 0; i < BLOCKED; i++) {
            rig.stream("BTC/USD").trades().subscribe(new MarketDataListener() {
                @Override
                public void onTrade(Trade trade) {
                    held.incrementAndGet();
                    hold();
                }
            });
        }
        rig.settle();
        rig.feed.happen(rig.trade("BTC/USD"));
        Rig.await(() -> held.get() >= StreamSettings.defaults().workers(), "blocked listeners");
    }

    private void hold() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            rig.time.advance(Duration.ofSeconds(1));
            rig.feed.heartbeat();
        }
    }

    @Test
    void listenersThatBlockForEver_doNotStopAnotherOne() {
        blockAllThreads();
        Recorder recorder = new Recorder();
        rig.stream("BTC/USD").trades().subscribe(recorder);
        rig.feed.happen(rig.trade("BTC/USD"));
        Rig.await(
                () -> {
                    ticks(1);
                    return held.get() == BLOCKED && !recorder.trades.isEmpty();
                },
                "the trade of the listener that does not block");

        assertThat(recorder.trades).hasSize(1);
    }

    @Test
    void listenersThatBlockForEver_doNotStopAPipeline() {
        blockAllThreads();
        try (PipelineEngine pipelines = new PipelineEngine(
                        rig.hub(), Optional.empty(), Optional.empty(), rig.time, Rig::threads, "test");
                Pipeline pipeline = pipelines
                        .request(List.of(Symbol.of("BTC/USD")))
                        .bars(Interval.SECOND_1)
                        .start()) {
            rig.feed.happen(rig.trade("BTC/USD"));
            Rig.await(() -> pipeline.accounting().trades().delivered() == 1, "the pipeline");
        }
    }

    @Test
    void symbolsThatComeAndGoWhileTheProviderIsStuck_leaveNothingBehind() {
        rig.feed.subscribeGate = release;
        Recorder recorder = new Recorder();
        rig.stream("BTC/USD").trades().subscribe(recorder);
        Rig.await(() -> rig.feed.subscribeCalls.get() == 1, "a subscription that is stuck");
        for (int i = 0; i < 2_000; i++) {
            rig.stream("S" + i + "/USD").trades().subscribe(recorder).close();
        }
        rig.stream("ETH/USD").trades().subscribe(recorder);
        Rig.await(
                () -> rig.hub().health().stream()
                        .anyMatch(feed -> feed.streams().containsKey(Rig.trades("ETH/USD"))),
                "the engine, which takes what comes and goes in order, has come to the last one");
        release.countDown();
        rig.settle();

        assertThat(rig.feed.subscribeCalls.get())
                .as("what came and went was never asked for")
                .isLessThanOrEqualTo(2);
        assertThat(rig.feed.subscribed()).containsExactlyInAnyOrder(Rig.trades("BTC/USD"), Rig.trades("ETH/USD"));
    }

    @Test
    void flush_waitsForWhatTheEngineHasNotHandedOnYet() {
        rig.stream("BTC/USD")
                .trades()
                .overflow(OverflowStrategy.BLOCK)
                .queueCapacity(1)
                .subscribe(new MarketDataListener() {
                    @Override
                    public void onTrade(Trade trade) {
                        held.incrementAndGet();
                        hold();
                    }
                });
        try (PipelineEngine pipelines = new PipelineEngine(
                        rig.hub(), Optional.empty(), Optional.empty(), rig.time, Rig::threads, "test");
                Pipeline pipeline =
                        pipelines.request(List.of(Symbol.of("BTC/USD"))).start()) {
            rig.settle();
            rig.feed.happen(rig.trade("BTC/USD"));
            Rig.await(() -> held.get() == 1, "the listener that blocks");
            for (int i = 0; i < 3; i++) {
                rig.feed.happen(rig.trade("BTC/USD")); // the second of these makes the engine wait for a second
            }

            assertThat(pipeline.flush(Duration.ofSeconds(10))).isTrue();
            assertThat(pipeline.accounting().trades().delivered()).isEqualTo(4);
        }
    }

    @Test
    void fetchesThatHang_doNotStopTheSocketsOfOthers() {
        rig.feed.fetchGate = release;
        Recorder recorder = new Recorder();
        rig.stream("A/USD", "B/USD", "C/USD", "D/USD", "E/USD").trades().subscribe(recorder);
        rig.settle();
        rig.feed.cut();
        for (int i = 0; i < 8; i++) {
            rig.time.advance(Duration.ofMillis(500));
            Rig.await(() -> rig.hub().isIdleButForFetches(), "sockets and engines at rest");
        }
        Rig.await(() -> rig.feed.hangingFetches.get() == 4, "four fetches that hang");
        rig.stream("NEW/USD").trades().subscribe(recorder);
        Rig.await(() -> recorder.statuses("NEW/USD").contains(FeedState.Status.ACTIVE), "a new stream");

        assertThat(rig.feed.subscribed()).contains(Rig.trades("NEW/USD"));
    }
}
