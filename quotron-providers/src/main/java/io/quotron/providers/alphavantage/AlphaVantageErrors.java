package io.quotron.providers.alphavantage;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Alpha Vantage's words for a failure mean: one table. Every failure has HTTP 200 and is an object without data, whose text
 * stands under {@code Error Message}, {@code Note}, {@code Information} or {@code message}. Wordings change often, so that a row
 * looks for telling words and the key decides where none is found.
 */
final class AlphaVantageErrors {
    /** The id under which everything here appears. */
    static final SourceId SOURCE = SourceId.of("alphavantage");

    private static final Duration BURST_PAUSE = Duration.ofSeconds(2);
    private static final Duration MINUTE_PAUSE = Duration.ofSeconds(60);
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String ERROR = "error message";
    private static final String MESSAGE = "message";
    private static final List<String> KEYS = List.of(ERROR, "note", "information", MESSAGE);

    /** What a text is about. */
    private enum Topic {
        BURST,
        PREMIUM,
        KEY,
        DAY,
        MINUTE,
        LIMIT,
        NO_FUNCTION,
        BAD_CALL,
        DOWN,
        UPGRADE
    }

    private record Row(Pattern words, Topic topic) {}

    // The first row that fits decides. The text of the burst limit names the limit per day and the premium plans, too.
    private static final List<Row> TABLE = List.of(
            row("per second\\)|sparingly|spreading out|burst pattern|per[- ]second rate", Topic.BURST),
            row(
                    "is (an? )?(only )?(available )?(to |for )?premium|premium (endpoint|feature|function)\\b(?!s)",
                    Topic.PREMIUM),
            row("artificial|illustration purposes|not entitled|entitlement", Topic.PREMIUM),
            row(
                    "api ?key\\b[^.]{0,40}\\b(is )?(invalid|missing)|(invalid|missing) api ?key|demo\\W* api key",
                    Topic.KEY),
            row("per minute and", Topic.MINUTE),
            row("(per |/)day\\b|daily (rate |request |api )*(limit|quota)", Topic.DAY),
            row("per minute", Topic.MINUTE),
            row("per second", Topic.BURST),
            row("rate limit|frequency|too many|quota|exceeded|slow down|unusual traffic", Topic.LIMIT),
            row("function[^.]{0,60} does not exist", Topic.NO_FUNCTION),
            row("invalid (inputs?|api call|symbol)", Topic.BAD_CALL),
            row("temporarily|maintenance|internal (server )?error|try again later", Topic.DOWN),
            row("premium|subscribe|upgrade", Topic.UPGRADE));

    private AlphaVantageErrors() {}

