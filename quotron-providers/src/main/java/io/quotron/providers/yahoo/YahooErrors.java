package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one table from statuses and bodies to reasons. */
final class YahooErrors {
    static final SourceId SOURCE = SourceId.of("yahoo");
    /** How long to keep still after 429 when Yahoo does not say. */
    static final Duration COOL_DOWN = Duration.ofSeconds(60);

    private YahooErrors() {}

    /** Says that the crumb was refused, which a new session may heal. */
    static final class InvalidCrumbException extends ProviderException {
        private static final long serialVersionUID = 1L;

        InvalidCrumbException() {
            super(SOURCE, FailureReason.AUTHENTICATION, "the session was refused (Invalid Crumb)");
        }
    }

    /** Says what is wrong with an answer; the call adds the beginning of the answer. */
    static final class MalformedException extends ProviderException {
        private static final long serialVersionUID = 1L;
        private final String what;

        private MalformedException(String what) {
            super(SOURCE, FailureReason.MALFORMED_RESPONSE, what);
            this.what = what;
        }

        /** Makes the exception for the caller, with the beginning of the answer, from which the secrets of the request are taken. */
        ProviderException quoting(HttpReply reply) {
            return failure(FailureReason.MALFORMED_RESPONSE, what + ": " + reply.excerpt());
        }
    }

    /**
     * Reads an answer.
     *
     * @param reply the answer
     * @param symbol what was asked for, or null where it was more than one thing
     * @param now the time of the answer
     * @return the document
     * @throws ProviderException if the answer is a failure in any of its forms
     */
    static JsonValue read(HttpReply reply, @Nullable Symbol symbol, Instant now) {
        throwIfNotData(reply, now);
        if (reply.status() / 100 == 2) {
            JsonValue document = document(reply);
            Optional<JsonValue> error = findError(document);
            if (error.isPresent()) {
                throw byCode(reply, error.get(), symbol);
            }
            return document;
        }
        throw byStatus(reply, symbol);
    }

    /** The words of the parser are left out, because they quote the answer, which may repeat cookie and crumb. */
    private static JsonValue document(HttpReply reply) {
        try {
            return Json.read(SOURCE, reply.body());
        } catch (ProviderException e) {
            throw failure(FailureReason.MALFORMED_RESPONSE, "the answer is not JSON: " + reply.excerpt());
        }
    }

    /** Handles what is not JSON whatever the status says, and what is settled by the status alone. */
    static void throwIfNotData(HttpReply reply, Instant now) {
        if (reply.status() == 429 || isTooManyRequests(reply)) {
            throw new RateLimitedException(SOURCE, "too many requests", pause(reply, now));
        }
        if (reply.status() >= 500 && reply.status() != 999) {
            throw failure(FailureReason.UNAVAILABLE, "HTTP " + reply.status());
        }
        if (reply.isHtml()) {
            throw failure(FailureReason.BLOCKED, "a web page (consent, captcha or maintenance) instead of data");
        }
        switch (reply.status()) {
            case 403, 451, 999, 301, 302, 303, 307, 308 ->
                throw failure(FailureReason.BLOCKED, "refused with HTTP " + reply.status());
            case 408 -> throw failure(FailureReason.TIMEOUT, "HTTP 408");
            default -> {
                // judged by the body
            }
        }
    }

    private static boolean isTooManyRequests(HttpReply reply) {
        byte[] body = reply.body();
        return body.length < 200
                && !isJson(body)
                && new String(body, StandardCharsets.UTF_8).contains("Too Many Requests");
    }

