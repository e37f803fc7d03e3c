package io.quotron.providers.kraken;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.http.HttpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Kraken's words for a failure mean: one table for the error strings of REST and WebSocket, and one for HTTP
 * statuses.
 *
 * <p>Kraken answers most failures with HTTP 200 and {@code {"error":["EQuery:Unknown asset pair"]}}. A string starts
 * with E for an error or W for a warning, then come category and text, sometimes with more behind the text.
 */
final class KrakenErrors {
    /** The id under which everything here appears. */
    static final SourceId SOURCE = SourceId.of("kraken");

    /** Kraken says of its lockout that it ends by itself when nobody asks for a while; asking early makes it longer. */
    static final Duration LOCKOUT = Duration.ofMinutes(15);

    private static final Duration NOT_TOLD = Duration.ZERO;

    // The first row whose text the error starts with decides, so special rows stand above their category.
    private static final List<Row> TABLE = List.of(
            row("EQuery:Unknown asset", FailureReason.SYMBOL_UNKNOWN),
            row("EQuery:", FailureReason.INVALID_REQUEST),
            row("EGeneral:Temporary lockout", FailureReason.RATE_LIMITED, LOCKOUT),
            row("EGeneral:Too many requests", FailureReason.RATE_LIMITED),
            row("EGeneral:Permission denied", FailureReason.AUTHENTICATION),
            row("EGeneral:Internal error", FailureReason.UNAVAILABLE),
            row("EGeneral:Invalid arguments", FailureReason.INVALID_REQUEST),
            row("EGeneral:Unknown method", FailureReason.INVALID_REQUEST),
            row("EAPI:Rate limit exceeded", FailureReason.RATE_LIMITED),
            row("EAPI:Feature disabled", FailureReason.UNSUPPORTED),
            row("EAPI:Bad request", FailureReason.INVALID_REQUEST),
            row("EAPI:Invalid", FailureReason.AUTHENTICATION),
            row("EAuth:Rate limit exceeded", FailureReason.RATE_LIMITED),
            row("EAuth:Too many requests", FailureReason.RATE_LIMITED),
            row("EAuth:", FailureReason.AUTHENTICATION),
            row("EService:", FailureReason.UNAVAILABLE),
            row("EDatabase:", FailureReason.UNAVAILABLE),
            row("ESession:", FailureReason.UNAVAILABLE),
            // The words of the WebSocket, which has no categories for them.
            row("Currency pair not supported", FailureReason.SYMBOL_UNKNOWN),
            row("Currency pair not in ISO", FailureReason.SYMBOL_UNKNOWN),
            row("Symbol(s) not found", FailureReason.SYMBOL_UNKNOWN),
            row("Exceeded msg rate", FailureReason.RATE_LIMITED),
            row("Rate limit exceeded", FailureReason.RATE_LIMITED),
            row("Too many requests", FailureReason.RATE_LIMITED),
            row("Market in ", FailureReason.UNAVAILABLE),
            row("Subscription ", FailureReason.INVALID_REQUEST),
            row("Malformed request", FailureReason.INVALID_REQUEST),
            row("Unsupported", FailureReason.UNSUPPORTED));

    private record Row(String start, FailureReason reason, Duration pause) {
        boolean fits(String error) {
            return error.toLowerCase(Locale.ROOT).startsWith(start);
        }
    }

    private KrakenErrors() {}

    private static Row row(String start, FailureReason reason) {
        return row(start, reason, NOT_TOLD);
    }

    private static Row row(String start, FailureReason reason, Duration pause) {
        return new Row(start.toLowerCase(Locale.ROOT), reason, pause);
    }

    /**
     * Finds what an error string means.
     *
     * @param error the string as Kraken sent it
     * @return the reason; MALFORMED_RESPONSE for one that is not in the table
     */
    static FailureReason reasonOf(String error) {
        return find(error).map(Row::reason).orElse(FailureReason.MALFORMED_RESPONSE);
    }

    /**
     * Tells whether a string only warns.
     *
     * @param error the string as Kraken sent it
     * @return true if the answer beside it may be used
     */
    static boolean isWarning(String error) {
        return error.startsWith("W");
    }

    /**
     * Makes the exception for an error string.
     *
     * @param error the string as Kraken sent it
     * @return the exception, to be thrown
     */
    static ProviderException of(String error) {
        String message = "the server says: " + Excerpt.of(error);
        FailureReason reason = reasonOf(error);
        if (reason == FailureReason.RATE_LIMITED) {
            return new RateLimitedException(
                    SOURCE, message, find(error).map(Row::pause).orElse(NOT_TOLD));
        }
        return new ProviderException(SOURCE, reason, message);
    }

    /**
     * Judges a reply by its status and by being a web page; bodies that may hold error strings are left to {@link
     * KrakenParser}.
     *
     * @param reply what came
     * @param now the time of the reply
     * @return the failure; empty if the body is to be read
     */
    static Optional<ProviderException> ofReply(HttpReply reply, Instant now) {
        int status = reply.status();
        if (status == 429) {
            return Optional.of(new RateLimitedException(
                    SOURCE, "HTTP 429", reply.retryAfter(now).orElse(NOT_TOLD)));
        }
        if (status >= 500 || status == 408) {
            return Optional.of(failure(FailureReason.UNAVAILABLE, reply));
        }
        if (status == 403 || status == 451 || reply.isHtml()) {
            return Optional.of(failure(FailureReason.BLOCKED, reply));
        }
        return Optional.empty();
    }

    /**
     * Makes the exception for a reply without error strings whose status is not 2xx.
     *
     * @param reply what came
     * @return the failure
     */
    static ProviderException ofStatus(HttpReply reply) {
        int status = reply.status();
        if (status == 401) {
            return failure(FailureReason.AUTHENTICATION, reply);
        }
        boolean ourFault = status >= 400 && status < 500;
        return failure(ourFault ? FailureReason.INVALID_REQUEST : FailureReason.UNAVAILABLE, reply);
    }

    /**
     * Makes the exception for an answer that cannot be understood.
     *
     * @param what what is wrong with it
     * @return the exception, to be thrown
     */
    static ProviderException malformed(String what) {
        return new ProviderException(SOURCE, FailureReason.MALFORMED_RESPONSE, what);
    }

    private static ProviderException failure(FailureReason reason, HttpReply reply) {
        return new ProviderException(SOURCE, reason, "HTTP " + reply.status() + ": " + reply.excerpt());
    }

    private static Optional<Row> find(String error) {
        return TABLE.stream().filter(row -> row.fits(error)).findFirst();
    }
}
