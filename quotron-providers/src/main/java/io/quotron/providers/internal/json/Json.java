package io.quotron.providers.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.NumberInput;
import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of others with distrust: valid UTF-8 only, each key once, nothing after the document, and limits on depth, length and
 * number of values, so that no body costs much time or memory.
 *
 * <p>Names and numbers keep their text. A number is what the JSON grammar calls a number and what fits into a finite {@code double};
 * anything else is absent, and so is what is too small to be told from zero.
 */
public final class Json {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_STRING = 1 << 20;
    private static final int MAX_NUMBER = 100;
    private static final long MAX_DOCUMENT = 16L << 20;
    private static final long MAX_TOKENS = 500_000;
    private static final int EXCERPT_BYTES = 1_024;
    private static final int PLAIN_DIGITS = 18;
    private static final Pattern PLAIN_DECIMAL =
            Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,3})?");

    private static final JsonFactory FACTORY = factory(MAX_TOKENS);

    /** For documents that are read row by row, so that only their length bounds what they cost. */
    private static final JsonFactory ROWS_FACTORY = factory(MAX_DOCUMENT);

    /** Names are not kept between documents: they come from outside and could fill the memory. */
    private static JsonFactory factory(long maxTokens) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING)
                        .maxNameLength(1_000)
                        .maxNumberLength(MAX_NUMBER)
                        .maxDocumentLength(MAX_DOCUMENT)
                        .maxTokenCount(maxTokens)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    private Json() {}

    /**
     * Reads a whole document.
     *
     * @param source who sent it, for messages
     * @param body the document in UTF-8, without byte order mark
     * @return the value
     * @throws ProviderException MALFORMED_RESPONSE, with the beginning of the body, if it is not one JSON document
     */
    public static JsonValue read(SourceId source, byte[] body) {
        Reader text = new InputStreamReader(new ByteArrayInputStream(body), strictUtf8());
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readDocument(parser, Json::readValue);
        } catch (IOException e) {
            throw malformed(source, "the answer is not JSON", excerpt(body), e);
        }
    }

    /**
     * Reads a whole document.
     *
     * @param source who sent it, for messages
     * @param text the document
     * @return the value
     * @throws ProviderException MALFORMED_RESPONSE, with the beginning of the text, if it is not one JSON document
     */
    public static JsonValue read(SourceId source, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readDocument(parser, Json::readValue);
        } catch (IOException e) {
            throw malformed(source, "the message is not JSON", text, e);
        }
    }

    /**
     * Reads a document whose many rows would make a large tree: the items of one array are handed over one by one and not kept. Rows
     * may have been handed over before the document turns out to be broken.
     *
     * @param source who sent it, for messages
     * @param body the document in UTF-8, without byte order mark
     * @param path the names of the objects around the array, outermost first; empty if the document is the array
     * @param row takes each item
     * @return the document without the items: an empty array stands in their place, where there is an array at the path
     * @throws ProviderException MALFORMED_RESPONSE, with the beginning of the body, if it is not one JSON document
     */
    public static JsonValue rows(SourceId source, byte[] body, List<String> path, Consumer<JsonValue> row) {
        Reader text = new InputStreamReader(new ByteArrayInputStream(body), strictUtf8());
        try (JsonParser parser = ROWS_FACTORY.createParser(text)) {
            return readDocument(parser, current -> readAlong(current, path, row));
        } catch (IOException e) {
            throw malformed(source, "the answer is not JSON", excerpt(body), e);
        }
    }

    private static JsonValue readAlong(JsonParser parser, List<String> path, Consumer<JsonValue> row)
            throws IOException {
        if (path.isEmpty() && parser.currentToken() == JsonToken.START_ARRAY) {
            forEachItem(parser, Json::readValue, row);
            return JsonValue.ofArray(List.of());
        }
        if (path.isEmpty() || parser.currentToken() != JsonToken.START_OBJECT) {
            return readValue(parser);
        }
        String next = path.get(0);
        List<String> rest = path.subList(1, path.size());
        return readObject(parser, (name, value) -> name.equals(next) ? readAlong(value, rest, row) : readValue(value));
    }

    /**
     * Makes the exception for an answer that cannot be used.
     *
     * @param source who sent it
     * @param what what is wrong with it
     * @param excerpt the text in question
     * @param cause what led to it, or null
     * @return MALFORMED_RESPONSE
     */
    public static ProviderException malformed(SourceId source, String what, String excerpt, @Nullable Throwable cause) {
        String message = what + ": " + Excerpt.of(excerpt);
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, message, cause);
    }

    private static CharsetDecoder strictUtf8() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static String excerpt(byte[] body) {
        return new String(body, 0, Math.min(body.length, EXCERPT_BYTES), StandardCharsets.UTF_8);
    }

    /** Reads the value at which a parser stands. */
    @FunctionalInterface
    private interface ValueReader {
        JsonValue read(JsonParser parser) throws IOException;
    }

    /** Reads the value of a field. */
    @FunctionalInterface
    private interface FieldReader {
        JsonValue read(String name, JsonParser parser) throws IOException;
    }

    private static JsonValue readDocument(JsonParser parser, ValueReader reader) throws IOException {
        if (parser.nextToken() == null) {
            throw new IOException("the document is empty");
        }
        JsonValue value = reader.read(parser);
        if (parser.nextToken() != null) {
            throw new IOException("there is something after the document");
        }
        return value;
    }

    private static JsonValue readValue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("the document ends too early");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser, (name, value) -> readValue(value));
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> JsonValue.ofString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonValue.ofNumber(parser.getText());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_NULL -> JsonValue.NULL;
            default -> throw new IOException("unexpected " + token);
        };
    }

    private static JsonValue readObject(JsonParser parser, FieldReader reader) throws IOException {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name == null) {
                throw new IOException("the document ends too early");
            }
            parser.nextToken();
            fields.put(name, reader.read(name, parser));
        }
        return JsonValue.ofObject(fields);
    }

    private static JsonValue readArray(JsonParser parser) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        forEachItem(parser, Json::readValue, items::add);
        return JsonValue.ofArray(items);
    }

    private static void forEachItem(JsonParser parser, ValueReader reader, Consumer<JsonValue> item)
            throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.accept(reader.read(parser));
        }
    }

    /**
     * Reads a number that stands in a text.
     *
     * @param text any text
     * @return the number; empty unless the text is a plain decimal (an exponent is allowed, blanks and commas are not) and finite
     */
    public static OptionalDouble decimal(String text) {
        return PLAIN_DECIMAL.matcher(text).matches() ? finite(text) : OptionalDouble.empty();
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Reads the text of a JSON number. */
    static OptionalDouble finite(String number) {
        double value = NumberInput.parseDouble(number, true);
        boolean vanished = value == 0 && !isZero(number);
        return Double.isFinite(value) && !vanished ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A number too small for a double is read as zero, which it is not. */
    private static boolean isZero(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    /** Reads the text of a JSON number that is whole and fits. */
    static OptionalLong whole(String number) {
        if (number.length() <= PLAIN_DIGITS && isDigits(number)) {
            return OptionalLong.of(Long.parseLong(number));
        }
        try {
            return OptionalLong.of(new BigDecimal(number).longValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
    }
}
