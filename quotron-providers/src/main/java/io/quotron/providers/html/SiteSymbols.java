package io.quotron.providers.html;

import io.quotron.model.Symbol;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How some sites spell symbols. */
final class SiteSymbols {
    private static final Pattern SHARE_CLASS = Pattern.compile("([A-Z]{1,5})\\.([AB])");
    private static final Pattern PLAIN = Pattern.compile("[A-Z0-9]+");
    private static final Pattern LISTED_ABROAD = Pattern.compile("([A-Z0-9-]+)\\.([A-Z]{1,2})");
    private static final Map<String, String> STOOQ_COUNTRIES =
            Map.of("L", "uk", "DE", "de", "T", "jp", "HK", "hk", "BD", "hu", "WA", "");
    private static final Map<String, String> STOOQ_INDICES = Map.of("^GSPC", "^spx", "^IXIC", "^ndq", "^N225", "^nkx");
    private static final Set<String> STOOQ_SUFFIXES = Set.of("F", "B", "C", "US", "UK", "JP", "HU");
    private static final Set<String> FIAT = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private SiteSymbols() {}

    /** Dashes for share classes, {@code EURUSD=X} for currencies, {@code BTC-USD} for coins. */
    static Optional<String> yahoo(Symbol symbol) {
        if (symbol.isPair()) {
            String base = symbol.base().orElseThrow();
            String quote = symbol.quoteCurrency().orElseThrow();
            return Optional.of(FIAT.contains(base) && FIAT.contains(quote) ? base + quote + "=X" : base + "-" + quote);
        }
        Matcher shareClass = SHARE_CLASS.matcher(symbol.code());
        return Optional.of(shareClass.matches() ? shareClass.group(1) + "-" + shareClass.group(2) : symbol.code());
    }

    /** Lower case with the country: {@code aapl.us}, {@code brk-b.us}, {@code vod.uk}; {@code ^spx}, {@code eurusd}. */
    static Optional<String> stooq(Symbol symbol) {
        String code = symbol.code();
        if (symbol.isPair()) {
            return Optional.of(code.replace("/", "").toLowerCase(Locale.ROOT));
        }
        if (symbol.isIndex()) {
            return Optional.of(STOOQ_INDICES.getOrDefault(code, code.toLowerCase(Locale.ROOT)));
        }
        if (PLAIN.matcher(code).matches()) {
            return Optional.of(code.toLowerCase(Locale.ROOT) + ".us");
        }
        Matcher abroad = LISTED_ABROAD.matcher(code);
        if (!abroad.matches()) {
            return Optional.empty();
        }
        String name = abroad.group(1).toLowerCase(Locale.ROOT);
        String country = STOOQ_COUNTRIES.get(abroad.group(2));
        if (country != null) {
            return Optional.of(country.isEmpty() ? name : name + "." + country);
        }
        Matcher shareClass = SHARE_CLASS.matcher(code);
        if (shareClass.matches()) {
            return Optional.of(name + "-" + shareClass.group(2).toLowerCase(Locale.ROOT) + ".us");
        }
        return STOOQ_SUFFIXES.contains(abroad.group(2)) ? Optional.of(code.toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
