package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.internal.stream.FakeFeed.Answer;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Interval;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
final class HealingTest {
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Rig rig = new Rig(StreamSettings.builder()
            .idleTimeout(IDLE)
            .subscribeTimeout(Duration.ofSeconds(2))
            .build());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void cut_whileTradesGoOn_isFilledOnceAndInOrder() {
        Recorder recorder = new Recorder();
        Subscription subscription = rig.stream("BTC/USD").trades().subscribe(recorder);
        rig.settle();
        List<String> truth = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            if (i == 40) {
                rig.feed.cut();
            }
            happen(truth);
            rig.advance(Duration.ofMillis(250));
        }
        rig.advance(Duration.ofSeconds(5));

        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(recorder.gapStatuses()).containsExactly(Gap.Status.OPEN, Gap.Status.FILLED);
        assertThat(recorder.gaps.get(1).recovered()).isBetween(1, 10);
        assertThat(recorder.statuses("BTC/USD"))
                .containsExactly(
                        FeedState.Status.PENDING,
                        FeedState.Status.ACTIVE,
                        FeedState.Status.STALE,
                        FeedState.Status.ACTIVE);
        StreamAccounting counts = subscription.accounting();
        assertThat(counts).isEqualTo(new StreamAccounting(100 + counts.rejected(), 100, counts.rejected(), 0, 0));
        assertThat(rig.hub().accounting().isBalanced()).isTrue();
        assertThat(rig.hub().accounting().pending()).isZero();
    }

    @Test
    void cut_whoseTradesCannotBeFetched_isAnnouncedAsAGapThatStays() {
        rig.feed.failingFetches = 3;
        Recorder recorder = new Recorder();
        rig.stream("BTC/USD").trades().bars(Interval.SECOND_1).subscribe(recorder);
        rig.settle();
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            if (i == 20) {
                rig.feed.cut();
            }
            happen(truth);
            rig.advance(Duration.ofMillis(250));
        }
        rig.advance(Duration.ofSeconds(10));

        assertThat(recorder.gapStatuses()).containsExactly(Gap.Status.OPEN, Gap.Status.UNFILLABLE);
        assertThat(recorder.ids()).doesNotHaveDuplicates().hasSizeLessThan(80);
        assertThat(recorder.bars).anySatisfy(bar -> assertThat(bar.reason()).isEqualTo(Bar.Reason.FEED_DOWN));
    }

    @Test
    void cut_filled_leavesNoTraceInTheBars() {
        Recorder recorder = new Recorder();
        rig.stream("BTC/USD").bars(Interval.MINUTE_1).subscribe(recorder);
        rig.settle();
        for (int i = 0; i < 130; i++) {
            if (i == 55) {
                rig.feed.cut();
            }
            rig.feed.happen(rig.trade("BTC/USD"));
            rig.advance(Duration.ofSeconds(1));
        }

        assertThat(recorder.bars).hasSize(2).allSatisfy(bar -> {
            assertThat(bar.tradeCount()).hasValue(60);
            assertThat(bar.coverage()).isEqualTo(1);
            assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
        });
    }

    @Test
    void reconnect_twentyTimesAtRandomPoints_serverHasWhatIsWanted() {
        Seed seed = Seed.of("reconnect_twentyTimesAtRandomPoints");
        RandomGenerator random = seed.generator();
        List<Subscription> open = new ArrayList<>();
        Recorder recorder = new Recorder();
        open.add(rig.stream("BTC/USD").trades().subscribe(recorder));
        List<String> truth = new ArrayList<>();
        rig.settle();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 8; i++) {
                if (random.nextInt(3) == 0) {
                    rig.feed.cut();
                }
                if (random.nextBoolean()) {
                    String[] symbols = {"S" + random.nextInt(30), "S" + random.nextInt(30)};
                    open.add(rig.stream(symbols).trades().subscribe(new Recorder()));
                } else if (open.size() > 1) {
                    open.remove(1 + random.nextInt(open.size() - 1)).close();
                }
                happen(truth);
                rig.time.advance(Duration.ofMillis(random.nextInt(400)));
            }
            rig.settle();
        }
        for (int i = 0; i < 40; i++) {
            rig.feed.heartbeat();
            rig.advance(Duration.ofSeconds(1));
        }

        Set<StreamKey> wanted = new HashSet<>();
        open.forEach(subscription -> wanted.addAll(subscription.states().keySet()));
        assertThat(rig.feed.subscribed()).as(seed.toString()).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(recorder.ids()).as(seed.toString()).containsExactlyElementsOf(truth);
        assertThat(rig.hub().accounting().isBalanced()).isTrue();
    }

    @Test
    void stall_ofOneOfThreeSymbols_isHealedAloneAndFilled() {
        Recorder recorder = new Recorder();
        Subscription subscription =
                rig.stream("A/USD", "B/USD", "C/USD").trades().subscribe(recorder);
        rig.settle();
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            if (i == 20) {
                rig.feed.answers.put(Rig.trades("B/USD"), Answer.MUTE);
            }
            if (rig.feed.subscribes.getOrDefault(Rig.trades("B/USD"), 0) == 2) {
                rig.feed.answers.remove(Rig.trades("B/USD"));
            }
            for (String symbol : List.of("A/USD", "B/USD", "C/USD")) {
                Trade trade = rig.trade(symbol);
                truth.add(trade.id());
                rig.feed.happen(trade);
            }
            rig.feed.heartbeat();
            rig.advance(Duration.ofMillis(500));
        }

        assertThat(rig.feed.connections()).isEqualTo(1);
        assertThat(rig.feed.subscribes)
                .containsEntry(Rig.trades("A/USD"), 1)
                .containsEntry(Rig.trades("B/USD"), 2)
                .containsEntry(Rig.trades("C/USD"), 1);
        assertThat(recorder.ids()).containsExactlyInAnyOrderElementsOf(truth);
        assertThat(recorder.trades.stream()
                        .filter(trade -> trade.symbol().code().equals("B/USD"))
                        .map(trade -> Integer.parseInt(String.valueOf(trade.id()))))
                .isSorted();
        assertThat(recorder.statuses("B/USD")).endsWith(FeedState.Status.STALE, FeedState.Status.ACTIVE);
        assertThat(recorder.statuses("A/USD")).doesNotContain(FeedState.Status.STALE);
        assertThat(recorder.gapStatuses()).containsExactly(Gap.Status.OPEN, Gap.Status.FILLED);
        assertThat(subscription.accounting().delivered()).isEqualTo(240);
    }

    @Test
    void stall_thatANewSubscriptionDoesNotHeal_opensTheSocketAnewOnce() {
        Recorder recorder = new Recorder();
        rig.stream("A/USD", "B/USD").trades().subscribe(recorder);
        rig.settle();
        for (int i = 0; i < 120; i++) {
            if (i == 20) {
                rig.feed.answers.put(Rig.trades("B/USD"), Answer.MUTE);
            }
            rig.feed.happen(rig.trade("A/USD"));
            rig.feed.happen(rig.trade("B/USD"));
            rig.advance(Duration.ofMillis(500));
        }

        assertThat(rig.feed.connections()).isEqualTo(2);
        assertThat(recorder.statuses("B/USD")).endsWith(FeedState.Status.STALE);
        assertThat(recorder.statuses("A/USD")).endsWith(FeedState.Status.ACTIVE);
    }

    @Test
    void quietMarket_withSlowRhythm_raisesNoAlarmOnceItsRhythmIsKnown() {
        Recorder recorder = new Recorder();
        rig.stream("A/USD").trades().subscribe(recorder);
        rig.settle();
        for (int i = 0; i < 40 * 4; i++) {
            if (i % 32 == 0) { // every 8 s, that is 40 s at 5 times
                rig.feed.happen(rig.trade("A/USD"));
            }
            rig.feed.heartbeat();
            rig.advance(Duration.ofMillis(250));
        }
        for (int i = 0; i < 30 * 4; i++) {
            rig.feed.heartbeat();
            rig.advance(Duration.ofMillis(250));
        }

        assertThat(recorder.statuses("A/USD")).doesNotContain(FeedState.Status.STALE);
    }

    @Test
    void connection_thatNeverSaysAnything_isReopenedAfterTheIdleTimeout() {
        Recorder recorder = new Recorder();
        rig.feed.answers.put(Rig.trades("A/USD"), Answer.SILENCE);
        Subscription subscription = rig.stream("A/USD").trades().subscribe(recorder);
        rig.settle();
        rig.advance(IDLE);
        assertThat(rig.feed.openConnections()).isZero();
        assertThat(rig.hub().health().get(0).problem()).contains("nothing came");

        rig.feed.answers.clear();
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.feed.connections()).isEqualTo(2);
        assertThat(subscription.states()).containsEntry(Rig.trades("A/USD"), FeedState.Status.ACTIVE);
    }

    @Test
    void connection_thatDoesNotOpen_isTriedAgain() {
        rig.feed.opens = false;
        Subscription subscription = rig.stream("A/USD").trades().subscribe(new Recorder());
        rig.settle();
        rig.advance(Duration.ofSeconds(12));
        assertThat(rig.feed.connections()).isEqualTo(2);
        rig.feed.opens = true;
        rig.advance(Duration.ofSeconds(15));

        assertThat(subscription.states()).containsValue(FeedState.Status.ACTIVE);
        assertThat(rig.feed.openConnections()).isEqualTo(1);
    }

    @Test
    void ack_neverComing_isAskedFourTimesThenFailedAndLateAckRevives() {
        rig.feed.answers.put(Rig.trades("A/USD"), Answer.SILENCE);
        Recorder recorder = new Recorder();
        Subscription subscription = rig.stream("A/USD", "B/USD").trades().subscribe(recorder);
        rig.settle();
        for (int i = 0; i < 9; i++) {
            rig.feed.heartbeat();
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.feed.subscribes).containsEntry(Rig.trades("A/USD"), 4);
        assertThat(subscription.states())
                .containsEntry(Rig.trades("A/USD"), FeedState.Status.FAILED)
                .containsEntry(Rig.trades("B/USD"), FeedState.Status.ACTIVE);
        assertThat(recorder.states.get(recorder.states.size() - 1).detail()).contains("no answer");

        rig.feed.last().listener.onSubscribed(Rig.trades("A/USD"));
        rig.settle();
        assertThat(subscription.states()).containsEntry(Rig.trades("A/USD"), FeedState.Status.ACTIVE);
    }

    @Test
    void ack_refusedForGood_failsWithReasonAndIsNotAskedAgain() {
        rig.feed.answers.put(Rig.trades("NOPE"), Answer.REFUSE);
        Recorder recorder = new Recorder();
        Subscription subscription = rig.stream("NOPE", "B/USD").trades().subscribe(recorder);
        rig.settle();
        assertThat(subscription.awaitActive(Duration.ofSeconds(1))).isFalse();
        rig.feed.cut();
        rig.advance(Duration.ofSeconds(5));

        assertThat(rig.feed.subscribes).containsEntry(Rig.trades("NOPE"), 1);
        assertThat(recorder.states).anySatisfy(state -> {
            assertThat(state.status()).isEqualTo(FeedState.Status.FAILED);
            assertThat(state.detail()).contains("SYMBOL_UNKNOWN").contains("no such pair");
        });
    }

    @Test
    void oldConnection_speakingAfterItsEnd_isIgnored() {
        Recorder recorder = new Recorder();
        Subscription subscription = rig.stream("A/USD").trades().subscribe(recorder);
        rig.settle();
        FakeFeed.Connection old = rig.feed.last();
        rig.feed.cut();
        rig.feed.answers.put(Rig.trades("A/USD"), Answer.SILENCE);
        rig.advance(Duration.ofSeconds(2));
        old.listener.onSubscribed(Rig.trades("A/USD"));
        old.listener.onEvent(Rig.trades("A/USD"), rig.trade("A/USD"));
        rig.settle();

        assertThat(subscription.states()).containsEntry(Rig.trades("A/USD"), FeedState.Status.STALE);
        assertThat(recorder.trades).isEmpty();
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(1, 0, 1, 0, 0));
    }

    @Test
    void rejected_hundredTimesInARow_opensTheSocketAnew() {
        rig.stream("A/USD").trades().subscribe(new Recorder());
        rig.settle();
        for (int i = 0; i < 99; i++) {
            rig.feed.last().listener.onRejected("junk");
        }
        rig.feed.happen(rig.trade("A/USD"));
        for (int i = 0; i < 99; i++) {
            rig.feed.last().listener.onRejected("junk");
        }
        rig.settle();
        assertThat(rig.feed.openConnections()).isEqualTo(1);
        rig.feed.last().listener.onRejected("junk");
        rig.settle();

        assertThat(rig.feed.openConnections()).isZero();
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(200, 1, 199, 0, 0));
    }

    @Test
    void mailbox_overrunWhileAListenerBlocks_isFilledInOrder() {
        try (Rig small = new Rig(StreamSettings.builder().queueCapacity(8).build())) {
            CountDownLatch release = new CountDownLatch(1);
            Recorder recorder = new Recorder() {
                @Override
                public void onTrade(Trade trade) {
                    super.onTrade(trade);
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
            small.stream("A/USD").trades().overflow(OverflowStrategy.BLOCK).subscribe(recorder);
            small.settle();
            List<String> truth = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Trade trade = small.trade("A/USD");
                truth.add(String.valueOf(trade.id()));
                small.feed.happen(trade);
                small.time.advance(Duration.ofMillis(1));
            }
            assertThat(small.hub().accounting().dropped()).isPositive();
            release.countDown();
            small.settle();
            small.advance(Duration.ofSeconds(5));

            assertThat(recorder.ids()).containsExactlyElementsOf(truth);
            assertThat(small.hub().accounting().isBalanced()).isTrue();
        }
    }

    @Test
    void trade_toldTwice_isDeliveredOnceAndCounted() {
        Recorder recorder = new Recorder();
        Subscription subscription = rig.stream("A/USD").trades().subscribe(recorder);
        rig.settle();
        Trade trade = rig.trade("A/USD");
        rig.feed.happen(trade);
        rig.feed.send(Rig.trades("A/USD"), trade);
        rig.feed.send(Rig.trades("A/USD"), rig.quote("A/USD", 1));
        rig.settle();

        assertThat(recorder.trades).hasSize(1);
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(2, 1, 1, 0, 0));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(3, 1, 2, 0, 0));
    }

    private void happen(List<String> truth) {
        Trade trade = rig.trade("BTC/USD");
        truth.add(String.valueOf(trade.id()));
        rig.feed.happen(trade);
    }
}
