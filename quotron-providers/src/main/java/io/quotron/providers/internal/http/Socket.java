package io.quotron.providers.internal.http;

/** A WebSocket. Thread-safe; no method waits for the server. */
public interface Socket extends AutoCloseable {
    /**
     * Sends a text message.
     *
     * @param text the message
     * @return false if the socket is not open, or more than 16 MiB wait to be sent
     */
    boolean send(String text);

    /** Closes the socket; the listener is told nothing that arrives after this returns. Idempotent. */
    @Override
    void close();
}
