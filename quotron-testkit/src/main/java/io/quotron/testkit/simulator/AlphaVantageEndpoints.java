package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import io.quotron.model.Split;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Alpha Vantage's one address, {@code /query?function=...}: every answer has HTTP status 200, failures are texts.
 *
 * <p>Any key is taken, and every function is granted. Differences from the real service: hours before and after the session have no
 * trades, London has bars of days and longer only, and company figures are invented.
 */
final class AlphaVantageEndpoints {
    private static final int COMPACT = 100;
    private static final String THANKS = "Thank you for using Alpha Vantage! ";
    private static final String PLANS =
            "Please subscribe to any of the premium plans to instantly remove all daily rate limits.";

    private final Market market;
    private final AlphaVantageNames names;
    private final AlphaVantageQuotes quotes;

    AlphaVantageEndpoints(Market market) {
        this.market = market;
        this.names = new AlphaVantageNames(market);
        this.quotes = new AlphaVantageQuotes(market, names);
    }

    // --- failures

    static Reply tooFast() {
        return information(THANKS
                + "Please consider spreading out your free API requests more sparingly (1 request per second). You may"
                + " subscribe to any of the premium plans to lift the free key rate limit (25 requests per day).");
    }

    static Reply dayIsSpent() {
        return information(THANKS + "Our standard API rate limit is 25 requests per day. " + PLANS);
    }

    static Reply premium() {
        return information(THANKS
                + "This is a premium endpoint. You may subscribe to any of the premium plans to instantly unlock all"
                + " premium endpoints");
    }

    static Reply wrongKey() {
        return error("the parameter apikey is invalid or missing. Please claim your free API key.");
    }

    private static Reply information(String text) {
        return Reply.json(200, Json.object("Information", text));
    }

    private static Reply error(String text) {
        return Reply.json(200, Json.object("Error Message", text));
    }

    private static Reply invalidCall(String function) {
        return error("Invalid API call. Please retry or visit the documentation for " + function + ".");
    }

    // --- functions

    Reply answer(String path, Map<String, String> query) {
        String function = query.getOrDefault("function", "").toUpperCase(Locale.ROOT);
        if (!path.equals("/query")) {
            return Reply.html(404, "<html><body>Simulated page not found</body></html>");
        }
        if (query.getOrDefault("apikey", "").isBlank()) {
            return wrongKey();
        }
        if (function.startsWith("FX_")
                || function.startsWith("DIGITAL_CURRENCY_")
                || function.equals("CRYPTO_INTRADAY")) {
            return pair(function, query);
        }
        if (function.startsWith("TIME_SERIES_")) {
            return share(function, query);
        }
        return switch (function) {
            case "GLOBAL_QUOTE" -> quotes.global(query);
            case "REALTIME_BULK_QUOTES" -> quotes.bulk(query);
            case "CURRENCY_EXCHANGE_RATE" -> quotes.rate(query).orElseGet(() -> invalidCall(function));
            case "SYMBOL_SEARCH" -> search(query.getOrDefault("keywords", ""));
            case "OVERVIEW" -> quotes.overview(query);
            case "SPLITS" -> actions(query, false);
            case "DIVIDENDS" -> actions(query, true);
            case "LISTING_STATUS" -> listingStatus(query);
            case "MARKET_STATUS" -> marketStatus();
            default -> error("This API function (" + function.replaceAll("[^A-Z_]", "?") + ") does not exist.");
        };
    }

    private Reply share(String function, Map<String, String> query) {
        Optional<Listing> listing = names.share(query.getOrDefault("symbol", ""));
        String kind = function.substring("TIME_SERIES_".length());
        boolean intraday = kind.equals("INTRADAY");
        if (listing.isEmpty() || (intraday && !AlphaVantageNames.isUnitedStates(listing.get()))) {
            return invalidCall(function);
        }
        Map<String, @Nullable Object> meta = Json.object(
                "1. Information",
                "Simulated prices and volumes (" + kind + ")",
                "2. Symbol",
                AlphaVantageNames.nativeName(listing.get().instrument()),
                "3. Last Refreshed",
                "");
        String key = kind.equals("INTRADAY") ? "Time Series" : seriesName(kind);
        return series(function, kind, key, listing.get(), meta, query, "US/Eastern");
    }

    private static String seriesName(String kind) {
        boolean adjusted = kind.endsWith("_ADJUSTED");
        return switch (kind.charAt(0)) {
            case 'D' -> "Time Series (Daily)";
            case 'W' -> adjusted ? "Weekly Adjusted Time Series" : "Weekly Time Series";
            default -> adjusted ? "Monthly Adjusted Time Series" : "Monthly Time Series";
        };
    }

