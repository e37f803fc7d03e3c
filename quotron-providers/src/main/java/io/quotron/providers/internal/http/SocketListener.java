package io.quotron.providers.internal.http;

import io.quotron.error.FailureReason;

/**
 * Is told what happens on a WebSocket, one call at a time, on a thread of the gateway. Calls must be quick. What a listener throws
 * is logged once and changes nothing.
 */
public interface SocketListener {
    /** The connection is open; first call, made at most once. */
    void onOpen();

    /**
     * A text message arrived.
     *
     * @param text the message
     */
    void onText(String text);

    /**
     * A binary message arrived.
     *
     * @param bytes the message
     */
    default void onBinary(byte[] bytes) {}

    /**
     * The connection is over, or could not be opened; last call, made once unless the socket was closed by us.
     *
     * @param reason UNAVAILABLE, TIMEOUT, RATE_LIMITED, BLOCKED, MALFORMED_RESPONSE (message too long), CANCELLED or CLOSED
     * @param detail what happened, in words
     */
    void onClosed(FailureReason reason, String detail);
}
