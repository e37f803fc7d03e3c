package io.quotron.spi;

import java.util.Set;

/** One life of a socket. Thread-safe; no method waits for the server. */
public interface StreamConnection extends AutoCloseable {
    /**
     * Asks the server for streams; what it answers is told to the listener for each key. May be called after
     * {@link StreamListener#onOpen()}.
     *
     * @param keys what is wanted; those already asked for are ignored
     */
    void subscribe(Set<StreamKey> keys);

    /**
     * Tells the server that streams are no longer wanted.
     *
     * @param keys what is no longer wanted
     */
    void unsubscribe(Set<StreamKey> keys);

    /** Closes the socket; nothing is told to the listener after this returns. Idempotent. */
    @Override
    void close();
}
