package io.quotron.internal.request;

import io.quotron.cache.CachePolicy;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/** The path of each kind of question, and what is special about it. */
final class RequestPaths {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_INTRADAY = Duration.ofSeconds(60);

    private final TimeSource time;
    private final CachePolicy cache;
    private final RequestPath<Symbol, Quote> quotes;
    private final RequestPath<BarQuery, BarSeries> bars;
    private final RequestPath<Questions.TradeQuery, List<Trade>> trades;
    private final RequestPath<String, List<Instrument>> search;
    private final RequestPath<String, List<Instrument>> resolve;
    private final RequestPath<Questions.ListQuery, List<Instrument>> discovery;
    private final RequestPath<String, List<String>> lists;
    private final RequestPath<Symbol, Profile> profiles;
    private final RequestPath<Questions.OptionQuery, OptionChain> options;
    private final RequestPath<Questions.BookQuery, OrderBook> books;
    private final RequestPath<Questions.ActionQuery, List<CorporateAction>> actions;

    RequestPaths(EngineParts parts) {
        this.time = parts.time();
        this.cache = parts.cache();
        this.quotes = new RequestPath<>(parts, quoteKind());
        this.bars = new RequestPath<>(parts, barKind());
        this.trades = new RequestPath<>(parts, tradeKind());
        this.search = new RequestPath<>(parts, searchKind());
        this.resolve = new RequestPath<>(parts, resolveKind());
        this.discovery = new RequestPath<>(parts, discoveryKind());
        this.lists = new RequestPath<>(parts, listsKind());
        this.profiles = new RequestPath<>(parts, profileKind());
        this.options = new RequestPath<>(parts, optionKind());
        this.books = new RequestPath<>(parts, bookKind());
        this.actions = new RequestPath<>(parts, actionKind());
    }

    RequestPath<Symbol, Quote> quotes() {
        return quotes;
    }

    RequestPath<BarQuery, BarSeries> bars() {
        return bars;
    }

    RequestPath<Questions.TradeQuery, List<Trade>> trades() {
        return trades;
    }

    RequestPath<String, List<Instrument>> search() {
        return search;
    }

    RequestPath<String, List<Instrument>> resolve() {
        return resolve;
    }

    RequestPath<Questions.ListQuery, List<Instrument>> discovery() {
        return discovery;
    }

    RequestPath<String, List<String>> lists() {
        return lists;
    }

    RequestPath<Symbol, Profile> profiles() {
        return profiles;
    }

    RequestPath<Questions.OptionQuery, OptionChain> options() {
        return options;
    }

    RequestPath<Questions.BookQuery, OrderBook> books() {
        return books;
    }

    RequestPath<Questions.ActionQuery, List<CorporateAction>> actions() {
        return actions;
    }

    private RequestPath.Kind<Symbol, Quote> quoteKind() {
        return new RequestPath.Kind<>(
                "quotes",
                Optional::of,
                AnswerCache.sameFor(
                        cache.quotes(), quote -> quote.toBuilder().stale(true).build()),
                provider -> provider.quotes().map(source -> quoteRole(provider, source)),
                provider -> provider.descriptor().maxSymbolsPerRequest(),
                RequestPath.Offers.everything());
    }

    private static CallStage.Role<Symbol, Quote> quoteRole(MarketDataProvider provider, QuoteSource source) {
        SourceId id = provider.descriptor().id();
        return (symbols, context) -> {
            Map<Symbol, Outcome<Quote>> outcomes = new HashMap<>();
            source.fetchQuotes(symbols, context)
                    .forEach((symbol, result) -> outcomes.put(symbol, quoteOutcome(id, symbol, result)));
            return outcomes;
        };
    }

    private static Outcome<Quote> quoteOutcome(SourceId source, Symbol symbol, Result<Quote> result) {
        if (result instanceof Result.Success<Quote> success) {
            Symbol answered = success.value().symbol();
            return answered.equals(symbol)
                    ? Outcome.of(success.value())
                    : Outcome.failed(otherSymbol(source, answered, symbol));
        }
        Result.Failure<Quote> failure = (Result.Failure<Quote>) result;
        return Outcome.failed(
                switch (failure.reason()) {
                    case SYMBOL_UNKNOWN -> new SymbolNotFoundException(source, symbol, failure.message());
                    case NO_DATA -> new NoDataException(source, NoDataException.Why.NOT_TOLD, failure.message());
                    default -> new ProviderException(source, failure.reason(), failure.message());
                });
    }

    private static ProviderException otherSymbol(SourceId source, Symbol answered, Symbol asked) {
        return malformed(source, "answered for '" + answered + "' when asked for '" + asked + "'");
    }

