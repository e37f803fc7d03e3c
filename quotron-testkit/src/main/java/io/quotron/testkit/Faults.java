package io.quotron.testkit;

import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.Header;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Answers of bad days, for {@link FaultServer} or any {@link Handler}. Those that take a good handler ask it first and spoil what it
 * answers.
 *
 * <p>All handlers are thread-safe.
 */
public final class Faults {
    private static final int BLOCK = 64 * 1024;

    private Faults() {}

    /**
     * Answers with a status and a short text.
     *
     * @param status the status
     * @return the handler
     */
    public static Handler status(int status) {
        return status(status, Map.of());
    }

    /**
     * Answers with a status, headers and a short text.
     *
     * @param status the status
     * @param headers header names and values
     * @return the handler
     */
    public static Handler status(int status, Map<String, String> headers) {
        return (request, response) -> {
            headers.forEach(response::header);
            response.status(status).header("Content-Type", "text/plain").send("status " + status);
        };
    }

    /**
     * Answers with status 200 and a body.
     *
     * @param contentType the type, for example {@code application/json}
     * @param body the bytes
     * @return the handler
     */
    public static Handler body(String contentType, byte[] body) {
        byte[] copy = body.clone();
        return (request, response) ->
                response.header("Content-Type", contentType).send(copy);
    }

    /**
     * Answers with status 200 and a text.
     *
     * @param contentType the type, for example {@code text/html}
     * @param body the text, sent as UTF-8
     * @return the handler
     */
    public static Handler body(String contentType, String body) {
        return body(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers with status, headers and body of another handler, slowed down: nothing is sent before the delay.
     *
     * @param delay how long, in real time
     * @param good what to answer then
     * @return the handler
     */
    public static Handler delayed(Duration delay, Handler good) {
        return (request, response) -> {
            response.pause(delay);
            good.handle(request, response);
        };
    }

    /**
     * Never answers, and keeps the connection open.
     *
     * @return the handler
     */
    public static Handler noHeaders() {
        return (request, response) -> response.stall();
    }

    /**
     * Sends a part of the body and then nothing, and keeps the connection open.
     *
     * @param bytes how much of the body is sent
     * @param good what to spoil
     * @return the handler
     */
    public static Handler stallAfter(int bytes, Handler good) {
        return (request, response) -> {
            byte[] body = head(request, response, good);
            response.startFixed(body.length).write(body, 0, Math.min(bytes, body.length));
            response.stall();
        };
    }

    /**
     * Announces the whole body in {@code Content-Length}, sends a part and closes the connection.
     *
     * @param bytes how much of the body is sent
     * @param good what to spoil
     * @return the handler
     */
    public static Handler cutAfter(int bytes, Handler good) {
        return (request, response) -> {
            byte[] body = head(request, response, good);
            response.startFixed(body.length).write(body, 0, Math.min(bytes, body.length));
            response.cut();
        };
    }

    /**
     * Sends a part of the body in a chunk and closes the connection without the last chunk.
     *
     * @param bytes how much of the body is sent
     * @param good what to spoil
     * @return the handler
     */
    public static Handler cutChunkedAfter(int bytes, Handler good) {
        return (request, response) -> {
            byte[] body = head(request, response, good);
            response.startChunked().write(body, 0, Math.min(bytes, body.length));
            response.cut();
        };
    }

    /**
     * Sends a part of the body as if it were all: {@code Content-Length} tells the length of the part.
     *
     * @param bytes how much of the body is sent
     * @param good what to spoil
     * @return the handler
     */
    public static Handler shortened(int bytes, Handler good) {
        return (request, response) -> {
            byte[] body = head(request, response, good);
            response.send(Arrays.copyOf(body, Math.min(bytes, body.length)));
        };
    }

    /**
     * Sends a part of the body and kills the connection with RST.
     *
     * @param bytes how much of the body is sent
     * @param good what to spoil
     * @return the handler
     */
    public static Handler resetAfter(int bytes, Handler good) {
        return (request, response) -> {
            byte[] body = head(request, response, good);
            response.startFixed(body.length).write(body, 0, Math.min(bytes, body.length));
            response.reset();
        };
    }

    /**
     * Kills the connection with RST before anything is sent.
     *
     * @return the handler
     */
    public static Handler reset() {
        return (request, response) -> response.reset();
    }

    /**
     * Sends the body byte by byte.
     *
     * @param pause how long to wait before each byte, in real time
     * @param good what to slow down
     * @return the handler
     */
    public static Handler drip(Duration pause, Handler good) {
        return (request, response) -> {
            byte[] body = head(request, response, good);
            OutputStream out = response.startFixed(body.length);
            for (byte next : body) {
                response.pause(pause);
                out.write(next);
            }
        };
    }

    /**
     * Sends another body under the status and headers of a good answer.
     *
     * @param body what to send
     * @param good whose status and headers are used
     * @return the handler
     */
    public static Handler replaceBody(byte[] body, Handler good) {
        byte[] copy = body.clone();
        return (request, response) -> {
            head(request, response, good);
            response.send(copy);
        };
    }

    /**
     * Sends a body of that length, announced in {@code Content-Length}: a JSON text that does not end.
     *
     * @param length how many bytes
     * @return the handler
     */
    public static Handler hugeBody(long length) {
        return (request, response) -> {
            OutputStream out =
                    response.header("Content-Type", "application/json").startFixed(length);
            byte[] block = filled();
            out.write("[\"".getBytes(StandardCharsets.US_ASCII));
            for (long left = length - 2; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        };
    }

    /**
     * Sends chunks for ever: a JSON text that does not end.
     *
     * @return the handler
     */
    public static Handler endlessBody() {
        return (request, response) -> {
            OutputStream out =
                    response.header("Content-Type", "application/json").startChunked();
            out.write("[\"".getBytes(StandardCharsets.US_ASCII));
            byte[] block = filled();
            while (!Thread.currentThread().isInterrupted()) {
                out.write(block);
            }
        };
    }

    private static byte[] filled() {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        return block;
    }

    /**
     * Sends a line that is no status line.
     *
     * @return the handler
     */
    public static Handler garbage() {
        return (request, response) ->
                response.raw().write("NOT HTTP AT ALL\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Redirects to a fixed place.
     *
     * @param location the value of the {@code Location} header
     * @return the handler
     */
    public static Handler redirect(String location) {
        return (request, response) -> response.redirect(location);
    }

    /**
     * Redirects each request to itself.
     *
     * @return the handler
     */
    public static Handler redirectLoop() {
        return (request, response) -> response.redirect(request.target());
    }

    private static byte[] head(Request request, Response response, Handler good) throws IOException {
        Response.Captured captured = Response.capture(good, request);
        response.status(captured.status());
        for (Header header : captured.headers()) {
            response.header(header.name(), header.value());
        }
        return captured.body();
    }
}
