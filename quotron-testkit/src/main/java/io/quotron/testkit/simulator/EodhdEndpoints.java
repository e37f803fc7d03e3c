package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import io.quotron.model.Split;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** EODHD's REST interface below {@code /api}. Any token is good; without one there is 401. */
final class EodhdEndpoints {
    private static final String ROOT = "/api/";
    private static final long NANOS = 1_000_000_000L;
    private static final long SHARE_DELAY = 15 * 60 * NANOS;
    private static final long OTHER_DELAY = 60 * NANOS;
    private static final int FOUND = 15;
    private static final Map<String, String> LIMIT =
            Map.of("X-RateLimit-Limit", "1000", "X-RateLimit-Remaining", "999");

    private final Market market;
    private final EodhdNames names;
    private final EodhdHistory history;

    EodhdEndpoints(Market market) {
        this.market = market;
        this.names = new EodhdNames(market);
        this.history = new EodhdHistory(market);
    }

    EodhdNames names() {
        return names;
    }

    static Reply unauthenticated() {
        return Reply.html(401, "Unauthenticated");
    }

    Reply answer(String path, Map<String, String> query) {
        if (query.getOrDefault("api_token", "").isBlank()) {
            return unauthenticated();
        }
        String rest = path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
        int slash = rest.indexOf('/');
        String endpoint = slash < 0 ? rest : rest.substring(0, slash);
        Reply reply = answer(endpoint, slash < 0 ? "" : rest.substring(slash + 1), query);
        return reply.status() == 200 ? reply.with(LIMIT) : reply;
    }

    private Reply answer(String endpoint, String about, Map<String, String> query) {
        return switch (endpoint) {
            case "eod" -> of(about, listing -> history.days(listing, query));
            case "intraday" -> of(about, listing -> history.minutes(listing, query));
            case "div" -> of(about, listing -> dividends(listing, query));
            case "splits" -> of(about, listing -> splits(listing, query));
            case "real-time" -> quotes(about, query.getOrDefault("s", ""));
            case "search" -> search(about, query);
            case "exchanges-list" -> exchanges();
            case "exchange-symbol-list" -> listed(about);
            case "eod-bulk-last-day" -> exchangeDay(about, query);
            case "id-mapping" ->
                Reply.json(
                        200,
                        Json.object(
                                "meta",
                                Json.object("total", 0),
                                "data",
                                List.of(),
                                "links",
                                Json.object("next", null)));
            case "user" -> user();
            default -> Reply.html(404, "Not Found");
        };
    }

    private Reply of(String name, Function<Listing, Reply> answer) {
        return names.find(name).map(answer).orElseGet(() -> Reply.html(404, "Ticker Not Found."));
    }

    private LocalDate today(Listing listing) {
        return listing.hours().dateOf(market.nowNanos());
    }

    private Reply dividends(Listing listing, Map<String, String> query) {
        List<Object> rows = new ArrayList<>();
        span(listing, query, Listing::dividends).forEach(dividend -> rows.add(dividend(listing, dividend)));
        return Reply.json(200, rows);
    }

    private Map<String, @Nullable Object> dividend(Listing listing, Dividend dividend) {
        double ratio = listing.splitRatio(dividend.exDate(), today(listing));
        return Json.object(
                "date",
                dividend.exDate().toString(),
                "declarationDate",
                null,
                "recordDate",
                null,
                "paymentDate",
                null,
                "period",
                null,
                "value",
                EodhdHistory.number(dividend.amount() / ratio, 6),
                "unadjustedValue",
                EodhdHistory.number(dividend.amount(), 6),
                "currency",
                listing.instrument().currency());
    }

    private Reply splits(Listing listing, Map<String, String> query) {
        List<Object> rows = new ArrayList<>();
        span(listing, query, Listing::splits).forEach(split -> rows.add(split(split)));
        return Reply.json(200, rows);
    }

    private static Map<String, @Nullable Object> split(Split split) {
        String text = String.format(Locale.ROOT, "%.6f/%.6f", split.numerator(), split.denominator());
        return Json.object("date", split.exDate().toString(), "split", text);
    }

    /** The actions of an instrument between two days. */
    private interface Actions<T> {
        Stream<T> of(Listing listing, LocalDate afterExclusive, LocalDate toInclusive);
    }

    private <T> Stream<T> span(Listing listing, Map<String, String> query, Actions<T> actions) {
        LocalDate from = EodhdHistory.date(query.getOrDefault("from", "")).orElse(LocalDate.of(2000, 1, 1));
        LocalDate today = today(listing);
        LocalDate to = EodhdHistory.date(query.getOrDefault("to", "")).orElse(today);
        return actions.of(listing, from.minusDays(1), to.isAfter(today) ? today : to);
    }

    private Reply quotes(String first, String more) {
        List<Object> rows = new ArrayList<>();
        rows.add(quote(first));
        for (String name : more.split(",", -1)) {
            if (!name.isEmpty()) {
                rows.add(quote(name));
            }
        }
        return Reply.json(200, rows.size() == 1 ? rows.get(0) : rows);
    }

    private Object quote(String name) {
        Optional<Listing> listing = names.find(name);
        Optional<Snapshot> snapshot = listing.flatMap(found -> Snapshot.of(found, market.nowNanos() - delay(found)));
        return snapshot.isEmpty() ? unknown(name) : quote(name, listing.get(), snapshot.get());
    }

