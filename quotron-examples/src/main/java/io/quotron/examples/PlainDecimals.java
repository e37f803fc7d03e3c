package io.quotron.examples;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes doubles with the fewest digits that read back as the same double, without an exponent.
 *
 * <p>{@code Double.toString} before JDK 19 sometimes gives more digits than needed (JDK-4511638), always 16 or more; those
 * are shortened here as long as they read back.
 */
final class PlainDecimals {
    private static final int SAFE_DIGITS = 15;
    private static final double WHOLE = 1e15;

    private PlainDecimals() {}

    static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            return Long.toString((long) value);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value));
        while (decimal.precision() > SAFE_DIGITS) {
            BigDecimal shorter = decimal.round(new MathContext(decimal.precision() - 1, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() != value) {
                break;
            }
            decimal = shorter.stripTrailingZeros();
        }
        return decimal.stripTrailingZeros().toPlainString();
    }
}
