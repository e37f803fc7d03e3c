package io.quotron.testkit.simulator;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GLOBAL_QUOTE, REALTIME_BULK_QUOTES, CURRENCY_EXCHANGE_RATE and OVERVIEW. Company figures are invented. */
final class AlphaVantageQuotes {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final long NANOS = 1_000_000_000L;
    private static final double SHARES = 4e9;

    private final Market market;
    private final AlphaVantageNames names;

    AlphaVantageQuotes(Market market, AlphaVantageNames names) {
        this.market = market;
        this.names = names;
    }

    private Optional<Snapshot> snapshot(Map<String, String> query) {
        return names.share(query.getOrDefault("symbol", ""))
                .flatMap(listing -> Snapshot.of(listing, market.nowNanos()));
    }

    Reply global(Map<String, String> query) {
        Map<String, @Nullable Object> quote = Json.object();
        snapshot(query)
                .ifPresent(now -> quote.putAll(Json.object(
                        "01. symbol", query.getOrDefault("symbol", "").toUpperCase(Locale.ROOT),
                        "02. open", text(now.session().open()),
                        "03. high", text(now.session().high()),
                        "04. low", text(now.session().low()),
                        "05. price", text(now.price()),
                        "06. volume", whole(now.session().volume()),
                        "07. latest trading day", now.day(),
                        "08. previous close", text(now.previousClose()),
                        "09. change", text(now.price() - now.previousClose()),
                        "10. change percent", text(percent(now)) + "%")));
        return Reply.json(200, Json.object("Global Quote", quote));
    }

    private static String text(double value) {
        return AlphaVantageTable.text(value);
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private static double percent(Snapshot now) {
        return (now.price() / now.previousClose() - 1) * 100;
    }

    Reply bulk(Map<String, String> query) {
        List<Object> data = new ArrayList<>();
        for (String name : query.getOrDefault("symbol", "").split(",", -1)) {
            snapshot(Map.of("symbol", name)).ifPresent(now -> data.add(bulkEntry(name, now)));
        }
        return Reply.json(200, Json.object("endpoint", "Realtime Bulk Quotes", "message", "", "data", data));
    }

    private static Object bulkEntry(String name, Snapshot now) {
        Instant last =
                Instant.ofEpochSecond(now.second(), Math.floorMod(now.last().nanos(), NANOS));
        return Json.object(
                "symbol", name.toUpperCase(Locale.ROOT),
                "timestamp", MILLIS.format(LocalDateTime.ofInstant(last, TradingHours.NEW_YORK.zone())),
                "open", text(now.session().open()),
                "high", text(now.session().high()),
                "low", text(now.session().low()),
                "close", text(now.price()),
                "volume", whole(now.session().volume()),
                "previous_close", text(now.previousClose()),
                "change", text(now.price() - now.previousClose()),
                "change_percent", text(percent(now)));
    }

    Optional<Reply> rate(Map<String, String> query) {
        String from = query.getOrDefault("from_currency", "").toUpperCase(Locale.ROOT);
        String to = query.getOrDefault("to_currency", "").toUpperCase(Locale.ROOT);
        return names.pair(from, to)
                .flatMap(listing -> Snapshot.of(listing, market.nowNanos()))
                .map(now -> Reply.json(200, rateBody(from, to, now)));
    }

    private static Object rateBody(String from, String to, Snapshot now) {
        double step = now.price() * 1e-5;
        Instant last = Instant.ofEpochSecond(now.second());
        return Json.object(
                "Realtime Currency Exchange Rate",
                Json.object(
                        "1. From_Currency Code",
                        from,
                        "2. From_Currency Name",
                        from + " (simulated)",
                        "3. To_Currency Code",
                        to,
                        "4. To_Currency Name",
                        to + " (simulated)",
                        "5. Exchange Rate",
                        eight(now.price()),
                        "6. Last Refreshed",
                        SECONDS.format(LocalDateTime.ofInstant(last, ZoneOffset.UTC)),
                        "7. Time Zone",
                        "UTC",
                        "8. Bid Price",
                        eight(now.price() - step),
                        "9. Ask Price",
                        eight(now.price() + step)));
    }

    private static String eight(double value) {
        return String.format(Locale.ROOT, "%.8f", value);
    }

    Reply overview(Map<String, String> query) {
        Optional<Listing> listing = names.share(query.getOrDefault("symbol", ""))
                .filter(AlphaVantageNames::isUnitedStates)
                .filter(found -> found.instrument().kind() == SimulatedInstrument.Kind.SHARE);
        Optional<Snapshot> now = listing.flatMap(found -> Snapshot.of(found, market.nowNanos()));
        return Reply.json(200, now.isEmpty() ? Json.object() : company(listing.orElseThrow(), now.get()));
    }

    private static Object company(Listing listing, Snapshot now) {
        return Json.object(
                "Symbol", AlphaVantageNames.nativeName(listing.instrument()),
                "AssetType", "Common Stock",
                "Name", YahooNames.label(listing.instrument()),
                "Description", "A simulated company.",
                "CIK", "1",
                "Exchange", "NASDAQ",
                "Currency", listing.instrument().currency(),
                "Country", "USA",
                "Sector", "SIMULATION",
                "Industry", "SIMULATED SHARES",
                "OfficialSite", "https://example.org",
                "MarketCapitalization", whole(now.price() * SHARES),
                "EBITDA", "None",
                "PERatio", text(20),
                "BookValue", text(now.price() / 5),
                "DividendPerShare", "None",
                "EPS", text(now.price() / 20),
                "TrailingPE", text(20),
                "ForwardPE", "-",
                "Beta", "1",
                "52WeekHigh", text(now.year().high()),
                "52WeekLow", text(now.year().low()),
                "50DayMovingAverage", text(now.averages().close50()),
                "200DayMovingAverage", text(now.averages().close200()),
                "SharesOutstanding", whole(SHARES));
    }
}
