package io.quotron.providers.kraken;

import io.quotron.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stream of a native name, also of one that lies in a buffer, without making a string of it. Immutable and
 * thread-safe.
 *
 * <p>Open addressing with linear probing; at most half of the places are taken, so every search ends at an empty one.
 */
final class KrakenStreamTable {
    /** A table without streams. */
    static final KrakenStreamTable EMPTY = of(Map.of());

    private final Map<String, StreamKey> byName;
    private final byte[] @Nullable [] names;
    private final @Nullable StreamKey[] keys;

    private KrakenStreamTable(Map<String, StreamKey> streams, int places) {
        this.byName = Map.copyOf(streams);
        this.names = new byte[places][];
        this.keys = new StreamKey[places];
    }

    /** Makes the table of these streams by native name. */
    static KrakenStreamTable of(Map<String, StreamKey> streams) {
        KrakenStreamTable table = new KrakenStreamTable(streams, Integer.highestOneBit(streams.size() + 1) * 4);
        streams.forEach(table::put);
        return table;
    }

    private void put(String name, StreamKey key) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int place = place(bytes, 0, bytes.length);
        while (names[place] != null) {
            place = next(place);
        }
        names[place] = bytes;
        keys[place] = key;
    }

    /** Finds a stream by its native name; null if there is none. */
    @Nullable
    StreamKey find(String name) {
        return byName.get(name);
    }

    /**
     * Finds a stream.
     *
     * @param text holds the native name in UTF-8
     * @param from where it starts
     * @param to where it ends
     * @return the stream; null if there is none of that name
     */
    @Nullable
    StreamKey find(byte[] text, int from, int to) {
        int place = place(text, from, to);
        while (true) {
            byte[] name = names[place];
            if (name == null) {
                return null;
            }
            if (Arrays.equals(name, 0, name.length, text, from, to)) {
                return keys[place];
            }
            place = next(place);
        }
    }

    private int place(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ (hash >>> 16)) & (keys.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (keys.length - 1);
    }
}
