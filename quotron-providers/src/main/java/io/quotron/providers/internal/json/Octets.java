package io.quotron.providers.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at once. Pure. */
final class Octets {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;

    private Octets() {}

    /** Returns eight bytes, the first one lowest. */
    static long at(byte[] text, int index) {
        return (long) LONGS.get(text, index);
    }

    /** Returns where the first byte is that does not go into a string as it is: quote, backslash, control or beyond ASCII; else 8. */
    static int firstSpecial(long octets) {
        long quote = octets ^ (ONES * '"');
        long backslash = octets ^ (ONES * '\\');
        long found = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | (octets - ONES * ' ') | octets;
        return Long.numberOfTrailingZeros(found & HIGH_BITS) >>> 3;
    }

    /** Returns how many digits come first, 0 to 8. */
    static int digits(long octets) {
        long values = octets ^ ZEROS; // a digit becomes its value, anything else more than 9
        return Long.numberOfTrailingZeros(((values + ONES * 0x76) | values) & HIGH_BITS) >>> 3;
    }

    /** Puts zeros before the first digits, so that they are eight; what follows them is lost. */
    static long padded(long octets, int digits) {
        return (octets << (Long.SIZE - Byte.SIZE * digits)) | (ZEROS >>> (Byte.SIZE * digits));
    }

    /** Returns the number that eight digits are: pairs first, then fours, then all. */
    static long number(long octets) {
        long pairs = (octets - ZEROS) * 10 + ((octets - ZEROS) >>> 8);
        long low = (pairs & 0x000000FF000000FFL) * (100 + (1_000_000L << 32));
        long high = ((pairs >>> 16) & 0x000000FF000000FFL) * (1 + (10_000L << 32));
        return (low + high) >>> 32;
    }
}
