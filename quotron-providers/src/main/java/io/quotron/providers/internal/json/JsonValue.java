package io.quotron.providers.internal.json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON document. Questions that do not fit the value have an empty answer, so that a path through a document needs no
 * checks on its way: {@code value.get("meta").get("currency").text()}.
 *
 * <p>Immutable and thread-safe.
 */
public final class JsonValue {
    /** What a value is. */
    public enum Kind {
        /** An object. */
        OBJECT,
        /** An array. */
        ARRAY,
        /** A string. */
        STRING,
        /** A number. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** Null. */
        NULL,
        /** Not there at all. */
        MISSING
    }

    static final JsonValue TRUE = new JsonValue(Kind.BOOLEAN, "true", null);
    static final JsonValue FALSE = new JsonValue(Kind.BOOLEAN, "false", null);
    static final JsonValue NULL = new JsonValue(Kind.NULL, "null", null);
    /** What stands for a value that is not there. */
    public static final JsonValue MISSING = new JsonValue(Kind.MISSING, "", null);

    private final Kind kind;
    private final String text;
    private final @Nullable Object children;

    private JsonValue(Kind kind, String text, @Nullable Object children) {
        this.kind = kind;
        this.text = text;
        this.children = children;
    }

    static JsonValue ofString(String text) {
        return new JsonValue(Kind.STRING, text, null);
    }

    static JsonValue ofNumber(String text) {
        return new JsonValue(Kind.NUMBER, text, null);
    }

    static JsonValue ofObject(Map<String, JsonValue> fields) {
        return new JsonValue(Kind.OBJECT, "", Collections.unmodifiableMap(fields));
    }

    static JsonValue ofArray(List<JsonValue> items) {
        return new JsonValue(Kind.ARRAY, "", Collections.unmodifiableList(items));
    }

    /**
     * Returns what this is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Tells whether this is of a kind.
     *
     * @param expected the kind
     * @return true if it is
     */
    public boolean is(Kind expected) {
        return kind == expected;
    }

    /**
     * Tells whether there is nothing here.
     *
     * @return true for null and for what is not there
     */
    public boolean isAbsent() {
        return kind == Kind.NULL || kind == Kind.MISSING;
    }

    /**
     * Returns a field of an object.
     *
     * @param name its name
     * @return the value; MISSING if there is no such field or this is no object
     */
    public JsonValue get(String name) {
        return fields().getOrDefault(name, MISSING);
    }

    /**
     * Returns an item of an array.
     *
     * @param index counted from 0
     * @return the value; MISSING if there is no such item or this is no array
     */
    public JsonValue at(int index) {
        List<JsonValue> items = items();
        return index >= 0 && index < items.size() ? items.get(index) : MISSING;
    }

    /**
     * Returns the number of items or fields.
     *
     * @return 0 for anything but arrays and objects
     */
    public int size() {
        return Math.max(items().size(), fields().size());
    }

    /**
     * Returns the items of an array.
     *
     * @return an unmodifiable list; empty for anything else
     */
    @SuppressWarnings("unchecked")
    public List<JsonValue> items() {
        return kind == Kind.ARRAY && children != null ? (List<JsonValue>) children : List.of();
    }

    /**
     * Returns the fields of an object in their order.
     *
     * @return an unmodifiable map; empty for anything else
     */
    @SuppressWarnings("unchecked")
    public Map<String, JsonValue> fields() {
        return kind == Kind.OBJECT && children != null ? (Map<String, JsonValue>) children : Map.of();
    }

    /**
     * Returns a string.
     *
     * @return the string; empty for anything else
     */
    public Optional<String> text() {
        return kind == Kind.STRING ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns the digits of a number as they were sent.
     *
     * @return the text; empty for anything but numbers
     */
    public Optional<String> numberText() {
        return kind == Kind.NUMBER ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns a number.
     *
     * @return the nearest double; empty for anything but finite numbers
     */
    public OptionalDouble decimal() {
        return kind == Kind.NUMBER ? Json.finite(text) : OptionalDouble.empty();
    }

    /**
     * Returns a number, or the number that a string holds.
     *
     * @return the nearest double; empty for anything but finite numbers and strings that are plain decimals
     */
    public OptionalDouble decimalOrText() {
        return kind == Kind.STRING ? Json.decimal(text) : decimal();
    }

    /**
     * Returns a whole number.
     *
     * @return the number; empty if it has a fraction, does not fit, or this is no number
     */
    public OptionalLong whole() {
        return kind == Kind.NUMBER ? Json.whole(text) : OptionalLong.empty();
    }

    /**
     * Returns true or false.
     *
     * @return the truth; empty for anything else
     */
    public Optional<Boolean> bool() {
        return kind == Kind.BOOLEAN ? Optional.of(this == TRUE) : Optional.empty();
    }

    /** Returns the kind and, for a scalar, its text. */
    @Override
    public String toString() {
        return kind == Kind.ARRAY || kind == Kind.OBJECT ? kind + "[" + size() + "]" : text;
    }
}
