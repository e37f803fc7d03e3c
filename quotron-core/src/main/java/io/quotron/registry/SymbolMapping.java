package io.quotron.registry;

import io.quotron.model.Symbol;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How somebody spells a symbol, and from when to when.
 *
 * @param namespace whose spelling it is: the id of a provider, or any other name, as that of a broker; kept in lower case
 * @param symbol the canonical symbol
 * @param nativeSymbol the spelling, not blank
 * @param validFrom the first day on which it holds; empty for since ever
 * @param validTo the first day on which it no longer holds; empty for ever
 */
public record SymbolMapping(
        String namespace,
        Symbol symbol,
        String nativeSymbol,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validTo) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the namespace or the spelling is blank, or the last day is not after the first
     */
    public SymbolMapping {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(validFrom, "validFrom");
        Objects.requireNonNull(validTo, "validTo");
        namespace = normal(namespace);
        if (nativeSymbol.isBlank()) {
            throw new IllegalArgumentException("the spelling of " + symbol + " at " + namespace + " is blank");
        }
        if (validFrom.isPresent() && validTo.isPresent() && !validFrom.get().isBefore(validTo.get())) {
            throw new IllegalArgumentException("the spelling of " + symbol + " at " + namespace
                    + " must begin before it ends, but begins " + validFrom.get() + " and ends " + validTo.get());
        }
    }

    static String normal(String namespace) {
        String normal = namespace.strip().toLowerCase(Locale.ROOT);
        if (normal.isEmpty()) {
            throw new IllegalArgumentException("the namespace of a mapping is blank");
        }
        return normal;
    }

    /**
     * Returns a mapping that always holds.
     *
     * @param namespace whose spelling it is
     * @param symbol the canonical symbol
     * @param nativeSymbol the spelling, not blank
     * @return the mapping
     */
    public static SymbolMapping always(String namespace, Symbol symbol, String nativeSymbol) {
        return new SymbolMapping(namespace, symbol, nativeSymbol, Optional.empty(), Optional.empty());
    }

    /**
     * Returns this mapping from a day on.
     *
     * @param day the first day on which it holds
     * @return a new mapping
     */
    public SymbolMapping from(LocalDate day) {
        return new SymbolMapping(namespace, symbol, nativeSymbol, Optional.of(day), validTo);
    }

    /**
     * Returns this mapping up to a day.
     *
     * @param day the first day on which it no longer holds
     * @return a new mapping
     */
    public SymbolMapping until(LocalDate day) {
        return new SymbolMapping(namespace, symbol, nativeSymbol, validFrom, Optional.of(day));
    }

    /**
     * Tells whether it holds on a day.
     *
     * @param day the day
     * @return true from the first day on and before the last
     */
    public boolean holdsOn(LocalDate day) {
        return validFrom.map(from -> !day.isBefore(from)).orElse(true)
                && validTo.map(day::isBefore).orElse(true);
    }

    boolean isAlways() {
        return validFrom.isEmpty() && validTo.isEmpty();
    }

    boolean overlaps(SymbolMapping other) {
        return startsBefore(validFrom, other.validTo) && startsBefore(other.validFrom, validTo);
    }

    private static boolean startsBefore(Optional<LocalDate> from, Optional<LocalDate> to) {
        return from.isEmpty() || to.isEmpty() || from.get().isBefore(to.get());
    }

    /** Returns for example {@code FB at yahoo is 'FB' until 2022-06-09}. */
    @Override
    public String toString() {
        return symbol + " at " + namespace + " is '" + nativeSymbol + "'"
                + validFrom.map(day -> " from " + day).orElse("")
                + validTo.map(day -> " until " + day).orElse("");
    }
}
