package io.quotron.providers.yahoo;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.Split;
import io.quotron.model.Statistic;
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
import java.util.Optional;
import java.util.OptionalDouble;
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
        } else if (path.equals(YahooStub.SUMMARY + "AAPL")) {
            response.sendJson(SUMMARY);
        } else if (path.equals(YahooStub.OPTIONS + "AAPL")) {
            response.sendJson(options(request.parameter("date").orElse("1795737600")));
        } else if (path.startsWith(YahooStub.TRENDING)) {
            response.sendJson("{\"finance\":{\"result\":[{\"count\":2,\"quotes\":[{\"symbol\":\"AAPL\"},"
                    + "{\"symbol\":\"BTC-USD\"}]}],\"error\":null}}");
        } else if (path.equals(YahooStub.SCREENER)) {
            response.sendJson(SCREEN);
        } else {
            response.status(404)
                    .sendJson("{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\","
                            + "\"description\":\"No data found, symbol may be delisted\"}}}");
        }
    }

    private static final String SCREEN =
            "{\"finance\":{\"result\":[{\"id\":\"x\",\"count\":1,\"quotes\":[{\"symbol\":\"AAPL\","
                    + "\"quoteType\":\"EQUITY\",\"longName\":\"Apple Inc.\",\"fullExchangeName\":\"NasdaqGS\",\"currency\":\"USD\"}]}],"
                    + "\"error\":null}}";

    private static final String SUMMARY =
            "{\"quoteSummary\":{\"result\":[{\"assetProfile\":{\"country\":\"United States\","
                    + "\"website\":\"https://example.org\",\"industry\":\"Phones\",\"sector\":\"Technology\","
                    + "\"longBusinessSummary\":\"Makes phones.\",\"fullTimeEmployees\":1234},"
                    + "\"price\":{\"symbol\":\"AAPL\",\"quoteType\":\"EQUITY\",\"longName\":\"Apple Inc.\",\"exchangeName\":\"NasdaqGS\","
                    + "\"currency\":\"USD\",\"regularMarketPrice\":187.25,\"marketCap\":2900000000000},"
                    + "\"summaryDetail\":{\"currency\":\"USD\",\"trailingPE\":29.5,\"dividendRate\":1.04,\"dividendYield\":0.0056,"
                    + "\"beta\":1.25,\"averageVolume\":50123456,\"fiftyTwoWeekHigh\":199.5,\"fiftyTwoWeekLow\":124.25},"
                    + "\"defaultKeyStatistics\":{\"sharesOutstanding\":15500000000,\"trailingEps\":6.35,\"bookValue\":4.25},"
                    + "\"financialData\":{\"totalRevenue\":390000000000,\"financialCurrency\":\"USD\",\"returnOnEquity\":1.5}}],"
                    + "\"error\":null}}";

    static Profile profile() {
        Instrument instrument = Instrument.builder(KNOWN, YahooErrors.SOURCE)
                .name("Apple Inc.")
                .venue("NasdaqGS")
                .kind(Instrument.Kind.EQUITY)
                .currency(CurrencyUnit.of("USD"))
                .build();
        return Profile.builder(instrument)
                .sector("Technology")
                .industry("Phones")
                .country("United States")
                .website("https://example.org")
                .description("Makes phones.")
                .employees(1234)
                .currency(CurrencyUnit.of("USD"))
                .statistic(Statistic.MARKET_CAP, 2.9e12)
                .statistic(Statistic.TRAILING_PE, 29.5)
                .statistic(Statistic.DIVIDEND_PER_SHARE, 1.04)
                .statistic(Statistic.DIVIDEND_YIELD, 0.0056)
                .statistic(Statistic.BETA, 1.25)
                .statistic(Statistic.AVERAGE_VOLUME, 50_123_456)
                .statistic(Statistic.FIFTY_TWO_WEEK_HIGH, 199.5)
                .statistic(Statistic.FIFTY_TWO_WEEK_LOW, 124.25)
                .statistic(Statistic.SHARES_OUTSTANDING, 1.55e10)
                .statistic(Statistic.EARNINGS_PER_SHARE, 6.35)
                .statistic(Statistic.BOOK_VALUE_PER_SHARE, 4.25)
                .statistic(Statistic.REVENUE, 3.9e11)
                .statistic(Statistic.RETURN_ON_EQUITY, 1.5)
                .receivedTime(Instant.EPOCH)
                .build();
    }

    /** Options of 2026-11-27 and, by name only, of 2026-12-18. */
    private static String options(String date) {
        String calls =
                contract('C', 180, 8.5, 8.25, 8.75, 120, 3000) + "," + contract('C', 190, 2.25, 2.125, 2.375, 95, 4100);
        String puts = contract('P', 180, 1.5, 1.25, 1.75, 33, 2200);
        boolean known = date.equals("1795737600");
        return "{\"optionChain\":{\"result\":[{\"underlyingSymbol\":\"AAPL\",\"expirationDates\":[1795737600,1797552000],"
                + "\"strikes\":[180,190],\"hasMiniOptions\":false,\"quote\":{\"symbol\":\"AAPL\",\"regularMarketPrice\":187.25},"
                + "\"options\":[{\"expirationDate\":" + date + ",\"hasMiniOptions\":false,\"calls\":["
                + (known ? calls : "") + "],\"puts\":[" + (known ? puts : "") + "]}]}],\"error\":null}}";
    }

    private static String contract(
            char type, int strike, double last, double bid, double ask, int volume, int openInterest) {
        return "{\"contractSymbol\":\"AAPL261127" + type + "00" + strike + "000\",\"strike\":" + strike
                + ",\"currency\":\"USD\",\"lastPrice\":" + last + ",\"bid\":" + bid + ",\"ask\":" + ask
                + ",\"volume\":" + volume + ",\"openInterest\":" + openInterest
                + ",\"expiration\":1795737600,\"lastTradeDate\":1795100000,\"impliedVolatility\":0.25,\"inTheMoney\":true}";
    }

    static OptionChain chain() {
        LocalDate day = LocalDate.of(2026, 11, 27);
        return new OptionChain(
                KNOWN,
                YahooErrors.SOURCE,
                List.of(day, LocalDate.of(2026, 12, 18)),
                day,
                List.of(
                        option(OptionContract.Type.CALL, 180, 8.5, 8.25, 8.75, 120, 3000),
                        option(OptionContract.Type.CALL, 190, 2.25, 2.125, 2.375, 95, 4100)),
                List.of(option(OptionContract.Type.PUT, 180, 1.5, 1.25, 1.75, 33, 2200)),
                OptionalDouble.of(187.25),
                Instant.parse("2026-11-20T15:00:00Z"));
    }

    private static OptionContract option(
            OptionContract.Type type, int strike, double last, double bid, double ask, int volume, int openInterest) {
        String letter = type == OptionContract.Type.CALL ? "C" : "P";
        return new OptionContract(
                Symbol.of("AAPL261127" + letter + "00" + strike + "000"),
                type,
                strike,
                LocalDate.of(2026, 11, 27),
                OptionalDouble.of(last),
                Optional.of(Instant.ofEpochSecond(1_795_100_000)),
                OptionalDouble.of(bid),
                OptionalDouble.of(ask),
                OptionalDouble.of(volume),
                OptionalDouble.of(openInterest),
                OptionalDouble.of(0.25),
                Optional.of(true),
                CurrencyUnit.of("USD"));
    }

    /** Payments and a split, as Yahoo states them: in shares of today. */
    static void answerActions(Request request, Response response) throws IOException {
        if (!request.path().equals(YahooStub.CHART + "AAPL")) {
            answer(request, response);
            return;
        }
        response.sendJson(new ChartBody()
                .symbol("AAPL")
                .session("2026-11-18T14:30:00Z", "2026-11-18T21:00:00Z")
                .row("2026-11-16T14:30:00Z", 10.5, 12.25, 9.75, 11.125, 1001)
                .dividend("2026-11-10T14:30:00Z", 0.25)
                .split("2026-11-12T14:30:00Z", 2, 1)
                .dividend("2026-11-16T14:30:00Z", 0.375)
                .json());
    }

    static List<CorporateAction> actions() {
        CurrencyUnit usd = CurrencyUnit.of("USD");
        return List.of(
                new Dividend(KNOWN, LocalDate.of(2026, 11, 10), 0.5, usd),
                new Split(KNOWN, LocalDate.of(2026, 11, 12), 2, 1),
                new Dividend(KNOWN, LocalDate.of(2026, 11, 16), 0.375, usd));
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
        return "{\"quotes\":[" + (text.equals("apple") || text.equals("US0378331005") ? entry : "") + "]}";
    }
}