    private static ProviderException malformed(SourceId source, String message) {
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, message);
    }

    private RequestPath.Kind<BarQuery, BarSeries> barKind() {
        return new RequestPath.Kind<>(
                "bars",
                query -> Optional.of(query.symbol()),
                new AnswerCache.Rules<>() {
                    @Override
                    public Duration freshFor(BarQuery query, BarSeries series) {
                        return barsFreshFor(query);
                    }

                    @Override
                    public BarSeries markStale(BarSeries series) {
                        return series.asStale();
                    }
                },
                provider -> provider.bars().map(source -> oneByOne(source::fetchBars)),
                provider -> 1,
                new BarOffers(time));
    }

    private Duration barsFreshFor(BarQuery query) {
        if (hasEnded(query.range())) {
            return cache.endedHistory();
        }
        if (!query.interval().isIntraday()) {
            return cache.dailyBars();
        }
        Duration half = query.interval().duration().dividedBy(2);
        return half.compareTo(LONGEST_INTRADAY) < 0 ? half : LONGEST_INTRADAY;
    }

    private boolean hasEnded(TimeRange range) {
        return range.endExclusive().isBefore(time.now().minus(DAY));
    }

    private RequestPath.Kind<Questions.TradeQuery, List<Trade>> tradeKind() {
        return RequestPath.Kind.of(
                "trades",
                query -> Optional.of(query.symbol()),
                AnswerCache.neverStale(cache.quotes()),
                provider -> provider.trades()
                        .map(source -> oneByOne((query, context) ->
                                List.copyOf(source.fetchTrades(query.symbol(), query.range(), context)))));
    }

    private RequestPath.Kind<String, List<Instrument>> searchKind() {
        return RequestPath.Kind.of(
                "instruments",
                text -> Optional.empty(),
                AnswerCache.sameFor(cache.instruments(), list -> list),
                provider -> provider.instruments()
                        .map(source -> oneByOne((text, context) -> List.copyOf(source.search(text, context)))));
    }

    /** What one provider does not know, the next may: an empty list is no answer yet. */
    private RequestPath.Kind<String, List<Instrument>> resolveKind() {
        return RequestPath.Kind.of(
                "identifiers",
                identifier -> Optional.empty(),
                AnswerCache.sameFor(cache.instruments(), list -> list),
                provider -> provider.instruments()
                        .filter(InstrumentSource::resolvesIdentifiers)
                        .map(source -> oneByOne((identifier, context) -> {
                            List<Instrument> found = List.copyOf(source.resolve(identifier, context));
                            if (found.isEmpty()) {
                                throw new NoDataException(
                                        provider.descriptor().id(),
                                        NoDataException.Why.NOT_TOLD,
                                        "does not know the identifier '" + identifier + "'");
                            }
                            return found;
                        })));
    }

    private RequestPath.Kind<Questions.ListQuery, List<Instrument>> discoveryKind() {
        return RequestPath.Kind.of(
                "lists of instruments",
                query -> Optional.empty(),
                AnswerCache.sameFor(cache.instruments(), list -> list),
                provider -> provider.discovery()
                        .map(source ->
                                oneByOne((query, context) -> List.copyOf(source.discover(query.list(), context)))));
    }

    private RequestPath.Kind<String, List<String>> listsKind() {
        return RequestPath.Kind.of(
                "names of lists",
                all -> Optional.empty(),
                AnswerCache.sameFor(cache.instruments(), list -> list),
                provider -> provider.discovery()
                        .map(source -> oneByOne((all, context) -> List.copyOf(source.lists(context)))));
    }

    private RequestPath.Kind<Symbol, Profile> profileKind() {
        return RequestPath.Kind.of(
                "profiles",
                Optional::of,
                AnswerCache.neverStale(cache.profiles()),
                provider -> provider.profiles()
                        .map(source -> oneByOne((symbol, context) -> {
                            Profile profile = source.fetchProfile(symbol, context);
                            requireSame(provider, profile.symbol(), symbol);
                            return profile;
                        })));
    }

    private RequestPath.Kind<Questions.OptionQuery, OptionChain> optionKind() {
        return RequestPath.Kind.of(
                "options",
                query -> Optional.of(query.underlying()),
                AnswerCache.neverStale(cache.options()),
                provider -> provider.options()
                        .map(source -> oneByOne((query, context) -> {
                            OptionChain chain = source.fetchOptions(query.underlying(), query.expiration(), context);
                            requireSame(provider, chain.underlying(), query.underlying());
                            requireSameDay(provider, chain, query);
                            return chain;
                        })));
    }

    private static void requireSameDay(MarketDataProvider provider, OptionChain chain, Questions.OptionQuery query) {
        LocalDate asked = query.expiration().orElse(chain.expiration());
        if (!chain.expiration().equals(asked)) {
            throw malformed(
                    provider.descriptor().id(),
                    "answered with options of " + chain.expiration() + " when asked for " + asked);
        }
    }

    private RequestPath.Kind<Questions.BookQuery, OrderBook> bookKind() {
        return RequestPath.Kind.of(
                "books",
                query -> Optional.of(query.symbol()),
                AnswerCache.neverStale(cache.books()),
                provider -> provider.books()
                        .map(source -> oneByOne((query, context) -> {
                            OrderBook book = source.fetchBook(query.symbol(), query.depth(), context);
                            requireSame(provider, book.symbol(), query.symbol());
                            return book.top(query.depth());
                        })));
    }

    private RequestPath.Kind<Questions.ActionQuery, List<CorporateAction>> actionKind() {
        return RequestPath.Kind.of(
                "actions",
                query -> Optional.of(query.symbol()),
                AnswerCache.neverStale(cache.actions()),
                provider -> provider.actions()
                        .map(source -> oneByOne((query, context) -> {
                            List<CorporateAction> actions = source.fetchActions(query.symbol(), query.range(), context);
                            actions.forEach(action -> requireSame(provider, action.symbol(), query.symbol()));
                            return actions.stream()
                                    .filter(action -> query.range()
                                            .contains(action.exDate()
                                                    .atStartOfDay(ZoneOffset.UTC)
                                                    .toInstant()))
                                    .toList();
                        })));
    }

    private static void requireSame(MarketDataProvider provider, Symbol answered, Symbol asked) {
        if (!answered.equals(asked)) {
            throw otherSymbol(provider.descriptor().id(), answered, asked);
        }
    }

    static <K, V> CallStage.Role<K, V> oneByOne(BiFunction<K, RequestContext, V> source) {
        return (keys, context) -> {
            Map<K, Outcome<V>> outcomes = new HashMap<>();
            keys.forEach(key -> outcomes.put(
                    key, Outcome.of(Objects.requireNonNull(source.apply(key, context), "the provider's answer"))));
            return outcomes;
        };
    }
}
