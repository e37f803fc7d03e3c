package io.quotron.stream;

import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import java.util.concurrent.Flow;

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
     * Asks for bars, built here from the trades of the symbol; needs a provider that streams trades. They are told to
     * {@link MarketDataListener#onBar} once they are closed, say how much of their time was covered, and are the same for every
     * provider. For bars as a provider builds them see {@link #candles}.
     *
     * @param intervals the lengths, at least one
     * @return a new request
     * @throws IllegalArgumentException if there is none
     */
    StreamRequest bars(Interval... intervals);

    /**
     * Asks for the order book. Needs a provider that offers this depth for the symbol.
     *
     * <p>Each change is told to {@link MarketDataListener#onBook} as a whole book of at most that many levels of each side. When
     * the stream cannot be relied on, the last book is told once more in state STALE or SYNCING. A listener that needs the newest
     * book only is served best by {@link OverflowStrategy#CONFLATE}.
     *
     * @param depth how many levels of each side, at least 1; of several calls the last counts
     * @return a new request
     * @throws IllegalArgumentException if the depth is below 1
     */
    StreamRequest book(int depth);

    /**
     * Asks for bars as the provider builds them; needs a provider that streams them at these intervals. They are told to
     * {@link MarketDataListener#onCandle}: in state FORMING as often as the provider tells them while their time runs, then
     * FINAL once.
     *
     * <p>Other than those of {@link #bars} they need no stream of trades and grow before the listener's eyes, but their rules,
     * such as what counts as a trade or what happens in a minute without one, are those of the provider, and a bar that was
     * missed during an interruption is not told later.
     *
     * @param intervals the lengths, at least one
     * @return a new request
     * @throws IllegalArgumentException if there is none
     */
    StreamRequest candles(Interval... intervals);

    /**
     * Asks for what the venue says about whether the symbol can be traded. Needs a provider that streams it.
     *
     * @return a new request
     */
    StreamRequest status();

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
     * Subscribes, and returns without waiting for a source. A request that asks for nothing in particular gets quotes.
     *
     * @param listener who is told
     * @return the subscription, to be closed by the caller; closing the client closes it too
     * @throws io.quotron.error.QuotronException with reason UNSUPPORTED if no provider offers a stream that is asked for, CLOSED
     *     if the client was closed; in both cases nothing was sent
     */
    Subscription subscribe(MarketDataListener listener);

    /**
     * Publishes what this request asks for by the rules of Reactive Streams. Each subscriber gets a subscription of its own when it
     * subscribes; it is told all that a {@link MarketDataListener} would be told, gaps and states included, but never more events
     * than it has asked for. What it has not asked for yet waits in the queue, where the {@link OverflowStrategy} rules.
     *
     * <p>Signals come one at a time on worker threads of the client. The publisher completes when the client is closed. It fails,
     * instead of {@link #subscribe} throwing, if the request cannot be served.
     *
     * @return a publisher, which does nothing before somebody subscribes
     * @throws IllegalStateException if the request asks for both {@link #bars} and {@link #candles}, which could not be told apart
     */
    Flow.Publisher<MarketEvent> asPublisher();
}
