package io.quotron.storage;

import java.nio.charset.StandardCharsets;

/** Checks texts that this library did not make. */
final class Texts {
    private Texts() {}

    /** Returns the text, or refuses what a database would cut (NUL) or change (half of a surrogate pair). */
    static String storable(String text, String name) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(name + " holds a character that cannot be stored");
        }
        return text;
    }
}
