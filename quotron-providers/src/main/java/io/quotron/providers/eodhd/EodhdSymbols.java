package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates between canonical symbols and EODHD's {@code CODE.EXCHANGE}.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><th>canonical</th><th>EODHD</th><th>rule</th></tr>
 * <tr><td>{@code AAPL}</td><td>{@code AAPL.US}</td><td>no suffix: the United States</td></tr>
 * <tr><td>{@code BRK.B}, {@code RCI.B.TO}</td><td>{@code BRK-B.US}, {@code RCI-B.TO}</td><td>share classes take a dash</td></tr>
 * <tr><td>{@code VOD.L}, {@code BHP.AX}</td><td>{@code VOD.LSE}, {@code BHP.AU}</td><td>suffixes by {@link EodhdExchanges}</td></tr>
 * <tr><td>{@code ^GSPC}</td><td>{@code GSPC.INDX}</td><td>indices</td></tr>
 * <tr><td>{@code EUR/USD}</td><td>{@code EURUSD.FOREX}</td><td>both are ISO 4217 currencies</td></tr>
 * <tr><td>{@code BTC/USD}</td><td>{@code BTC-USD.CC}</td><td>any other pair</td></tr>
 * </table>
 */
final class EodhdSymbols {
    private static final Set<String> FIAT = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    /** Tokyo, which EODHD has not; nobody means a share class by it. */
    private static final Set<String> NEVER_A_CLASS = Set.of("T");

    private static final Pattern CLASS = Pattern.compile("(.+)\\.([A-Z])");
    private static final Pattern NATIVE_CLASS = Pattern.compile("([A-Z0-9]+)-([A-Z])");
    private static final Pattern NATIVE_FIAT = Pattern.compile("([A-Z]{3})([A-Z]{3})");
    private static final Pattern NATIVE_COIN = Pattern.compile("([A-Z0-9.]+)-([A-Z0-9]{3,})");

    private EodhdSymbols() {}

    /**
     * A name of EODHD.
     *
     * @param symbol the canonical symbol that was asked
     * @param code the name on the exchange
     * @param exchange EODHD's code of the exchange
     */
    record Name(Symbol symbol, String code, String exchange) {
        /** Returns the name with its exchange, for REST. */
        String full() {
            return code + "." + exchange;
        }

        /** Tells whether a server that answers with this means the same. */
        boolean isNamed(String text) {
            return text.equalsIgnoreCase(full()) || text.equalsIgnoreCase(code);
        }

        boolean isUs() {
            return exchange.equals(EodhdExchanges.US);
        }

        boolean isIndex() {
            return exchange.equals(EodhdExchanges.INDEX);
        }

        boolean isForex() {
            return exchange.equals(EodhdExchanges.FOREX);
        }

        boolean isCoin() {
            return exchange.equals(EodhdExchanges.COINS);
        }

        /** Tells whether a volume of zero means that there is none. */
        boolean mayLackVolume() {
            return isIndex() || isForex();
        }

        /** Tells whether it can be split. */
        boolean isShare() {
            return !isIndex() && !isForex() && !isCoin();
        }

        /** Tells where its days begin; empty where that is not known. */
        Optional<ZoneId> zone() {
            return isIndex()
                    ? EodhdExchanges.zoneOfIndex(code)
                    : EodhdExchanges.byCode(exchange).map(EodhdExchanges.Exchange::zone);
        }

        /** Tells where its days begin, noting where that is not known. */
        ZoneId zone(RequestContext context) {
            Optional<ZoneId> zone = zone();
            if (zone.isEmpty()) {
                context.note("the time zone of " + full() + " is not known; its days begin at midnight UTC");
            }
            return zone.orElse(ZoneOffset.UTC);
        }

        /** Returns the unit of its prices as far as it can be told. */
        @Nullable
        CurrencyUnit unit() {
            if (symbol.isPair()) {
                return CurrencyUnit.of(symbol.quoteCurrency().orElseThrow());
            }
            boolean foreign = exchange.equals("LSE") && code.startsWith("0");
            return foreign
                    ? null
                    : EodhdExchanges.byCode(exchange)
                            .map(EodhdExchanges.Exchange::unit)
                            .orElse(null);
        }
    }

    /**
     * Finds EODHD's name; what the host registered comes first.
     *
     * @throws SymbolNotFoundException if the suffix is none that is known
     */
    static Name find(Symbol symbol, RequestContext context) {
        return context.nativeSymbol(symbol)
                .map(text -> registered(symbol, text))
                .orElseGet(() -> find(symbol));
    }

