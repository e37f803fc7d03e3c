package io.quotron.providers.alphavantage;

import io.quotron.error.Excerpt;
import io.quotron.error.ProviderException;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, JSON or CSV by what it holds and not by what was asked: Alpha Vantage tells failures in JSON whatever
 * format was asked for.
 */
final class AlphaVantageBody {
    private static final JsonValue NOTHING = Json.read(AlphaVantageErrors.SOURCE, "null");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int EXCERPT_CHARACTERS = 1_024;

    private final String text;
    private final UnaryOperator<String> redact;
    private final JsonValue json;
    private final @Nullable AlphaVantageCsv csv;

    private AlphaVantageBody(String text, UnaryOperator<String> redact, JsonValue json, @Nullable AlphaVantageCsv csv) {
        this.text = text;
        this.redact = redact;
        this.json = json;
        this.csv = csv;
    }

    static AlphaVantageBody of(HttpReply reply) {
        return of(reply.body(), reply::excerpt);
    }

    /**
     * Reads a body.
     *
     * @param bytes UTF-8
     * @param redact takes the secrets out of a text of the server
     * @return the document or table
     * @throws ProviderException MALFORMED_RESPONSE if it is neither
     */
    static AlphaVantageBody of(byte[] bytes, UnaryOperator<String> redact) {
        String text = withoutMarkOfTable(decode(bytes, redact));
        boolean table = AlphaVantageCsv.isTable(text);
        return new AlphaVantageBody(
                text,
                redact,
                table ? NOTHING : document(text, redact),
                table ? AlphaVantageCsv.read(text, redact) : null);
    }

    /** Tables may begin with a byte order mark, as files for spreadsheets do; JSON may not. */
    private static String withoutMarkOfTable(String text) {
        boolean marked = text.startsWith(BYTE_ORDER_MARK) && AlphaVantageCsv.isTable(text.substring(1));
        return marked ? text.substring(1) : text;
    }

    private static String decode(byte[] bytes, UnaryOperator<String> redact) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            String beginning = new String(bytes, 0, Math.min(bytes.length, EXCERPT_CHARACTERS), StandardCharsets.UTF_8);
            throw AlphaVantageErrors.malformed("the answer is not UTF-8: " + excerpt(beginning, redact));
        }
    }

    /** The words of the parser are left out, because they quote the answer, which may repeat the key. */
    private static JsonValue document(String text, UnaryOperator<String> redact) {
        try {
            return Json.read(AlphaVantageErrors.SOURCE, text);
        } catch (ProviderException e) {
            throw AlphaVantageErrors.malformed("the answer is neither JSON nor a table: " + excerpt(text, redact));
        }
    }

    private static String excerpt(String text, UnaryOperator<String> redact) {
        String beginning = text.substring(0, Math.min(text.length(), EXCERPT_CHARACTERS));
        return Excerpt.of(redact.apply(beginning));
    }

    /** Returns the document; null in the sense of JSON where the body is a table. */
    JsonValue json() {
        return json;
    }

    Optional<AlphaVantageCsv> csv() {
        return Optional.ofNullable(csv);
    }

    /** Returns the beginning of the body, fit for a message. */
    String excerpt() {
        return excerpt(text, redact);
    }

    /** Returns a part of the body, fit for a message. */
    String excerpt(String part) {
        return excerpt(part, redact);
    }

    /**
     * Returns a field that must be there.
     *
     * @param name its name
     * @param kind what it must be
     * @param symbol what was asked for; null where it was not one symbol
     * @param now the time of the answer
     * @return the value
     * @throws ProviderException what the document says instead
     */
    JsonValue require(String name, JsonValue.Kind kind, @Nullable Symbol symbol, Instant now) {
        JsonValue value = json.get(name);
        if (!value.is(kind)) {
            throw AlphaVantageErrors.noDataIn(this, symbol, now);
        }
        return value;
    }
}
