package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenErrors.SOURCE;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls of REST: addresses, parameters, and the checks between question and answer. Thread-safe. */
final class KrakenRest {
    /** The bar lengths that Kraken and we both know, in Kraken's minutes; its 15 days have no name here. */
    static final Map<Interval, Integer> MINUTES = Map.of(
            Interval.MINUTE_1, 1,
            Interval.MINUTE_5, 5,
            Interval.MINUTE_15, 15,
            Interval.MINUTE_30, 30,
            Interval.HOUR_1, 60,
            Interval.HOUR_4, 240,
            Interval.DAY_1, 1_440,
            Interval.WEEK_1, 10_080);

    /** The list that holds every market; the others are named like quote currencies. */
    private static final String ALL = "all";

    private final HttpGateway gateway;
    private final URI base;
    private final boolean isPublic;
    private final KrakenSymbolCache symbols = new KrakenSymbolCache(this::loadSymbols);

    KrakenRest(HttpGateway gateway, URI base) {
        this.gateway = gateway;
        this.base = base;
        this.isPublic = base.getHost().toLowerCase(Locale.ROOT).endsWith("kraken.com");
    }

    KrakenSymbolCache symbols() {
        return symbols;
    }

    /** Answers for quotes; see {@link io.quotron.spi.QuoteSource}. */
    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> wanted, RequestContext context) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        KrakenSymbols table = symbols.get(context);
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        Map<Symbol, KrakenPair> pairs = new LinkedHashMap<>();
        for (Symbol symbol : wanted) {
            Optional<KrakenPair> pair = table.find(symbol, context);
            pair.ifPresent(found -> pairs.put(symbol, found));
            answers.put(symbol, Result.failure(FailureReason.SYMBOL_UNKNOWN, table.unknown(symbol)));
        }
        if (!pairs.isEmpty()) {
            answers.putAll(tickers(pairs, context));
        }
        return answers;
    }

    private Map<Symbol, Result<Quote>> tickers(Map<Symbol, KrakenPair> pairs, RequestContext context) {
        String names = pairs.values().stream().map(KrakenPair::key).distinct().collect(Collectors.joining(","));
        try {
            JsonValue result = ask(query("Ticker").parameter("pair", names).build(), context);
            return KrakenParser.quotes(result, pairs.values(), context.time().now());
        } catch (ProviderException e) {
            if (e.reason() != FailureReason.SYMBOL_UNKNOWN) {
                throw e;
            }
            return refused(pairs, e);
        }
    }

    /**
     * One pair that Kraken no longer knows makes it refuse all. With a single pair that is the answer; with more the
     * list of markets is loaded anew on the next try, which then leaves the pair out.
     */
    private Map<Symbol, Result<Quote>> refused(Map<Symbol, KrakenPair> pairs, ProviderException e) {
        symbols.forget();
        if (pairs.size() > 1) {
            throw new ProviderException(
                    SOURCE, FailureReason.UNAVAILABLE, "one of the pairs is no longer listed: " + pairs.keySet(), e);
        }
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        pairs.keySet()
                .forEach(symbol -> answers.put(
                        symbol, Result.failure(FailureReason.SYMBOL_UNKNOWN, String.valueOf(e.getMessage()))));
        return answers;
    }

    /** Answers for history; see {@link io.quotron.spi.BarSource}. */
    BarSeries fetchBars(BarQuery wanted, RequestContext context) {
        Integer minutes = MINUTES.get(wanted.interval());
        if (minutes == null) {
            throw new ProviderException(
                    SOURCE, FailureReason.UNSUPPORTED, "bars of " + wanted.interval() + " are not offered");
        }
        KrakenPair pair = pair(wanted.symbol(), context);
        // One bar more, because it is not told whether a row that starts exactly at the time given is sent.
        long since = wanted.range().startInclusive().getEpochSecond() - 60L * minutes - 1;
        HttpQuery query = query("OHLC")
                .parameter("pair", pair.key())
                .parameter("interval", Integer.toString(minutes))
                .parameter("since", Long.toString(Math.max(0, since)))
                .build();
        JsonValue result = askOf(pair, query, context);
        KrakenBars bars = KrakenParser.bars(result, pair, context.time().now());
        return isPublic ? bars.series(wanted, pair) : bars.series(wanted, pair, context::note);
    }

    /** Answers for past trades; see {@link io.quotron.spi.TradeSource}. */
    List<Trade> fetchTrades(Symbol symbol, TimeRange range, RequestContext context) {
        KrakenPair pair = pair(symbol, context);
        Instant now = context.time().now();
        return new KrakenTradePages(range, now, cursor -> tradePage(pair, cursor, context)).collect();
    }

    /** Answers for order books; see {@link io.quotron.spi.BookSource}. */
    OrderBook fetchBook(Symbol symbol, int depth, RequestContext context) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, but is " + depth);
        }
        KrakenPair pair = pair(symbol, context);
        int levels = Math.min(depth, KrakenDepth.MAX_LEVELS);
        HttpQuery query = query("Depth")
                .parameter("pair", pair.key())
                .parameter("count", Integer.toString(levels))
                .build();
        JsonValue result = askOf(pair, query, context);
        return KrakenParser.book(result, pair, levels, context.time().now());
    }

    /** Fetches what assets there are. */
    List<KrakenAsset> fetchAssets(RequestContext context) {
        return KrakenReference.assets(ask(query("Assets").build(), context));
    }

    /** Fetches the newest best prices of a market, oldest first. */
    List<KrakenSpread> fetchSpreads(Symbol symbol, RequestContext context) {
        KrakenPair pair = pair(symbol, context);
        HttpQuery query = query("Spread").parameter("pair", pair.key()).build();
        JsonValue rows = KrakenParser.rows(askOf(pair, query, context), pair);
        return KrakenReference.spreads(rows, pair, context.time().now());
    }

    private KrakenParser.TradePage tradePage(KrakenPair pair, long since, RequestContext context) {
        HttpQuery query = query("Trades")
                .parameter("pair", pair.key())
                .parameter("since", Long.toString(since))
                .parameter("count", Integer.toString(KrakenTradePages.PAGE_SIZE))
                .build();
        return KrakenParser.trades(
                askOf(pair, query, context), pair, context.time().now());
    }

    /** Finds instruments; see {@link io.quotron.spi.InstrumentSource}. */
    List<Instrument> search(String text, RequestContext context) {
        return symbols.get(context).search(text);
    }

    /** Names the lists; see {@link io.quotron.spi.DiscoverySource#lists}. */
    List<String> lists(RequestContext context) {
        List<String> names = new ArrayList<>(List.of(ALL));
        names.addAll(symbols.get(context).quoteCurrencies());
        return List.copyOf(names);
    }

    /** Lists markets; see {@link io.quotron.spi.DiscoverySource#discover}. */
    List<Instrument> discover(String list, RequestContext context) {
        KrakenSymbols table = symbols.get(context);
        String wanted = list.strip().toUpperCase(Locale.ROOT);
        if (wanted.isEmpty() || wanted.equalsIgnoreCase(ALL)) {
            return table.all();
        }
        List<Instrument> found = table.quotedIn(wanted);
        if (found.isEmpty()) {
            throw new ProviderException(
                    SOURCE,
                    FailureReason.INVALID_REQUEST,
                    "there is no list '" + Excerpt.of(list) + "'; ask for " + ALL + " or a quote currency: "
                            + Excerpt.of(table.quoteCurrencies().toString()));
        }
        return found;
    }

    /** Asks for the state of the exchange; see {@link io.quotron.spi.MarketDataProvider#check}. */
    HealthCheck check(RequestContext context) {
        try {
            String status = KrakenParser.status(ask(query("SystemStatus").build(), context));
            return status.equals("online")
                    ? HealthCheck.ok()
                    : new HealthCheck(!KrakenStates.isDown(status), "the exchange is in state " + status);
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    private KrakenPair pair(Symbol symbol, RequestContext context) {
        KrakenSymbols table = symbols.get(context);
        return table.find(symbol, context)
                .orElseThrow(() -> new SymbolNotFoundException(SOURCE, symbol, table.unknown(symbol)));
    }

    private KrakenSymbols loadSymbols(RequestContext context) {
        return KrakenParser.symbols(ask(query("AssetPairs").build(), context));
    }

    private HttpQuery.Builder query(String method) {
        return HttpQuery.get(base).path("0", "public", method);
    }

    /** Asks about one market; if the server does not know it, the exception says which one. */
    private JsonValue askOf(KrakenPair pair, HttpQuery query, RequestContext context) {
        try {
            return ask(query, context);
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN) {
                symbols.forget();
                throw new SymbolNotFoundException(SOURCE, pair.symbol(), "the server does not know " + pair.key());
            }
            throw e;
        }
    }

    private JsonValue ask(HttpQuery query, RequestContext context) {
        HttpReply reply = gateway.send(query, context);
        Instant now = context.time().now();
        Optional<ProviderException> failure = KrakenErrors.ofReply(reply, now);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return reply.status() / 100 == 2 ? KrakenParser.result(reply.body(), context::note) : throwStatus(reply);
    }

    /** Statuses that Kraken does not document may still carry its words. */
    private static JsonValue throwStatus(HttpReply reply) {
        ProviderException byStatus = KrakenErrors.ofStatus(reply);
        try {
            KrakenParser.result(reply.body(), warning -> {});
        } catch (ProviderException e) {
            throw e.reason() == FailureReason.MALFORMED_RESPONSE ? byStatus : e;
        }
        throw byStatus;
    }
}
