package io.quotron.testkit.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Trees of maps, lists, texts, numbers and flags, and their JSON text. Numbers keep the digits that they are given. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** A number whose text is written as it is. */
    record Digits(String text) {}

    /** An object with its keys in the order given: key, value, key, value... */
    static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }

    static Digits decimal(long steps, int stepDecimals, int writtenDecimals) {
        return new Digits(text(steps, stepDecimals, writtenDecimals));
    }

    /** Steps as text with a fixed number of decimals. */
    static String text(long steps, int stepDecimals, int writtenDecimals) {
        return BigDecimal.valueOf(steps, stepDecimals)
                .setScale(writtenDecimals, java.math.RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** A float as Yahoo's quotes print it: the shortest digits, no fraction where it is zero. */
    static Digits shortFloat(double value) {
        return plain(new BigDecimal(Float.toString((float) value)));
    }

    /** A float as Yahoo's charts print it: widened to a double, no fraction where it is zero. */
    static Digits wideFloat(double value) {
        return plain(new BigDecimal(Double.toString((float) value)));
    }

    private static Digits plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return new Digits(stripped.setScale(Math.max(0, stripped.scale())).toPlainString());
    }

    static String write(@Nullable Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(tree, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        if (value instanceof Map<?, ?> object) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(element, out);
            }
            out.writeEndArray();
        } else {
            writeScalar(value, out);
        }
    }

    private static void writeScalar(@Nullable Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Digits digits) {
            out.writeNumber(digits.text());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else {
            out.writeString(value.toString());
        }
    }

    /**
     * Reads a document.
     *
     * @throws IOException if the text is not JSON
     */
    static @Nullable Object read(String text) throws IOException {
        try (JsonParser in = FACTORY.createParser(text)) {
            in.nextToken();
            Object tree = read(in);
            if (in.nextToken() != null) {
                throw new IOException("content after the document");
            }
            return tree;
        }
    }

    private static @Nullable Object read(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                object.put(name, read(in));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(read(in));
            }
            return list;
        }
        return readScalar(in);
    }

    private static @Nullable Object readScalar(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IOException("the document ends early");
        }
        return switch (token) {
            case VALUE_STRING -> in.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(in.getText());
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }

    /** A copy of a tree with other key names. */
    static @Nullable Object renamed(@Nullable Object value, UnaryOperator<String> rename) {
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            object.forEach((key, element) -> copy.put(rename.apply(String.valueOf(key)), renamed(element, rename)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(renamed(element, rename)));
            return copy;
        }
        return value;
    }
}
