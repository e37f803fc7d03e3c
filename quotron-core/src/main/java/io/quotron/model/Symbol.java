package io.quotron.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The canonical name of something that has a price, the same for every provider.
 *
 * <p>Shares and funds are written plainly ({@code AAPL}), share classes with a dot ({@code BRK.B}), listings outside the
 * United States with an exchange suffix ({@code VOD.L}), indices with a caret ({@code ^GSPC}) and currency or crypto pairs
 * with a slash ({@code BTC/USD}, {@code EUR/USD}). Providers translate to their own spelling.
 *
 * <p>Immutable and thread-safe.
 *
 * @param code 1 to 64 characters: letters, digits and {@code . ^ = / & _ : + - $ ! @}; lower case becomes upper case
 */
public record Symbol(String code) implements Comparable<Symbol> {
    private static final int MAX_LENGTH = 64;
    private static final Pattern LEGAL = Pattern.compile("[A-Z0-9^.=/&_:+$!@-]+");
    private static final Pattern PAIR = Pattern.compile("[A-Z0-9.]+/[A-Z0-9.]{3,}");

    /** The shapes that a symbol can have; a provider says which of them it can answer for. */
    public enum Kind {
        /** A share, fund, future or option: anything traded under one name. */
        LISTED,
        /** An index, written with a leading caret. */
        INDEX,
        /** A currency or crypto pair, written {@code BASE/QUOTE}; the quote currency has at least three characters. */
        PAIR
    }

    /**
     * Checks the characters and folds the code to upper case.
     *
     * @throws IllegalArgumentException if the code is empty, too long or holds an illegal character
     */
    public Symbol {
        Objects.requireNonNull(code, "code");
        code = code.toUpperCase(Locale.ROOT);
        if (code.isEmpty() || code.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "symbol must have 1 to " + MAX_LENGTH + " characters, but has " + code.length());
        }
        if (!LEGAL.matcher(code).matches() || code.chars().allMatch(c -> c == '.' || c == '/')) {
            throw new IllegalArgumentException(
                    "symbol may hold letters, digits and . ^ = / & _ : + - $ ! @, but is '" + printable(code) + "'");
        }
    }

    /**
     * Returns the symbol of that code.
     *
     * @param code the canonical code, in any case
     * @return the symbol
     * @throws IllegalArgumentException if the code is empty, too long or holds an illegal character
     */
    public static Symbol of(String code) {
        return new Symbol(code);
    }

    /**
     * Returns the pair of two currencies or coins.
     *
     * @param base what is bought and sold, for example {@code BTC}
     * @param quote what it is paid in, for example {@code USD}
     * @return the symbol {@code base/quote}
     * @throws IllegalArgumentException if the two do not make a pair
     */
    public static Symbol pair(String base, String quote) {
        Symbol symbol = new Symbol(base + "/" + quote);
        if (!symbol.isPair()) {
            throw new IllegalArgumentException("not a pair: '" + symbol + "'; the quote currency needs 3 characters");
        }
        return symbol;
    }

    /**
     * Returns the shape of this symbol.
     *
     * @return the kind
     */
    public Kind kind() {
        if (isIndex()) {
            return Kind.INDEX;
        }
        return isPair() ? Kind.PAIR : Kind.LISTED;
    }

    /**
     * Tells whether this names an index.
     *
     * @return true if the code starts with a caret
     */
    public boolean isIndex() {
        return code.charAt(0) == '^';
    }

    /**
     * Tells whether this names a currency or crypto pair.
     *
     * @return true if the code is {@code BASE/QUOTE}
     */
    public boolean isPair() {
        return PAIR.matcher(code).matches();
    }

    /**
     * Returns the base of a pair.
     *
     * @return {@code BTC} for {@code BTC/USD}; empty for anything that is not a pair
     */
    public Optional<String> base() {
        return isPair() ? Optional.of(code.substring(0, code.indexOf('/'))) : Optional.empty();
    }

    /**
     * Returns the currency in which a pair is priced.
     *
     * @return {@code USD} for {@code BTC/USD}; empty for anything that is not a pair
     */
    public Optional<String> quoteCurrency() {
        return isPair() ? Optional.of(code.substring(code.indexOf('/') + 1)) : Optional.empty();
    }

    @Override
    public int compareTo(Symbol other) {
        return code.compareTo(other.code);
    }

    /** Returns the code. */
    @Override
    public String toString() {
        return code;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
