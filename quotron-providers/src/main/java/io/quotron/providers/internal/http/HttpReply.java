package io.quotron.providers.internal.http;

import io.quotron.error.Excerpt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a server answered, whatever its status. Immutable by convention: the body is handed out without a copy. */
public final class HttpReply {
    /** The longest pause that a server can ask for; more is taken for a mistake. */
    public static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(15);

    private static final int EXCERPT_BYTES = 1_024;

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final URI uri;
    private final HttpQuery query;

    HttpReply(HttpQuery query, int status, Map<String, List<String>> headers, byte[] body, URI uri) {
        this.query = query;
        this.status = status;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body;
        this.uri = uri;
    }

    /**
     * Returns the status.
     *
     * @return for example 200
     */
    public int status() {
        return status;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name in any case
     * @return the value; empty if there is none
     */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /**
     * Returns all values of a header.
     *
     * @param name the name in any case
     * @return the values in order; empty if there are none
     */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /**
     * Returns the body after decompression.
     *
     * @return the bytes; not to be changed
     */
    public byte[] body() {
        return body;
    }

    /**
     * Returns the body as UTF-8 text.
     *
     * @return the text
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the address that answered, after redirects.
     *
     * @return the address without its query string
     */
    public URI uri() {
        return uri;
    }

    /**
     * Tells whether the body looks like a web page, whatever its content type says.
     *
     * @return true if the first printable character starts a tag
     */
    public boolean isHtml() {
        for (int i = 0; i < Math.min(body.length, EXCERPT_BYTES); i++) {
            byte b = body[i];
            boolean skipped = b <= ' '; // blanks, and the bytes of a byte order mark, which are negative
            if (!skipped) {
                return b == '<';
            }
        }
        return false;
    }

    /**
     * Returns the beginning of the body, fit for a message.
     *
     * @return at most 201 printable characters, without the secrets of the request
     */
    public String excerpt() {
        String beginning = new String(body, 0, Math.min(body.length, EXCERPT_BYTES), StandardCharsets.UTF_8);
        return excerpt(beginning);
    }

    /**
     * Returns a text that the server sent, fit for a message.
     *
     * @param text a part of the body or of a header
     * @return at most 201 printable characters, without the secrets of the request
     */
    public String excerpt(String text) {
        return Excerpt.of(query.redact(text));
    }

    /**
     * Returns the pause that the server asks for, by seconds or by date.
     *
     * @param now the time of the answer
     * @return zero to {@link #MAX_RETRY_AFTER}; empty if the header is missing or makes no sense
     */
    public Optional<Duration> retryAfter(Instant now) {
        return header("Retry-After").map(String::strip).flatMap(value -> parsePause(value, now));
    }

    private static Optional<Duration> parsePause(String value, Instant now) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean absurd = value.length() > 9;
            return Optional.of(absurd ? MAX_RETRY_AFTER : cap(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            DateTimeFormatter httpDate = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
            return Optional.of(cap(Duration.between(now, ZonedDateTime.parse(value, httpDate))));
        } catch (DateTimeException | ArithmeticException notADate) {
            return Optional.empty();
        }
    }

    private static Duration cap(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : pause;
    }

    /** Returns the status and the host. */
    @Override
    public String toString() {
        return "HTTP " + status + " from " + uri.getHost();
    }
}
