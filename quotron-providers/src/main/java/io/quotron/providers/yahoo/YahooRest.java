package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The addresses and the calls. */
final class YahooRest {
    static final int MAX_SYMBOLS = 50;
    private static final Duration MINUTE_PAGE = Duration.ofDays(7);
    private static final Duration MINUTE_REACH = Duration.ofDays(30);
    private static final Duration MINUTES_REACH = Duration.ofDays(60);
    private static final Duration HOUR_REACH = Duration.ofDays(730);
    private static final long EARLIEST = Instant.parse("1800-01-01T00:00:00Z").getEpochSecond();

    private final HttpGateway gateway;
    private final URI baseUri;
    private final YahooSession session;

    YahooRest(HttpGateway gateway, URI baseUri, YahooSession session) {
        this.gateway = gateway;
        this.baseUri = baseUri;
        this.session = session;
    }

    // --- quotes

    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context) {
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        Map<Symbol, String> batch = new LinkedHashMap<>();
        for (Symbol symbol : symbols) {
            batch.put(symbol, YahooSymbols.toNative(symbol, context));
            if (batch.size() == MAX_SYMBOLS) {
                quotes.putAll(fetchBatch(batch, context));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            quotes.putAll(fetchBatch(batch, context));
        }
        return quotes;
    }

    private Map<Symbol, Result<Quote>> fetchBatch(Map<Symbol, String> names, RequestContext context) {
        Map<Symbol, String> asked = new LinkedHashMap<>();
        names.forEach((symbol, name) -> {
            if (name.indexOf(',') >= 0) {
                throw YahooErrors.failure(FailureReason.INVALID_REQUEST, "a symbol of Yahoo cannot hold a comma");
            }
            asked.put(symbol, YahooSymbols.comparable(name));
        });
        JsonValue document = protectedCall(String.join(",", names.values()), context);
        return YahooParser.quotes(document, asked, context.time().now());
    }

    /** Asks with the session, and once more with a new one if the crumb is refused. */
    private JsonValue protectedCall(String names, RequestContext context) {
        YahooSession.Credentials first = session.get(0, context);
        try {
            return quoteDocument(names, first, context);
        } catch (YahooErrors.InvalidCrumbException refused) {
            return quoteDocument(names, session.get(first.generation(), context), context);
        }
    }

    private JsonValue quoteDocument(String names, YahooSession.Credentials credentials, RequestContext context) {
        HttpQuery.Builder query = HttpQuery.get(baseUri)
                .path("v7", "finance", "quote")
                .parameter("symbols", names)
                .parameter("formatted", "false")
                .parameter("crumb", credentials.crumb());
        if (credentials.cookie() != null) {
            query.header("Cookie", credentials.cookie());
        }
        HttpReply reply = gateway.send(query.build(), context);
        return YahooErrors.read(reply, null, context.time().now());
    }

    // --- history

    BarSeries fetchBars(BarQuery query, RequestContext context) {
        Instant now = context.time().now();
        check(query, now);
        String name = YahooSymbols.toNative(query.symbol(), context);
        List<YahooChart> charts = new ArrayList<>();
        for (long[] page : pages(query, now)) {
            charts.add(fetchChart(query, name, page, context));
        }
        return YahooBars.build(
                query,
                charts,
                splits(query, name, charts, context),
                context.time().now());
    }

    private static void check(BarQuery query, Instant now) {
        if (!YahooProvider.INTERVALS.contains(query.interval())) {
            throw YahooErrors.failure(FailureReason.UNSUPPORTED, "no bars of " + query.interval());
        }
        boolean intraday = query.interval().isIntraday();
        if (intraday && query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS) {
            throw YahooErrors.failure(
                    FailureReason.UNSUPPORTED, "bars below a day are not adjusted for dividends; ask for SPLITS");
        }
        Instant start = query.range().startInclusive();
        if (!start.isBefore(now)) {
            throw new NoDataException(
                    YahooErrors.SOURCE, NoDataException.Why.OUT_OF_RANGE, "the range starts in the future");
        }
        if (intraday && start.isBefore(now.minus(reach(query.interval())))) {
            throw new NoDataException(
                    YahooErrors.SOURCE,
                    NoDataException.Why.PROVIDER_LIMIT,
                    "bars of " + query.interval() + " reach back "
                            + reach(query.interval()).toDays() + " days only");
        }
    }

    private static Duration reach(Interval interval) {
        if (interval.equals(Interval.MINUTE_1)) {
            return MINUTE_REACH;
        }
        return interval.equals(Interval.HOUR_1) ? HOUR_REACH : MINUTES_REACH;
    }

    /**
     * Cuts the range into what one call allows, in epoch seconds. Days and longer are asked for up to now, whatever the end of the range, so
     * that the splits after it are known; and from one bar earlier, so that the first bar of the range is never a part of a week or month.
     */
    private static List<long[]> pages(BarQuery query, Instant now) {
        long start = Math.max(EARLIEST, query.range().startInclusive().getEpochSecond());
        long end = now.getEpochSecond() + 1;
        if (!query.interval().isIntraday()) {
            boolean day = query.interval().equals(Interval.DAY_1);
            long early = day ? 0 : query.interval().duration().toSeconds() + 86_400;
            return List.of(new long[] {start - early, end});
        }
        Instant last = query.range().endExclusive();
        end = last.isBefore(now) ? last.getEpochSecond() + 1 : end;
        long step = query.interval().equals(Interval.MINUTE_1) ? MINUTE_PAGE.toSeconds() : Long.MAX_VALUE / 4;
        List<long[]> pages = new ArrayList<>();
        for (long from = start; from < end; from += step) {
            pages.add(new long[] {from, Math.min(end, from + step)});
        }
        return pages;
    }

    private YahooChart fetchChart(BarQuery query, String name, long[] page, RequestContext context) {
        String interval = YahooProvider.spelling(query.interval());
        boolean extended = query.extendedHours() && query.interval().isIntraday();
        return chart(query.symbol(), name, interval, page, extended, context);
    }

    private YahooChart chart(
            Symbol symbol, String name, String interval, long[] page, boolean extended, RequestContext context) {
        HttpQuery query = HttpQuery.get(baseUri)
                .path("v8", "finance", "chart", name)
                .parameter("interval", interval)
                .parameter("period1", Long.toString(page[0]))
                .parameter("period2", Long.toString(page[1]))
                .parameter("includePrePost", Boolean.toString(extended))
                .parameter("events", "div,splits,capitalGains")
                .build();
        HttpReply reply = gateway.send(query, context);
        return YahooChart.parse(YahooErrors.read(reply, symbol, context.time().now()), name, interval);
    }

    /**
     * Collects the splits up to now. Charts of days hold them all. For shorter bars a range that ends in the past needs one more request,
     * which is made only where raw prices are asked for.
     */
    private List<YahooChart.SplitEvent> splits(
            BarQuery query, String name, List<YahooChart> charts, RequestContext context) {
        if (query.interval().isIntraday() && query.adjustment() == Adjustment.RAW) {
            long start = query.range().startInclusive().getEpochSecond();
            long[] sinceStart = {start, context.time().now().getEpochSecond() + 1};
            return chart(query.symbol(), name, "1d", sinceStart, false, context).splits();
        }
        return charts.stream().flatMap(chart -> chart.splits().stream()).toList();
    }

    // --- search and health

    List<Instrument> search(String text, RequestContext context) {
        HttpQuery query = HttpQuery.get(baseUri)
                .path("v1", "finance", "search")
                .parameter("q", text)
                .parameter("quotesCount", "20")
                .parameter("newsCount", "0")
                .parameter("enableFuzzyQuery", "false")
                .build();
        HttpReply reply = gateway.send(query, context);
        return YahooParser.instruments(
                YahooErrors.read(reply, null, context.time().now()));
    }

    HealthCheck check(RequestContext context) {
        try {
            long now = context.time().now().getEpochSecond();
            Symbol probe = Symbol.of("AAPL");
            chart(probe, probe.code(), "1d", new long[] {now - 5 * 86_400, now}, false, context);
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }
}
