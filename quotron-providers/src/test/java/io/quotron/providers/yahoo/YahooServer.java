package io.quotron.providers.yahoo;

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
import java.util.stream.Stream;

/** Yahoo on a good day, with invented numbers, for the contracts that every provider fulfils. */
final class YahooServer {
    static final Symbol KNOWN = Symbol.of("AAPL");
    static final Symbol UNKNOWN = Symbol.of("NOPE");
    private static final Instant FIRST = Instant.parse("2026-11-16T14:30:00Z");
    private static final Duration SESSION = Duration.ofMinutes(390);

    private YahooServer() {}

    static MarketDataProvider provider(URI server) {
        return YahooProvider.builder().baseUri(server).build();
    }

    static boolean isData(Request request) {
        return !request.path().equals("/") && !request.path().equals(YahooStub.CRUMB);
    }

    static void answer(Request request, Response response) throws IOException {
        String path = request.path();
        if (path.equals("/")) {
            response.status(404).header("Set-Cookie", "A3=abc; Path=/").send("nothing");
        } else if (path.equals(YahooStub.CRUMB)) {
            response.send("cr/umb.1");
        } else if (path.equals(YahooStub.QUOTE)) {
            response.sendJson(quotes(request.parameter("symbols").orElse("")));
        } else if (path.equals(YahooStub.CHART + "AAPL")) {
            response.sendJson(chart());
        } else if (path.equals(YahooStub.SEARCH)) {
            response.sendJson(search(request.parameter("q").orElse("")));
        } else {
            response.status(404)
                    .sendJson("{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\","
                            + "\"description\":\"No data found, symbol may be delisted\"}}}");
        }
    }

    private static String quotes(String symbols) {
        boolean known = Stream.of(symbols.split(",", -1)).anyMatch("AAPL"::equals);
        String entry = "{\"symbol\":\"AAPL\",\"quoteType\":\"EQUITY\",\"market\":\"us_market\",\"currency\":\"USD\","
                + "\"regularMarketPrice\":187.25,\"regularMarketTime\":1795186800,\"regularMarketOpen\":186.5,"
                + "\"regularMarketDayHigh\":188.75,\"regularMarketDayLow\":185.125,\"regularMarketPreviousClose\":184.5,"
                + "\"regularMarketChange\":2.75,\"regularMarketChangePercent\":1.4905149,\"regularMarketVolume\":4321987,"
                + "\"bid\":187.24,\"ask\":187.26,\"bidSize\":3,\"askSize\":5}";
        return "{\"quoteResponse\":{\"result\":[" + (known ? entry : "") + "],\"error\":null}}";
    }

    static Quote quote() {
        return Quote.builder(KNOWN, YahooErrors.SOURCE)
                .price(187.25)
                .currency(CurrencyUnit.of("USD"))
                .open(186.5)
                .high(188.75)
                .low(185.125)
                .previousClose(184.5)
                .change(2.75)
                .changePercent(1.4905149)
                .volume(4_321_987)
                .bid(187.24)
                .ask(187.26)
                .bidSize(300)
                .askSize(500)
                .eventTime(Instant.ofEpochSecond(1_795_186_800))
                .build();
    }

    private static String chart() {
        return new ChartBody()
                .symbol("AAPL")
                .session("2026-11-18T14:30:00Z", "2026-11-18T21:00:00Z")
                .row("2026-11-16T14:30:00Z", 10.5, 12.25, 9.75, 11.125, 1001)
                .row("2026-11-17T14:30:00Z", 11.5, 13.25, 10.75, 12.125, 2002)
                .row("2026-11-18T14:30:00Z", 12.5, 14.25, 11.75, 13.125, 3003)
                .json();
    }

    static BarQuery query(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        return new BarQuery(symbol, Interval.DAY_1, range, Adjustment.SPLITS, false);
    }

    static List<Bar> bars() {
        return List.of(bar(0), bar(1), bar(2));
    }

    private static Bar bar(int day) {
        Instant open = FIRST.plus(Duration.ofDays(day));
        return Bar.builder(KNOWN, YahooErrors.SOURCE, Interval.DAY_1)
                .span(open, open.plus(SESSION))
                .prices(10.5 + day, 12.25 + day, 9.75 + day, 11.125 + day)
                .volume(1001 * (day + 1))
                .tradingDay(LocalDate.of(2026, 11, 16 + day))
                .state(Bar.State.FINAL)
                .build();
    }

    private static String search(String text) {
        String entry =
                "{\"symbol\":\"AAPL\",\"quoteType\":\"EQUITY\",\"longname\":\"Apple Inc.\",\"exchDisp\":\"NASDAQ\","
                        + "\"isYahooFinance\":true}";
        return "{\"quotes\":[" + (text.equals("apple") ? entry : "") + "]}";
    }
}
