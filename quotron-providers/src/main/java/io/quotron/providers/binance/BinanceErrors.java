package io.quotron.providers.binance;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Binance's words for a failure mean: one table for the codes of REST and WebSocket, and one for HTTP statuses. An
 * error body is {@code {"code":-1121,"msg":"Invalid symbol."}}; the code decides where it is known, otherwise the status.
 */
final class BinanceErrors {
    /** A ban lasts from two minutes to three days. */
    private static final Duration SHORTEST_BAN = Duration.ofMinutes(2);

    private static final Duration LONGEST_BAN = Duration.ofDays(3);
    private static final Pattern BAN_END = Pattern.compile("banned until ([0-9]{13})\\b");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private static final int INVALID_FROM = -1_199;
    private static final int INVALID_TO = -1_100;

    private static final Map<Integer, FailureReason> CODES = Map.ofEntries(
            Map.entry(-1_000, FailureReason.UNAVAILABLE), // unknown error while processing
            Map.entry(-1_001, FailureReason.UNAVAILABLE), // disconnected inside
            Map.entry(-1_002, FailureReason.AUTHENTICATION),
            Map.entry(-1_003, FailureReason.RATE_LIMITED),
            Map.entry(-1_006, FailureReason.UNAVAILABLE), // unexpected answer inside
            Map.entry(-1_007, FailureReason.UNAVAILABLE), // timeout inside
            Map.entry(-1_008, FailureReason.UNAVAILABLE), // overloaded
            Map.entry(-1_015, FailureReason.RATE_LIMITED),
            Map.entry(-1_016, FailureReason.UNAVAILABLE), // shutting down
            Map.entry(-1_020, FailureReason.UNSUPPORTED),
            Map.entry(-1_022, FailureReason.AUTHENTICATION),
            Map.entry(-1_034, FailureReason.RATE_LIMITED),
            Map.entry(-1_121, FailureReason.SYMBOL_UNKNOWN),
            Map.entry(-1_220, FailureReason.NO_DATA), // the state of the market is another
            Map.entry(-2_014, FailureReason.AUTHENTICATION),
            Map.entry(-2_015, FailureReason.AUTHENTICATION));

    private final SourceId source;

    BinanceErrors(SourceId source) {
        this.source = source;
    }

    SourceId source() {
        return source;
    }

    /**
     * Judges a reply by its body and status.
     *
     * @param reply what came
     * @param now the time of the reply
     * @return the failure; empty if the body is to be read
     */
    Optional<ProviderException> ofReply(HttpReply reply, Instant now) {
        int status = reply.status();
        if (status == 429 || status == 418) {
            return Optional.of(tooFast(reply, now));
        }
        if (status >= 500 || status == 408) {
            return Optional.of(failure(FailureReason.UNAVAILABLE, reply));
        }
        if (status == 403 || status == 451 || reply.isHtml()) {
            return Optional.of(failure(FailureReason.BLOCKED, reply));
        }
        Optional<ProviderException> told = ofBody(reply, now);
        return told.isPresent() || status / 100 == 2 ? told : Optional.of(failure(byStatus(status), reply));
    }

    private static FailureReason byStatus(int status) {
        if (status == 401) {
            return FailureReason.AUTHENTICATION;
        }
        return status >= 400 && status < 500 ? FailureReason.INVALID_REQUEST : FailureReason.UNAVAILABLE;
    }

    /** A good answer is never an object with code and msg, so one of these fails whatever the status says. */
    private Optional<ProviderException> ofBody(HttpReply reply, Instant now) {
        if (reply.body().length > Short.MAX_VALUE) {
            return Optional.empty();
        }
        OptionalLong code = codeOf(reply);
        if (code.isEmpty()) {
            return Optional.empty();
        }
        FailureReason known = reasonOf(code.getAsLong()).orElse(null);
        if (known == FailureReason.RATE_LIMITED) {
            return Optional.of(tooFast(reply, now));
        }
        FailureReason unknown = reply.status() / 100 == 2 ? FailureReason.MALFORMED_RESPONSE : byStatus(reply.status());
        return Optional.of(failure(known != null ? known : unknown, reply));
    }

    private OptionalLong codeOf(HttpReply reply) {
        try {
            JsonValue body = Json.read(source, reply.body());
            return body.get("msg").isAbsent()
                    ? OptionalLong.empty()
                    : body.get("code").whole();
        } catch (ProviderException notJson) {
            return OptionalLong.empty();
        }
    }

    /**
     * Finds what a code means.
     *
     * @param code the code as Binance sent it
     * @return the reason; empty for one that is not in the table
     */
    static Optional<FailureReason> reasonOf(long code) {
        if (code < Integer.MIN_VALUE || code > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        FailureReason known = CODES.get((int) code);
        if (known == null && code >= INVALID_FROM && code <= INVALID_TO) {
            return Optional.of(FailureReason.INVALID_REQUEST);
        }
        return Optional.ofNullable(known);
    }

    /**
     * Finds what the refusal of a request on a WebSocket means: its codes 0 to 3 tell only that the request is wrong.
     *
     * @param code the code; 0 where there is none
     * @param message what the server says
     * @return the reason
     */
    static FailureReason ofRefusal(long code, String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("too many")) {
            return FailureReason.RATE_LIMITED;
        }
        if (words.contains("invalid symbol")) {
            return FailureReason.SYMBOL_UNKNOWN;
        }
        return reasonOf(code).orElse(FailureReason.INVALID_REQUEST);
    }

    private RateLimitedException tooFast(HttpReply reply, Instant now) {
        boolean ban = reply.status() == 418;
        Duration least = ban ? SHORTEST_BAN : Duration.ZERO;
        Duration pause = banEnd(reply, now)
                .or(() -> ban ? longPause(reply) : Optional.empty())
                .or(() -> reply.retryAfter(now))
                .orElse(least);
        String what = ban ? "banned, HTTP 418: " : "HTTP " + reply.status() + ": ";
        return new RateLimitedException(source, what + reply.excerpt(), pause);
    }

    private static Optional<Duration> banEnd(HttpReply reply, Instant now) {
        Matcher end = BAN_END.matcher(reply.body().length > Short.MAX_VALUE ? "" : reply.text());
        return end.find()
                ? Optional.of(capped(Duration.between(now, Instant.ofEpochMilli(Long.parseLong(end.group(1))))))
                : Optional.empty();
    }

    private static Optional<Duration> longPause(HttpReply reply) {
        return reply.header("Retry-After")
                .map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> capped(Duration.ofSeconds(Long.parseLong(text))));
    }

    private static Duration capped(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : pause;
    }

    /**
     * Makes the exception for an answer that cannot be understood.
     *
     * @param path where in the answer, as names of fields with slashes
     * @param what what is wrong there
     * @return the exception, to be thrown
     */
    ProviderException malformed(String path, String what) {
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, path + ": " + Excerpt.of(what));
    }

    private ProviderException failure(FailureReason reason, HttpReply reply) {
        return new ProviderException(source, reason, "HTTP " + reply.status() + ": " + reply.excerpt());
    }
}
