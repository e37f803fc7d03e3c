package io.quotron.providers.internal.json;

/** Finds the end of a string of JSON with all that may be in it: escapes, and letters beyond ASCII in valid UTF-8. Pure. */
final class Utf8Text {
    private Utf8Text() {}

    /**
     * Finds the quote that ends a string.
     *
     * @param text holds the string
     * @param from the first byte after the opening quote
     * @return where the quote is; -1 if the string does not end or is not valid
     */
    static int end(byte[] text, int from) {
        int i = from;
        while (i >= 0 && i < text.length && text[i] != '"') {
            if (text[i] == '\\') {
                i = afterEscape(text, i + 1);
            } else if (text[i] < 0) {
                i = afterLetter(text, i);
            } else {
                i = text[i] < ' ' ? -1 : i + 1;
            }
        }
        return i < text.length ? i : -1;
    }

    private static int afterEscape(byte[] text, int at) {
        if (at >= text.length) {
            return -1;
        }
        return switch (text[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> at + 4 < text.length && isHex(text, at + 1) ? at + 5 : -1;
            default -> -1;
        };
    }

    private static boolean isHex(byte[] text, int from) {
        for (int i = from; i < from + 4; i++) {
            if (text[i] < 0 || Character.digit(text[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes the shortest form of each letter only, and no halves of pairs. */
    private static int afterLetter(byte[] text, int at) {
        int lead = text[at] & 0xFF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || at + length > text.length) {
            return -1;
        }
        int code = lead & (0xFF >> (length + 1));
        for (int i = at + 1; i < at + length; i++) {
            if ((text[i] & 0xC0) != 0x80) {
                return -1;
            }
            code = code << 6 | (text[i] & 0x3F);
        }
        boolean tooLong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        boolean none = code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF);
        return tooLong || none ? -1 : at + length;
    }
}
