package io.quotron.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The server's side of one WebSocket (RFC 6455), without extensions. Can do right and wrong.
 *
 * <p>Thread-safe: any thread may send; frames do not mix. A send waits while the client does not read.
 */
public final class WebSocketSession {
    private static final String HANDSHAKE_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL = 1006;

    private final Object sendLock = new Object();
    private final Connection connection;
    private final OutputStream out;
    private final Request request;
    private boolean closeSent;

    WebSocketSession(Connection connection, OutputStream out, Request request) {
        this.connection = connection;
        this.out = out;
        this.request = request;
    }

    static byte[] handshake(Request request) {
        String key = request.header("Sec-WebSocket-Key").orElseThrow();
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        return answer.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + HANDSHAKE_GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /**
     * Returns the handshake.
     *
     * @return the request that was upgraded
     */
    public Request request() {
        return request;
    }

    /**
     * Tells whether messages can be sent.
     *
     * @return false once either side has closed
     */
    public boolean isOpen() {
        synchronized (sendLock) {
            return !closeSent && connection.isOpen();
        }
    }

    /**
     * Sends a text in one frame.
     *
     * @param text the text
     * @throws IOException if the session has ended
     */
    public void send(String text) throws IOException {
        sendBytes(Frame.encode(Frame.TEXT, true, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sends a text in frames of a given size.
     *
     * @param text the text
     * @param fragmentSize the most bytes in one frame, at least 1
     * @throws IOException if the session has ended
     */
    public void sendFragmented(String text, int fragmentSize) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int from = 0; from == 0 || from < bytes.length; from += fragmentSize) {
            int to = Math.min(bytes.length, from + fragmentSize);
            int opcode = from == 0 ? Frame.TEXT : Frame.CONTINUATION;
            frames.writeBytes(Frame.encode(opcode, to == bytes.length, Arrays.copyOfRange(bytes, from, to)));
        }
        sendBytes(frames.toByteArray());
    }

    /**
     * Sends a binary message in one frame.
     *
     * @param bytes the message
     * @throws IOException if the session has ended
     */
    public void sendBinary(byte[] bytes) throws IOException {
        sendBytes(Frame.encode(Frame.BINARY, true, bytes));
    }

    /**
     * Sends a ping.
     *
     * @param payload at most 125 bytes
     * @throws IOException if the session has ended
     */
    public void ping(byte[] payload) throws IOException {
        sendBytes(Frame.encode(Frame.PING, true, payload));
    }

    /**
     * Sends a pong.
     *
     * @param payload at most 125 bytes
     * @throws IOException if the session has ended
     */
    public void pong(byte[] payload) throws IOException {
        sendBytes(Frame.encode(Frame.PONG, true, payload));
    }

    /**
     * Sends bytes as they are, for example a broken frame.
     *
     * @param bytes what to put on the wire
     * @throws IOException if the session has ended
     */
    public void sendBytes(byte[] bytes) throws IOException {
        synchronized (sendLock) {
            if (closeSent) {
                throw new IOException("the session has been closed");
            }
            out.write(bytes);
            out.flush();
        }
    }

    /**
     * Starts the closing handshake; the session ends when the client answers it. Does nothing if it was started already.
     *
     * @param code the status, for example 1000, 1001 or 1012
     * @param reason the reason in words, at most 123 bytes
     * @throws IOException if the client has gone
     */
    public void close(int code, String reason) throws IOException {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + words.length)
                .putShort((short) code)
                .put(words)
                .array();
        closeWith(payload);
    }

    private void closeWith(byte[] payload) throws IOException {
        synchronized (sendLock) {
            if (!closeSent) {
                sendBytes(Frame.encode(Frame.CLOSE, true, payload));
                closeSent = true;
            }
        }
    }

    /**
     * Closes the socket at once, with FIN and without a close frame.
     *
     * @throws IOException if closing fails
     */
    public void cut() throws IOException {
        connection.cut();
    }

    /**
     * Kills the socket at once, with RST.
     *
     * @throws IOException if closing fails
     */
    public void reset() throws IOException {
        connection.reset();
    }

    /** Reads to the end of the session. */
    void run(WebSocketHandler handler) throws IOException {
        int code = ABNORMAL;
        try {
            handler.onOpen(this);
            code = readMessages(handler);
        } finally {
            synchronized (sendLock) {
                closeSent = true;
            }
            handler.onClosed(this, code);
        }
    }

    private int readMessages(WebSocketHandler handler) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int opcode = Frame.TEXT;
        while (true) {
            Frame frame = Frame.read(connection.in());
            if (frame.opcode() == Frame.CLOSE) {
                return answerClose(frame.payload());
            }
            if (frame.opcode() > Frame.CLOSE) {
                control(handler, frame);
                continue;
            }
            opcode = frame.opcode() == Frame.CONTINUATION ? opcode : frame.opcode();
            message.writeBytes(frame.payload());
            if (frame.isLast()) {
                deliver(handler, opcode, message.toByteArray());
                message.reset();
            }
        }
    }

    private int answerClose(byte[] payload) throws IOException {
        closeWith(payload.length >= 2 ? Arrays.copyOf(payload, 2) : new byte[0]);
        connection.cut();
        return payload.length >= 2 ? ByteBuffer.wrap(payload).getShort() & 0xFFFF : NO_STATUS;
    }

    private void control(WebSocketHandler handler, Frame frame) throws IOException {
        if (frame.opcode() == Frame.PING) {
            handler.onPing(this, frame.payload());
        } else if (frame.opcode() == Frame.PONG) {
            handler.onPong(this, frame.payload());
        }
    }

    private void deliver(WebSocketHandler handler, int opcode, byte[] message) throws IOException {
        if (opcode == Frame.TEXT) {
            handler.onText(this, new String(message, StandardCharsets.UTF_8));
        } else {
            handler.onBinary(this, message);
        }
    }

    /** Returns the handshake's target. */
    @Override
    public String toString() {
        return "WebSocketSession[" + request.target() + "]";
    }
}
