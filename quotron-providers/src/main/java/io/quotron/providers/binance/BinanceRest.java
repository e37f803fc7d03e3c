package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.table.DailyTable;
import io.quotron.spi.BarQuery;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.LimitReport;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of REST: addresses, parameters, weights, and the checks between question and answer. Thread-safe. */
final class BinanceRest {
    /** The depths that have a weight of their own. */
    private static final List<Integer> DEPTHS = List.of(5, 10, 20, 50, 100, 500, 1_000, 5_000);

    private static final int LIST_WEIGHT = 20;
    private static final int KLINES_WEIGHT = 2;
    private static final int TRADES_WEIGHT = 4;
    private static final List<String> USED_WEIGHT = List.of("X-MBX-USED-WEIGHT-1M", "X-MBX-USED-WEIGHT");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HttpGateway gateway;
    private final URI base;
    private final BinanceErrors errors;
    private final BinanceParser parser;
    private final String venue;
    private final DailyTable<BinanceSymbols> symbols;

    BinanceRest(HttpGateway gateway, URI base, SourceId source, String venue) {
        this.gateway = gateway;
        this.base = base;
        this.errors = new BinanceErrors(source);
        this.parser = new BinanceParser(errors);
        this.venue = venue;
        this.symbols = new DailyTable<>(source, this::loadSymbols);
    }

    SourceId source() {
        return errors.source();
    }

