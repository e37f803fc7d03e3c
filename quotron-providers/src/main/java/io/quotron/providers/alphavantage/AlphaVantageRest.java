package io.quotron.providers.alphavantage;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Instrument;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.RequestContext;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls for quotes, search, profiles, lists and health. Thread-safe. */
final class AlphaVantageRest implements DiscoverySource {
    /** The most symbols of REALTIME_BULK_QUOTES. */
    static final int MAX_BULK = 100;

    private static final List<String> LISTS = List.of("active", "delisted");
    private static final Set<FailureReason> OF_ONE_SYMBOL =
            EnumSet.of(FailureReason.SYMBOL_UNKNOWN, FailureReason.NO_DATA, FailureReason.UNSUPPORTED);

    private final AlphaVantageCalls calls;
    private final boolean bulk;

    AlphaVantageRest(AlphaVantageCalls calls, boolean bulk) {
        this.calls = calls;
        this.bulk = bulk;
    }

    /** Answers for quotes; see {@link io.quotron.spi.QuoteSource}. */
    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context) {
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        Map<Symbol, AlphaVantageAsset> together = new LinkedHashMap<>();
        for (Symbol symbol : symbols) {
            try {
                AlphaVantageAsset asset = AlphaVantageSymbols.asset(symbol, context);
                if (bulk && asset.type() == AlphaVantageAsset.Type.US) {
                    together.put(symbol, asset);
                } else {
                    quotes.put(symbol, Result.success(quote(asset, context)));
                }
            } catch (ProviderException e) {
                quotes.put(symbol, ofOneSymbol(e));
            }
        }
        if (!together.isEmpty()) {
            quotes.putAll(bulkQuotes(together, context));
        }
        return quotes;
    }

    private static Result<Quote> ofOneSymbol(ProviderException e) {
        if (!OF_ONE_SYMBOL.contains(e.reason())) {
            throw e;
        }
        return Result.failure(e.reason(), String.valueOf(e.getMessage()));
    }

    private Quote quote(AlphaVantageAsset asset, RequestContext context) {
        if (asset.isPair()) {
            AlphaVantageBody body = calls.ask(
                    calls.query("CURRENCY_EXCHANGE_RATE")
                            .parameter("from_currency", asset.name())
                            .parameter("to_currency", asset.market()),
                    context);
            return AlphaVantageParser.rate(body, asset, context.time().now());
        }
        AlphaVantageBody body = calls.ask(calls.query("GLOBAL_QUOTE").parameter("symbol", asset.name()), context);
        return AlphaVantageParser.quote(body, asset, context.time().now());
    }

    private Map<Symbol, Result<Quote>> bulkQuotes(Map<Symbol, AlphaVantageAsset> assets, RequestContext context) {
        String names = assets.values().stream().map(AlphaVantageAsset::name).collect(Collectors.joining(","));
        AlphaVantageBody body = calls.ask(calls.query("REALTIME_BULK_QUOTES").parameter("symbol", names), context);
        return AlphaVantageParser.bulk(body, assets.values(), context.time().now());
    }

    /** Finds instruments; see {@link io.quotron.spi.InstrumentSource}. */
    List<Instrument> search(String text, RequestContext context) {
        AlphaVantageBody body = calls.ask(calls.query("SYMBOL_SEARCH").parameter("keywords", text), context);
        return AlphaVantageListings.search(body, context.time().now());
    }

    /** Tells who a company is; see {@link io.quotron.spi.ProfileSource}. */
    Profile fetchProfile(Symbol symbol, RequestContext context) {
        AlphaVantageAsset asset = AlphaVantageSymbols.asset(symbol, context);
        if (asset.isPair()) {
            throw AlphaVantageErrors.failure(
                    FailureReason.UNSUPPORTED, "pairs have no profile, and '" + symbol + "' is one");
        }
        AlphaVantageBody body = calls.ask(calls.query("OVERVIEW").parameter("symbol", asset.name()), context);
        return AlphaVantageOverview.profile(body, asset, context.time().now());
    }

    @Override
    public List<String> lists(RequestContext context) {
        return LISTS;
    }

    @Override
    public List<Instrument> discover(String list, RequestContext context) {
        String name = list.isBlank() ? LISTS.get(0) : list.strip().toLowerCase(Locale.ROOT);
        if (!LISTS.contains(name)) {
            throw AlphaVantageErrors.failure(
                    FailureReason.INVALID_REQUEST, "there is no list '" + name + "', only " + LISTS);
        }
        AlphaVantageBody body = calls.ask(calls.query("LISTING_STATUS").parameter("state", name), context);
        return AlphaVantageListings.listed(body, context.time().now());
    }

    /** Asks which markets are open; see {@link io.quotron.spi.MarketDataProvider#check}. */
    HealthCheck check(RequestContext context) {
        try {
            AlphaVantageBody body = calls.ask(calls.query("MARKET_STATUS"), context);
            return new HealthCheck(
                    true, AlphaVantageListings.marketStatus(body, context.time().now()));
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }
}
