package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.BookLevel;
import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;
import io.quotron.spi.BookSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules for a {@link BookSource}: K101 to K105 for values, Q201 to Q239 for bad days. */
public abstract class BookSourceContract extends BadDaysContract<OrderBook> {
    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

    /** Makes the test; server and provider come with each rule. */
    protected BookSourceContract() {}

    /**
     * Returns the book of {@link #knownSymbol()} that {@link #answer} holds, to the depth of {@link #depth()}.
     *
     * @return the book, with at least one level on each side; its time of receipt does not matter
     */
    protected abstract OrderBook expectedBook();

    /**
     * Returns how many levels are asked for.
     *
     * @return 10 unless overridden
     */
    protected int depth() {
        return 10;
    }

    /**
     * Tells whether the server says when the book was as it is; otherwise its time is that of receipt.
     *
     * @return true unless overridden
     */
    protected boolean tellsTime() {
        return true;
    }

    /** K101: levels are those of the payload, best first, to the last digit. */
    @Test
    protected void k101_levels_areThoseOfThePayload() {
        OrderBook book = fetchTo(depth());

        assertThat(book.bids()).isEqualTo(expectedBook().bids());
        assertThat(book.asks()).isEqualTo(expectedBook().asks());
    }

    /** K102: the book is that of the symbol that was asked, by this provider, and live. */
    @Test
    protected void k102_identity_isThatOfTheQuestion() {
        OrderBook book = fetchTo(depth());

        assertThat(book.symbol()).isEqualTo(knownSymbol());
        assertThat(book.source()).isEqualTo(provider().descriptor().id());
        assertThat(book.state()).isEqualTo(OrderBook.State.LIVE);
    }

    /** K103: a book is no deeper than asked, whatever the server sends. */
    @Test
    protected void k103_depth_isNotExceeded() {
        OrderBook book = fetchTo(1);

        assertThat(book.bids()).isEqualTo(expectedBook().bids().subList(0, 1));
        assertThat(book.asks()).isEqualTo(expectedBook().asks().subList(0, 1));
    }

    /** K104: an unknown symbol is told as SYMBOL_UNKNOWN. */
    @Test
    protected void k104_unknownSymbol_isTold() {
        Outcome<OrderBook> outcome = call(provider(), unknownSymbol(), ample());

        assertThat(outcome.thrownReason())
                .as("an unknown symbol gives %s", outcome)
                .contains(FailureReason.SYMBOL_UNKNOWN);
    }

    /** K105: the time of the event is that of the payload, the time of receipt that of the clock of the call. */
    @Test
    protected void k105_times_areOfPayloadAndClock() {
        OrderBook book = fetchTo(depth());

        assertThat(book.receivedTime()).isEqualTo(NOW);
        assertThat(book.eventTime()).isEqualTo(tellsTime() ? expectedBook().eventTime() : NOW);
    }

    private OrderBook fetchTo(int depth) {
        RequestContext context =
                context(VirtualTime.startingAt(NOW), Duration.ofSeconds(30)).build();
        return role(provider()).fetchBook(knownSymbol(), depth, context);
    }

    private static BookSource role(MarketDataProvider asked) {
        return asked.books().orElseThrow(() -> new AssertionError("the provider has no books"));
    }

    @Override
    final OrderBook fetch(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        return role(asked).fetchBook(symbol, depth(), context);
    }

    @Override
    final Optional<FailureReason> failureIn(OrderBook value) {
        return value.bids().isEmpty() && value.asks().isEmpty()
                ? Optional.of(FailureReason.MALFORMED_RESPONSE)
                : Optional.empty();
    }

    /** A level that is missing makes the others wrong too: who reads the best price reads another one. */
    @Override
    final void assertHarmless(OrderBook spoiled, OrderBook good) {
        assertThat(spoiled.bids()).as("bids of a spoiled answer").isEqualTo(good.bids());
        assertThat(spoiled.asks()).as("asks of a spoiled answer").isEqualTo(good.asks());
        assertThat(spoiled.bids()).allMatch(BookSourceContract::isReal);
        assertThat(spoiled.asks()).allMatch(BookSourceContract::isReal);
    }

    private static boolean isReal(BookLevel level) {
        return Double.isFinite(level.price()) && level.size() > 0;
    }

    @Override
    final String describe(OrderBook value) {
        return value.bids() + " " + value.asks();
    }
}
