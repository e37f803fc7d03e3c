package io.quotron.bars;

import org.jspecify.annotations.Nullable;

/** Numbers for the ids of trades. */
final class TradeIds {
    private static final int LONGEST_NUMBER = 18;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private TradeIds() {}

    /** Returns the number that an id is, or a hash of its characters (64-bit FNV-1a). */
    static long sequence(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return BarAggregator.NO_SEQUENCE;
        }
        if (id.length() > LONGEST_NUMBER) {
            return hash(id);
        }
        long number = 0;
        for (int i = 0; i < id.length(); i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return hash(id);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long hash(String id) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        return hash == BarAggregator.NO_SEQUENCE ? 0 : hash;
    }
}
