package io.quotron.providers.yahoo;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.model.Instrument;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.RequestContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds instruments: by words, by the numbers of registries, and on Yahoo's own lists. Thread-safe. */
final class YahooCatalog implements InstrumentSource, DiscoverySource {
    private static final String TRENDING = "trending/";
    private static final Pattern REGION = Pattern.compile("trending/[a-z]{2}");
    private static final Pattern ISIN = Pattern.compile("[A-Z]{2}[A-Z0-9]{9}[0-9]");
    private static final Pattern SEDOL = Pattern.compile("[B-DF-HJ-NP-TV-Z0-9]{6}[0-9]");
    private static final List<String> LISTS = List.of(
            "trending/us",
            "day_gainers",
            "day_losers",
            "most_actives",
            "small_cap_gainers",
            "most_shorted_stocks",
            "growth_technology_stocks",
            "undervalued_large_caps",
            "undervalued_growth_stocks",
            "aggressive_small_caps",
            "conservative_foreign_funds",
            "high_yield_bond",
            "portfolio_anchors",
            "solid_large_growth_funds",
            "solid_midcap_growth_funds",
            "top_mutual_funds",
            "trending/gb",
            "trending/de",
            "trending/fr",
            "trending/ca",
            "trending/au",
            "trending/in",
            "trending/hk");

    private final YahooRest rest;

    YahooCatalog(YahooRest rest) {
        this.rest = rest;
    }

    @Override
    public List<Instrument> search(String text, RequestContext context) {
        return rest.search(text, context);
    }

    @Override
    public boolean resolvesIdentifiers() {
        return true;
    }

    /** Yahoo's search takes identifiers for words, so an ISIN or SEDOL finds its listings, the main one first. */
    @Override
    public List<Instrument> resolve(String identifier, RequestContext context) {
        String number = identifier.strip().toUpperCase(Locale.ROOT);
        Optional<Instrument.Identifier> registry = registry(number);
        return rest.search(number, context).stream()
                .map(found -> registry.isPresent() ? withIdentifier(found, registry.get(), number) : found)
                .toList();
    }

    private static Optional<Instrument.Identifier> registry(String number) {
        if (ISIN.matcher(number).matches()) {
            return Optional.of(Instrument.Identifier.ISIN);
        }
        return SEDOL.matcher(number).matches() ? Optional.of(Instrument.Identifier.SEDOL) : Optional.empty();
    }

    private static Instrument withIdentifier(Instrument found, Instrument.Identifier registry, String number) {
        return Instrument.builder(found.symbol(), found.source())
                .nativeSymbol(found.nativeSymbol())
                .name(found.name().orElse(null))
                .venue(found.venue().orElse(null))
                .kind(found.kind())
                .currency(found.currency())
                .identifier(registry, number)
                .build();
    }

    @Override
    public List<String> lists(RequestContext context) {
        return LISTS;
    }

    @Override
    public List<Instrument> discover(String list, RequestContext context) {
        String name = list.isBlank() ? LISTS.get(0) : list.strip().toLowerCase(Locale.ROOT);
        if (REGION.matcher(name).matches()) {
            return rest.trending(name.substring(TRENDING.length()).toUpperCase(Locale.ROOT), context);
        }
        if (LISTS.contains(name)) {
            return rest.screened(name, context);
        }
        throw YahooErrors.failure(
                FailureReason.INVALID_REQUEST, "no list '" + Excerpt.of(list) + "'; there are " + LISTS);
    }
}
