package io.quotron.providers.internal.json;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over a JSON document in UTF-8 where it lies, led by who knows its shape; makes no tree, no texts and no objects. For
 * messages that come by the thousand.
 *
 * <p>It takes a part of what {@link Json} takes, with the same values, and gives up on the rest: at anything that is not JSON or not of
 * the shape that was asked for, but also at escapes, letters beyond ASCII and numbers of more than 100 characters. From then on every
 * answer is "no" and {@link #isWhole()} is false, and the document is to be read by {@link Json} instead, which says what is wrong if
 * something is. Duplicate fields are for the caller to notice.
 *
 * <pre>{@code
 * cursor.start(document);
 * if (cursor.beginObject()) {
 *     while (cursor.nextField()) {
 *         if (cursor.isName(PRICE)) { price = cursor.number(); } else { cursor.giveUp(); }
 *     }
 * }
 * return cursor.isWhole();
 * }</pre>
 *
 * <p>Reusable; not thread-safe.
 */
public final class JsonCursor {
    private static final int MAX_NUMBER = 100;
    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private byte[] text = {};
    private int at;
    private int from;
    private int to;
    private boolean first;
    private boolean givenUp;

    /** Makes a cursor over an empty document. */
    public JsonCursor() {}

    /**
     * Begins a document.
     *
     * @param document the document, which must not change while it is read
     */
    public void start(byte[] document) {
        text = document;
        at = 0;
        from = 0;
        to = 0;
        first = false;
        givenUp = false;
    }

    /** Leaves the document to who can read all of JSON. */
    public void giveUp() {
        givenUp = true;
    }

    /**
     * Tells whether all was read to the end of the document.
     *
     * @return false if something was given up or is left
     */
    public boolean isWhole() {
        skipBlanks();
        return !givenUp && at == text.length;
    }

    /**
     * Goes into an object.
     *
     * @return true if there is one
     */
    public boolean beginObject() {
        return begin('{');
    }

    /**
     * Goes into an array.
     *
     * @return true if there is one
     */
    public boolean beginArray() {
        return begin('[');
    }

    private boolean begin(char bracket) {
        first = true;
        return take(bracket);
    }

    /**
     * Goes to the value of the next field; its name is where {@link #from()} and {@link #to()} say until the value is read.
     *
     * @return false behind the last field
     */
    public boolean nextField() {
        return next('}') && string() && take(':');
    }

    /**
     * Goes to the next item.
     *
     * @return false behind the last item
     */
    public boolean nextItem() {
        return next(']');
    }

    private boolean next(char bracket) {
        byte c = peek();
        if (c == bracket) {
            at++;
            first = false;
            return false;
        }
        if (first) {
            first = false;
            return !givenUp;
        }
        return take(',');
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            givenUp = true;
            return false;
        }
        at++;
        return true;
    }

    /** Returns what comes next but blanks; 0 at the end, and once something was given up. */
    private byte peek() {
        skipBlanks();
        return givenUp || at >= text.length ? 0 : text[at];
    }

    private void skipBlanks() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    /**
     * Reads a string without escapes.
     *
     * @return true if there is one; it lies where {@link #from()} and {@link #to()} say
     */
    public boolean string() {
        if (!take('"')) {
            return false;
        }
        int i = at;
        while (i < text.length && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
            i++; // bytes beyond ASCII are negative
        }
        if (i >= text.length || text[i] != '"') {
            givenUp = true;
            return false;
        }
        from = at;
        to = i;
        at = i + 1;
        return true;
    }

    /**
     * Reads a number.
     *
     * @return the nearest double; NaN if there is none that is finite
     */
    public double number() {
        peek();
        from = at;
        boolean negative = at < text.length && text[at] == '-';
        at += negative ? 1 : 0;
        int start = at;
        long digits = wholePart();
        int fraction = 0;
        if (at < text.length && text[at] == '.') {
            int point = ++at;
            digits = digits(digits);
            fraction = at - point;
            givenUp |= fraction == 0;
        }
        int count = at - start - (fraction > 0 ? 1 : 0);
        boolean exact = count <= EXACT_DIGITS && fraction < POWERS.length && !isExponent();
        skipExponent();
        to = at;
        if (givenUp || to - from > MAX_NUMBER || !isEnd()) {
            givenUp = true;
            return Double.NaN;
        }
        return exact ? (negative ? -1.0 : 1.0) * digits / POWERS[fraction] : slowNumber();
    }

    /** One zero, or digits that do not begin with one. */
    private long wholePart() {
        int start = at;
        long value = digits(0);
        givenUp |= at == start || (at - start > 1 && text[start] == '0');
        return value;
    }

    /** Goes on with digits; what overflows is not used. */
    private long digits(long before) {
        long value = before;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            value = value * 10 + (text[at] - '0');
            at++;
        }
        return value;
    }

    private boolean isExponent() {
        return at < text.length && (text[at] == 'e' || text[at] == 'E');
    }

    private void skipExponent() {
        if (isExponent()) {
            at++;
            at += at < text.length && (text[at] == '+' || text[at] == '-') ? 1 : 0;
            int start = at;
            digits(0);
            givenUp |= at == start;
        }
    }

    private boolean isEnd() {
        if (at == text.length) {
            return true;
        }
        byte c = text[at];
        return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private double slowNumber() {
        double value = NumberInput.parseDouble(valueText(), true);
        givenUp |= !Double.isFinite(value);
        return givenUp ? Double.NaN : value;
    }

    /**
     * Reads a number that stands in a string, as {@link Json#decimal} takes it.
     *
     * @return the nearest double; NaN if there is none
     */
    public double numberInString() {
        double value = string() ? Json.decimal(valueText()).orElse(Double.NaN) : Double.NaN;
        givenUp |= Double.isNaN(value);
        return value;
    }

    /**
     * Reads a whole number that is not negative and has up to 18 digits.
     *
     * @return true if there is one; its digits lie where {@link #from()} and {@link #to()} say
     */
    public boolean wholeNumber() {
        peek();
        from = at;
        wholePart();
        to = at;
        givenUp |= to - from > 18 || !isEnd();
        return !givenUp;
    }

    /**
     * Returns where the last string, name or number begins.
     *
     * @return an index into the document
     */
    public int from() {
        return from;
    }

    /**
     * Returns where the last string, name or number ends.
     *
     * @return an index into the document
     */
    public int to() {
        return to;
    }

    /**
     * Tells whether the last string, name or number is this one.
     *
     * @param expected in ASCII
     * @return true if it is
     */
    public boolean is(byte[] expected) {
        return Arrays.equals(text, from, to, expected, 0, expected.length);
    }

    /**
     * Returns the last string, name or number.
     *
     * @return a new string
     */
    public String valueText() {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
