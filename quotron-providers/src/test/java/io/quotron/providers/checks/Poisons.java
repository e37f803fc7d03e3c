package io.quotron.providers.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts what is no number in the place of each number of a document, one at a time. */
final class Poisons {
    /** As they stand in the document. */
    static final List<String> TOKENS = List.of(
            "null",
            "\"\"",
            "\"NaN\"",
            "NaN",
            "Infinity",
            "\"Infinity\"",
            "1e400",
            "-1e400",
            "\"N/A\"",
            "\"None\"",
            "\"-\"",
            "true",
            "[5]",
            "{\"raw\":5}",
            "\"1,234.5\"",
            "\"0x10\"",
            "1e1000000000",
            "-1e-1000000000",
            "\" 5 \"",
            "\"\u0663\"");

    /** The bare ones once more, where the server writes its numbers as texts. */
    private static final List<String> AS_TEXT = Stream.concat(
                    TOKENS.stream(), Stream.of("\"1e400\"", "\"-1e400\"", "\"1e1000000000\"", "\"-1e-1000000000\""))
            .toList();

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?%?");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int SOME_OF_A_LIST = 2;

    private final JsonNode root;
    private final List<Place> places = new ArrayList<>();

    /** Where a number stands. */
    private record Place(String name, JsonNode parent, String field, int index, boolean text) {}

    private Poisons(JsonNode root) {
        this.root = root;
    }

    /** Finds the numbers of a document, in a few rows of each list; none if it is not JSON. */
    static Poisons of(byte[] json) {
        try {
            Poisons poisons = new Poisons(MAPPER.readTree(json));
            poisons.walk("", poisons.root);
            return poisons;
        } catch (IOException e) {
            return new Poisons(JsonNodeFactory.instance.nullNode());
        }
    }

    int places() {
        return places.size();
    }

    String name(int place) {
        return places.get(place).name();
    }

    List<String> tokens(int place) {
        return places.get(place).text() ? AS_TEXT : TOKENS;
    }

    private void walk(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            int rows = 0;
            for (String field : (Iterable<String>) object::fieldNames) {
                boolean isRow = object.size() > 40 || field.matches("[0-9-: ]{8,}");
                if (!isRow || rows++ < SOME_OF_A_LIST) {
                    visit(path + "/" + field, object, field, 0, object.get(field));
                }
            }
        } else if (node instanceof ArrayNode array) {
            boolean isRow = array.size() > 12;
            for (int i = 0; i < array.size(); i++) {
                if (!isRow || i < SOME_OF_A_LIST || i == array.size() - 1) {
                    visit(path + "/" + i, array, "", i, array.get(i));
                }
            }
        }
    }

    private void visit(String path, JsonNode parent, String field, int index, JsonNode value) {
        boolean text = value.isTextual() && NUMBER.matcher(value.textValue()).matches();
        if (value.isNumber() || text) {
            places.add(new Place(path, parent, field, index, text));
        } else {
            walk(path, value);
        }
    }

    /** Returns the document with a token in one place. */
    byte[] with(int place, String token) {
        Place at = places.get(place);
        JsonNode good = at.parent() instanceof ArrayNode a
                ? a.get(at.index())
                : at.parent().get(at.field());
        put(at, JsonNodeFactory.instance.rawValueNode(new RawValue(token)));
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } finally {
            put(at, good);
        }
    }

    private static void put(Place at, JsonNode value) {
        if (at.parent() instanceof ArrayNode array) {
            array.set(at.index(), value);
        } else {
            ((ObjectNode) at.parent()).set(at.field(), value);
        }
    }
}
