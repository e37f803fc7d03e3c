package io.quotron.testkit.http;

import io.quotron.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Handler} writes its answer. Either one of the {@code send} methods, {@link #startFixed} or {@link #startChunked} and
 * the stream that it returns, {@link #raw()}, {@link #upgradeToWebSocket}, or one of the faults.
 *
 * <pre>{@code
 * response.sendJson("{\"price\":1.5}");                               // a good day
 * response.status(429).header("Retry-After", "7").send("");           // a bad one
 * response.startFixed(100).write(fiftyBytes); response.stall();       // a worse one
 * }</pre>
 *
 * <p>Not thread-safe: belongs to the thread of the handler.
 */
public final class Response {
    private static final Map<Integer, String> PHRASES = Map.of(
            200,
            "OK",
            204,
            "No Content",
            301,
            "Moved Permanently",
            302,
            "Found",
            400,
            "Bad Request",
            401,
            "Unauthorized",
            404,
            "Not Found",
            429,
            "Too Many Requests",
            500,
            "Internal Server Error",
            503,
            "Service Unavailable");

    private final OutputStream out;
    private final @Nullable Connection connection;
    private final Request request;
    private final List<Header> headers = new ArrayList<>();
    private int status = 200;
    private boolean started;
    private boolean reusable;

    Response(OutputStream out, @Nullable Connection connection, Request request) {
        this.out = out;
        this.connection = connection;
        this.request = request;
    }

    /**
     * Sets the status.
     *
     * @param code the code; 200 where it is not set
     * @return this response
     */
    public Response status(int code) {
        this.status = code;
        return this;
    }

    /**
     * Adds a header line. {@code Content-Length} and {@code Transfer-Encoding} are added by the methods that start the body.
     *
     * @param name the name
     * @param value the value
     * @return this response
     */
    public Response header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    /**
     * Sends status, headers and body.
     *
     * @param body the bytes, as they are
     * @throws IOException if the client has gone
     */
    public void send(byte[] body) throws IOException {
        startFixed(body.length).write(body);
        out.flush();
        reusable = true;
    }

    /**
     * Sends status, headers and a text.
     *
     * @param body the text, sent as UTF-8
     * @throws IOException if the client has gone
     */
    public void send(String body) throws IOException {
        send(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends status, headers and a JSON document.
     *
     * @param json the document, sent as UTF-8
     * @throws IOException if the client has gone
     */
    public void sendJson(String json) throws IOException {
        header("Content-Type", "application/json; charset=utf-8").send(json);
    }

    /**
     * Sends the client elsewhere, with status 302.
     *
     * @param location the value of the {@code Location} header
     * @throws IOException if the client has gone
     */
    public void redirect(String location) throws IOException {
        status(302).header("Location", location).send("");
    }

    /**
     * Sends status and headers with a {@code Content-Length}; the handler writes the body, or less of it, and the connection is
     * closed after it.
     *
     * @param contentLength what the header says
     * @return where the body goes; not buffered
     * @throws IOException if the client has gone
     */
    public OutputStream startFixed(long contentLength) throws IOException {
        start(new Header("Content-Length", Long.toString(contentLength)));
        return out;
    }

    /**
     * Sends status and headers with {@code Transfer-Encoding: chunked}. Each write to the returned stream becomes one chunk; closing it
     * sends the last one. A handler that returns without closing it leaves the body unfinished.
     *
     * @return where the body goes; not buffered
     * @throws IOException if the client has gone
     */
    public OutputStream startChunked() throws IOException {
        start(new Header("Transfer-Encoding", "chunked"));
        return new ChunkedStream();
    }

    private void start(Header framing) throws IOException {
        begin();
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(' ');
        head.append(PHRASES.getOrDefault(status, "Status")).append("\r\n");
        for (Header header : headers) {
            append(head, header);
        }
        append(head, framing);
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void append(StringBuilder head, Header header) {
        head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }

    private void begin() {
        if (started) {
            throw new IllegalStateException("the answer to " + request + " has been started already");
        }
        started = true;
    }

    /**
     * Hands out the wire itself; nothing is written before, and the connection is closed after the handler returns.
     *
     * @return where to write status line, headers and body, right or wrong
     */
    public OutputStream raw() {
        begin();
        return out;
    }

    /**
     * Waits in real time; what was written before is on the wire.
     *
     * @param duration how long
     * @throws IOException if the server is closed meanwhile
     */
    public void pause(Duration duration) throws IOException {
        out.flush();
        try {
            TimeSource.system().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the server was closed").initCause(e);
        }
    }

    /**
     * Sends nothing more and keeps the connection open until the client or the server closes it.
     *
     * @throws IOException if the connection ends, as it must
     */
    public void stall() throws IOException {
        started = true;
        out.flush();
        wire().awaitEnd();
    }

    /**
     * Closes the connection at once, with FIN.
     *
     * @throws IOException if closing fails
     */
    public void cut() throws IOException {
        started = true;
        wire().cut();
    }

    /**
     * Kills the connection at once, with RST.
     *
     * @throws IOException if closing fails
     */
    public void reset() throws IOException {
        started = true;
        wire().reset();
    }

    /**
     * Answers a WebSocket handshake (RFC 6455, section 4.2.2) and runs the session on this thread until it ends.
     *
     * @param handler what to do with messages
     * @throws IOException if the connection ends without a closing handshake after {@link WebSocketHandler#onClosed} was told
     * @throws IllegalStateException if the request is not a WebSocket handshake; ask {@link #isUpgrade()}
     */
    public void upgradeToWebSocket(WebSocketHandler handler) throws IOException {
        if (!isUpgrade()) {
            throw new IllegalStateException(request + " is not a WebSocket handshake");
        }
        begin();
        Connection wire = wire();
        out.write(WebSocketSession.handshake(request));
        out.flush();
        new WebSocketSession(wire, out, request).run(handler);
    }

    /**
     * Tells whether the client asks for a WebSocket.
     *
     * @return true if {@link #upgradeToWebSocket} may be called
     */
    public boolean isUpgrade() {
        return request.header("Upgrade").map("websocket"::equalsIgnoreCase).orElse(false)
                && request.header("Sec-WebSocket-Key").isPresent();
    }

    /**
     * Asks a handler without a wire.
     *
     * @param handler the handler; must answer with a {@code send} method or {@link #startFixed}
     * @param request what to ask
     * @return what it answered
     * @throws IOException if the handler throws it
     * @throws UnsupportedOperationException if the handler does something that needs a wire
     */
    public static Captured capture(Handler handler, Request request) throws IOException {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        Response response = new Response(memory, null, request);
        handler.handle(request, response);
        response.finish();
        byte[] all = memory.toByteArray();
        int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        return new Captured(response.status, response.headers, Arrays.copyOfRange(all, end, all.length));
    }

    /** What a handler answered. Immutable and thread-safe. */
    public static final class Captured {
        private final int status;
        private final List<Header> headers;
        private final byte[] body;

        private Captured(int status, List<Header> headers, byte[] body) {
            this.status = status;
            this.headers = List.copyOf(headers);
            this.body = body;
        }

        /**
         * Returns the status.
         *
         * @return the code
         */
        public int status() {
            return status;
        }

        /**
         * Returns the header lines that the handler set.
         *
         * @return the lines, without those that frame the body
         */
        public List<Header> headers() {
            return headers;
        }

        /**
         * Returns the body.
         *
         * @return a copy of the bytes
         */
        public byte[] body() {
            return body.clone();
        }
    }

    /** Sends what is missing; returns whether the connection can carry another request. */
    boolean finish() throws IOException {
        if (!started) {
            status(204).send(new byte[0]);
        }
        out.flush();
        return reusable;
    }

    boolean isStarted() {
        return started;
    }

    private Connection wire() {
        if (connection == null) {
            throw new UnsupportedOperationException("this answer is captured and has no wire");
        }
        return connection;
    }

    /** One chunk for each write. */
    private final class ChunkedStream extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes, offset, length);
                out.write(new byte[] {'\r', '\n'});
                out.flush();
            }
        }

        @Override
        public void close() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            reusable = true;
        }
    }
}
