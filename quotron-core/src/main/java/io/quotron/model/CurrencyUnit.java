package io.quotron.model;

import java.util.Map;
import java.util.Objects;

/**
 * The unit in which a price is stated. London prices in pence, Johannesburg in cents and Tel Aviv in agorot are units of
 * their own: {@code GBp} is not {@code GBP}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param code the code as markets write it, case-sensitive, for example {@code USD}, {@code GBp} or {@code BTC}
 * @param currency the currency that the unit belongs to, for example {@code GBP} for {@code GBp}
 * @param unitsPerCurrency how many of this unit make one of the currency: 1, or 100 for pence
 */
public record CurrencyUnit(String code, String currency, int unitsPerCurrency) {
    private static final Map<String, CurrencyUnit> MINOR = Map.of(
            "GBp", new CurrencyUnit("GBp", "GBP", 100),
            "GBX", new CurrencyUnit("GBp", "GBP", 100),
            "ZAc", new CurrencyUnit("ZAc", "ZAR", 100),
            "ZAC", new CurrencyUnit("ZAc", "ZAR", 100),
            "ILA", new CurrencyUnit("ILA", "ILS", 100),
            "KWF", new CurrencyUnit("KWF", "KWD", 1000),
            "USX", new CurrencyUnit("USX", "USD", 100));

    /**
     * Checks that both codes are present.
     *
     * @throws IllegalArgumentException if a code is blank or the factor is below 1
     */
    public CurrencyUnit {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(currency, "currency");
        if (code.isBlank() || currency.isBlank() || unitsPerCurrency < 1) {
            throw new IllegalArgumentException(
                    "currency unit needs a code, a currency and a factor of at least 1, but is '" + code + "'");
        }
    }

    /**
     * Returns the unit with that code; {@code GBp}, {@code GBX}, {@code ZAc}, {@code ILA}, {@code KWF} and {@code USX} are
     * known as parts of their currency, every other code is its own currency.
     *
     * @param code the code, case-sensitive
     * @return the unit
     * @throws IllegalArgumentException if the code is blank
     */
    public static CurrencyUnit of(String code) {
        CurrencyUnit minor = MINOR.get(code);
        return minor != null ? minor : new CurrencyUnit(code, code, 1);
    }

    /**
     * Converts an amount in this unit to the currency.
     *
     * @param amount an amount in this unit, for example 173.2 pence
     * @return the amount in the currency, for example 1.732 pounds
     */
    public double toCurrency(double amount) {
        return amount / unitsPerCurrency;
    }

    /** Returns the code. */
    @Override
    public String toString() {
        return code;
    }
}
