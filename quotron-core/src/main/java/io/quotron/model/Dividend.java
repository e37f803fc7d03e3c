package io.quotron.model;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cash payment per share.
 *
 * @param symbol the share or fund
 * @param exDate the first trading day without the payment
 * @param amount the payment per share, above 0, in shares as they were on the ex date
 * @param currency the unit of the amount; null where the source does not tell
 */
public record Dividend(
        Symbol symbol,
        LocalDate exDate,
        double amount,
        @Nullable CurrencyUnit currency) implements CorporateAction {
    /**
     * Checks that the amount is positive.
     *
     * @throws IllegalArgumentException if the amount is not a positive finite number
     */
    public Dividend {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(exDate, "exDate");
        if (!(amount > 0) || Double.isInfinite(amount)) {
            throw new IllegalArgumentException("dividend of " + symbol + " must be positive, but is " + amount);
        }
    }
}