    private static boolean isJson(byte[] body) {
        String beginning = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8).stripLeading();
        return beginning.startsWith("{") || beginning.startsWith("[");
    }

    private static Duration pause(HttpReply reply, Instant now) {
        return reply.retryAfter(now).filter(pause -> !pause.isZero()).orElse(COOL_DOWN);
    }

    /** Finds {@code {"chart":{"error":{...}}}} and its sisters under other roots. */
    private static Optional<JsonValue> findError(JsonValue document) {
        return document.fields().values().stream()
                .map(root -> root.get("error"))
                .filter(error -> !error.isAbsent())
                .findFirst();
    }

    private static ProviderException byStatus(HttpReply reply, @Nullable Symbol symbol) {
        if (isJson(reply.body())) {
            Optional<JsonValue> error = findError(document(reply));
            if (error.isPresent()) {
                return byCode(reply, error.get(), symbol);
            }
        }
        return switch (reply.status()) {
            case 401 -> failure(FailureReason.AUTHENTICATION, "refused with HTTP 401");
            case 404 -> unknown(symbol);
            case 400, 422 -> failure(FailureReason.INVALID_REQUEST, "refused with HTTP " + reply.status());
            default ->
                failure(FailureReason.MALFORMED_RESPONSE, "unexpected HTTP " + reply.status() + ": " + reply.excerpt());
        };
    }

    private static ProviderException byCode(HttpReply reply, JsonValue error, @Nullable Symbol symbol) {
        String code = error.get("code").text().orElse("").toLowerCase(Locale.ROOT);
        String description = reply.excerpt(error.get("description").text().orElse(""));
        return switch (code) {
            case "not found" -> notFound(description, symbol);
            case "unauthorized" -> unauthorized(description);
            case "too many requests" -> new RateLimitedException(SOURCE, "too many requests", COOL_DOWN);
            case "forbidden" -> failure(FailureReason.BLOCKED, "refused: " + description);
            case "bad request", "argument-error", "invalid input" -> badRequest(description);
            case "unprocessable entity" -> unprocessable(description);
            case "internal server error", "internal-error", "service unavailable", "gateway timeout" ->
                failure(FailureReason.UNAVAILABLE, description);
            default -> failure(FailureReason.MALFORMED_RESPONSE, "an unknown error: " + reply.excerpt());
        };
    }

    /** Known, but without the kind of facts that was asked for. */
    private static ProviderException notFound(String description, @Nullable Symbol symbol) {
        return description.toLowerCase(Locale.ROOT).contains("no fundamentals data")
                ? noData(NoDataException.Why.NOT_TOLD, description)
                : unknown(symbol);
    }

    private static ProviderException unknown(@Nullable Symbol symbol) {
        return symbol == null
                ? failure(FailureReason.INVALID_REQUEST, "the address does not exist")
                : new SymbolNotFoundException(SOURCE, symbol);
    }

    private static ProviderException unauthorized(String description) {
        return description.toLowerCase(Locale.ROOT).contains("crumb")
                ? new InvalidCrumbException()
                : failure(FailureReason.AUTHENTICATION, "unauthorized: " + description);
    }

    private static ProviderException badRequest(String description) {
        String words = description.toLowerCase(Locale.ROOT);
        if (words.contains("data doesn't exist")) {
            return noData(NoDataException.Why.OUT_OF_RANGE, description);
        }
        if (words.contains("interval") && words.contains("support")) {
            return failure(FailureReason.UNSUPPORTED, description);
        }
        return failure(FailureReason.INVALID_REQUEST, description);
    }

    private static ProviderException unprocessable(String description) {
        String words = description.toLowerCase(Locale.ROOT);
        return words.contains("not available") || words.contains("within the last")
                ? noData(NoDataException.Why.PROVIDER_LIMIT, description)
                : badRequest(description);
    }

    private static NoDataException noData(NoDataException.Why why, String description) {
        return new NoDataException(SOURCE, why, description);
    }

    static ProviderException failure(FailureReason reason, String message) {
        return new ProviderException(SOURCE, reason, message);
    }

    /** Makes the exception for an answer that contradicts itself or the question. */
    static ProviderException malformed(String message) {
        return new MalformedException(message);
    }

    /** Makes the exception for a field that is missing or of another type than it should be. */
    static ProviderException malformedAt(String path, JsonValue found, String expected) {
        String is = found.is(JsonValue.Kind.MISSING) ? "is missing" : "is " + found.kind() + " and not " + expected;
        return malformed(path + " " + is);
    }
}
