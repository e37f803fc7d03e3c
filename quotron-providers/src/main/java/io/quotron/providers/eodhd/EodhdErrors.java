package io.quotron.providers.eodhd;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What EODHD's statuses and words mean: one table for REST and WebSocket.
 *
 * <p>Errors come as plain text under {@code text/html} ({@code Unauthenticated}, {@code Ticker Not Found.}) or as JSON objects with
 * {@code error} or {@code message}, with the code as status, as {@code code} or as {@code status_code}.
 */
final class EodhdErrors {
    /** The id under which everything here appears. */
    static final SourceId SOURCE = SourceId.of("eodhd");

    /** How long to keep still after 429 when EODHD does not say: its limit counts minutes. */
    static final Duration COOL_DOWN = Duration.ofMinutes(1);

    private static final int LONGEST_WORDS = 1_000;

    private EodhdErrors() {}

    /**
     * Throws if a reply is a failure by its status.
     *
     * @param reply what came
     * @param now the time of the reply
     * @throws ProviderException the failure
     */
    static void throwIfFailed(HttpReply reply, Instant now) {
        int status = reply.status();
        if (status / 100 != 2) {
            throw ofStatus(status, reply.excerpt(), reply, now);
        }
        if (reply.isHtml()) {
            throw failure(FailureReason.BLOCKED, "a web page instead of data");
        }
    }

    /**
     * Reads a document.
     *
     * @param reply a reply that is no failure by its status
     * @param now the time of the reply
     * @return the document
     * @throws ProviderException if it is no JSON, or an error
     */
    static JsonValue read(HttpReply reply, Instant now) {
        try {
            JsonValue document = Json.read(SOURCE, reply.body());
            throwIfError(document, reply, now);
            return document;
        } catch (ProviderException e) {
            throw e.getCause() == null ? e : ofWords(reply, now);
        }
    }

    /**
     * Reads an array row by row.
     *
     * @param reply a reply that is no failure by its status
     * @param now the time of the reply
     * @param row takes each row; some may come before the document turns out to be broken
     * @throws ProviderException if it is no array
     */
    static void readRows(HttpReply reply, Instant now, Consumer<JsonValue> row) {
        JsonValue document;
        try {
            document = Json.rows(SOURCE, reply.body(), List.of(), row);
        } catch (ProviderException e) {
            throw e.getCause() == null ? e : ofWords(reply, now);
        }
        throwIfError(document, reply, now);
        if (!document.is(JsonValue.Kind.ARRAY)) {
            throw malformed("the answer is not an array but: " + reply.excerpt());
        }
    }

    private static void throwIfError(JsonValue document, HttpReply reply, Instant now) {
        if (!document.is(JsonValue.Kind.OBJECT)) {
            return;
        }
        Optional<String> words =
                document.get("error").text().or(() -> document.get("message").text());
        if (words.isPresent() && !document.get("code").is(JsonValue.Kind.STRING)) {
            long code = document.get("code")
                    .whole()
                    .orElse(document.get("status_code").whole().orElse(0));
            throw code >= 400 && code < 600 ? ofStatus((int) code, reply.excerpt(), reply, now) : ofWords(reply, now);
        }
    }

    /** Statuses of 200 with words instead of data, which are judged by the words. */
    private static ProviderException ofWords(HttpReply reply, Instant now) {
        String words = reply.body().length > LONGEST_WORDS ? "" : reply.text().toLowerCase(Locale.ROOT);
        if (isUnknownSymbol(words)) {
            return failure(FailureReason.SYMBOL_UNKNOWN, reply.excerpt());
        }
        if (words.startsWith("unauthenticated") || words.startsWith("forbidden")) {
            return failure(FailureReason.AUTHENTICATION, reply.excerpt());
        }
        if (words.contains("limit reached")
                || words.contains("limit exceeded")
                || words.contains("too many requests")) {
            return limited(words, reply, now);
        }
        return malformed("the answer is not what was expected: " + reply.excerpt());
    }

    private static boolean isUnknownSymbol(String words) {
        return words.contains("ticker not found")
                || words.contains("symbol not found")
                || words.contains("exchange not found");
    }

    private static ProviderException ofStatus(int status, String excerpt, HttpReply reply, Instant now) {
        String message = "HTTP " + status + ": " + excerpt;
        return switch (status) {
            case 401, 403 -> failure(FailureReason.AUTHENTICATION, message);
            case 402 -> paymentRequired(message, reply, now);
            case 404 -> failure(FailureReason.SYMBOL_UNKNOWN, message);
            case 408 -> failure(FailureReason.TIMEOUT, message);
            case 429 -> limited(reply.text().toLowerCase(Locale.ROOT), reply, now);
            case 451 -> failure(FailureReason.BLOCKED, message);
            case 400, 405, 413, 414, 422 -> failure(FailureReason.INVALID_REQUEST, message);
            default -> failure(status >= 500 ? FailureReason.UNAVAILABLE : FailureReason.MALFORMED_RESPONSE, message);
        };
    }

    /** Status 402 stands for the end of the day's calls as well as for a plan that must be paid. */
    private static ProviderException paymentRequired(String message, HttpReply reply, Instant now) {
        String words = reply.text().toLowerCase(Locale.ROOT);
        return words.contains("limit") || words.contains("exceed")
                ? new RateLimitedException(SOURCE, message, untilMidnight(now))
                : failure(FailureReason.AUTHENTICATION, message);
    }

    private static RateLimitedException limited(String words, HttpReply reply, Instant now) {
        Duration pause =
                reply.retryAfter(now).orElseGet(() -> words.contains("daily") ? untilMidnight(now) : COOL_DOWN);
        return new RateLimitedException(SOURCE, "HTTP " + reply.status() + ": " + reply.excerpt(), pause);
    }

    /** The calls of a day are counted anew at midnight UTC. */
    private static Duration untilMidnight(Instant now) {
        Instant midnight = now.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return Duration.between(now, midnight);
    }

    /**
     * Finds what a status frame of a WebSocket means.
     *
     * @param code its {@code status_code}
     * @param words its {@code message}
     * @return the reason
     */
    static FailureReason ofFrame(long code, String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (code == 429 || lower.contains("limit") || lower.contains("too many")) {
            return FailureReason.RATE_LIMITED;
        }
        if (code == 401 || code == 403) {
            return FailureReason.AUTHENTICATION;
        }
        if (code == 404 || lower.contains("not found") || lower.contains("unknown symbol")) {
            return FailureReason.SYMBOL_UNKNOWN;
        }
        return code >= 500 ? FailureReason.UNAVAILABLE : FailureReason.INVALID_REQUEST;
    }

    static ProviderException failure(FailureReason reason, String message) {
        return new ProviderException(SOURCE, reason, message);
    }

    /** Makes the exception for an answer that contradicts itself or the question. */
    static ProviderException malformed(String message) {
        return failure(FailureReason.MALFORMED_RESPONSE, message);
    }
}
