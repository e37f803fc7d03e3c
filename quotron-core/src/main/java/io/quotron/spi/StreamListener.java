package io.quotron.spi;

import io.quotron.error.FailureReason;
import io.quotron.model.MarketEvent;

/**
 * Is told what happens on a connection, in order and by one thread at a time. Implementations return quickly and never throw.
 */
public interface StreamListener {
    /** The connection is ready for subscriptions. */
    void onOpen();

    /**
     * Data arrived.
     *
     * @param key the stream that it belongs to
     * @param event the event
     */
    void onEvent(StreamKey key, MarketEvent event);

    /**
     * The server confirmed a subscription.
     *
     * @param key the stream
     */
    void onSubscribed(StreamKey key);

    /**
     * The server refused a subscription.
     *
     * @param key the stream
     * @param reason why
     * @param message what the server said; holds no secret
     */
    void onRefused(StreamKey key, FailureReason reason, String message);

    /** The server showed that it is alive without sending data; not to be taken for data. */
    void onHeartbeat();

    /**
     * A message could not be understood and was left out.
     *
     * @param detail why, with an excerpt; holds no secret
     */
    void onRejected(String detail);

    /**
     * The server will end the connection soon. The client opens another one, subscribes there, and only then closes this one.
     *
     * @param detail why; holds no secret
     */
    default void onEnding(String detail) {}

    /**
     * The source cannot vouch for a stream any more, as after a checksum that does not match; it puts itself in order, or says that it
     * cannot by {@link #onRefused}.
     *
     * @param key the stream
     * @param detail what happened; holds no secret
     */
    default void onResync(StreamKey key, String detail) {}

    /**
     * The connection ended, or never came to be. Told once; nothing follows.
     *
     * @param reason why
     * @param detail what happened; holds no secret
     */
    void onClosed(FailureReason reason, String detail);
}
