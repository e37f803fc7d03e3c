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
     * Starts to connect and returns at once. What happens is told to the listener, on a thread of the connection.
     *
     * @param listener who is told
     * @param context the clock, the gate that the connection attempt and each message to the server must pass, and the host's
     *     symbol spellings; its deadline is that of connecting
     * @return the connection, to be closed by the caller
     */
    StreamConnection connect(StreamListener listener, RequestContext context);
}
