package io.quotron.testkit.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly into maps, lists and texts; numbers stay texts. */
final class ToyJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_DEPTH = 50;

    private ToyJson() {}

    static @Nullable Object parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            try (JsonParser parser = FACTORY.createParser(text)) {
                parser.nextToken();
                Object value = value(parser, 0);
                if (parser.nextToken() != null) {
                    throw malformed(null);
                }
                return value;
            }
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    static ProviderException malformed(@Nullable Exception cause) {
        return new ProviderException(
                ToyHttp.SOURCE, FailureReason.MALFORMED_RESPONSE, "the answer could not be read", cause);
    }

    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || depth > MAX_DEPTH) {
            throw malformed(null);
        }
        return switch (token) {
            case START_OBJECT -> members(parser, depth);
            case START_ARRAY -> elements(parser, depth);
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static Map<String, Object> members(JsonParser parser, int depth) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object member = value(parser, depth + 1);
            if (member != null) {
                object.put(name, member);
            }
        }
        return object;
    }

    private static List<Object> elements(JsonParser parser, int depth) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object element = value(parser, depth + 1);
            array.add(element == null ? "" : element);
        }
        return array;
    }

    static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw malformed(null);
    }

    static List<?> array(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw malformed(null);
    }

    static OptionalDouble number(@Nullable Object value) {
        if (!(value instanceof String text)
                || text.length() > 100
                || !text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) && Math.abs(number) > 1e-300
                ? OptionalDouble.of(number)
                : OptionalDouble.empty();
    }
}
