package io.quotron.testkit.http;

import io.quotron.spi.TimeSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A request as it came over the wire. Immutable and thread-safe. */
public final class Request {
    private final String method;
    private final String target;
    private final List<Header> headers;
    private final byte[] body;
    private final int connection;
    private final long nanoTime;

    Request(String method, String target, List<Header> headers, byte[] body, int connection) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
        this.connection = connection;
        this.nanoTime = TimeSource.system().nanoTime();
    }

    /**
     * Makes a request that never was on a wire, to ask a {@link Handler} directly.
     *
     * @param method for example {@code GET}
     * @param target path and query, encoded
     * @return a request without headers and body, of connection 0
     */
    public static Request of(String method, String target) {
        return new Request(
                Objects.requireNonNull(method, "method"),
                Objects.requireNonNull(target, "target"),
                List.of(),
                new byte[0],
                0);
    }

    /**
     * Returns the method.
     *
     * @return for example {@code GET}
     */
    public String method() {
        return method;
    }

    /**
     * Returns what stood between the method and the protocol, nothing decoded.
     *
     * @return for example {@code /v8/chart/%5EGSPC?interval=1d}
     */
    public String target() {
        return target;
    }

    /**
     * Returns the target up to the question mark, nothing decoded.
     *
     * @return for example {@code /v8/chart/%5EGSPC}
     */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /**
     * Returns the target after the question mark, nothing decoded.
     *
     * @return for example {@code interval=1d}; an empty text if there is none
     */
    public String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /**
     * Returns the parameters of the query, names and values decoded as UTF-8. Of a name that comes twice, the last value counts.
     *
     * @return the parameters in the order sent
     */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            } else if (!pair.isEmpty()) {
                parameters.put(decode(pair), "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /**
     * Returns one parameter of the query.
     *
     * @param name its decoded name
     * @return its decoded value; empty if it was not sent
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters().get(name));
    }

    /**
     * Returns all header lines.
     *
     * @return the lines in the order sent
     */
    public List<Header> headers() {
        return headers;
    }

    /**
     * Returns the first header of a name.
     *
     * @param name the name, in any case
     * @return its value; empty if it was not sent
     */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    /**
     * Returns the body.
     *
     * @return a copy of its bytes; none if there was no body
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the body as text.
     *
     * @return the body, read as UTF-8
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns which connection carried the request.
     *
     * @return counts the connections of the server, from 1
     */
    public int connection() {
        return connection;
    }

    /**
     * Returns when the request had been read, by the monotonic clock of the machine.
     *
     * @return nanoseconds, comparable with {@link TimeSource#nanoTime()} of the system
     */
    public long nanoTime() {
        return nanoTime;
    }

    /** Returns method and target. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
