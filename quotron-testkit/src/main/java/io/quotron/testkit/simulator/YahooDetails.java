package io.quotron.testkit.simulator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code quoteSummary}, {@code options} and the lists of Yahoo, made of the same quotes. Companies and their descriptions are invented;
 * options end on the next four Fridays and cost what they would bring today and a little for the time that is left.
 */
final class YahooDetails {
    private static final long NANOS = 1_000_000_000L;
    private static final int FRIDAYS = 4;
    private static final int STRIKES_EACH_WAY = 5;
    private static final double VOLATILITY = 0.25;
    private static final DateTimeFormatter OCC_DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
    private static final List<String> DETAIL = List.of(
            "currency",
            "bid",
            "ask",
            "marketCap",
            "fiftyTwoWeekLow",
            "fiftyTwoWeekHigh",
            "fiftyDayAverage",
            "twoHundredDayAverage",
            "trailingPE",
            "forwardPE",
            "regularMarketOpen",
            "regularMarketDayLow",
            "regularMarketDayHigh",
            "regularMarketPreviousClose",
            "regularMarketVolume");
    private static final List<String> PRICE = List.of(
            "symbol",
            "quoteType",
            "shortName",
            "longName",
            "currency",
            "exchange",
            "marketState",
            "marketCap",
            "regularMarketPrice",
            "regularMarketTime",
            "regularMarketChange",
            "regularMarketVolume");

    private final Market market;
    private final YahooNames names;
    private final YahooQuotes quotes;

    YahooDetails(Market market, YahooNames names, YahooQuotes quotes) {
        this.market = market;
        this.names = names;
        this.quotes = quotes;
    }

    // --- quoteSummary

    Reply summary(String symbol, Map<String, String> query) {
        Optional<Map<String, @Nullable Object>> quote = quote(symbol);
        if (quote.isEmpty()) {
            return failure("quoteSummary", 404, "Not Found", "Quote not found for symbol: " + symbol);
        }
        Set<String> asked = Set.of(query.getOrDefault("modules", "").split(",", -1));
        Map<String, @Nullable Object> modules = Json.object();
        Map<String, @Nullable Object> fields = quote.get();
        boolean company = "EQUITY".equals(fields.get("quoteType"));
        put(modules, asked, "price", part(fields, PRICE));
        put(
                modules,
                asked,
                "quoteType",
                part(fields, List.of("symbol", "quoteType", "shortName", "longName", "exchange")));
        put(modules, asked, "summaryDetail", detail(fields));
        if (company) {
            put(modules, asked, "assetProfile", company(fields));
            put(modules, asked, "defaultKeyStatistics", keys(fields));
            put(modules, asked, "financialData", part(fields, List.of("financialCurrency")));
        }
        return modules.isEmpty()
                ? failure(
                        "quoteSummary",
                        404,
                        "Not Found",
                        "No fundamentals data found for any of the summaryTypes=" + asked)
                : success("quoteSummary", List.of(modules));
    }

    private static void put(Map<String, @Nullable Object> modules, Set<String> asked, String name, Object module) {
        if (asked.contains(name)) {
            modules.put(name, module);
        }
    }

    private static Map<String, @Nullable Object> part(Map<String, @Nullable Object> fields, List<String> names) {
        Map<String, @Nullable Object> part = Json.object("maxAge", 1);
        names.stream().filter(fields::containsKey).forEach(name -> part.put(name, fields.get(name)));
        return part;
    }

    private static Map<String, @Nullable Object> detail(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> detail = part(fields, DETAIL);
        detail.put("previousClose", fields.get("regularMarketPreviousClose"));
        detail.put("averageVolume", fields.get("averageDailyVolume3Month"));
        return detail;
    }

    private static Map<String, @Nullable Object> company(Map<String, @Nullable Object> fields) {
        return Json.object(
                "country", "Nowhere",
                "website", "https://example.org",
                "sector", "Simulation",
                "industry", "Invented Companies",
                "longBusinessSummary", fields.get("longName") + " exists in a simulated market only.",
                "fullTimeEmployees", 1_000,
                "maxAge", 86_400);
    }

    private static Map<String, @Nullable Object> keys(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> keys =
                part(fields, List.of("sharesOutstanding", "bookValue", "priceToBook", "forwardPE"));
        keys.put("trailingEps", fields.get("epsTrailingTwelveMonths"));
        keys.put("forwardEps", fields.get("epsForward"));
        return keys;
    }

    // --- options

