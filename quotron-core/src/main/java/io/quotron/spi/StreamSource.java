package io.quotron.spi;

import java.util.Set;

/**
 * Opens connections that carry live data. A connection is one socket with one life; reconnecting, backing off and subscribing
 * again are the client's work. Must be thread-safe.
 */
public interface StreamSource {
    /**
     * Tells what can be streamed.
     *
     * @return the kinds, at least one
     */
    Set<StreamKind> kinds();

    /**
     * Tells whether a stream is offered; the client asks before it plans.
     *
     * @param key the stream
     * @return true if its kind is offered, unless overridden by a source that knows depths and intervals
     */
    default boolean offers(StreamKey key) {
        return kinds().contains(key.kind());
    }

    /**
     * Tells how many streams one connection may carry; the client opens more connections beyond.
     *
     * @return at least 1; no limit unless overridden
     */
    default int maxStreamsPerConnection() {
        return Integer.MAX_VALUE;
    }

    /**
     * Starts to connect and returns at once. What happens is told to the listener, on a thread of the connection.
     *
     * @param listener who is told
     * @param context the clock, the gate that the connection attempt and each message to the server must pass, and the host's
     *     symbol spellings; its deadline is that of connecting
     * @return the connection, to be closed by the caller
     */
    StreamConnection connect(StreamListener listener, RequestContext context);
}