    private static Row row(String words, Topic topic) {
        return new Row(Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), topic);
    }

    /** Throws if the status or a web page says that there is nothing to read. */
    static void checkReply(HttpReply reply, Instant now) {
        int status = reply.status();
        if (status == 429) {
            throw new RateLimitedException(
                    SOURCE, "HTTP 429", reply.retryAfter(now).orElse(MINUTE_PAUSE));
        }
        if (status == 401 || status == 403) {
            throw failure(FailureReason.AUTHENTICATION, "refused with HTTP " + status + ": " + reply.excerpt());
        }
        if (status == 408 || status >= 500) {
            throw failure(FailureReason.UNAVAILABLE, "HTTP " + status);
        }
        if (status == 451 || reply.isHtml()) {
            throw failure(FailureReason.BLOCKED, "a web page instead of data, HTTP " + status);
        }
        if (status / 100 != 2) {
            throw failure(FailureReason.INVALID_REQUEST, "refused with HTTP " + status + ": " + reply.excerpt());
        }
    }

    /** Throws if a text at the top says that the data beside it is a sample. */
    static void checkSample(AlphaVantageBody body) {
        Optional<Map.Entry<String, JsonValue>> message = find(body.json(), MESSAGE);
        if (message.isPresent()
                && topic(message.get().getValue().text().orElse("")).orElse(Topic.LIMIT) == Topic.PREMIUM) {
            throw failure(
                    FailureReason.AUTHENTICATION,
                    "the key is not entitled to this data: " + body.excerpt(words(message.get())));
        }
    }

    /**
     * Makes the exception for a document without the data that was asked for.
     *
     * @param body the document
     * @param symbol what was asked for; null where it was not one symbol
     * @param now the time of the answer
     * @return the exception, to be thrown
     */
    static ProviderException noDataIn(AlphaVantageBody body, @Nullable Symbol symbol, Instant now) {
        if (body.csv().isPresent()) {
            return malformed("a table with other columns than expected: " + body.excerpt());
        }
        JsonValue document = body.json();
        if (document.is(JsonValue.Kind.OBJECT) && document.size() == 0 && symbol != null) {
            return new SymbolNotFoundException(SOURCE, symbol);
        }
        for (String key : KEYS) {
            Optional<Map.Entry<String, JsonValue>> found = find(document, key);
            if (found.isPresent() && found.get().getValue().is(JsonValue.Kind.STRING)) {
                return ofText(key, words(found.get()), body, symbol, now);
            }
        }
        return malformed("an answer without data and without a known message: " + body.excerpt());
    }

    private static ProviderException ofText(
            String key, String text, AlphaVantageBody body, @Nullable Symbol symbol, Instant now) {
        String said = "the server says: " + body.excerpt(text);
        Optional<Topic> topic = topic(text);
        if (topic.isPresent()) {
            return ofTopic(topic.get(), said, symbol, now);
        }
        return switch (key) {
            case ERROR -> badCall(symbol, said);
            case MESSAGE -> failure(FailureReason.MALFORMED_RESPONSE, said);
            default -> new RateLimitedException(SOURCE, said, MINUTE_PAUSE);
        };
    }

    private static ProviderException badCall(@Nullable Symbol symbol, String said) {
        return symbol == null ? failure(FailureReason.INVALID_REQUEST, said) : unknown(symbol, said);
    }

    private static ProviderException ofTopic(Topic topic, String said, @Nullable Symbol symbol, Instant now) {
        return switch (topic) {
            case BURST -> new RateLimitedException(SOURCE, said, BURST_PAUSE);
            case DAY -> new RateLimitedException(SOURCE, said, untilNextDay(now));
            case MINUTE, LIMIT -> new RateLimitedException(SOURCE, said, MINUTE_PAUSE);
            case PREMIUM, UPGRADE ->
                failure(FailureReason.AUTHENTICATION, "the key is not entitled to this data; " + said);
            case KEY -> failure(FailureReason.AUTHENTICATION, "the key was refused; " + said);
            case NO_FUNCTION -> failure(FailureReason.UNSUPPORTED, said);
            case BAD_CALL -> badCall(symbol, said);
            case DOWN -> failure(FailureReason.UNAVAILABLE, said);
        };
    }

    private static Optional<Topic> topic(String text) {
        return TABLE.stream()
                .filter(row -> row.words().matcher(text).find())
                .map(Row::topic)
                .findFirst();
    }

    /** The zone in which days are counted is not published: the later of the next midnights in New York and in UTC. */
    static Duration untilNextDay(Instant now) {
        Duration newYork = untilMidnight(now, NEW_YORK);
        Duration utc = untilMidnight(now, ZoneOffset.UTC);
        return newYork.compareTo(utc) > 0 ? newYork : utc;
    }

    private static Duration untilMidnight(Instant now, ZoneId zone) {
        return Duration.between(
                now,
                now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
    }

    private static Optional<Map.Entry<String, JsonValue>> find(JsonValue document, String key) {
        return document.fields().entrySet().stream()
                .filter(field -> field.getKey().strip().toLowerCase(Locale.ROOT).equals(key))
                .findFirst();
    }

    private static String words(Map.Entry<String, JsonValue> field) {
        return field.getValue().text().orElse("");
    }

    private static SymbolNotFoundException unknown(Symbol symbol, String said) {
        return new SymbolNotFoundException(
                SOURCE, symbol, "unknown symbol '" + symbol + "', or nothing for it; " + said);
    }

    static NoDataException noData(NoDataException.Why why, String message) {
        return new NoDataException(SOURCE, why, message);
    }

    static ProviderException failure(FailureReason reason, String message) {
        return new ProviderException(SOURCE, reason, message);
    }

    /** Makes the exception for an answer that contradicts itself or the question. */
    static ProviderException malformed(String message) {
        return failure(FailureReason.MALFORMED_RESPONSE, message);
    }
}
