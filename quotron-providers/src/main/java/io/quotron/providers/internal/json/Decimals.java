package io.quotron.providers.internal.json;

import java.math.BigInteger;

/**
 * Makes the nearest double of a decimal with up to 19 digits, where one multiplication is enough to know it.
 *
 * <p>A whole number of up to 53 bits and a power of ten up to 22 are exact as doubles, so that their quotient is rounded once and
 * therefore right. For longer ones the digits are multiplied by the first 64 bits of the negative power of five, as in D. Lemire,
 * "Number Parsing at a Gigabyte per Second" (2021). What is cut off makes the product too small by less than one in its upper half; where
 * that could change the rounding, which is so for one number in some hundred, the answer is NaN and the number is to be read in
 * another way.
 */
final class Decimals {
    /** The most digits that are taken: they fit into 64 bits without sign. */
    static final int MAX_DIGITS = 19;

    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int MAX_FRACTION = MAX_DIGITS;
    private static final long[] FIFTHS = new long[MAX_FRACTION + 1];
    private static final int[] SHIFTS = new int[MAX_FRACTION + 1];
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1_023;

    static {
        for (int i = 0; i <= MAX_FRACTION; i++) {
            BigInteger power = BigInteger.valueOf(5).pow(i);
            SHIFTS[i] = 63 + (i == 0 ? 0 : power.bitLength());
            FIFTHS[i] = BigInteger.ONE.shiftLeft(SHIFTS[i]).divide(power).longValue();
        }
    }

    private Decimals() {}

    /**
     * Returns digits divided by a power of ten.
     *
     * @param negative whether there is a minus
     * @param digits up to {@link #MAX_DIGITS} digits, as a number without sign
     * @param fraction how many of them stand behind the point
     * @return the nearest double; NaN if it is not certain here
     */
    static double of(boolean negative, long digits, int fraction) {
        if (digits >>> 53 == 0 && fraction < TENS.length) {
            double value = digits / TENS[fraction];
            return negative ? -value : value;
        }
        return rounded(negative, digits, fraction);
    }

    private static double rounded(boolean negative, long digits, int fraction) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long high = multiplyHigh(digits << zeros, FIFTHS[fraction]);
        int top = (int) (high >>> 63);
        int cut = 9 + top;
        long rest = high & ((1L << cut) - 1);
        if (rest == (1L << cut) - 1 || rest == 0) {
            return Double.NaN; // too near to where the rounding changes
        }
        long twice = high >>> cut;
        long mantissa = (twice >>> 1) + (twice & 1);
        // high stands for digits * 10^-fraction * 2^(zeros + SHIFTS + fraction - 64), mantissa for that over 2^(cut +
        // 1).
        int exponent = cut + 1 + 64 - zeros - SHIFTS[fraction] - fraction;
        long bits = ((long) (exponent + MANTISSA_BITS + BIAS) << MANTISSA_BITS) + (mantissa - (1L << MANTISSA_BITS));
        return Double.longBitsToDouble(negative ? bits | Long.MIN_VALUE : bits);
    }

    /** The upper half of a product of two numbers without sign. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
