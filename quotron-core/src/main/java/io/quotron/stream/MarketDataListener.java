package io.quotron.stream;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Quote;
import io.quotron.model.Trade;

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
     * A bar was closed, or a closed bar was revised.
     *
     * @param bar the bar
     */
    default void onBar(Bar bar) {}

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