    /** Answers for quotes; see {@link io.quotron.spi.QuoteSource}. */
    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> wanted, RequestContext context) {
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        Map<Symbol, BinanceMarket> markets = new LinkedHashMap<>();
        for (Symbol symbol : wanted) {
            Optional<BinanceMarket> market = find(symbol, context);
            market.ifPresent(found -> markets.put(symbol, found));
            answers.put(
                    symbol,
                    Result.failure(
                            FailureReason.SYMBOL_UNKNOWN,
                            market.isPresent() ? "" : symbols.get(context).unknown(symbol)));
        }
        if (!markets.isEmpty()) {
            answers.putAll(tickers(markets, context));
        }
        return answers;
    }

    private Map<Symbol, Result<Quote>> tickers(Map<Symbol, BinanceMarket> markets, RequestContext context) {
        List<String> names =
                markets.values().stream().map(BinanceMarket::name).distinct().toList();
        HttpQuery.Builder query = query("ticker", "24hr").weight(tickerWeight(names.size()));
        if (names.size() == 1) {
            query.parameter("symbol", names.get(0));
        } else {
            query.parameter("symbols", names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]")));
        }
        try {
            byte[] body = ask(query.build(), context);
            return parser.quotes(body, markets.values(), context.time().now());
        } catch (ProviderException e) {
            if (e.reason() != FailureReason.SYMBOL_UNKNOWN) {
                throw e;
            }
            return refused(markets, e);
        }
    }

    /** What 24-hour tickers weigh, by how many are asked for. */
    static int tickerWeight(int symbols) {
        if (symbols <= 20) {
            return 2;
        }
        return symbols <= 100 ? 40 : 80;
    }

    /**
     * One market that Binance no longer knows makes it refuse all. With a single one that is the answer; with more the table is
     * loaded anew on the next try, which then leaves the market out.
     */
    private Map<Symbol, Result<Quote>> refused(Map<Symbol, BinanceMarket> markets, ProviderException e) {
        symbols.forget();
        if (markets.size() > 1) {
            throw new ProviderException(
                    source(),
                    FailureReason.UNAVAILABLE,
                    "one of the pairs is no longer listed: " + markets.keySet(),
                    e);
        }
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        markets.keySet()
                .forEach(symbol -> answers.put(
                        symbol, Result.failure(FailureReason.SYMBOL_UNKNOWN, String.valueOf(e.getMessage()))));
        return answers;
    }

    /** Answers for history; see {@link io.quotron.spi.BarSource}. */
    BarSeries fetchBars(BarQuery wanted, RequestContext context) {
        String interval = BinanceBars.INTERVALS.get(wanted.interval());
        if (interval == null) {
            throw new ProviderException(
                    source(), FailureReason.UNSUPPORTED, "bars of " + wanted.interval() + " are not offered");
        }
        BinanceMarket market = market(wanted.symbol(), context);
        BinanceBars bars =
                new BinanceBars(errors, wanted, market, context.time().now());
        long last = BinanceTime.millisFrom(wanted.range().endExclusive()) - 1;
        long cursor = BinanceTime.millisFrom(wanted.range().startInclusive());
        while (cursor <= last) {
            Instant asked = context.time().now();
            BinanceRows rows = barPage(market, interval, cursor, last, context);
            long newest = bars.addPage(rows, asked);
            // A page that is not full is the last one; one that does not lead on would be asked for for ever.
            boolean more = rows.size() >= BinanceBars.PAGE_SIZE && BinanceTime.millis(newest) >= cursor;
            boolean reachesNow = newest + wanted.interval().nanos() > BinanceTime.epochNanos(asked);
            cursor = more && !reachesNow ? BinanceTime.millis(newest) + 1 : Long.MAX_VALUE;
        }
        return bars.build();
    }

    private BinanceRows barPage(BinanceMarket market, String interval, long from, long to, RequestContext context) {
        HttpQuery query = query("klines")
                .parameter("symbol", market.name())
                .parameter("interval", interval)
                .parameter("startTime", Long.toString(from))
                .parameter("endTime", Long.toString(to))
                .parameter("limit", Integer.toString(BinanceBars.PAGE_SIZE))
                .weight(KLINES_WEIGHT)
                .build();
        return parser.bars(askOf(market, query, context));
    }

    /** Answers for past trades; see {@link io.quotron.spi.TradeSource}. */
    List<Trade> fetchTrades(Symbol symbol, TimeRange range, RequestContext context) {
        BinanceMarket market = market(symbol, context);
        Instant now = context.time().now();
        return new BinanceTradePages(errors, range, now, new BinanceTradePages.Pages() {
                    @Override
                    public List<Trade> from(Instant start) {
                        String millis = Long.toString(BinanceTime.millis(BinanceTime.epochNanos(start)));
                        return tradePage(market, "startTime", millis, context);
                    }

                    @Override
                    public List<Trade> fromId(long id) {
                        return tradePage(market, "fromId", Long.toString(id), context);
                    }
                })
                .collect();
    }

    private List<Trade> tradePage(BinanceMarket market, String parameter, String value, RequestContext context) {
        HttpQuery query = query("aggTrades")
                .parameter("symbol", market.name())
                .parameter(parameter, value)
                .parameter("limit", Integer.toString(BinanceTradePages.PAGE_SIZE))
                .weight(TRADES_WEIGHT)
                .build();
        return parser.trades(
                askOf(market, query, context), market, context.time().now());
    }

    /** Answers for order books; see {@link io.quotron.spi.BookSource}. */
    OrderBook fetchBook(Symbol symbol, int depth, RequestContext context) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, but is " + depth);
        }
        BinanceMarket market = market(symbol, context);
        int limit = DEPTHS.stream().filter(step -> step >= depth).findFirst().orElse(5_000);
        BinanceDepth levels = fetchDepth(market, limit, context);
        return parser.book(levels, market.symbol(), depth, context.time().now());
    }

    /** Fetches the levels of a book, at most so many of each side. */
    BinanceDepth fetchDepth(BinanceMarket market, int limit, RequestContext context) {
        HttpQuery query = query("depth")
                .parameter("symbol", market.name())
                .parameter("limit", Integer.toString(limit))
                .weight(depthWeight(limit))
                .build();
        return parser.depth(askOf(market, query, context), market.name());
    }

    /** What a book weighs, by its depth. */
    static int depthWeight(int limit) {
        if (limit <= 100) {
            return 5;
        }
        if (limit <= 500) {
            return 25;
        }
        return limit <= 1_000 ? 50 : 250;
    }

    /** Finds instruments; see {@link io.quotron.spi.InstrumentSource}. */
    List<Instrument> search(String text, RequestContext context) {
        return symbols.get(context).search(text);
    }

    /** Lists instruments. */
    DiscoverySource discovery() {
        return new DiscoverySource() {
            @Override
            public List<String> lists(RequestContext context) {
                return symbols.get(context).lists();
            }

            @Override
            public List<Instrument> discover(String list, RequestContext context) {
                BinanceSymbols table = symbols.get(context);
                return table.list(list)
                        .orElseThrow(() -> new ProviderException(
                                source(),
                                FailureReason.INVALID_REQUEST,
                                "there is no list '" + list + "'; the lists are " + table.lists()));
            }
        };
    }

    /** Asks for a sign of life; see {@link io.quotron.spi.MarketDataProvider#check}. */
    HealthCheck check(RequestContext context) {
        try {
            parser.object(ask(query("ping").build(), context));
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    /** Returns the table if it was loaded. */
    @Nullable
    BinanceSymbols knownSymbols() {
        return symbols.known();
    }

    /** Finds a market, loading the table if it is needed for that. */
    BinanceMarket market(Symbol symbol, RequestContext context) {
        return find(symbol, context)
                .orElseThrow(() -> new SymbolNotFoundException(
                        source(), symbol, symbols.get(context).unknown(symbol)));
    }

    private Optional<BinanceMarket> find(Symbol symbol, RequestContext context) {
        boolean named = context.nativeSymbol(symbol).isPresent();
        return BinanceSymbols.find(named ? symbols.known() : symbols.get(context), symbol, context);
    }

    private BinanceSymbols loadSymbols(RequestContext context) {
        byte[] body = ask(query("exchangeInfo").weight(LIST_WEIGHT).build(), context);
        return parser.symbols(body, venue);
    }

    private HttpQuery.Builder query(String... path) {
        return HttpQuery.get(base).path("api", "v3").path(path);
    }

    /** Asks about one market; if the server does not know it, the exception says which one. */
    private byte[] askOf(BinanceMarket market, HttpQuery query, RequestContext context) {
        try {
            return ask(query, context);
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN) {
                symbols.forget();
                throw new SymbolNotFoundException(
                        source(), market.symbol(), "the server does not know " + market.name());
            }
            throw e;
        }
    }

    private byte[] ask(HttpQuery query, RequestContext context) {
        HttpReply reply = gateway.send(query, context);
        reportWeight(reply, context);
        Optional<ProviderException> failure =
                errors.ofReply(reply, context.time().now());
        if (failure.isPresent()) {
            throw failure.get();
        }
        return reply.body();
    }

    private static void reportWeight(HttpReply reply, RequestContext context) {
        USED_WEIGHT.stream()
                .flatMap(name -> reply.header(name).stream())
                .map(String::strip)
                .filter(text -> COUNT.matcher(text).matches())
                .findFirst()
                .ifPresent(text -> context.reportLimit(LimitReport.used(MINUTE, Integer.parseInt(text))));
    }
}
