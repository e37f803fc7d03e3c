package io.quotron.stream;

import io.quotron.model.FeedState;
import io.quotron.spi.StreamKey;
import java.time.Duration;
import java.util.Map;

/** Live data that is being delivered to a listener until it is closed. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /**
     * Returns how each stream is doing.
     *
     * @return one state for each stream that was asked for; all CLOSED after {@link #close()}
     */
    Map<StreamKey, FeedState.Status> states();

    /**
     * Returns what became of the events of this subscription.
     *
     * @return the counts, all of the same moment
     */
    StreamAccounting accounting();

    /**
     * Returns how often a method of the listener threw.
     *
     * @return the count
     */
    long listenerErrors();

    /**
     * Waits until the sources have confirmed every stream.
     *
     * @param timeout how long to wait at most, by the clock of the machine
     * @return true once every stream is ACTIVE; false if the time is over or a stream has FAILED or been CLOSED
     * @throws io.quotron.error.QuotronException with reason CANCELLED if the thread is interrupted
     */
    boolean awaitActive(Duration timeout);

    /**
     * Ends the subscription. After this returns nothing is delivered, and what waited is counted as dropped. Waits for a call
     * of the listener that is under way, up to 5 seconds; called from inside a listener of the same client it does not wait,
     * and its subscription delivers nothing more after the current call. Idempotent.
     */
    @Override
    void close();
}