    private Reply pair(String function, Map<String, String> query) {
        boolean currencies = function.startsWith("FX_");
        String from = query.getOrDefault(currencies ? "from_symbol" : "symbol", "");
        String to = query.getOrDefault(currencies ? "to_symbol" : "market", "");
        SimulatedInstrument.Kind kind =
                currencies ? SimulatedInstrument.Kind.CURRENCY : SimulatedInstrument.Kind.CRYPTO;
        Optional<Listing> listing =
                names.pair(from, to).filter(found -> found.instrument().kind() == kind);
        if (listing.isEmpty()) {
            return invalidCall(function);
        }
        Map<String, @Nullable Object> meta = Json.object(
                "1. Information",
                "Simulated prices (" + function + ")",
                currencies ? "2. From Symbol" : "2. Digital Currency Code",
                from.toUpperCase(Locale.ROOT),
                currencies ? "3. To Symbol" : "3. Digital Currency Name",
                currencies ? to : from,
                currencies ? "4. Output Size" : "4. Market Code",
                currencies ? "" : to,
                "5. Last Refreshed",
                "");
        String unit = function.substring(function.lastIndexOf('_') + 1);
        String words = unit.charAt(0) + unit.substring(1).toLowerCase(Locale.ROOT);
        String key = currencies ? "Time Series FX (" + words + ")" : "Time Series (Digital Currency " + words + ")";
        if (unit.equals("INTRADAY")) {
            key = currencies ? "Time Series FX" : "Time Series Crypto";
        }
        return series(function, unit, key, listing.get(), meta, query, "UTC");
    }

    private Reply series(
            String function,
            String kind,
            String key,
            Listing listing,
            Map<String, @Nullable Object> meta,
            Map<String, String> query,
            String zone) {
        AlphaVantageTable table = new AlphaVantageTable(listing, market.nowNanos());
        boolean intraday = kind.equals("INTRADAY");
        boolean compact = isCompact(function, kind, query);
        if (intraday && !isIntradayQuestion(query)) {
            return invalidCall(function);
        }
        if (intraday) {
            boolean adjusted = zone.equals("US/Eastern") && !"false".equals(query.get("adjusted"));
            int minutes = Integer.parseInt(interval(query).replace("min", ""));
            table.minutes(minutes, query.getOrDefault("month", ""), adjusted);
            meta.put("4. Interval", interval(query));
        } else {
            table.days(kind.toLowerCase(Locale.ROOT).charAt(0), kind.endsWith("_ADJUSTED"), compact);
        }
        List<AlphaVantageTable.Row> rows = table.rows(compact ? COMPACT : Integer.MAX_VALUE);
        if (rows.isEmpty()) {
            return invalidCall(function);
        }
        meta.replaceAll(
                (field, value) -> field.endsWith("Last Refreshed") ? rows.get(0).stamp() : value);
        meta.put(meta.size() + 1 + ". Time Zone", zone);
        String name = intraday ? key + " (" + interval(query) + ")" : key;
        return "csv".equals(query.get("datatype")) ? csv(rows, kind) : document(meta, name, rows);
    }

    private static String interval(Map<String, String> query) {
        return query.getOrDefault("interval", "");
    }

    private static boolean isIntradayQuestion(Map<String, String> query) {
        return interval(query).matches("1min|5min|15min|30min|60min")
                && query.getOrDefault("month", "").matches("([12][0-9]{3}-(0[1-9]|1[0-2]))?");
    }

    private static boolean isCompact(String function, String kind, Map<String, String> query) {
        boolean sized = (kind.startsWith("DAILY") && !function.startsWith("DIGITAL")) || kind.equals("INTRADAY");
        boolean month = !query.getOrDefault("month", "").isEmpty();
        return sized && !month && !"full".equals(query.get("outputsize"));
    }

    private static Reply document(Map<String, @Nullable Object> meta, String name, List<AlphaVantageTable.Row> rows) {
        Map<String, @Nullable Object> series = Json.object();
        for (AlphaVantageTable.Row row : rows) {
            Map<String, @Nullable Object> numbered = Json.object();
            row.fields().forEach((field, value) -> numbered.put(numbered.size() + 1 + ". " + field, value));
            series.put(row.stamp(), numbered);
        }
        return Reply.json(200, Json.object("Meta Data", meta, name, series));
    }

