package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.QuotronException;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Interval;
import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;
import io.quotron.model.TradingStatus;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Order books, candles of the source, and trading status. */
@ExtendWith(LeakGuard.class)
final class LiveKindsTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final StreamKey BOOK = StreamKey.book(BTC, 2);
    private static final StreamKey CANDLES = StreamKey.bars(BTC, Interval.MINUTE_1);
    private static final StreamKey STATUS = new StreamKey(BTC, StreamKind.STATUS);

    private final Rig rig =
            new Rig(StreamSettings.builder().idleTimeout(Duration.ofSeconds(10)).build());
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void offerAll() {
        rig.feed.kinds = EnumSet.allOf(StreamKind.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private OrderBook book(double bid, int levels) {
        OrderBook.Builder builder = OrderBook.builder(BTC, rig.feed.id()).eventTime(rig.time.now());
        for (int i = 0; i < levels; i++) {
            builder.bid(bid - i, 1).ask(bid + 1 + i, 1);
        }
        return builder.build();
    }

    private Bar candle(Instant open, Bar.State state, double close) {
        return Bar.builder(BTC, rig.feed.id(), Interval.MINUTE_1)
                .span(open, open.plusSeconds(60))
                .prices(close, close, close, close)
                .state(state)
                .receivedTime(rig.time.now())
                .build();
    }

    private TradingStatus word(TradingStatus.Status status) {
        return new TradingStatus(BTC, rig.feed.id(), status, "said", rig.time.now(), rig.time.now());
    }

    private List<OrderBook.State> bookStates() {
        return recorder.books.stream().map(OrderBook::state).toList();
    }

    @Test
    void book_deeperThanAskedFor_isCutAndCounted() {
        Subscription subscription = rig.stream("BTC/USD").book(2).subscribe(recorder);
        rig.settle();
        rig.feed.send(BOOK, book(100, 5));
        rig.feed.send(BOOK, rig.trade("BTC/USD"));
        rig.settle();

        assertThat(subscription.states()).containsOnlyKeys(BOOK);
        assertThat(recorder.books).containsExactly(book(100, 2));
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(1, 1, 0, 0, 0));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(2, 1, 1, 0, 0));
    }

    @Test
    void book_ofADepthThatNobodyOffers_isUnsupportedByName() {
        rig.feed.offered = key -> key.depth() == 10;

        assertThatThrownBy(() -> rig.stream("BTC/USD").book(7).subscribe(recorder))
                .isInstanceOf(QuotronException.class)
                .hasMessageContaining("BOOK 7 of BTC/USD");
        assertThatThrownBy(() -> rig.stream("BTC/USD").book(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("depth");
        Subscription offered = rig.stream("BTC/USD").book(7).book(10).subscribe(recorder);
        assertThat(offered.states()).containsOnlyKeys(StreamKey.book(BTC, 10));
    }

    @Test
    void book_ofADepthThatOnlyTheSecondOffers_comesFromTheSecond() {
        FakeFeed second = new FakeFeed("second");
        second.kinds = EnumSet.allOf(StreamKind.class);
        rig.feed.offered = key -> key.depth() != 25;
        rig.use(rig.feed, second);
        rig.stream("BTC/USD").book(25).subscribe(recorder);
        rig.settle();

        assertThat(second.subscribed()).containsExactly(StreamKey.book(BTC, 25));
    }

    @Test
    void book_connectionLost_isToldAgainAsStaleThenLiveWhenItComes() {
        Subscription subscription = rig.stream("BTC/USD").book(2).subscribe(recorder);
        rig.settle();
        rig.feed.send(BOOK, book(100, 2));
        rig.feed.cut();
        rig.settle();
        assertThat(bookStates()).containsExactly(OrderBook.State.LIVE, OrderBook.State.STALE);
        assertThat(recorder.books.get(1).bids()).isEqualTo(recorder.books.get(0).bids());

        rig.advance(Duration.ofSeconds(2));
        assertThat(subscription.states()).containsEntry(BOOK, FeedState.Status.ACTIVE);
        assertThat(bookStates()).hasSize(2);
        rig.feed.send(BOOK, book(101, 2));
        rig.settle();

        assertThat(bookStates()).endsWith(OrderBook.State.STALE, OrderBook.State.LIVE);
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(3, 3, 0, 0, 0));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(3, 3, 0, 0, 0));
    }

    @Test
    void book_resynced_isToldAgainAsSyncing() {
        rig.stream("BTC/USD").book(2).subscribe(recorder);
        rig.settle();
        rig.feed.last().listener.onResync(BOOK, "checksum");
        rig.feed.send(BOOK, book(100, 2));
        rig.feed.last().listener.onResync(BOOK, "checksum");
        rig.feed.last().listener.onResync(BOOK, "checksum");
        rig.feed.send(BOOK, book(101, 2));
        rig.settle();

        assertThat(bookStates()).containsExactly(OrderBook.State.LIVE, OrderBook.State.SYNCING, OrderBook.State.LIVE);
    }

    @Test
    void book_silentForTooLong_isStaleAndHealedLikeAnyStream() {
        rig.stream("BTC/USD").book(2).subscribe(recorder);
        rig.settle();
        rig.feed.send(BOOK, book(100, 2));
        for (int i = 0; i < 11; i++) {
            rig.feed.heartbeat();
            rig.advance(Duration.ofSeconds(1));
        }

        assertThat(bookStates()).containsExactly(OrderBook.State.LIVE, OrderBook.State.STALE);
        assertThat(rig.feed.subscribes).containsEntry(BOOK, 2);
    }

    @Test
    void book_joinedLater_isToldWhatHoldsNow() {
        rig.stream("BTC/USD").book(2).subscribe(new Recorder());
        rig.settle();
        rig.feed.send(BOOK, book(100, 2));
        rig.settle();
        Subscription later = rig.stream("BTC/USD").book(2).subscribe(recorder);
        rig.settle();

        assertThat(recorder.books).containsExactly(book(100, 2));
        assertThat(later.accounting()).isEqualTo(new StreamAccounting(1, 1, 0, 0, 0));
        assertThat(rig.hub().accounting().received()).isEqualTo(1);
    }

    @Test
    void candles_growAndClose_areToldApartFromBarsBuiltHere() {
        Subscription subscription = rig.stream("BTC/USD")
                .bars(Interval.MINUTE_1)
                .candles(Interval.MINUTE_1)
                .subscribe(recorder);
        rig.settle();
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FORMING, 1));
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FORMING, 2));
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FINAL, 3));
        rig.settle();

        assertThat(subscription.states()).containsOnlyKeys(Rig.trades("BTC/USD"), CANDLES);
        assertThat(recorder.bars).isEmpty();
        assertThat(recorder.candles).extracting(Bar::close).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void candles_toldAgainAfterTheyWereFinal_areRejectedButForCorrections() {
        Subscription subscription =
                rig.stream("BTC/USD").candles(Interval.MINUTE_1).subscribe(recorder);
        rig.settle();
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FINAL, 1));
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FINAL, 1));
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FORMING, 2));
        rig.feed.send(CANDLES, candle(Rig.START.minusSeconds(60), Bar.State.FINAL, 3));
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.REVISED, 4));
        rig.feed.send(CANDLES, candle(Rig.START.plusSeconds(60), Bar.State.FORMING, 5));
        rig.settle();

        assertThat(recorder.candles).extracting(Bar::close).containsExactly(1.0, 4.0, 5.0);
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(6, 3, 3, 0, 0));
    }

    @Test
    void candles_ofAnotherInterval_areNoData() {
        rig.stream("BTC/USD").candles(Interval.MINUTE_5).subscribe(recorder);
        rig.settle();
        rig.feed.send(StreamKey.bars(BTC, Interval.MINUTE_5), candle(Rig.START, Bar.State.FORMING, 1));
        rig.settle();

        assertThat(recorder.candles).isEmpty();
        assertThat(rig.hub().accounting().rejected()).isEqualTo(1);
        assertThatThrownBy(() -> rig.stream("BTC/USD").candles()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void candles_thatComeOncePerInterval_areNotStaleBetween() {
        rig.stream("BTC/USD").candles(Interval.MINUTE_1).subscribe(recorder);
        rig.settle();
        for (int second = 0; second < 300; second++) {
            if (second % 60 == 0) {
                rig.feed.send(CANDLES, candle(rig.time.now(), Bar.State.FINAL, 1));
            }
            rig.feed.heartbeat();
            rig.advance(Duration.ofSeconds(1));
        }

        assertThat(recorder.candles).hasSize(5);
        assertThat(recorder.statuses("BTC/USD")).doesNotContain(FeedState.Status.STALE);
    }

    @Test
    void conflate_slowListener_keepsFinalCandlesAndTheNewestBook() {
        CountDownLatch release = new CountDownLatch(1);
        Recorder slow = new Recorder() {
            @Override
            public void onCandle(Bar candle) {
                super.onCandle(candle);
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Subscription subscription = rig.stream("BTC/USD")
                .candles(Interval.MINUTE_1)
                .book(2)
                .overflow(OverflowStrategy.CONFLATE)
                .subscribe(slow);
        assertThat(subscription.awaitActive(Duration.ofSeconds(5))).isTrue();
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FORMING, 1));
        Rig.await(() -> slow.candles.size() == 1, "the first candle");
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FORMING, 2));
        rig.feed.send(CANDLES, candle(Rig.START, Bar.State.FINAL, 3));
        rig.feed.send(CANDLES, candle(Rig.START.plusSeconds(60), Bar.State.FORMING, 4));
        rig.feed.send(CANDLES, candle(Rig.START.plusSeconds(60), Bar.State.FORMING, 5));
        rig.feed.send(BOOK, book(100, 2));
        rig.feed.send(BOOK, book(101, 2));
        rig.feed.cut();
        Rig.await(() -> subscription.accounting().received() == 8, "8 events");
        release.countDown();
        rig.settle();

        assertThat(slow.candles).extracting(Bar::close).containsExactly(1.0, 3.0, 5.0);
        assertThat(slow.books).containsExactly(book(101, 2).withState(OrderBook.State.STALE));
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(8, 4, 0, 4, 0));
    }

    @Test
    void status_silentForDays_isNeitherStaleNorReopened() {
        Subscription subscription = rig.stream("BTC/USD").status().subscribe(recorder);
        rig.settle();
        rig.feed.send(STATUS, word(TradingStatus.Status.TRADING));
        for (int i = 0; i < 2 * 24 * 6; i++) {
            rig.time.advance(Duration.ofMinutes(10));
            rig.settle();
        }
        rig.feed.send(STATUS, word(TradingStatus.Status.HALTED));
        rig.settle();

        assertThat(recorder.words)
                .extracting(TradingStatus::status)
                .containsExactly(TradingStatus.Status.TRADING, TradingStatus.Status.HALTED);
        assertThat(rig.feed.connections()).isEqualTo(1);
        assertThat(subscription.states()).containsEntry(STATUS, FeedState.Status.ACTIVE);
    }

    @Test
    void reconnect_allKinds_areSubscribedAnew() {
        rig.stream("BTC/USD")
                .trades()
                .quotes()
                .book(2)
                .candles(Interval.MINUTE_1)
                .status()
                .subscribe(recorder);
        rig.settle();
        rig.feed.cut();
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.feed.subscribed())
                .containsExactlyInAnyOrder(Rig.trades("BTC/USD"), Rig.quotes("BTC/USD"), BOOK, CANDLES, STATUS);
    }
}
