package io.quotron.providers.alphavantage;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Alpha Vantage on a good day, with invented numbers, for the contracts that every provider fulfils. */
final class AlphaVantageServer {
    static final String KEY = "CANARY/KEY+0123456789";
    static final Symbol KNOWN = Symbol.of("ACME");
    static final Symbol UNKNOWN = Symbol.of("NOPE");
    static final String INVALID_CALL =
            "{\"Error Message\":\"Invalid API call. Please retry or visit the documentation for TIME_SERIES_DAILY.\"}";
    private static final Instant FIRST = Instant.parse("2026-11-16T14:30:00Z");
    private static final Duration SESSION = Duration.ofMinutes(390);

    private AlphaVantageServer() {}

    static MarketDataProvider provider(URI server) {
        return AlphaVantageProvider.builder().apiKey(KEY).baseUri(server).build();
    }

    static void answer(Request request, Response response) throws IOException {
        boolean known = request.parameter("symbol").orElse("").contains("ACME");
        String body = switch (request.parameter("function").orElse("")) {
            case "GLOBAL_QUOTE" -> known ? GLOBAL_QUOTE : "{\"Global Quote\":{}}";
            case "REALTIME_BULK_QUOTES" ->
                "{\"endpoint\":\"Realtime Bulk Quotes\",\"data\":[" + (known ? BULK : "") + "]}";
            case "TIME_SERIES_DAILY" -> known ? DAILY : INVALID_CALL;
            case "SPLITS", "DIVIDENDS" -> known ? "{\"symbol\":\"ACME\",\"data\":[]}" : "{}";
            case "SYMBOL_SEARCH" -> search(request.parameter("keywords").orElse(""));
            case "MARKET_STATUS" ->
                "{\"markets\":[{\"market_type\":\"Equity\",\"region\":\"United States\",\"current_status\":\"open\"}]}";
            case "LISTING_STATUS" -> LISTED;
            default -> INVALID_CALL;
        };
        response.sendJson(body);
    }

    private static final String LISTED = """
            symbol,name,exchange,assetType,ipoDate,delistingDate,status
            ACME,Acme Corp,NYSE,Stock,1999-11-18,null,Active
            """;

    private static final String GLOBAL_QUOTE = "{\"Global Quote\":{\"01. symbol\":\"ACME\",\"02. open\":\"186.5000\","
            + "\"03. high\":\"188.7500\",\"04. low\":\"185.1250\",\"05. price\":\"187.2500\",\"06. volume\":\"4321987\","
            + "\"07. latest trading day\":\"2026-11-19\",\"08. previous close\":\"184.5000\",\"09. change\":\"2.7500\","
            + "\"10. change percent\":\"1.4905%\"}}";

    private static final String BULK =
            "{\"symbol\":\"ACME\",\"timestamp\":\"2026-11-19 19:59:55.291\",\"open\":\"186.5\","
                    + "\"high\":\"188.75\",\"low\":\"185.125\",\"close\":\"187.25\",\"volume\":\"4321987\",\"previous_close\":\"184.5\","
                    + "\"change\":\"2.75\",\"change_percent\":\"1.4905\",\"extended_hours_quote\":\"187.1\"}";

    static Quote quote() {
        return Quote.builder(KNOWN, AlphaVantageErrors.SOURCE)
                .price(187.25)
                .currency(CurrencyUnit.of("USD"))
                .open(186.5)
                .high(188.75)
                .low(185.125)
                .previousClose(184.5)
                .change(2.75)
                .changePercent(1.4905)
                .volume(4_321_987)
                .eventTime(Instant.parse("2026-11-19T21:00:00Z"))
                .build();
    }

    private static final String DAILY = "{\"Meta Data\":{\"1. Information\":\"Daily Prices\",\"2. Symbol\":\"ACME\","
            + "\"3. Last Refreshed\":\"2026-11-18\",\"4. Output Size\":\"Compact\",\"5. Time Zone\":\"US/Eastern\"},"
            + "\"Time Series (Daily)\":{"
            + row("2026-11-17", "11.5", "13.25", "10.75", "12.125", "2002")
            + ","
            + row("2026-11-18", "12.5", "14.25", "11.75", "13.125", "3003")
            + ","
            + row("2026-11-16", "10.5", "12.25", "9.75", "11.125", "1001")
            + "}}";

    static String row(String stamp, String open, String high, String low, String close, String volume) {
        return "\"" + stamp + "\":{\"1. open\":\"" + open + "\",\"2. high\":\"" + high + "\",\"3. low\":\"" + low
                + "\",\"4. close\":\"" + close + "\",\"5. volume\":\"" + volume + "\"}";
    }

    static BarQuery query(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        return new BarQuery(symbol, Interval.DAY_1, range, Adjustment.RAW, false);
    }

    static List<Bar> bars() {
        return List.of(bar(0), bar(1), bar(2));
    }

    private static Bar bar(int day) {
        Instant open = FIRST.plus(Duration.ofDays(day));
        return Bar.builder(KNOWN, AlphaVantageErrors.SOURCE, Interval.DAY_1)
                .span(open, open.plus(SESSION))
                .prices(10.5 + day, 12.25 + day, 9.75 + day, 11.125 + day)
                .volume(1001 * (day + 1))
                .tradingDay(LocalDate.of(2026, 11, 16 + day))
                .state(Bar.State.FINAL)
                .build();
    }

    private static String search(String text) {
        String match =
                "{\"1. symbol\":\"ACME\",\"2. name\":\"Acme Corp\",\"3. type\":\"Equity\",\"4. region\":\"United States\","
                        + "\"7. timezone\":\"UTC-05\",\"8. currency\":\"USD\",\"9. matchScore\":\"1.0000\"}";
        return "{\"bestMatches\":[" + (text.equals("acme") ? match : "") + "]}";
    }
}
