package io.quotron.testkit.simulator;

/**
 * Chance as a pure function: the same key and index always give the same number, so nothing has to be remembered to
 * repeat
 * a market. The mixing steps are those of SplitMix64.
 */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final double UNIT = 0x1.0p-53;
    private static final double BELL = StrictMath.sqrt(3.0) / 65_536.0;

    private Chance() {}

    static long key(long seed, String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return mix(mix(seed) ^ hash);
    }

    static long bits(long key, long index) {
        return mix(key + (index + 1) * GOLDEN);
    }

    /** A number from 0 (inclusive) to 1 (exclusive). */
    static double unit(long key, long index) {
        return unit(bits(key, index));
    }

    static double unit(long bits) {
        return (bits >>> 11) * UNIT;
    }

    /**
     * A number with mean 0 and deviation 1 that never leaves +-3.5: the sum of four even ones, which needs no
     * logarithm.
     */
    static double bell(long key, long index) {
        long bits = bits(key, index);
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - 131_070) * BELL;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
