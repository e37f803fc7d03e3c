package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.internal.stream.FakeFeed.Answer;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.Seed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that is about to end is replaced before it does. */
@ExtendWith(LeakGuard.class)
final class HandoverTest {
    private static final StreamKey BTC = Rig.trades("BTC/USD");
    private static final Duration STEP = Duration.ofMillis(250);

    private final Rig rig = new Rig();
    private final Recorder recorder = new Recorder();
    private final List<String> truth = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private Trade trade() {
        Trade trade = rig.trade("BTC/USD");
        truth.add(String.valueOf(trade.id()));
        return trade;
    }

    private void happen() {
        rig.feed.happen(trade());
        rig.settle();
    }

    private void announceEnd() {
        rig.feed.last().listener.onEnding("24 hours are over");
        rig.settle();
    }

    private Subscription subscribe() {
        Subscription subscription = rig.stream("BTC/USD").trades().subscribe(recorder);
        rig.settle();
        return subscription;
    }

    @Test
    void ending_announced_opensTheNextBeforeTheOldIsClosed() {
        Subscription subscription = subscribe();
        happen();
        announceEnd();
        assertThat(rig.feed.openConnections()).isEqualTo(2);
        happen(); // both bring it
        assertThat(rig.feed.openConnections()).isEqualTo(2);
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(rig.feed.connection(0).closed).isTrue();
        happen();
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(recorder.gaps).isEmpty();
        assertThat(recorder.statuses("BTC/USD")).containsExactly(FeedState.Status.PENDING, FeedState.Status.ACTIVE);
        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(4, 3, 1, 0, 0));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(4, 3, 1, 0, 0));
    }

    @Test
    void ending_announcedTwice_opensOneConnection() {
        subscribe();
        announceEnd();
        rig.feed.connection(0).listener.onEnding("again");
        rig.settle();

        assertThat(rig.feed.connections()).isEqualTo(2);
    }

    @Test
    void ending_inAQuietMarket_goesOverAfterAMoment() {
        subscribe();
        announceEnd();
        rig.advance(Duration.ofSeconds(4));

        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(recorder.gaps).isEmpty();
        happen();
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
    }

    @Test
    void ending_nextIsAhead_waitsForTheOldToCatchUp() {
        subscribe();
        announceEnd();
        Trade one = trade();
        Trade two = trade();
        Trade three = trade();
        rig.feed.connection(1).send(BTC, two);
        rig.feed.connection(1).send(BTC, three);
        rig.settle();
        assertThat(recorder.ids()).isEmpty();
        assertThat(rig.hub().accounting().pending()).isEqualTo(2);
        rig.feed.connection(0).send(BTC, one);
        rig.feed.connection(0).send(BTC, two);
        rig.settle();

        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(4, 3, 1, 0, 0));
    }

    @Test
    void ending_oldIsStuck_theMissedTradesAreFetched() {
        subscribe();
        happen();
        announceEnd();
        rig.feed.remember(trade()); // never sent
        Trade late = trade();
        rig.feed.remember(late);
        rig.feed.connection(1).send(BTC, late);
        rig.advance(Duration.ofSeconds(15));

        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(recorder.gapStatuses()).containsExactly(Gap.Status.OPEN, Gap.Status.FILLED);
        assertThat(rig.hub().accounting().pending()).isZero();
    }

    @Test
    void ending_oldEndsBeforeTheNextHasCaughtUp_theMissedTradesAreFetched() {
        subscribe();
        happen();
        announceEnd();
        rig.feed.remember(trade());
        rig.feed.connection(0).cut();
        rig.settle();
        happen();
        rig.advance(Duration.ofSeconds(5));

        assertThat(rig.feed.connections()).isEqualTo(2);
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(recorder.gapStatuses()).containsExactly(Gap.Status.OPEN, Gap.Status.FILLED);
        assertThat(recorder.statuses("BTC/USD")).doesNotContain(FeedState.Status.STALE);
    }

    @Test
    void ending_oldEndsBeforeTheNextIsOpen_isAReconnection() {
        subscribe();
        happen();
        rig.feed.opens = false;
        announceEnd();
        rig.feed.connection(0).cut();
        rig.settle();
        rig.feed.remember(trade());
        assertThat(recorder.statuses("BTC/USD")).endsWith(FeedState.Status.STALE);
        rig.feed.opens = true;
        rig.feed.connection(1).listener.onOpen();
        rig.advance(Duration.ofSeconds(5));
        happen();

        assertThat(rig.feed.connections()).isEqualTo(2);
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
    }

    @Test
    void ending_nextIsRefused_isTriedAgainWhileTheOldGoesOn() {
        subscribe();
        rig.feed.failingConnects = 2;
        announceEnd();
        for (int i = 0; i < 40; i++) {
            happen();
            rig.advance(STEP);
        }

        assertThat(rig.feed.failingConnects).isZero();
        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(rig.feed.connection(0).closed).isTrue();
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(recorder.gaps).isEmpty();
    }

    @Test
    void ending_nextNeverOpens_isGivenUpAndTriedAgain() {
        subscribe();
        rig.feed.opens = false;
        announceEnd();
        for (int i = 0; i < 80; i++) {
            rig.feed.opens = i >= 40;
            happen();
            rig.advance(STEP);
        }

        assertThat(rig.feed.connections()).isGreaterThanOrEqualTo(3);
        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(recorder.gaps).isEmpty();
    }

    @Test
    void ending_oneStreamNeverConfirmed_doesNotHoldTheOthers() {
        Subscription subscription = rig.stream("BTC/USD", "ETH/USD").trades().subscribe(recorder);
        rig.settle();
        rig.feed.answers.put(Rig.trades("ETH/USD"), Answer.SILENCE);
        announceEnd();
        for (int i = 0; i < 44; i++) {
            happen();
            rig.advance(STEP);
        }
        assertThat(rig.feed.openConnections()).isEqualTo(1);
        rig.feed.answers.clear();
        rig.feed.last().listener.onSubscribed(Rig.trades("ETH/USD"));
        rig.settle();

        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(subscription.states()).containsEntry(Rig.trades("ETH/USD"), FeedState.Status.ACTIVE);
    }

    @Test
    void ending_nextRefusesAStream_thatStreamFails() {
        Subscription subscription = rig.stream("BTC/USD", "ETH/USD").trades().subscribe(recorder);
        rig.settle();
        rig.feed.answers.put(Rig.trades("ETH/USD"), Answer.REFUSE);
        announceEnd();
        happen();
        rig.advance(Duration.ofSeconds(1));

        assertThat(subscription.states())
                .containsEntry(BTC, FeedState.Status.ACTIVE)
                .containsEntry(Rig.trades("ETH/USD"), FeedState.Status.FAILED);
    }

    @Test
    void ending_streamsComeAndGoMeanwhile_theNextHasWhatIsWanted() {
        Subscription first = subscribe();
        Subscription second = rig.stream("ETH/USD").trades().subscribe(recorder);
        rig.settle();
        announceEnd();
        rig.feed.connection(1).send(BTC, trade());
        rig.settle();
        rig.stream("XRP/USD").trades().subscribe(recorder);
        first.close();
        rig.settle();
        rig.advance(Duration.ofSeconds(4));

        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(rig.feed.subscribed()).containsExactlyInAnyOrder(Rig.trades("ETH/USD"), Rig.trades("XRP/USD"));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(1, 0, 0, 1, 0));
        second.close();
    }

    @Test
    void ending_quotesAndBooks_goOverWithTheFirstOfTheNext() {
        rig.feed.kinds = EnumSet.allOf(StreamKind.class);
        StreamKey quotes = Rig.quotes("BTC/USD");
        StreamKey books = StreamKey.book(Symbol.of("BTC/USD"), 1);
        rig.stream("BTC/USD").quotes().book(1).subscribe(recorder);
        rig.settle();
        FakeFeed.Connection old = rig.feed.last();
        announceEnd();
        old.send(quotes, rig.quote("BTC/USD", 1));
        rig.feed.last().send(quotes, rig.quote("BTC/USD", 2));
        old.send(quotes, rig.quote("BTC/USD", 3));
        old.send(books, book(1, OrderBook.State.LIVE));
        rig.feed.last().send(books, book(2, OrderBook.State.SYNCING));
        old.send(books, book(3, OrderBook.State.LIVE));
        rig.feed.last().send(books, book(4, OrderBook.State.LIVE));
        old.send(books, book(5, OrderBook.State.LIVE));
        rig.settle();

        assertThat(recorder.quotes).extracting(Quote::price).containsExactly(1.0, 2.0);
        assertThat(recorder.books)
                .extracting(book -> book.bestBid().orElseThrow().price())
                .containsExactly(1.0, 3.0, 4.0);
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(8, 5, 3, 0, 0));
    }

    private OrderBook book(double bid, OrderBook.State state) {
        return OrderBook.builder(Symbol.of("BTC/USD"), rig.feed.id())
                .bid(bid, 1)
                .ask(bid + 1, 1)
                .state(state)
                .eventTime(rig.time.now())
                .build();
    }

    @Test
    void ending_tradesWithoutIds_areToldOnceInOrder() {
        subscribe();
        List<Trade> told = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rig.time.advance(Duration.ofMillis(10));
            told.add(Trade.builder(Symbol.of("BTC/USD"), rig.feed.id())
                    .price(100 + i)
                    .size(1)
                    .eventTime(rig.time.now())
                    .build());
        }
        rig.feed.last().send(BTC, told.get(0));
        announceEnd();
        FakeFeed.Connection old = rig.feed.connection(0);
        FakeFeed.Connection next = rig.feed.connection(1);
        next.send(BTC, told.get(2));
        old.send(BTC, told.get(1));
        old.send(BTC, told.get(2));
        next.send(BTC, told.get(3));
        old.send(BTC, told.get(3));
        next.send(BTC, told.get(4));
        next.send(BTC, told.get(5));
        rig.settle();

        assertThat(recorder.trades).containsExactlyElementsOf(told);
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(8, 6, 2, 0, 0));
    }

    @Test
    void close_duringAHandover_leavesNothing() {
        subscribe();
        announceEnd();
        rig.feed.connection(1).send(BTC, trade());
        rig.settle();
        rig.end();

        assertThat(rig.feed.openConnections()).isZero();
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(1, 0, 0, 1, 0));
    }

    /** Connections that live for a day, over a week, with a market that goes on all the time. */
    @Test
    void week_ofConnectionsThatLiveForADay_losesNothing() {
        rig.feed.hasPast = false; // so that nothing can be repaired afterwards
        subscribe();
        for (int day = 0; day < 7; day++) {
            for (int half = 0; half < 24 * 120; half++) {
                happen();
                rig.time.advance(Duration.ofSeconds(30));
            }
            FakeFeed.Connection old = rig.feed.last();
            announceEnd();
            for (int i = 0; i < 60; i++) {
                happen();
                rig.advance(STEP);
            }
            assertThat(old.closed).as("day %d", day).isTrue();
            old.cut();
        }

        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(rig.feed.connections()).isEqualTo(8);
        assertThat(recorder.gaps).isEmpty();
        assertThat(rig.hub().accounting().isBalanced()).isTrue();
        assertThat(rig.hub().health().get(0).reconnects()).isEqualTo(7);
    }

    /** Both connections lag by a random time of up to a second. */
    @Test
    void handover_withRandomLags_losesNothingAndKeepsTheOrder() {
        Seed base = Seed.of("handover_withRandomLags");
        for (int i = 0; i < 100; i++) {
            long seed = base.value() + i;
            try (Rig one = new Rig()) {
                one.feed.hasPast = false;
                runWithLags(one, new SplittableRandom(seed), "seed " + seed);
            }
        }
    }

    private static void runWithLags(Rig rig, RandomGenerator random, String where) {
        Recorder recorder = new Recorder();
        rig.stream("BTC/USD").trades().subscribe(recorder);
        rig.settle();
        List<String> truth = new ArrayList<>();
        Map<FakeFeed.Connection, ArrayDeque<Trade>> wires = new HashMap<>();
        int often = 1 + random.nextInt(12);
        int announced = random.nextInt(10);
        for (int step = 0; step < 80; step++) {
            if (step == announced) {
                rig.feed.last().listener.onEnding("soon");
            }
            if (step < 70 && random.nextInt(often) == 0) {
                Trade trade = rig.trade("BTC/USD");
                truth.add(String.valueOf(trade.id()));
                for (int i = 0; i < rig.feed.connections(); i++) {
                    FakeFeed.Connection connection = rig.feed.connection(i);
                    if (connection.carries(BTC)) {
                        wires.computeIfAbsent(connection, c -> new ArrayDeque<>())
                                .add(trade);
                    }
                }
            }
            wires.forEach((connection, wire) -> flush(rig, connection, wire, random));
            rig.advance(STEP);
        }

        assertThat(recorder.ids()).as(where).containsExactlyElementsOf(truth);
        assertThat(recorder.gaps).as(where).isEmpty();
        assertThat(rig.feed.connections()).as(where).isEqualTo(2);
        assertThat(rig.feed.openConnections()).as(where).isEqualTo(1);
        assertThat(rig.hub().accounting().isBalanced()).as(where).isTrue();
        assertThat(rig.hub().accounting().pending()).as(where).isZero();
    }

    private static void flush(Rig rig, FakeFeed.Connection connection, ArrayDeque<Trade> wire, RandomGenerator random) {
        Trade first = wire.peek();
        while (first != null
                && (random.nextInt(3) == 0
                        || first.eventTime().isBefore(rig.time.now().minus(Duration.ofMillis(900))))) {
            connection.send(BTC, wire.remove());
            first = wire.peek();
        }
    }
}
