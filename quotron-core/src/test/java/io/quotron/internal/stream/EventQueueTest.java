package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.quotron.internal.stream.EventQueue.Item;
import io.quotron.internal.stream.EventQueue.Outcome;
import io.quotron.model.FeedState;
import io.quotron.model.MarketEvent;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.stream.OverflowStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventQueueTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final FakeFeed FEED = new FakeFeed("fake");

    private static Trade trade(int price) {
        return Trade.builder(BTC, FEED.id())
                .price(price)
                .size(1)
                .eventTime(Rig.START)
                .build();
    }

    private static FeedState news(int number) {
        return new FeedState(BTC, FEED.id(), FeedState.Status.ACTIVE, "news " + number, Rig.START);
    }

    private static List<MarketEvent> drain(EventQueue queue) {
        List<MarketEvent> events = new ArrayList<>();
        for (Item item = queue.poll(); item != null; item = queue.poll()) {
            events.add(item.event());
        }
        return events;
    }

    @Test
    void newsAndTrades_comeInTheOrderOfOffering() {
        EventQueue queue = new EventQueue(OverflowStrategy.DROP_OLDEST, 2);
        queue.offerNews(news(1));
        queue.offer(Rig.trades("BTC/USD"), trade(1));
        queue.offerNews(news(2));
        queue.offer(Rig.trades("BTC/USD"), trade(2));
        assertThat(queue.offer(Rig.trades("BTC/USD"), trade(3))).isEqualTo(Outcome.REPLACED_ANOTHER);
        queue.offerNews(news(3));

        assertThat(drain(queue)).containsExactly(news(1), news(2), trade(2), trade(3), news(3));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void conflated_keepsThePlaceOfTheFirst() {
        EventQueue queue = new EventQueue(OverflowStrategy.CONFLATE, 2);
        queue.offer(Rig.trades("BTC/USD"), trade(1));
        queue.offerNews(news(1));
        assertThat(queue.offer(Rig.trades("BTC/USD"), trade(2))).isEqualTo(Outcome.REPLACED_ANOTHER);

        assertThat(drain(queue)).containsExactly(trade(2), news(1));
        assertThat(queue.clear()).isZero();
    }

    @Test
    void fullOfOldNews_leavingOutTheOldestTradeStaysCheap() {
        EventQueue queue = new EventQueue(OverflowStrategy.DROP_OLDEST, 65_536);
        for (int i = 0; i < 65_536; i++) {
            queue.offerNews(news(i));
        }
        Trade trade = trade(1);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1_000_000; i++) {
                queue.offer(Rig.trades("BTC/USD"), trade);
            }
        });

        assertThat(queue.clear()).isEqualTo(65_536);
    }
}
