package io.quotron.stream;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;

/**
 * Is told what happens on a {@link Subscription}.
 *
 * <p>The methods are called one at a time per subscription, on worker threads of the client that may change from call to call,
 * never on the thread of a socket and never under a lock of the client. They should be fast: what comes meanwhile waits in the
 * queue of the subscription, and the {@link OverflowStrategy} decides once that is full. They may block, throw anything and call
 * the client; that harms neither the feed nor other subscriptions. What they throw is counted, given to {@link #onError} and
 * logged once per subscription.
 *
 * <p>The trades of one symbol come in the order of the source; those that were fetched to fill a gap come before newer ones.
 */
public interface MarketDataListener {
    /**
     * A trade happened.
     *
     * @param trade the trade
     */
    default void onTrade(Trade trade) {}

    /**
     * A quote changed.
     *
     * @param quote the quote
     */
    default void onQuote(Quote quote) {}

    /**
     * The order book changed, or its state did.
     *
     * @param book the whole book to the depth that was asked for; its state tells how far it can be relied on
     */
    default void onBook(OrderBook book) {}

    /**
     * A bar that is built here from trades was closed, or a closed bar was revised. Only for {@link StreamRequest#bars}.
     *
     * @param bar the bar
     */
    default void onBar(Bar bar) {}

    /**
     * A bar that the source builds has changed or was closed. Only for {@link StreamRequest#candles}.
     *
     * @param candle the bar, in state FORMING while its time runs
     */
    default void onCandle(Bar candle) {}

    /**
     * The venue said whether the symbol can be traded now.
     *
     * @param status what it said
     */
    default void onStatus(TradingStatus status) {}

    /**
     * A span that may be incomplete was found, filled or given up.
     *
     * @param gap the span and what became of it
     */
    default void onGap(Gap gap) {}

    /**
     * The health of a symbol's stream changed.
     *
     * @param state the new state
     */
    default void onFeedState(FeedState state) {}

    /**
     * Another method of this listener threw.
     *
     * @param error what it threw
     */
    default void onError(Throwable error) {}
}
