package io.quotron.providers.alphavantage;

import io.quotron.error.FailureReason;
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
 * Translates between canonical symbols and Alpha Vantage's spelling.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><th>canonical</th><th>Alpha Vantage</th><th>rule</th></tr>
 * <tr><td>{@code IBM}</td><td>{@code IBM}</td><td>shares of the United States stay</td></tr>
 * <tr><td>{@code BRK.B}</td><td>{@code BRK-B}</td><td>share classes take a dash</td></tr>
 * <tr><td>{@code TSCO.L}</td><td>{@code TSCO.LON}</td><td>suffixes of exchanges by the table below; unknown ones stay</td></tr>
 * <tr><td>{@code EUR/USD}, {@code BTC/USD}</td><td>two parameters</td><td>split at the slash</td></tr>
 * </table>
 */
final class AlphaVantageSymbols {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** An exchange: our suffix, theirs, where its days begin, and the unit in which it quotes. */
    private record Exchange(String ours, String theirs, ZoneId zone, String currency) {}

    private static final List<Exchange> EXCHANGES = List.of(
            exchange("L", "LON", "Europe/London", "GBX"),
            exchange("TO", "TRT", "America/Toronto", "CAD"),
            exchange("V", "TRV", "America/Toronto", "CAD"),
            exchange("DE", "DEX", "Europe/Berlin", "EUR"),
            exchange("F", "FRK", "Europe/Berlin", "EUR"),
            exchange("BE", "BER", "Europe/Berlin", "EUR"),
            exchange("MU", "MUN", "Europe/Berlin", "EUR"),
            exchange("SG", "STU", "Europe/Berlin", "EUR"),
            exchange("PA", "PAR", "Europe/Paris", "EUR"),
            exchange("AS", "AMS", "Europe/Amsterdam", "EUR"),
            exchange("BR", "BRU", "Europe/Brussels", "EUR"),
            exchange("MI", "MIL", "Europe/Rome", "EUR"),
            exchange("BO", "BSE", "Asia/Kolkata", "INR"),
            exchange("NS", "NSE", "Asia/Kolkata", "INR"),
            exchange("SS", "SHH", "Asia/Shanghai", "CNY"),
            exchange("SZ", "SHZ", "Asia/Shanghai", "CNY"),
            exchange("HK", "HKG", "Asia/Hong_Kong", "HKD"),
            exchange("T", "TYO", "Asia/Tokyo", "JPY"),
            exchange("SA", "SAO", "America/Sao_Paulo", "BRL"));

    private static final Set<String> STATE_CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final Pattern SHARE_CLASS = Pattern.compile("([A-Z0-9]+)\\.([A-Z])");
    private static final Pattern NATIVE_SHARE_CLASS = Pattern.compile("([A-Z0-9]+)-([A-Z])");
    private static final Pattern NATIVE_PAIR = Pattern.compile("([^/,]+)[/,]([^/,]+)");

    private AlphaVantageSymbols() {}

    private static Exchange exchange(String ours, String theirs, String zone, String currency) {
        return new Exchange(ours, theirs, ZoneId.of(zone), currency);
    }

    /**
     * Says what to ask for; what the host registered comes first.
     *
     * @throws io.quotron.error.ProviderException UNSUPPORTED for an index, INVALID_REQUEST for an override of a pair that is none
     */
    static AlphaVantageAsset asset(Symbol symbol, RequestContext context) {
        Optional<String> given = context.nativeSymbol(symbol);
        return switch (symbol.kind()) {
            case INDEX ->
                throw AlphaVantageErrors.failure(
                        FailureReason.UNSUPPORTED,
                        "indices are not offered, so there is nothing for '" + symbol
                                + "'; ask for a fund that follows it");
            case PAIR -> pair(symbol, given);
            case LISTED -> listed(symbol, given.orElseGet(() -> toNative(symbol.code())));
        };
    }

    private static AlphaVantageAsset pair(Symbol symbol, Optional<String> given) {
        Matcher parts = NATIVE_PAIR.matcher(given.orElse(symbol.code()));
        if (!parts.matches()) {
            throw AlphaVantageErrors.failure(
                    FailureReason.INVALID_REQUEST,
                    "the spelling registered for '" + symbol + "' must look like FROM/TO, for example BTC/USD");
        }
        boolean currencies = STATE_CURRENCIES.contains(parts.group(1)) && STATE_CURRENCIES.contains(parts.group(2));
        return new AlphaVantageAsset(
                symbol,
                currencies ? AlphaVantageAsset.Type.CURRENCIES : AlphaVantageAsset.Type.CRYPTO,
                parts.group(1),
                parts.group(2),
                ZoneOffset.UTC,
                CurrencyUnit.of(symbol.quoteCurrency().orElseThrow()));
    }

    private static AlphaVantageAsset listed(Symbol symbol, String name) {
        Optional<Exchange> exchange = byTheirs(suffix(name));
        boolean foreign = name.indexOf('.') >= 0 && !SHARE_CLASS.matcher(name).matches();
        return new AlphaVantageAsset(
                symbol,
                foreign ? AlphaVantageAsset.Type.FOREIGN : AlphaVantageAsset.Type.US,
                name,
                "",
                exchange.map(Exchange::zone).orElse(NEW_YORK),
                foreign ? exchange.map(Exchange::currency).map(CurrencyUnit::of).orElse(null) : CurrencyUnit.of("USD"));
    }

    static String toNative(String code) {
        Optional<Exchange> exchange =
                EXCHANGES.stream().filter(e -> e.ours().equals(suffix(code))).findFirst();
        if (exchange.isPresent()) {
            return code.substring(0, code.lastIndexOf('.') + 1) + exchange.get().theirs();
        }
        Matcher shareClass = SHARE_CLASS.matcher(code);
        return shareClass.matches() ? shareClass.group(1) + "-" + shareClass.group(2) : code;
    }

    /** Returns the canonical symbol of what Alpha Vantage calls by a name; empty if the name cannot be a symbol. */
    static Optional<Symbol> toCanonical(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        try {
            Symbol symbol = Symbol.of(canonicalCode(upper));
            // A name that would not lead back to itself is kept as it is.
            return Optional.of(isSame(toNative(symbol.code()), upper) ? symbol : Symbol.of(upper));
        } catch (IllegalArgumentException notSymbol) {
            return Optional.empty();
        }
    }

    private static String canonicalCode(String name) {
        Optional<Exchange> exchange = byTheirs(suffix(name));
        if (exchange.isPresent()) {
            return name.substring(0, name.lastIndexOf('.') + 1) + exchange.get().ours();
        }
        Matcher shareClass = NATIVE_SHARE_CLASS.matcher(name);
        return shareClass.matches() ? shareClass.group(1) + "." + shareClass.group(2) : name;
    }

    /** Tells whether two spellings mean the same: case does not matter, and share classes are written with a dash or a point. */
    static boolean isSame(String one, String other) {
        return comparable(one).equals(comparable(other));
    }

    /** Returns the unit of a currency code of Alpha Vantage; null for none. */
    static @Nullable CurrencyUnit unit(Optional<String> code) {
        return code.map(CurrencyUnit::of).orElse(null);
    }

    static String comparable(String name) {
        return name.strip().toUpperCase(Locale.ROOT).replace('.', '-');
    }

    private static Optional<Exchange> byTheirs(String suffix) {
        return EXCHANGES.stream().filter(e -> e.theirs().equals(suffix)).findFirst();
    }

    private static String suffix(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot + 1) : "";
    }
}