    private static long delay(Listing listing) {
        return EodhdNames.isShare(listing) ? SHARE_DELAY : OTHER_DELAY;
    }

    private static Object quote(String name, Listing listing, Snapshot snapshot) {
        double change = snapshot.price() - snapshot.previousClose();
        int decimals = Math.max(4, listing.tape().priceDecimals());
        return Json.object(
                "code", name,
                "timestamp", snapshot.second(),
                "gmtoffset", 0,
                "open", EodhdHistory.number(snapshot.session().open(), decimals),
                "high", EodhdHistory.number(snapshot.session().high(), decimals),
                "low", EodhdHistory.number(snapshot.session().low(), decimals),
                "close", EodhdHistory.number(snapshot.price(), decimals),
                "volume", EodhdHistory.volume(listing, snapshot.session().volume()),
                "previousClose", EodhdHistory.number(snapshot.previousClose(), decimals),
                "change", EodhdHistory.number(change, decimals),
                "change_p", EodhdHistory.number(change / snapshot.previousClose() * 100, 4));
    }

    private static Object unknown(String name) {
        Map<String, @Nullable Object> row = Json.object("code", name, "timestamp", "NA", "gmtoffset", 0);
        for (String field : List.of("open", "high", "low", "close", "volume", "previousClose", "change", "change_p")) {
            row.put(field, "NA");
        }
        return row;
    }

    private Reply search(String text, Map<String, String> query) {
        String limit = query.getOrDefault("limit", String.valueOf(FOUND));
        String word = text.toLowerCase(Locale.ROOT);
        List<Object> rows = new ArrayList<>();
        names.all().forEach((name, listing) -> {
            boolean fits = EodhdNames.code(listing).toLowerCase(Locale.ROOT).contains(word)
                    || listing.instrument().name().toLowerCase(Locale.ROOT).contains(word);
            if (fits && rows.size() < (limit.matches("[0-9]{1,3}") ? Integer.parseInt(limit) : FOUND)) {
                Map<String, @Nullable Object> row = described(listing);
                row.put("ISIN", null);
                row.put("isPrimary", true);
                rows.add(row);
            }
        });
        return Reply.json(200, rows);
    }

    private static Map<String, @Nullable Object> described(Listing listing) {
        return Json.object(
                "Code", EodhdNames.code(listing),
                "Name", YahooNames.label(listing.instrument()),
                "Country", EodhdNames.country(listing),
                "Exchange", EodhdNames.exchange(listing),
                "Currency", EodhdNames.currency(listing),
                "Type", EodhdNames.type(listing));
    }

    private Reply listed(String exchange) {
        List<Object> rows = new ArrayList<>();
        ofExchange(exchange).forEach(listing -> {
            Map<String, @Nullable Object> row = described(listing);
            row.put("Isin", null);
            rows.add(row);
        });
        return rows.isEmpty() ? Reply.html(404, "Exchange Not Found.") : Reply.json(200, rows);
    }

    private Stream<Listing> ofExchange(String exchange) {
        return names.all().values().stream()
                .filter(listing -> EodhdNames.exchange(listing).equalsIgnoreCase(exchange));
    }

    private Reply exchanges() {
        List<Object> rows = new ArrayList<>();
        names.all().values().stream()
                .map(EodhdNames::exchange)
                .distinct()
                .sorted()
                .forEach(code -> rows.add(Json.object(
                        "Name",
                        code + " (simulated)",
                        "Code",
                        code,
                        "OperatingMIC",
                        null,
                        "Country",
                        "Unknown",
                        "Currency",
                        code.equals("LSE") ? "GBP" : "USD",
                        "CountryISO2",
                        "",
                        "CountryISO3",
                        "")));
        return Reply.json(200, rows);
    }

    private Reply exchangeDay(String exchange, Map<String, String> query) {
        if (ofExchange(exchange).findAny().isEmpty()) {
            return Reply.html(404, "Exchange Not Found.");
        }
        Optional<LocalDate> date = EodhdHistory.date(query.getOrDefault("date", ""));
        if (date.isEmpty()) {
            return EodhdHistory.invalid("date");
        }
        List<Object> rows = new ArrayList<>();
        ofExchange(exchange).forEach(listing -> addDay(rows, listing, date.get(), query.getOrDefault("type", "")));
        return Reply.json(200, rows);
    }

    private void addDay(List<Object> rows, Listing listing, LocalDate date, String type) {
        LocalDate before = date.minusDays(1);
        Stream<Map<String, @Nullable Object>> found = switch (type) {
            case "splits" -> listing.splits(before, date).map(EodhdEndpoints::split);
            case "dividends" -> listing.dividends(before, date).map(dividend -> dividend(listing, dividend));
            default -> history.day(listing, date).stream();
        };
        found.forEach(values -> {
            Map<String, @Nullable Object> row =
                    Json.object("code", EodhdNames.code(listing), "exchange_short_name", EodhdNames.exchange(listing));
            row.putAll(values);
            rows.add(row);
        });
    }

    private Reply user() {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(market.nowNanos(), 86_400 * NANOS));
        return Reply.json(
                200,
                Json.object(
                        "name",
                        "Simulated",
                        "subscriptionType",
                        "monthly",
                        "apiRequests",
                        0,
                        "apiRequestsDate",
                        day.toString(),
                        "dailyRateLimit",
                        100_000,
                        "extraLimit",
                        0));
    }
}
