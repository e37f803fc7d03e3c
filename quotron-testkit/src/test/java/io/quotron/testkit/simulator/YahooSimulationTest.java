package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static io.quotron.testkit.simulator.WireClient.list;
import static io.quotron.testkit.simulator.WireClient.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YahooSimulationTest {
    /** A Wednesday, 45 minutes after the opening in New York. */
    private static final Instant OPEN = Instant.parse("2026-03-04T15:15:30Z");

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final Seed seed = Seed.of("YahooSimulationTest");
    private final VirtualTime time = VirtualTime.startingAt(OPEN);
    private MarketSimulator simulator;

    @BeforeEach
    void start() {
        simulator = MarketSimulator.builder().seed(seed.value()).time(time).start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private WireClient.Answer get(String target, String... headers) throws IOException {
        return WireClient.get(simulator.yahooUri(), target, headers);
    }

    private Object chart(String target) throws IOException {
        WireClient.Answer answer = get("/v8/finance/chart/" + target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return at(answer.json(), "chart", "result", 0);
    }

    private String cookie() throws IOException {
        WireClient.Answer page = WireClient.get(
                simulator.yahooCookieUri(), simulator.yahooCookieUri().getPath());
        assertThat(page.status()).isEqualTo(404);
        String line = page.head()
                .lines()
                .filter(l -> l.startsWith("Set-Cookie: "))
                .findFirst()
                .orElseThrow();
        return "Cookie: " + line.substring("Set-Cookie: ".length(), line.indexOf(';'));
    }

    private WireClient.Answer quote(String symbols) throws IOException {
        String cookie = cookie();
        String crumb = get("/v1/test/getcrumb", cookie).body();
        assertThat(crumb).hasSize(11);
        String encoded = URLEncoder.encode(crumb, StandardCharsets.UTF_8);
        return get("/v7/finance/quote?symbols=" + symbols + "&crumb=" + encoded, cookie);
    }

    @Test
    void chart_dailyYear_hasOneRowPerSessionAndAdjustedCloses() throws IOException {
        Object result = chart("AAPL?interval=1d&range=1y&events=div,splits");

        List<?> stamps = list(result, "timestamp");
        assertThat(stamps).hasSizeBetween(249, 253);
        assertThat(number(result, "timestamp", 0)).isEqualTo(1_741_098_600.0);
        List<?> closes = list(result, "indicators", "quote", 0, "close");
        List<?> adjusted = list(result, "indicators", "adjclose", 0, "adjclose");
        int last = closes.size() - 1;
        assertThat(adjusted.get(last)).isEqualTo(closes.get(last));
        double kept = 1;
        Map<?, ?> dividends = (Map<?, ?>) at(result, "events", "dividends");
        assertThat(dividends).hasSize(4);
        for (Object dividend : dividends.values()) {
            int index = stamps.indexOf(at(dividend, "date"));
            kept *= 1 - number(dividend, "amount") / number(closes.get(index - 1));
        }
        assertThat(number(adjusted.get(0))).isCloseTo(number(closes.get(0)) * kept, within(1e-4));
    }

    @Test
    void chart_dayOfHistory_equalsTheFoldOfItsTrades() throws IOException {
        Object result = chart("MSFT?interval=1d&period1=1767916800&period2=1768003200");

        assertThat(list(result, "timestamp")).hasSize(1);
        long open = (long) number(result, "timestamp", 0);
        List<Trade> trades = trades("MSFT", open, open + 23_400);
        assertThat(number(result, "indicators", "quote", 0, "open", 0))
                .isEqualTo(wide(trades.get(0).price()));
        assertThat(number(result, "indicators", "quote", 0, "high", 0))
                .isEqualTo(wide(trades.stream().mapToDouble(Trade::price).max().orElse(0)));
        assertThat(number(result, "indicators", "quote", 0, "low", 0))
                .isEqualTo(wide(trades.stream().mapToDouble(Trade::price).min().orElse(0)));
        assertThat(number(result, "indicators", "quote", 0, "volume", 0))
                .isEqualTo(trades.stream().mapToDouble(Trade::size).sum());
    }

    private static double wide(double price) {
        return (float) price;
    }

    private List<Trade> trades(String symbol, long from, long to) {
        return simulator.tradesBetween(Symbol.of(symbol), Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
    }

    @Test
    void chart_minutesOfToday_equalTheFoldOfTheTrades() throws IOException {
        Object result = chart("AAPL?interval=1m&range=1d");

        List<?> stamps = list(result, "timestamp");
        assertThat(stamps).hasSize(46);
        for (int i = 0; i < stamps.size(); i++) {
            long from = (long) number(stamps.get(i));
            long to = Math.min(from + 60, OPEN.getEpochSecond());
            List<Trade> trades = trades("AAPL", from, to);
            Object close = list(result, "indicators", "quote", 0, "close").get(i);
            if (trades.isEmpty()) {
                assertThat(close).isNull();
            } else {
                assertThat(number(close))
                        .isEqualTo(wide(trades.get(trades.size() - 1).price()));
                assertThat(number(result, "indicators", "quote", 0, "volume", i))
                        .isEqualTo(trades.stream().mapToDouble(Trade::size).sum());
            }
        }
    }

    @Test
    void chart_splitInTheSpan_doesNotJump() throws IOException {
        Object result = chart("AAPL?interval=1d&period1=1596240000&period2=1601510400&events=split");

        assertThat(at(result, "events", "splits", "1598880600", "splitRatio")).isEqualTo("4:1");
        List<?> closes = list(result, "indicators", "quote", 0, "close");
        for (int i = 1; i < closes.size(); i++) {
            assertThat(number(closes.get(i)) / number(closes.get(i - 1))).isBetween(0.85, 1.15);
        }
        Trade before = trades("AAPL", 1_598_621_400, 1_598_644_800).get(0);
        Trade after = trades("AAPL", 1_598_880_600, 1_598_904_000).get(0);
        assertThat(before.price() / after.price()).isBetween(3.4, 4.6);
    }

    @Test
    void chart_runningSession_isStampedWithItsLastTrade() throws IOException {
        Object result = chart("AAPL?interval=1d&range=5d");

        List<?> stamps = list(result, "timestamp");
        assertThat(stamps).hasSize(5);
        assertThat(stamps.get(4)).isEqualTo(at(result, "meta", "regularMarketTime"));
    }

    @Test
    void chart_weeksAndMonths_beginOnMondayAndTheFirst() throws IOException {
        assertThat(list(chart("SPY?interval=1wk&range=3mo"), "timestamp"))
                .allSatisfy(stamp -> assertThat(local(stamp).getDayOfWeek()).hasToString("MONDAY"));
        assertThat(list(chart("SPY?interval=1mo&range=1y"), "timestamp"))
                .hasSizeBetween(11, 13)
                .allSatisfy(stamp -> assertThat(local(stamp).getDayOfMonth()).isEqualTo(1));
    }

    private static LocalDate local(Object stamp) {
        return LocalDate.ofInstant(Instant.ofEpochSecond((long) number(stamp)), NEW_YORK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOPE?range=1d|404|No data found, symbol may be delisted",
                "AAPL?interval=1m&period1=1577836800&period2=1578009600|422|1m data not available for "
                        + "startTime=1577836800 and endTime=1578009600. The requested range must be within the last 30 days.",
                "AAPL?interval=1d&period1=800000000&period2=800086400|400|Data doesn't exist for startDate = 800000000, "
                        + "endDate = 800086400",
            })
    void chart_impossibleQuestion_isRefusedInYahoosWords(String target, int status, String words) throws IOException {
        WireClient.Answer answer = get("/v8/finance/chart/" + target);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(at(answer.json(), "chart", "error", "description")).isEqualTo(words);
    }

    @Test
    void chart_weekend_hasMetaButNoRows() throws IOException {
        Object result = chart("AAPL?interval=1d&period1=1767398400&period2=1767484800");

        assertThat(WireClient.keys(result)).doesNotContain("timestamp");
        assertThat(list(result, "indicators", "quote")).hasToString("[{}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%5EGSPC", "EURUSD=X", "EURUSD%3DX", "BTC-USD", "VOD.L", "SPY"})
    void chart_eachKindOfSymbol_isAnswered(String symbol) throws IOException {
        Object result = chart(symbol + "?interval=1d&range=1mo");

        assertThat(list(result, "timestamp")).hasSizeGreaterThan(17);
        assertThat(number(result, "meta", "regularMarketPrice")).isPositive();
        assertThat(at(result, "meta", "longName").toString()).endsWith("(simulated)");
    }

    @Test
    void quote_withCookieAndCrumb_agreesWithTheTape() throws IOException {
        WireClient.Answer answer = quote("AAPL,NOPE,BTC-USD,EURUSD=X");

        assertThat(answer.status()).isEqualTo(200);
        List<?> entries = list(answer.json(), "quoteResponse", "result");
        assertThat(entries).hasSize(3);
        Object apple = entries.get(0);
        List<Trade> trades = trades("AAPL", OPEN.getEpochSecond() - 2_730, OPEN.getEpochSecond());
        assertThat(number(apple, "regularMarketPrice"))
                .isCloseTo(trades.get(trades.size() - 1).price(), within(1e-4));
        assertThat(at(apple, "marketState")).isEqualTo("REGULAR");
        assertThat(number(apple, "ask")).isGreaterThan(number(apple, "bid"));
        assertThat(number(apple, "regularMarketVolume"))
                .isEqualTo(trades.stream().mapToDouble(Trade::size).sum());
        assertThat(WireClient.keys(entries.get(1))).doesNotContain("bid");
        assertThat(number(entries.get(2), "regularMarketVolume")).isZero();
    }

    @Test
    void quote_withoutCrumb_isUnauthorized() throws IOException {
        WireClient.Answer answer = get("/v7/finance/quote?symbols=AAPL&crumb=wrong", cookie());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body())
                .isEqualTo("{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\","
                        + "\"description\":\"Invalid Crumb\"}}}");
        assertThat(simulator.requests()).noneMatch(request -> request.query().contains("wrong"));
    }

    @Test
    void quote_unknownSymbolOnly_isAnEmptyList() throws IOException {
        assertThat(quote("NOPE").body()).isEqualTo("{\"quoteResponse\":{\"result\":[],\"error\":null}}");
    }

    @Test
    void search_partOfAName_findsTheInstrument() throws IOException {
        Object answer = get("/v1/finance/search?q=apple&quotesCount=5").json();

        assertThat(at(answer, "quotes", 0, "symbol")).isEqualTo("AAPL");
        assertThat(get("/v1/finance/search").status()).isEqualTo(400);
    }

    @Test
    void yahooAndKraken_samePair_haveOnePrice() throws IOException {
        Object chart = chart("BTC-USD?interval=1d&range=5d");
        Object kraken = WireClient.get(simulator.krakenRestUri(), "/0/public/Ticker?pair=XBTUSD")
                .json();

        assertThat(number(chart, "meta", "regularMarketPrice"))
                .isEqualTo(Double.parseDouble(Float.toString((float) number(kraken, "result", "XXBTZUSD", "c", 0))));
    }
}
