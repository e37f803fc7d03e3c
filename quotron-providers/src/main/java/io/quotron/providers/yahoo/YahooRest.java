package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.spi.RequestContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses and the calls for all but history. Thread-safe. */
final class YahooRest {
    static final int MAX_SYMBOLS = 50;
    private static final int MAX_SPARKS = 20;
    private static final String FIELDS = "symbol,quoteType,market,currency,regularMarketPrice,regularMarketTime,"
            + "regularMarketOpen,regularMarketDayHigh,regularMarketDayLow,regularMarketPreviousClose,"
            + "regularMarketChange,regularMarketChangePercent,regularMarketVolume,bid,bidSize,ask,askSize";

    private final YahooApi api;
    private final boolean withoutSession;

    YahooRest(YahooApi api, boolean withoutSession) {
        this.api = api;
        this.withoutSession = withoutSession;
    }

    // --- quotes

    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context) {
        int most = withoutSession ? MAX_SPARKS : MAX_SYMBOLS;
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        Map<Symbol, String> batch = new LinkedHashMap<>();
        for (Symbol symbol : symbols) {
            batch.put(symbol, YahooSymbols.toNative(symbol, context));
            if (batch.size() == most) {
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
        String joined = String.join(",", names.values());
        if (withoutSession) {
            return api.open(null, spark(joined), context, (answer, now) -> YahooSpark.quotes(answer, asked, now));
        }
        YahooApi.Question question = host -> HttpQuery.get(host)
                .path("v7", "finance", "quote")
                .parameter("symbols", joined)
                .parameter("fields", FIELDS)
                .parameter("formatted", "false");
        return api.withSession(null, question, context, (answer, now) -> YahooParser.quotes(answer, asked, now));
    }

    private static YahooApi.Question spark(String names) {
        return host -> HttpQuery.get(host)
                .path("v7", "finance", "spark")
                .parameter("symbols", names)
                .parameter("range", "1d")
                .parameter("interval", "5m");
    }

    // --- profiles and options

    Profile fetchProfile(Symbol symbol, RequestContext context) {
        String name = YahooSymbols.toNative(symbol, context);
        YahooApi.Question question = host -> HttpQuery.get(host)
                .path("v10", "finance", "quoteSummary", name)
                .parameter("modules", YahooProfiles.MODULES)
                .parameter("formatted", "false");
        return api.withSession(
                symbol, question, context, (answer, now) -> YahooProfiles.read(answer, symbol, name, now));
    }

    OptionChain fetchOptions(Symbol underlying, Optional<LocalDate> expiration, RequestContext context) {
        String name = YahooSymbols.toNative(underlying, context);
        YahooApi.Question question = host -> {
            HttpQuery.Builder query =
                    HttpQuery.get(host).path("v7", "finance", "options", name).parameter("formatted", "false");
            expiration.ifPresent(day -> query.parameter(
                    "date", Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())));
            return query;
        };
        return api.withSession(
                underlying,
                question,
                context,
                (answer, now) -> YahooOptions.read(answer, underlying, name, expiration, now));
    }

    // --- search and lists

    List<Instrument> search(String text, RequestContext context) {
        YahooApi.Question question = host -> HttpQuery.get(host)
                .path("v1", "finance", "search")
                .parameter("q", text)
                .parameter("quotesCount", "20")
                .parameter("newsCount", "0")
                .parameter("enableFuzzyQuery", "false");
        return api.open(null, question, context, (answer, now) -> YahooParser.instruments(answer));
    }

    List<Instrument> trending(String region, RequestContext context) {
        YahooApi.Question question = host ->
                HttpQuery.get(host).path("v1", "finance", "trending", region).parameter("count", "20");
        return api.open(null, question, context, (answer, now) -> YahooParser.trending(answer));
    }

    List<Instrument> screened(String screener, RequestContext context) {
        YahooApi.Question question = host -> HttpQuery.get(host)
                .path("v1", "finance", "screener", "predefined", "saved")
                .parameter("scrIds", screener)
                .parameter("count", "100")
                .parameter("formatted", "false");
        return api.open(null, question, context, (answer, now) -> YahooParser.screened(answer));
    }
}