    private static Name registered(Symbol symbol, String text) {
        int dot = text.lastIndexOf('.');
        return dot > 0 && dot < text.length() - 1
                ? new Name(symbol, text.substring(0, dot), text.substring(dot + 1))
                : new Name(symbol, text, EodhdExchanges.US);
    }

    static Name find(Symbol symbol) {
        return switch (symbol.kind()) {
            case INDEX -> new Name(symbol, symbol.code().substring(1), EodhdExchanges.INDEX);
            case PAIR ->
                pair(symbol, symbol.base().orElseThrow(), symbol.quoteCurrency().orElseThrow());
            case LISTED -> listed(symbol);
        };
    }

    private static Name pair(Symbol symbol, String base, String quote) {
        return isFiat(base, quote)
                ? new Name(symbol, base + quote, EodhdExchanges.FOREX)
                : new Name(symbol, base + "-" + quote, EodhdExchanges.COINS);
    }

    private static boolean isFiat(String base, String quote) {
        return FIAT.contains(base) && FIAT.contains(quote);
    }

    private static Name listed(Symbol symbol) {
        String code = symbol.code();
        int dot = code.lastIndexOf('.');
        String suffix = dot > 0 ? code.substring(dot + 1) : "";
        Optional<EodhdExchanges.Exchange> exchange = EodhdExchanges.bySuffix(suffix);
        if (exchange.isPresent()) {
            return new Name(
                    symbol, dashed(code.substring(0, dot)), exchange.get().code());
        }
        boolean isClass =
                suffix.length() == 1 && Character.isLetter(suffix.charAt(0)) && !NEVER_A_CLASS.contains(suffix);
        if (dot >= 0 && !isClass) {
            throw unmapped(symbol, suffix);
        }
        return new Name(symbol, dashed(code), EodhdExchanges.US);
    }

    private static SymbolNotFoundException unmapped(Symbol symbol, String suffix) {
        List<String> near = suffix.isEmpty() ? List.of() : EodhdExchanges.near(suffix);
        String help = near.isEmpty() ? "" : "; did you mean one of " + near + "?";
        return new SymbolNotFoundException(
                SOURCE,
                symbol,
                "'" + symbol + "' has the suffix '." + suffix + "', which is no exchange of EODHD" + help
                        + " Another spelling can be registered for the symbol");
    }

    private static String dashed(String name) {
        return CLASS.matcher(name).replaceFirst("$1-$2");
    }

    /**
     * Finds the canonical symbol of what EODHD calls by a name.
     *
     * @param code the name on the exchange
     * @param exchange EODHD's code of the exchange
     * @return the symbol; empty if the name cannot be a symbol
     */
    static Optional<Symbol> toCanonical(String code, String exchange) {
        String upper = code.toUpperCase(Locale.ROOT);
        String market = exchange.toUpperCase(Locale.ROOT);
        try {
            return Optional.of(Symbol.of(canonical(upper, market)));
        } catch (IllegalArgumentException notSymbol) {
            return Optional.empty();
        }
    }

    /** A name that would not lead back to itself keeps EODHD's exchange as its suffix. */
    private static String canonical(String code, String exchange) {
        String nice = nice(code, exchange);
        try {
            return find(Symbol.of(nice)).full().equals(code + "." + exchange) ? nice : code + "." + exchange;
        } catch (SymbolNotFoundException | IllegalArgumentException other) {
            return code + "." + exchange;
        }
    }

    private static String nice(String code, String exchange) {
        String suffix = EodhdExchanges.byCode(exchange)
                .map(EodhdExchanges.Exchange::suffix)
                .orElse(exchange);
        return switch (exchange) {
            case EodhdExchanges.INDEX -> "^" + code;
            case EodhdExchanges.FOREX -> replaced(NATIVE_FIAT, code, "$1/$2");
            case EodhdExchanges.COINS -> replaced(NATIVE_COIN, code, "$1/$2");
            case EodhdExchanges.US -> replaced(NATIVE_CLASS, code, "$1.$2");
            default -> replaced(NATIVE_CLASS, code, "$1.$2") + "." + suffix;
        };
    }

    private static String replaced(Pattern pattern, String code, String with) {
        Matcher matcher = pattern.matcher(code);
        return matcher.matches() ? matcher.replaceFirst(with) : code;
    }
}
