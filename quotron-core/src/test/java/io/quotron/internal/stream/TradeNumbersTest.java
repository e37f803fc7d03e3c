package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import org.junit.jupiter.api.Test;

final class TradeNumbersTest {
    private final TradeNumbers numbers = new TradeNumbers();

    private static Trade trade(String id) {
        return Trade.builder(Symbol.of("BTC/USD"), new FakeFeed("fake").id())
                .price(1)
                .size(1)
                .id(id)
                .eventTime(Rig.START)
                .build();
    }

    private void deliver(long from, long to) {
        for (long id = from; id <= to; id++) {
            assertThat(numbers.skipped(trade(String.valueOf(id)))).isFalse();
            numbers.delivered(trade(String.valueOf(id)));
        }
    }

    @Test
    void jump_afterManyInARow_isAHole_untilItIsFilled() {
        deliver(1_000, 1_040);
        assertThat(numbers.skipped(trade("1043"))).isTrue();
        deliver(1_041, 1_043);
        numbers.lookedAtHole();
        deliver(1_044, 1_050);

        assertThat(numbers.skipped(trade("1052"))).isTrue();
    }

    @Test
    void jump_thatThePastDoesNotKnowEither_provesThatTheSourceCountsDifferently() {
        deliver(1, 40);
        assertThat(numbers.skipped(trade("50"))).isTrue();
        numbers.delivered(trade("50"));
        numbers.lookedAtHole();
        deliver(51, 90);
        assertThat(numbers.skipped(trade("100"))).as("not yet believed again").isFalse();
        numbers.delivered(trade("100"));
        deliver(101, 170);

        assertThat(numbers.skipped(trade("172"))).isTrue();
    }

    @Test
    void idsThatAreNoCount_sayNothing() {
        for (int id = 0; id < 1_000; id += 3) {
            assertThat(numbers.skipped(trade(String.valueOf(id)))).isFalse();
            numbers.delivered(trade(String.valueOf(id)));
        }
        for (String id : new String[] {"", "abc", "12-7", "9999999999999999999999", "-5"}) {
            assertThat(numbers.skipped(trade(id))).isFalse();
            numbers.delivered(trade(id));
        }
        assertThat(numbers.skipped(trade("5000"))).isFalse();
    }
}