    Reply options(String symbol, Map<String, String> query) {
        Optional<Map<String, @Nullable Object>> quote = quote(symbol);
        Optional<Double> price = names.find(symbol)
                .filter(listing -> listing.instrument().kind() == SimulatedInstrument.Kind.SHARE)
                .flatMap(listing -> Snapshot.of(listing, market.nowNanos()))
                .map(Snapshot::price);
        if (quote.isEmpty()) {
            return success("optionChain", List.of());
        }
        List<LocalDate> days = price.isPresent() ? fridays() : List.of();
        long first = days.isEmpty() ? 0 : midnight(days.get(0));
        long asked = query.getOrDefault("date", "").matches("[0-9]{1,12}") ? Long.parseLong(query.get("date")) : first;
        LocalDate day = LocalDate.ofEpochDay(asked / 86_400);
        boolean known = days.contains(day);
        List<Double> strikes = known ? strikes(price.orElseThrow()) : List.of();
        Object one = Json.object(
                "expirationDate",
                asked,
                "hasMiniOptions",
                false,
                "calls",
                contracts(symbol, quote.get(), 'C', day, strikes, price.orElse(0.0)),
                "puts",
                contracts(symbol, quote.get(), 'P', day, strikes, price.orElse(0.0)));
        return success(
                "optionChain",
                List.of(Json.object(
                        "underlyingSymbol",
                        symbol.toUpperCase(Locale.ROOT),
                        "expirationDates",
                        days.stream().map(YahooDetails::midnight).toList(),
                        "strikes",
                        strikes.stream().map(Json::shortFloat).toList(),
                        "hasMiniOptions",
                        false,
                        "quote",
                        quote.get(),
                        "options",
                        days.isEmpty() ? List.of() : List.of(one))));
    }

    private LocalDate today() {
        return Instant.ofEpochSecond(market.nowNanos() / NANOS)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    private List<LocalDate> fridays() {
        return Stream.iterate(today().with(TemporalAdjusters.next(DayOfWeek.FRIDAY)), friday -> friday.plusWeeks(1))
                .limit(FRIDAYS)
                .toList();
    }

    private static long midnight(LocalDate day) {
        return day.toEpochDay() * 86_400;
    }

    private static List<Double> strikes(double price) {
        double step = price < 25 ? 1 : price < 200 ? 5 : 10;
        double middle = Math.max(step, Math.rint(price / step) * step);
        List<Double> strikes = new ArrayList<>();
        for (int i = -STRIKES_EACH_WAY; i <= STRIKES_EACH_WAY; i++) {
            if (middle + i * step > 0) {
                strikes.add(middle + i * step);
            }
        }
        return strikes;
    }

    private List<Object> contracts(
            String symbol,
            Map<String, @Nullable Object> quote,
            char type,
            LocalDate day,
            List<Double> strikes,
            double price) {
        List<Object> contracts = new ArrayList<>();
        double years = Math.max(1, day.toEpochDay() - today().toEpochDay()) / 365.0;
        double timeValue = 0.4 * price * VOLATILITY * Math.sqrt(years);
        for (double strike : strikes) {
            double inside = type == 'C' ? price - strike : strike - price;
            double away = Math.exp(-Math.abs(inside) / Math.max(timeValue, 0.01));
            double cents = Math.max(1, Math.rint(100 * (Math.max(0, inside) + timeValue * away)));
            String name = symbol.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "")
                    + OCC_DAY.format(day)
                    + type
                    + String.format(Locale.ROOT, "%08d", Math.round(strike * 1_000));
            contracts.add(Json.object(
                    "contractSymbol",
                    name,
                    "strike",
                    Json.shortFloat(strike),
                    "currency",
                    quote.get("currency"),
                    "lastPrice",
                    Json.shortFloat(cents / 100),
                    "volume",
                    Math.round(1_000 * away),
                    "openInterest",
                    Math.round(5_000 * away),
                    "bid",
                    Json.shortFloat(Math.max(0, cents - 1) / 100),
                    "ask",
                    Json.shortFloat((cents + 1) / 100),
                    "contractSize",
                    "REGULAR",
                    "expiration",
                    midnight(day),
                    "lastTradeDate",
                    quote.get("regularMarketTime"),
                    "impliedVolatility",
                    Json.shortFloat(VOLATILITY),
                    "inTheMoney",
                    inside > 0));
        }
        return contracts;
    }

    // --- lists

    Reply trending() {
        List<Object> entries = new ArrayList<>();
        names.all().keySet().stream().limit(5).forEach(name -> entries.add(Json.object("symbol", name)));
        return success("finance", List.of(Json.object("count", entries.size(), "quotes", entries)));
    }

    Reply screener(Map<String, String> query) {
        List<Object> entries = new ArrayList<>();
        names.all()
                .keySet()
                .forEach(name -> quote(name)
                        .filter(quote -> "EQUITY".equals(quote.get("quoteType")))
                        .ifPresent(entries::add));
        return success(
                "finance",
                List.of(Json.object(
                        "id",
                        "simulated",
                        "canonicalName",
                        query.getOrDefault("scrIds", "").toUpperCase(Locale.ROOT),
                        "count",
                        entries.size(),
                        "quotes",
                        entries)));
    }

    private Optional<Map<String, @Nullable Object>> quote(String symbol) {
        return names.find(symbol).flatMap(quotes::entry);
    }

    private static Reply success(String root, Object result) {
        return Reply.json(200, Json.object(root, Json.object("result", result, "error", null)));
    }

    private static Reply failure(String root, int status, String code, String description) {
        Object error = Json.object("code", code, "description", description);
        return Reply.json(status, Json.object(root, Json.object("result", null, "error", error)));
    }
}
