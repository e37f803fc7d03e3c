package io.quotron.providers.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over a JSON document in UTF-8 where it lies, led by who knows its shape; makes no tree, no texts and no objects. For
 * messages that come by the thousand and documents of thousands of numbers.
 *
 * <p>It takes a part of what {@link Json} takes, with the same values, and gives up on the rest: at anything that is not JSON or not of
 * the shape that was asked for, at a name that comes twice in an object, and also at escapes and letters beyond ASCII in what is read,
 * numbers of more than 100 characters and objects of very many fields. From then on every answer is "no" and {@link #isWhole()} is
 * false, and the document is to be read by {@link Json} instead, which says what is wrong if something is.
 *
 * <pre>{@code
 * cursor.start(document);
 * if (cursor.beginObject()) {
 *     while (cursor.nextField()) {
 *         if (cursor.name() == PRICE) { price = cursor.number(); } else { cursor.skipValue(); }
 *     }
 * }
 * return cursor.isWhole();
 * }</pre>
 *
 * <p>Reusable; not thread-safe.
 */
public final class JsonCursor {
    private static final int MAX_NUMBER = 100;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAMES = 256;
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_DOCUMENT = 8 << 20;
    private static final int MAX_TOKENS = 400_000;
    private static final long[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
    private static final int CACHE_BITS = 6;
    private static final long LONG_NAME = Long.MIN_VALUE;

    private final long[] cacheKeys = new long[1 << CACHE_BITS];
    private final String[] cacheTexts = new String[1 << CACHE_BITS];
    private final long[] names = new long[MAX_NAMES];
    private final int[] objects = new int[MAX_DEPTH];
    private final long[] marks = new long[MAX_DEPTH];
    private int depth;
    private int nameCount;
    private int tokens;

    private byte[] text = {};
    private int at;
    private int from;
    private int to;
    private long name;
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
        name = 0;
        depth = 0;
        nameCount = 0;
        tokens = 0;
        first = false;
        givenUp = document.length > MAX_DOCUMENT;
    }

    /** Leaves the document to who can read all of JSON. */
    public void giveUp() {
        givenUp = true;
    }

    /**
     * Tells whether something was given up.
     *
     * @return true if nothing more is to be had here
     */
    public boolean isGivenUp() {
        return givenUp;
    }

    /**
     * Tells whether all was read to the end of the document.
     *
     * @return false if something was given up or is left
     */
    public boolean isWhole() {
        skipBlanks();
        return !givenUp && depth == 0 && at == text.length && tokens <= MAX_TOKENS;
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
        if (depth == MAX_DEPTH || !take(bracket)) {
            givenUp = true;
            return false;
        }
        first = true;
        objects[depth] = nameCount;
        marks[depth] = 0;
        depth++;
        tokens += 2;
        return true;
    }

    /**
     * Goes to the value of the next field; its name is {@link #name()}, and lies where {@link #from()} and {@link #to()} say until the
     * value is read.
     *
     * @return false behind the last field
     */
    public boolean nextField() {
        return next('}') && string() && noteName() && take(':');
    }

    /** Makes the key of a name and looks for it among those of the same object. */
    private boolean noteName() {
        name = key(text, from, to);
        long mark = 1L << ((name * 0x9E3779B97F4A7C15L) >>> 58);
        if ((marks[depth - 1] & mark) != 0) {
            for (int i = objects[depth - 1]; i < nameCount; i++) {
                givenUp |= names[i] == name;
            }
        }
        if (nameCount == MAX_NAMES || to - from > MAX_TEXT) {
            givenUp = true;
            return false;
        }
        marks[depth - 1] |= mark;
        names[nameCount++] = name;
        tokens++;
        return !givenUp;
    }

    /**
     * Returns the key under which {@link #name()} gives a name.
     *
     * @param name one to many letters in ASCII
     * @return a number that is this name's alone if it has up to 8 letters; longer ones are to be compared by {@link #is}, too
     */
    public static long key(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        return key(bytes, 0, bytes.length);
    }

    private static long key(byte[] text, int from, int to) {
        long key = 0;
        if (to - from <= Long.BYTES) {
            if (from + Long.BYTES <= text.length && to > from) {
                return Octets.at(text, from) & (-1L >>> (Long.SIZE - Byte.SIZE * (to - from)));
            }
            for (int i = to - 1; i >= from; i--) {
                key = key << Byte.SIZE | text[i];
            }
            return key;
        }
        for (int i = from; i < to; i++) {
            key = key * 31 + text[i];
        }
        return key | LONG_NAME;
    }

    /**
     * Returns the key of the name of the field at which the cursor is.
     *
     * @return the {@link #key} of the name
     */
    public long name() {
        return name;
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
        if (c == ',' && !first) {
            at++;
            tokens++;
            return true;
        }
        if (c == bracket) {
            end();
            return false;
        }
        if (!first) {
            givenUp = true;
            return false;
        }
        first = false;
        tokens++;
        return !givenUp;
    }

    private void end() {
        at++;
        first = false;
        depth--;
        nameCount = objects[depth];
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
        if (givenUp) {
            return 0;
        }
        if (at < text.length && text[at] > ' ') {
            return text[at];
        }
        skipBlanks();
        return at >= text.length ? 0 : text[at];
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
        int i = plainEnd(at);
        if (i >= text.length || text[i] != '"') {
            givenUp = true;
            return false;
        }
        from = at;
        to = i;
        at = i + 1;
        return true;
    }

    private int plainEnd(int start) {
        int i = start;
        while (i + Long.BYTES <= text.length) {
            int special = Octets.firstSpecial(Octets.at(text, i));
            i += special;
            if (special < Long.BYTES) {
                return i;
            }
        }
        while (i < text.length && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
            i++; // bytes beyond ASCII are negative
        }
        return i;
    }

    /**
     * Reads null if it is there.
     *
     * @return true if it was there; false, with nothing read, for anything else
     */
    public boolean isNull() {
        return peek() == 'n' && word("null");
    }

    /**
     * Reads true or false.
     *
     * @return true if it is true; false if it is false or neither, which is given up
     */
    public boolean bool() {
        boolean yes = peek() == 't';
        givenUp |= !word(yes ? "true" : "false");
        return yes && !givenUp;
    }

    private boolean word(String expected) {
        if (givenUp || at + expected.length() > text.length) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (text[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        at += expected.length();
        givenUp |= !isEnd();
        return !givenUp;
    }

    /**
     * Reads any value and forgets it; it lies where {@link #from()} and {@link #to()} say. It is checked like the values that are read, but
     * strings in it may have escapes and letters beyond ASCII.
     */
    public void skipValue() {
        byte c = peek();
        int start = at;
        switch (c) {
            case '"' -> skipString();
            case '{' -> skipObject();
            case '[' -> skipArray();
            case 't', 'f' -> bool();
            case 'n' -> givenUp |= !isNull();
            default -> skipNumber();
        }
        from = start;
        to = at;
    }

    private void skipString() {
        int end = Utf8Text.end(text, plainEnd(at + 1));
        givenUp |= end < 0 || end - at > MAX_TEXT;
        at = end + 1;
    }

    private void skipObject() {
        boolean open = beginObject();
        while (open && nextField()) {
            skipValue();
        }
    }

    private void skipArray() {
        boolean open = beginArray();
        while (open && nextItem()) {
            skipValue();
        }
    }

    private void skipNumber() {
        int start = at;
        digits(0);
        int count = at - start;
        if (count > 0 && count <= Decimals.MAX_DIGITS && text[start] != '0' && isEnd()) {
            return;
        }
        at = start;
        number(); // what does not fit into a double is no matter of the fast way
    }

    /**
     * Reads a number.
     *
     * @return the nearest double; NaN if there is none that is finite
     */
    public double number() {
        peek();
        from = at;
        int zero = from + (at < text.length && text[at] == '-' ? 1 : 0);
        double value = plainNumber();
        givenUp |= zero + 1 < at && text[zero] == '0' && isDigit(zero + 1); // a zero before others
        boolean exponent = skipExponent();
        to = at;
        if (givenUp || to - from > MAX_NUMBER || !isEnd()) {
            givenUp = true;
            return Double.NaN;
        }
        return exponent || Double.isNaN(value) ? slowNumber() : value;
    }

    private boolean isDigit(int index) {
        return index < text.length && text[index] >= '0' && text[index] <= '9';
    }

    /** Reads digits with an optional minus and point; NaN, but behind the digits, if their value is not certain. */
    private double plainNumber() {
        boolean negative = at < text.length && text[at] == '-';
        at += negative ? 1 : 0;
        int start = at;
        long whole = fewDigits();
        givenUp |= at == start;
        int count = at - start == 1 && whole == 0 ? 0 : at - start;
        if (at == text.length || text[at] != '.') {
            return count > Decimals.MAX_DIGITS ? Double.NaN : Decimals.of(negative, whole, 0);
        }
        int point = ++at;
        long all = digits(whole);
        int fraction = at - point;
        givenUp |= fraction == 0;
        return count + fraction > Decimals.MAX_DIGITS ? Double.NaN : Decimals.of(negative, all, fraction);
    }

    /** Reads digits one by one, which is faster where they are few. */
    private long fewDigits() {
        byte[] bytes = text;
        long value = 0;
        int i = at;
        while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
            value = value * 10 + (bytes[i] - '0');
            i++;
        }
        at = i;
        return value;
    }

    /** Goes on with digits; what overflows is not used. */
    private long digits(long before) {
        byte[] bytes = text;
        long value = before;
        int i = at;
        while (i + Long.BYTES <= bytes.length) {
            long octets = Octets.at(bytes, i);
            int count = Octets.digits(octets);
            if (count < Long.BYTES) {
                at = i + count;
                return count == 0 ? value : value * TENS[count] + Octets.number(Octets.padded(octets, count));
            }
            value = value * 100_000_000 + Octets.number(octets);
            i += Long.BYTES;
        }
        while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
            value = value * 10 + (bytes[i] - '0');
            i++;
        }
        at = i;
        return value;
    }

    private boolean skipExponent() {
        if (at >= text.length || (text[at] != 'e' && text[at] != 'E')) {
            return false;
        }
        at++;
        at += at < text.length && (text[at] == '+' || text[at] == '-') ? 1 : 0;
        int start = at;
        digits(0);
        givenUp |= at == start;
        return true;
    }

    private boolean isEnd() {
        if (at == text.length) {
            return true;
        }
        byte c = text[at];
        return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private double slowNumber() {
        double value = Json.finite(valueText()).orElse(Double.NaN);
        givenUp |= Double.isNaN(value);
        return givenUp ? Double.NaN : value;
    }

    /**
     * Reads a number that stands in a string, as {@link Json#decimal} takes it.
     *
     * @return the nearest double; NaN if there is none
     */
    public double numberInString() {
        if (!take('"')) {
            return Double.NaN;
        }
        int start = at;
        double value = plainNumber();
        if (!givenUp && !Double.isNaN(value) && at < text.length && text[at] == '"' && at - start < 60) {
            from = start;
            to = at++;
            return value;
        }
        at = start - 1;
        return slowNumberInString();
    }

    private double slowNumberInString() {
        givenUp = false; // nothing was given up before, or there would be no quote
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
        return whole() >= 0;
    }

    /**
     * Reads a whole number that is not negative and has up to 18 digits.
     *
     * @return the number; -1 if there is none
     */
    public long whole() {
        peek();
        from = at;
        long value = digits(0);
        to = at;
        givenUp |= to == from || (to > from + 1 && text[from] == '0') || to - from > 18 || !isEnd();
        return givenUp ? -1 : value;
    }

    /**
     * Reads a whole number of up to 18 digits, perhaps with a minus.
     *
     * @return the number; {@code Long.MIN_VALUE} if there is none
     */
    public long signedWhole() {
        if (peek() != '-') {
            long value = whole();
            return givenUp ? Long.MIN_VALUE : value;
        }
        at++;
        givenUp |= !isDigit(at);
        long value = whole();
        return givenUp ? Long.MIN_VALUE : -value;
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
        return to - from == expected.length && Arrays.equals(text, from, to, expected, 0, expected.length);
    }

    /**
     * Returns the last string, name or number.
     *
     * @return a new string
     */
    public String valueText() {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the last string through a cache, for the few names that come again and again.
     *
     * @return a string, mostly the same one as the last time
     */
    public String cachedText() {
        long key = key(text, from, to);
        int place = (int) ((key * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - CACHE_BITS));
        if (cacheKeys[place] != key || key <= 0) {
            cacheKeys[place] = key;
            cacheTexts[place] = valueText();
        }
        return cacheTexts[place];
    }

    /**
     * Returns the bytes of the last value.
     *
     * @return a copy
     */
    public byte[] valueBytes() {
        return Arrays.copyOfRange(text, from, to);
    }
}
