package io.quotron.model;

import java.time.LocalDate;
import java.util.Objects;

/**
 * A share split: {@code numerator} new shares for {@code denominator} old ones.
 *
 * @param symbol the share
 * @param exDate the first trading day at the new price
 * @param numerator new shares, above 0
 * @param denominator old shares, above 0
 */
public record Split(Symbol symbol, LocalDate exDate, double numerator, double denominator) implements CorporateAction {
    /**
     * Checks that both parts are positive.
     *
     * @throws IllegalArgumentException if a part is not a positive finite number
     */
    public Split {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(exDate, "exDate");
        if (!(numerator > 0 && denominator > 0) || Double.isInfinite(numerator) || Double.isInfinite(denominator)) {
            throw new IllegalArgumentException(
                    "split of " + symbol + " must have positive parts, but has " + numerator + ":" + denominator);
        }
    }

    /**
     * Returns by how much the number of shares grew.
     *
     * @return 4 for a 4:1 split, 0.1 for a 1:10 reverse split
     */
    public double ratio() {
        return numerator / denominator;
    }
}
