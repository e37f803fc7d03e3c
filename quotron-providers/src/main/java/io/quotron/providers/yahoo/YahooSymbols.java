package io.quotron.providers.yahoo;

import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Translates between canonical symbols and Yahoo's spelling.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><th>canonical</th><th>Yahoo</th><th>rule</th></tr>
 * <tr><td>{@code ^GSPC}, {@code AAPL}, {@code VOD.L}, {@code GC=F}</td><td>the same</td><td>known exchange suffixes stay</td></tr>
 * <tr><td>{@code BRK.B}, {@code RCI.B.TO}</td><td>{@code BRK-B}, {@code RCI-B.TO}</td><td>share classes take a dash</td></tr>
 * <tr><td>{@code EUR/USD}</td><td>{@code EURUSD=X}</td><td>both are ISO 4217 currencies</td></tr>
 * <tr><td>{@code BTC/USD}</td><td>{@code BTC-USD}</td><td>any other pair</td></tr>
 * </table>
 */
final class YahooSymbols {
    private static final Set<String> SUFFIXES = Set.of(
            "AE", "AQ", "AS", "AT", "AX", "BA", "BC", "BD", "BE", "BK", "BO", "BR", "CA", "CL", "CN", "CO", "CR", "DE",
            "DU", "F", "HA", "HE", "HK", "HM", "IC", "IL", "IR", "IS", "JK", "JO", "KL", "KQ", "KS", "KW", "L", "LS",
            "MC", "ME", "MI", "MU", "MX", "NE", "NS", "NX", "NZ", "OL", "PA", "PR", "PS", "QA", "RG", "RO", "SA", "SAU",
            "SG", "SI", "SN", "SR", "SS", "ST", "SW", "SZ", "T", "TA", "TI", "TL", "TO", "TW", "TWO", "V", "VI", "VN",
            "VS", "WA", "XC", "XD", "XA");
    private static final Set<String> FIAT = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final Pattern SHARE_CLASS = Pattern.compile("([A-Z0-9]+)\\.([A-Z])");
    private static final Pattern NATIVE_SHARE_CLASS = Pattern.compile("([A-Z]+)-([A-Z])(\\.[A-Z]{1,3})?");
    private static final Pattern NATIVE_FIAT = Pattern.compile("([A-Z]{3})?([A-Z]{3})=X");
    private static final Pattern NATIVE_CRYPTO = Pattern.compile("([A-Z0-9.]{2,})-([A-Z0-9]{3,})");

    private YahooSymbols() {}

    /** Returns Yahoo's spelling; what the host registered comes first. */
    static String toNative(Symbol symbol, RequestContext context) {
        return context.nativeSymbol(symbol).orElseGet(() -> toNative(symbol));
    }

    static String toNative(Symbol symbol) {
        return switch (symbol.kind()) {
            case INDEX -> symbol.code();
            case PAIR ->
                pair(symbol.base().orElseThrow(), symbol.quoteCurrency().orElseThrow());
            case LISTED -> listed(symbol.code());
        };
    }

    private static String pair(String base, String quote) {
        return FIAT.contains(base) && FIAT.contains(quote) ? base + quote + "=X" : base + "-" + quote;
    }

    private static String listed(String code) {
        int dot = code.lastIndexOf('.');
        boolean hasSuffix = dot > 0 && SUFFIXES.contains(code.substring(dot + 1));
        String name = hasSuffix ? code.substring(0, dot) : code;
        Matcher matcher = SHARE_CLASS.matcher(name);
        String dashed = matcher.matches() ? matcher.group(1) + "-" + matcher.group(2) : name;
        return hasSuffix ? dashed + code.substring(dot) : dashed;
    }

    /**
     * Returns the canonical symbol of what Yahoo calls by a name.
     *
     * @param name Yahoo's spelling
     * @param quoteType Yahoo's word for what it is, for example {@code CURRENCY}
     * @return the symbol; empty if the name cannot be a symbol
     */
    static Optional<Symbol> toCanonical(String name, String quoteType) {
        try {
            return Optional.of(Symbol.of(canonicalCode(name.toUpperCase(Locale.ROOT), quoteType)));
        } catch (IllegalArgumentException notSymbol) {
            return Optional.empty();
        }
    }

    private static String canonicalCode(String name, String quoteType) {
        String code = switch (quoteType) {
            case "CURRENCY" -> fiat(name);
            case "CRYPTOCURRENCY" -> NATIVE_CRYPTO.matcher(name).replaceFirst("$1/$2");
            case "EQUITY", "ETF" -> shareClass(name);
            default -> name;
        };
        // A name that would not lead back to itself is kept as it is.
        return toNative(Symbol.of(code)).equals(comparable(name)) ? code : name;
    }

    private static String fiat(String name) {
        Matcher matcher = NATIVE_FIAT.matcher(name);
        if (!matcher.matches()) {
            return name;
        }
        String base = matcher.group(1);
        return (base == null ? "USD" : base) + "/" + matcher.group(2);
    }

    private static String shareClass(String name) {
        Matcher matcher = NATIVE_SHARE_CLASS.matcher(name);
        if (!matcher.matches()) {
            return name;
        }
        String suffix = matcher.group(3);
        return matcher.group(1) + "." + matcher.group(2) + (suffix == null ? "" : suffix);
    }

    /** Says what a name probably is, in Yahoo's words, where nothing but the name is told. */
    static String guessType(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.startsWith("^")) {
            return "INDEX";
        }
        if (upper.endsWith("=F")) {
            return "FUTURE";
        }
        if (NATIVE_FIAT.matcher(upper).matches()) {
            return "CURRENCY";
        }
        Matcher crypto = NATIVE_CRYPTO.matcher(upper);
        return crypto.matches() && FIAT.contains(crypto.group(2)) ? "CRYPTOCURRENCY" : "EQUITY";
    }

    /** Returns one spelling for names that mean the same: {@code JPY=X} is {@code USDJPY=X}, and case does not matter. */
    static String comparable(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean shortFiat = upper.length() == 5 && NATIVE_FIAT.matcher(upper).matches();
        return shortFiat ? "USD" + upper : upper;
    }
}
