package io.quotron.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final SourceId TEST = SourceId.of("test");
    private static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");

    private static OrderBook.Builder builder() {
        return OrderBook.builder(BTC, TEST).eventTime(NOW);
    }

    private static OrderBook book() {
        return builder()
                .bid(98, 3)
                .bid(99, 2)
                .bid(97, 1)
                .ask(102, 5)
                .ask(101, 4)
                .build();
    }

    @Test
    void build_levelsInAnyOrder_areSortedFromTheBest() {
        assertThat(book().bids()).containsExactly(new BookLevel(99, 2), new BookLevel(98, 3), new BookLevel(97, 1));
        assertThat(book().asks()).containsExactly(new BookLevel(101, 4), new BookLevel(102, 5));
        assertThat(book().bestBid()).contains(new BookLevel(99, 2));
        assertThat(book().bestAsk()).contains(new BookLevel(101, 4));
        assertThat(book().mid()).hasValue(100);
        assertThat(book().spread()).hasValue(2);
        assertThat(book().state()).isEqualTo(OrderBook.State.LIVE);
        assertThat(book().isCrossed()).isFalse();
    }

    @Test
    void build_samePriceTwice_theLastStaysAndZeroTakesItOut() {
        OrderBook book = builder().bid(10, 1).bid(10, 2).ask(11, 1).ask(11, 0).build();

        assertThat(book.bids()).containsExactly(new BookLevel(10, 2));
        assertThat(book.asks()).isEmpty();
    }

    @Test
    void build_oneSideEmpty_hasNoMiddleAndIsNotCrossed() {
        OrderBook book = builder().bid(10, 1).build();

        assertThat(book.bestAsk()).isEmpty();
        assertThat(book.mid()).isEmpty();
        assertThat(book.spread()).isEmpty();
        assertThat(book.isCrossed()).isFalse();
    }

    @Test
    void isCrossed_bestPricesTouchOrCross_isTrue() {
        assertThat(builder().bid(10, 1).ask(10, 1).build().isCrossed()).isTrue();
        assertThat(builder().bid(11, 1).ask(10, 1).build().isCrossed()).isTrue();
    }

    @Test
    void build_withoutTime_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> OrderBook.builder(BTC, TEST).build())
                .withMessageContaining("eventTime");
    }

    @Test
    void build_withoutReceiptTime_takesTheEventTime() {
        assertThat(book().receivedTime()).isEqualTo(NOW);
        assertThat(builder().receivedTime(NOW.plusMillis(5)).build().receivedTime())
                .isEqualTo(NOW.plusMillis(5));
    }

    @Test
    void build_changedLater_theBookStaysAsItWas() {
        BookSide kept = BookSide.ofBids();
        kept.set(10, 1);
        kept.set(9, 1);
        OrderBook.Builder builder = builder().levels(kept, 1);
        OrderBook book = builder.build();
        kept.set(10, 0);
        builder.bid(11, 1);

        assertThat(book.bids()).containsExactly(new BookLevel(10, 1));
        assertThatThrownBy(() -> book.bids().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void top_lessThanThereIs_cutsBothSides() {
        OrderBook top = book().top(1);

        assertThat(top.bids()).containsExactly(new BookLevel(99, 2));
        assertThat(top.asks()).containsExactly(new BookLevel(101, 4));
        assertThat(top.eventTime()).isEqualTo(NOW);
        assertThat(book().top(3)).isEqualTo(book());
        assertThatIllegalArgumentException().isThrownBy(() -> book().top(0)).withMessageContaining("depth");
    }

    @Test
    void withState_another_keepsAllElse() {
        OrderBook stale = book().withState(OrderBook.State.STALE);

        assertThat(stale.state()).isEqualTo(OrderBook.State.STALE);
        assertThat(stale.bids()).isEqualTo(book().bids());
        assertThat(stale.asks()).isEqualTo(book().asks());
        assertThat(stale).isNotEqualTo(book());
        assertThat(stale.withState(OrderBook.State.LIVE)).isEqualTo(book()).hasSameHashCodeAs(book());
    }

    @Test
    void equals_anyPartDiffers_isFalse() {
        assertThat(book()).isEqualTo(book()).hasSameHashCodeAs(book());
        assertThat(book())
                .isNotEqualTo(book().top(1))
                .isNotEqualTo(builder().build())
                .isNotEqualTo("book");
        assertThat(builder().bid(1, 1).build())
                .isNotEqualTo(builder().bid(1, 2).build())
                .isNotEqualTo(builder().ask(1, 1).build())
                .isNotEqualTo(builder().bid(1, 1).receivedTime(NOW.plusNanos(1)).build());
    }

    @Test
    void toString_tellsMarketStateAndBest() {
        assertThat(book().toString()).contains("BTC/USD").contains("LIVE").contains("99.0/101.0");
    }
}
