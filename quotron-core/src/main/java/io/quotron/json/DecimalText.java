package io.quotron.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes doubles with the fewest digits that read back as the same double, without an exponent.
 *
 * <p>{@code Double.toString} before JDK 19 sometimes gives more digits than needed (JDK-4511638), always 16 or more; those
 * are shortened here as long as they read back.
 */
public final class DecimalText {
    private static final int SAFE_DIGITS = 15;
    private static final double WHOLE = 1e15;

    private DecimalText() {}

    /**
     * Returns the text of a number.
     *
     * @param value a finite number
     * @return plain decimal digits, with a point where it has a fraction
     * @throws NumberFormatException if the number is not finite
     */
    public static String of(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            return Long.toString((long) value);
        }
        String text = Double.toString(value);
        return text.length() <= SAFE_DIGITS && text.indexOf('E') < 0 ? text : shortest(text, value);
    }

    private static String shortest(String text, double value) {
        BigDecimal decimal = new BigDecimal(text);
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
