package io.quotron.testkit.http;

import java.io.IOException;

/**
 * What a server does with one WebSocket. All methods are called in order by the thread of the connection; other threads may send
 * through the session meanwhile.
 */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * The handshake is done.
     *
     * @param session the session
     * @throws IOException if the client has gone
     */
    default void onOpen(WebSocketSession session) throws IOException {}

    /**
     * A text arrived whole.
     *
     * @param session the session
     * @param text the text
     * @throws IOException if the client has gone
     */
    void onText(WebSocketSession session, String text) throws IOException;

    /**
     * A binary message arrived whole.
     *
     * @param session the session
     * @param bytes the message
     * @throws IOException if the client has gone
     */
    default void onBinary(WebSocketSession session, byte[] bytes) throws IOException {}

    /**
     * A ping arrived. Answers it unless overridden.
     *
     * @param session the session
     * @param payload what the ping carried
     * @throws IOException if the client has gone
     */
    default void onPing(WebSocketSession session, byte[] payload) throws IOException {
        session.pong(payload);
    }

    /**
     * A pong arrived.
     *
     * @param session the session
     * @param payload what the pong carried
     * @throws IOException if the client has gone
     */
    default void onPong(WebSocketSession session, byte[] payload) throws IOException {}

    /**
     * The session ended; told once, whoever ended it.
     *
     * @param session the session, on which nothing can be sent any more
     * @param code the status of the client's close frame; 1005 if that had none, 1006 if there was no close frame
     */
    default void onClosed(WebSocketSession session, int code) {}
}
