package io.quotron.providers.kraken;

import io.quotron.spi.StreamKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stream of a native name that lies in a buffer, without making a string of it. Immutable and thread-safe.
 *
 * <p>Open addressing with linear probing; at most half of the places are taken, so every search ends at an empty one.
 */
final class KrakenStreamTable {
    /** A table without streams. */
    static final KrakenStreamTable EMPTY = of(Map.of());

    private final char[] @Nullable [] names;
    private final @Nullable StreamKey[] keys;

    private KrakenStreamTable(int places) {
        this.names = new char[places][];
        this.keys = new StreamKey[places];
    }

    /** Makes the table of these streams by native name. */
    static KrakenStreamTable of(Map<String, StreamKey> streams) {
        KrakenStreamTable table = new KrakenStreamTable(Integer.highestOneBit(streams.size() + 1) * 4);
        streams.forEach(table::put);
        return table;
    }

    private void put(String name, StreamKey key) {
        char[] chars = name.toCharArray();
        int place = place(chars, 0, chars.length);
        while (names[place] != null) {
            place = next(place);
        }
        names[place] = chars;
        keys[place] = key;
    }

    /**
     * Finds a stream.
     *
     * @param text holds the native name
     * @param from where it starts
     * @param length how long it is
     * @return the stream; null if there is none of that name
     */
    @Nullable
    StreamKey find(char[] text, int from, int length) {
        int place = place(text, from, length);
        while (true) {
            char[] name = names[place];
            if (name == null) {
                return null;
            }
            if (equal(name, text, from, length)) {
                return keys[place];
            }
            place = next(place);
        }
    }

    private static boolean equal(char[] name, char[] text, int from, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int place(char[] text, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ (hash >>> 16)) & (keys.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (keys.length - 1);
    }
}