    /** Names of adjusted days have underlines there, those of weeks and months blanks. */
    private static Reply csv(List<AlphaVantageTable.Row> rows, String kind) {
        StringBuilder text = new StringBuilder("timestamp");
        rows.get(0)
                .fields()
                .keySet()
                .forEach(name -> text.append(',').append(kind.startsWith("DAILY") ? name.replace(' ', '_') : name));
        text.append("\r\n");
        for (AlphaVantageTable.Row row : rows) {
            text.append(row.stamp());
            row.fields().values().forEach(value -> text.append(',').append(value));
            text.append("\r\n");
        }
        return table(text.toString());
    }

    private static Reply table(String text) {
        return new Reply(200, Map.of(), new Reply.Text("application/x-download", text));
    }

    // --- what is listed

    private Reply search(String keywords) {
        String word = keywords.toLowerCase(Locale.ROOT);
        List<Object> matches = new ArrayList<>();
        names.shares().forEach((name, listing) -> {
            String label = listing.instrument().name();
            if (!word.isBlank()
                    && (name.toLowerCase(Locale.ROOT).startsWith(word)
                            || label.toLowerCase(Locale.ROOT).contains(word))) {
                boolean us = AlphaVantageNames.isUnitedStates(listing);
                matches.add(Json.object(
                        "1. symbol", name,
                        "2. name", YahooNames.label(listing.instrument()),
                        "3. type", AlphaVantageNames.type(listing),
                        "4. region", AlphaVantageNames.region(listing),
                        "5. marketOpen", us ? "09:30" : "08:00",
                        "6. marketClose", us ? "16:00" : "16:30",
                        "7. timezone", us ? "UTC-04" : "UTC+01",
                        "8. currency", AlphaVantageNames.currency(listing),
                        "9. matchScore",
                                AlphaVantageTable.text(
                                        (double) word.length() / Math.max(word.length(), name.length()))));
            }
        });
        return Reply.json(200, Json.object("bestMatches", matches));
    }

    private Reply actions(Map<String, String> query, boolean dividends) {
        Optional<Listing> listing = names.share(query.getOrDefault("symbol", ""));
        if (listing.isEmpty()) {
            return Reply.json(200, Json.object());
        }
        LocalDate today = listing.get().hours().dateOf(market.nowNanos());
        List<Object> data = new ArrayList<>();
        if (dividends) {
            listing.get().dividends(LocalDate.MIN, today).forEach(paid -> data.add(0, dividend(paid)));
        } else {
            listing.get().splits(LocalDate.MIN, today).forEach(split -> data.add(0, split(split)));
        }
        return Reply.json(200, Json.object("symbol", query.get("symbol"), "data", data));
    }

    private static Object dividend(Dividend dividend) {
        return Json.object(
                "ex_dividend_date", dividend.exDate(),
                "declaration_date", "None",
                "record_date", "None",
                "payment_date", "None",
                "amount", Double.toString(dividend.amount()));
    }

    private static Object split(Split split) {
        return Json.object("effective_date", split.exDate(), "split_factor", AlphaVantageTable.text(split.ratio()));
    }

    private Reply listingStatus(Map<String, String> query) {
        StringBuilder text = new StringBuilder("symbol,name,exchange,assetType,ipoDate,delistingDate,status\r\n");
        if (!query.getOrDefault("state", "active").equals("delisted")) {
            names.shares().forEach((name, listing) -> {
                if (AlphaVantageNames.isUnitedStates(listing)) {
                    text.append(name)
                            .append(",\"")
                            .append(YahooNames.label(listing.instrument()))
                            .append("\",NASDAQ,")
                            .append(AlphaVantageNames.type(listing).replace("Equity", "Stock"))
                            .append(",2000-01-03,null,Active\r\n");
                }
            });
        }
        return table(text.toString());
    }

    private Reply marketStatus() {
        long now = market.nowNanos();
        TradingHours hours = TradingHours.NEW_YORK;
        LocalDate day = hours.dateOf(now);
        boolean open =
                hours.isTradingDay(day) && now >= hours.openNanos(day) && now < hours.closeSecond(day) * 1_000_000_000L;
        Object unitedStates = Json.object(
                "market_type", "Equity",
                "region", "United States",
                "primary_exchanges", "NASDAQ, NYSE, AMEX, BATS",
                "local_open", "09:30",
                "local_close", "16:15",
                "current_status", open ? "open" : "closed",
                "notes", "");
        return Reply.json(
                200, Json.object("endpoint", "Global Market Open & Close Status", "markets", List.of(unitedStates)));
    }
}
