package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKind;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
final class StreamHubTest {
    private final Rig rig =
            new Rig(StreamSettings.builder().idleTimeout(Duration.ofSeconds(10)).build());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void subscribe_tradesOfTwoSymbols_sharesOneConnectionAndDeliversInOrder() {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        Subscription one = rig.stream("BTC/USD", "ETH/USD").trades().subscribe(first);
        rig.stream("BTC/USD").trades().subscribe(second);
        assertThat(one.awaitActive(Duration.ofSeconds(5))).isTrue();
        rig.settle();

        for (int i = 0; i < 50; i++) {
            rig.feed.happen(rig.trade(i % 2 == 0 ? "BTC/USD" : "ETH/USD"));
        }
        rig.settle();

        assertThat(rig.feed.connections()).isEqualTo(1);
        assertThat(rig.feed.subscribes).containsEntry(Rig.trades("BTC/USD"), 1);
        assertThat(first.ids()).hasSize(50);
        assertThat(first.ids().stream().map(Integer::parseInt)).isSorted();
        assertThat(second.trades).hasSize(25);
        assertThat(one.accounting()).isEqualTo(new StreamAccounting(50, 50, 0, 0, 0));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(50, 50, 0, 0, 0));
        assertThat(first.statuses("BTC/USD")).containsExactly(FeedState.Status.PENDING, FeedState.Status.ACTIVE);
    }

    @Test
    void close_ofTheLastSubscription_unsubscribesThenEndsTheSocket() {
        Subscription one = rig.stream("BTC/USD", "ETH/USD").trades().subscribe(new Recorder());
        Subscription two = rig.stream("BTC/USD").trades().subscribe(new Recorder());
        rig.settle();

        one.close();
        rig.settle();
        assertThat(rig.feed.subscribed()).containsExactly(Rig.trades("BTC/USD"));
        assertThat(one.states()).containsValue(FeedState.Status.CLOSED).hasSize(2);

        two.close();
        rig.settle();
        assertThat(rig.feed.openConnections()).isZero();
    }

    @Test
    void subscribe_unknownProviderOrNothingOffered_failsBeforeAnyConnection() {
        rig.feed.kinds = Set.of(StreamKind.QUOTES);

        assertThatThrownBy(() -> rig.stream("BTC/USD").from("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope")
                .hasMessageContaining("fake");
        assertThatThrownBy(() -> rig.stream("BTC/USD").trades().subscribe(new Recorder()))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNSUPPORTED))
                .hasMessageContaining("TRADES of BTC/USD");
        assertThat(rig.feed.connections()).isZero();
    }

    @Test
    void subscribe_firstProviderCannotStreamTrades_takesTheNext() {
        FakeFeed second = new FakeFeed("second");
        rig.feed.kinds = Set.of(StreamKind.QUOTES);
        rig.use(rig.feed, second);

        rig.stream("BTC/USD").trades().subscribe(new Recorder());
        rig.settle();

        assertThat(second.subscribed()).containsExactly(Rig.trades("BTC/USD"));
        assertThat(rig.feed.connections()).isZero();
    }

    @Test
    void listener_throwingAnything_harmsNeitherItselfNorOthers() {
        Recorder calm = new Recorder();
        Recorder angry = new Recorder() {
            @Override
            public void onTrade(Trade trade) {
                super.onTrade(trade);
                throw new StackOverflowError("on purpose");
            }
        };
        Subscription failing = rig.stream("BTC/USD").trades().subscribe(angry);
        rig.stream("BTC/USD").trades().subscribe(calm);
        rig.settle();

        for (int i = 0; i < 1000; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
        }
        rig.settle();

        assertThat(calm.trades).hasSize(1000);
        assertThat(angry.trades).hasSize(1000);
        assertThat(angry.errors).hasSize(1000);
        assertThat(failing.listenerErrors()).isEqualTo(1000);
        assertThat(failing.accounting()).isEqualTo(new StreamAccounting(1000, 1000, 0, 0, 0));
        assertThat(rig.feed.connections()).isEqualTo(1);
    }

    @Test
    void listener_blockingForEver_stopsNobodyElse() {
        CountDownLatch release = new CountDownLatch(1);
        Recorder calm = new Recorder();
        Subscription blocked =
                rig.stream("BTC/USD").trades().queueCapacity(10).subscribe(new BlockingRecorder(release));
        Subscription free = rig.stream("BTC/USD").trades().subscribe(calm);
        assertThat(free.awaitActive(Duration.ofSeconds(5))).isTrue();

        for (int i = 0; i < 100; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
        }
        Rig.await(() -> calm.trades.size() == 100, "100 trades");
        Rig.await(() -> blocked.accounting().received() == 100, "100 trades at the blocked one");

        StreamAccounting stuck = blocked.accounting();
        assertThat(stuck.isBalanced()).isTrue();
        assertThat(stuck.pending()).isBetween(10L, 11L);
        release.countDown();
        rig.settle();
        assertThat(blocked.accounting().pending()).isZero();
        assertThat(blocked.accounting().delivered() + blocked.accounting().dropped())
                .isEqualTo(100);
    }

    @Test
    void overflow_conflate_keepsTheNewestOfEachStream() {
        CountDownLatch release = new CountDownLatch(1);
        BlockingRecorder slow = new BlockingRecorder(release);
        Subscription subscription = rig.stream("BTC/USD", "ETH/USD")
                .trades()
                .overflow(OverflowStrategy.CONFLATE)
                .subscribe(slow);
        rig.feed.hasPast = false;
        assertThat(subscription.awaitActive(Duration.ofSeconds(5))).isTrue();
        rig.feed.happen(rig.trade("BTC/USD"));
        Rig.await(() -> slow.trades.size() == 1, "the first trade");

        for (int i = 0; i < 10; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
            rig.feed.happen(rig.trade("ETH/USD"));
        }
        Rig.await(() -> subscription.accounting().received() == 21, "21 trades");
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(21, 0, 0, 18, 3));
        release.countDown();
        rig.settle();

        assertThat(slow.ids()).containsExactly("1", "20", "21");
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(21, 3, 0, 18, 0));
    }

    @Test
    void overflow_block_losesNothingWhileTheListenerMoves() {
        Recorder slow = new Recorder() {
            @Override
            public void onTrade(Trade trade) {
                for (int i = 0; i < 2000; i++) {
                    Thread.onSpinWait();
                }
                super.onTrade(trade);
            }
        };
        Subscription subscription = rig.stream("BTC/USD")
                .trades()
                .overflow(OverflowStrategy.BLOCK)
                .queueCapacity(4)
                .subscribe(slow);
        assertThat(subscription.awaitActive(Duration.ofSeconds(5))).isTrue();

        for (int i = 0; i < 2000; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
        }
        rig.settle();

        assertThat(slow.trades).hasSize(2000);
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(2000, 2000, 0, 0, 0));
    }

    @Test
    void overflow_blockWithAStuckListener_announcesWhatItMissed() {
        CountDownLatch release = new CountDownLatch(1);
        BlockingRecorder stuck = new BlockingRecorder(release);
        Subscription subscription = rig.stream("BTC/USD")
                .trades()
                .overflow(OverflowStrategy.BLOCK)
                .queueCapacity(4)
                .subscribe(stuck);
        assertThat(subscription.awaitActive(Duration.ofSeconds(5))).isTrue();
        for (int i = 0; i < 20; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
        }
        Rig.await(() -> subscription.accounting().received() == 20, "20 trades");
        Rig.await(() -> subscription.accounting().dropped() == 15, "15 trades left out");
        release.countDown();
        rig.settle();

        assertThat(stuck.ids()).containsExactly("1", "2", "3", "4", "5");
        assertThat(stuck.gaps).hasSize(1);
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(20, 5, 0, 15, 0));
    }

    @Test
    void bars_fromTrades_closeWithFullCoverage() {
        Recorder recorder = new Recorder();
        Subscription subscription =
                rig.stream("BTC/USD").bars(Interval.MINUTE_1).subscribe(recorder);
        rig.settle();
        for (int i = 0; i < 150; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
            rig.advance(Duration.ofSeconds(1));
        }

        assertThat(recorder.trades).isEmpty();
        assertThat(recorder.bars).hasSize(2).allSatisfy(bar -> {
            assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
            assertThat(bar.coverage()).isEqualTo(1);
            assertThat(bar.tradeCount()).hasValue(60);
        });
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(150, 150, 0, 0, 0));
    }

    @Test
    void quotes_ofAProviderWithoutSocket_arePolledAndOnlyChangesDelivered() {
        rig.feed.streams = false;
        rig.feed.hasQuotes = true;
        rig.use(rig.feed);
        List<Integer> asked = new CopyOnWriteArrayList<>();
        Map<Symbol, Result<Quote>> answers = new HashMap<>();
        rig.poll(symbols -> {
            asked.add(symbols.size());
            if (asked.size() == 3) {
                throw new IllegalStateException("on purpose");
            }
            return answers;
        });
        answers.put(Symbol.of("AAPL"), Result.success(rig.quote("AAPL", 10)));
        answers.put(Symbol.of("NOPE"), Result.failure(FailureReason.SYMBOL_UNKNOWN, "no such symbol"));
        Recorder recorder = new Recorder();
        Subscription subscription = rig.stream("AAPL", "NOPE").subscribe(recorder);
        rig.settle();
        rig.advance(Duration.ofSeconds(5));
        assertThat(recorder.quotes).hasSize(1);
        assertThat(subscription.states())
                .containsEntry(Rig.quotes("AAPL"), FeedState.Status.ACTIVE)
                .containsEntry(Rig.quotes("NOPE"), FeedState.Status.FAILED);

        rig.advance(Duration.ofSeconds(5));
        assertThat(subscription.states()).containsEntry(Rig.quotes("AAPL"), FeedState.Status.STALE);

        answers.put(Symbol.of("AAPL"), Result.success(rig.quote("AAPL", 11)));
        rig.advance(Duration.ofSeconds(5));
        assertThat(recorder.quotes).extracting(Quote::price).containsExactly(10.0, 11.0);
        assertThat(subscription.states()).containsEntry(Rig.quotes("AAPL"), FeedState.Status.ACTIVE);
        assertThat(subscription.accounting().received()).isEqualTo(2);
    }

    @Test
    void quotes_of120PolledSymbols_areAskedInBatchesOf50() {
        rig.feed.streams = false;
        rig.feed.hasQuotes = true;
        rig.use(rig.feed);
        List<Integer> asked = new CopyOnWriteArrayList<>();
        rig.poll(symbols -> {
            asked.add(symbols.size());
            return Map.of();
        });
        String[] symbols = new String[120];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = "S" + i;
        }
        rig.stream(symbols).quotes().subscribe(new Recorder());
        rig.settle();

        assertThat(asked).containsExactly(50, 50, 20);
    }

    /** Does not return from the first trade until it is released. */
    private static final class BlockingRecorder extends Recorder {
        private final CountDownLatch release;

        private BlockingRecorder(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public void onTrade(Trade trade) {
            super.onTrade(trade);
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
