package io.quotron.stream;

import io.quotron.model.Interval;

/**
 * A prepared subscription. Immutable and thread-safe: each step returns a new request, and the same request may be subscribed
 * often and from several threads.
 *
 * <pre>{@code
 * Subscription subscription = client.stream("BTC/USD")
 *         .trades()
 *         .bars(Interval.MINUTE_1)
 *         .subscribe(new MarketDataListener() {
 *             @Override
 *             public void onBar(Bar bar) {
 *                 log.info("{}", bar);
 *             }
 *         });
 * }</pre>
 */
public interface StreamRequest {
    /**
     * Asks for trades. Needs a provider that streams trades of the symbol.
     *
     * @return a new request
     */
    StreamRequest trades();

    /**
     * Asks for quotes. Where no provider streams them they are polled.
     *
     * @return a new request
     */
    StreamRequest quotes();

    /**
     * Asks for bars, built here from the trades of the symbol; needs a provider that streams trades.
     *
     * @param intervals the lengths, at least one
     * @return a new request
     * @throws IllegalArgumentException if there is none
     */
    StreamRequest bars(Interval... intervals);

    /**
     * Takes the data from these providers only; the first that has the symbol and the kind serves it.
     *
     * @param providerIds ids of providers that the client has
     * @return a new request
     * @throws IllegalArgumentException if there is none, or the client has no such provider
     */
    StreamRequest from(String... providerIds);

    /**
     * Sets what happens when the listener is too slow; {@link OverflowStrategy#DROP_OLDEST} unless set.
     *
     * @param strategy the strategy
     * @return a new request
     */
    StreamRequest overflow(OverflowStrategy strategy);

    /**
     * Sets how many events may wait for the listener.
     *
     * @param capacity at least 1
     * @return a new request
     * @throws IllegalArgumentException if the capacity is below 1
     */
    StreamRequest queueCapacity(int capacity);

    /**
     * Subscribes, and returns without waiting for a source. A request that asks for neither trades, quotes nor bars gets
     * quotes.
     *
     * @param listener who is told
     * @return the subscription, to be closed by the caller; closing the client closes it too
     * @throws io.quotron.error.QuotronException with reason UNSUPPORTED if no provider offers a stream that is asked for, CLOSED
     *     if the client was closed; in both cases nothing was sent
     */
    Subscription subscribe(MarketDataListener listener);
}
