package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.spi.BarQuery;
import io.quotron.spi.LimitReport;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Request;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceRestTest {
    private static final Symbol BTC = BinanceServer.BTC_USDT;

    private final VirtualTime time = VirtualTime.startingAt(BinanceServer.NOW);
    private final FaultServer server = FaultServer.start().otherwise(BinanceServer::answer);
    private final BinanceProvider provider =
            BinanceProvider.builder().restUri(server.uri()).build();
    private final List<Integer> weights = new ArrayList<>();
    private final List<LimitReport> reports = new ArrayList<>();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private RequestContext context() {
        return RequestContext.builder(time)
                .gate((weight, context) -> weights.add(weight))
                .limitReports(reports::add)
                .build();
    }

    private static Predicate<Request> path(String end) {
        return request -> request.path().endsWith(end);
    }

    private void answer(String path, String body) {
        server.route(path(path), (request, response) -> response.sendJson(body));
    }

    private BarSeries minutes(TimeRange range) {
        return provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(BTC, Interval.MINUTE_1, range, Adjustment.RAW, false), context());
    }

    private static TimeRange range(Instant start, long seconds) {
        return TimeRange.of(start, start.plusSeconds(seconds));
    }

    @Test
    void requests_eachKind_chargeTheirWeightAndReportTheServersCount() {
        provider.quotes().orElseThrow().fetchQuotes(Set.of(BTC), context());
        minutes(range(BinanceServer.FIRST_MINUTE, 120));
        for (int depth : new int[] {5, 100, 101, 1_000, 1_001, 9_999}) {
            provider.books().orElseThrow().fetchBook(BTC, depth, context());
        }
        provider.check(context());

        assertThat(weights).containsExactly(20, 2, 2, 5, 5, 25, 50, 250, 250, 1);
        assertThat(server.requests().stream().flatMap(request -> request.parameter("limit").stream()))
                .containsExactly("1000", "5", "100", "500", "1000", "5000", "5000");
        assertThat(reports).hasSize(10).containsOnly(LimitReport.used(Duration.ofMinutes(1), 123));
    }

    @ParameterizedTest
    @CsvSource({"1,2", "20,2", "21,40", "100,40", "101,80"})
    void tickerWeight_byNumberOfSymbols_isThatOfTheTable(int symbols, int weight) {
        assertThat(BinanceRest.tickerWeight(symbols)).isEqualTo(weight);
    }

    @Test
    void quotes_severalSymbols_areAskedAsOneList() {
        Set<Symbol> symbols = new LinkedHashSet<>(List.of(BTC, BinanceServer.ETH_BTC));
        provider.quotes().orElseThrow().fetchQuotes(symbols, context());

        Request request = server.requests().get(1);
        assertThat(request.parameter("symbols")).contains("[\"BTCUSDT\",\"ETHBTC\"]");
    }

    @Test
    void quotes_nothingTraded_areNoData() {
        String zeros = BinanceServer.ticker("BTCUSDT").replaceAll("\"-?[0-9]+\\.[0-9]+\"", "\"0.00000000\"");
        answer("24hr", zeros.replace("\"firstId\":1", "\"firstId\":-1").replace("\"lastId\":9", "\"lastId\":-1"));

        Map<Symbol, Result<Quote>> answer = provider.quotes().orElseThrow().fetchQuotes(Set.of(BTC), context());

        assertThat(Objects.requireNonNull(answer.get(BTC)))
                .isInstanceOfSatisfying(
                        Result.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.NO_DATA));
    }

    @Test
    void unknownPair_dollarsInsteadOfTether_namesWhatWasMeant() {
        assertThatThrownBy(() -> provider.books().orElseThrow().fetchBook(Symbol.of("BTC/USD"), 5, context()))
                .isInstanceOf(SymbolNotFoundException.class)
                .hasMessageContaining("did you mean BTC/USDT");
        assertThatThrownBy(() -> provider.books().orElseThrow().fetchBook(Symbol.of("BTCB/USD"), 5, context()))
                .isInstanceOf(SymbolNotFoundException.class);
    }

    @Test
    void lists_ofTheTable_areAllAndByQuoteAsset() {
        assertThat(provider.discovery().orElseThrow().lists(context())).containsExactly("all", "USDT", "BTC", "BUSD");
        List<Instrument> tether = provider.discovery().orElseThrow().discover("usdt", context());
        assertThat(tether)
                .extracting(instrument -> instrument.symbol().code())
                .containsExactly("BTC/USDT", "BTCST/USDT", "EUR/USDT", "SILENT/USDT");
        Instrument bitcoin = tether.get(0);
        assertThat(bitcoin.tickSize()).hasValue(0.01);
        assertThat(bitcoin.lotSize()).hasValue(0.00001);
        assertThat(bitcoin.status()).isEqualTo(TradingStatus.Status.TRADING);
        assertThat(tether.get(1).status()).isEqualTo(TradingStatus.Status.HALTED);
        assertThat(weights).containsExactly(20);
    }

    @Test
    void bars_longSpan_arePagedUntilTheEnd() {
        Instant start = BinanceServer.NOW.minus(Duration.ofHours(40));
        server.route(path("klines"), (request, response) -> {
            long from = Long.parseLong(request.parameter("startTime").orElseThrow());
            long to = Long.parseLong(request.parameter("endTime").orElseThrow());
            List<String> rows = new ArrayList<>();
            for (long open = -Math.floorDiv(-from, 60_000L) * 60_000;
                    open <= to && rows.size() < 1_000;
                    open += 60_000) {
                rows.add(BinanceServer.minute(open, "10.5"));
            }
            response.sendJson(rows.toString());
        });

        BarSeries bars = minutes(TimeRange.of(start, BinanceServer.NOW.minus(Duration.ofMinutes(5))));

        assertThat(bars.size()).isEqualTo(40 * 60 - 5);
        assertThat(weights).containsExactly(20, 2, 2, 2);
    }

    @Test
    void bars_aPageThatIsRepeated_endTheWalk() {
        List<String> rows = new ArrayList<>();
        long first = BinanceServer.NOW.toEpochMilli() / 60_000 * 60_000 - 2_000 * 60_000;
        for (int i = 0; i < 1_000; i++) {
            rows.add(BinanceServer.minute(first + i * 60_000L, "10.5"));
        }
        answer("klines", rows.toString());

        BarSeries bars = minutes(TimeRange.of(Instant.ofEpochMilli(first), BinanceServer.NOW));

        assertThat(bars.size()).isEqualTo(1_000);
        assertThat(weights).containsExactly(20, 2, 2);
    }

    @Test
    void bars_microseconds_areTheSameBars() {
        long open = BinanceServer.FIRST_MINUTE.toEpochMilli();
        server.clear();
        server.route(
                        path("klines"),
                        (request, response) ->
                                response.sendJson("[[" + open + "000,\"10\",\"12.5\",\"9.5\",\"11\",\"2.5\","
                                        + (open * 1_000 + 59_999_999) + ",\"26.875\",7,\"1\",\"10\",\"0\"]]"))
                .otherwise(BinanceServer::answer);

        Bar bar = minutes(range(BinanceServer.FIRST_MINUTE, 60)).bar(0);

        assertThat(bar.openTime()).isEqualTo(BinanceServer.FIRST_MINUTE);
        assertThat(bar.closeTime()).isEqualTo(BinanceServer.FIRST_MINUTE.plusSeconds(60));
        assertThat(bar.vwap()).hasValue(10.75);
    }

    @Test
    void bars_withoutTradesRunningOrOfAnotherLength_areMarkedOrLeftOut() {
        long open = BinanceServer.FIRST_MINUTE.toEpochMilli();
        String flat = "[" + open + ",\"10\",\"10\",\"10\",\"10\",\"0.00000000\"," + (open + 59_999)
                + ",\"0.00000000\",0,\"0\",\"0\",\"0\"]";
        String longer =
                BinanceServer.minute(open + 60_000, "10.5").replace("" + (open + 119_999), "" + (open + 359_999));
        answer("klines", "[" + flat + "," + longer + "," + BinanceServer.minute(open + 240_000, "10.5") + "]");

        BarSeries bars = minutes(range(BinanceServer.FIRST_MINUTE, 600));

        assertThat(bars.bars().map(Bar::state)).containsExactly(Bar.State.SYNTHETIC, Bar.State.FORMING);
        assertThat(bars.bar(0).vwap()).isEmpty();
        assertThat(bars.rejectedRows()).isEqualTo(1);
    }

    @Test
    void bars_ofEachLength_areAskedByTheirName() {
        for (Interval interval : BinanceBars.INTERVALS.keySet()) {
            BarQuery query = new BarQuery(BTC, interval, range(BinanceServer.FIRST_MINUTE, 60), Adjustment.RAW, false);
            try {
                provider.bars().orElseThrow().fetchBars(query, context());
            } catch (ProviderException rowsAreMinutes) {
                assertThat(interval).isEqualTo(Interval.SECOND_1);
            }
        }
        assertThat(server.requests().stream().flatMap(request -> request.parameter("interval").stream()))
                .containsExactlyInAnyOrder(
                        "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w",
                        "1M");
        assertThat(provider.descriptor().history()).hasSize(16);
    }

    @Test
    void trades_ofASpan_areThoseInIt() {
        Instant first = BinanceServer.NOW.minusSeconds(10);
        List<Trade> trades =
                provider.trades().orElseThrow().fetchTrades(BTC, TimeRange.of(first, first.plusSeconds(1)), context());

        assertThat(trades).extracting(Trade::id).containsExactly("11", "12");
        assertThat(weights).containsExactly(20, 4);
    }

    @Test
    void trades_idsThatGoBack_areRefused() {
        long millis = BinanceServer.NOW.toEpochMilli() - 5_000;
        answer("aggTrades", "[" + BinanceServer.trade(12, millis) + "," + BinanceServer.trade(11, millis) + "]");

        assertThatThrownBy(() -> provider.trades()
                        .orElseThrow()
                        .fetchTrades(BTC, range(BinanceServer.NOW.minusSeconds(60), 60), context()))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE))
                .hasMessageContaining("aggTrades/*/a");
    }

    @ParameterizedTest
    @CsvSource({
        "400,-1000,UNAVAILABLE",
        "400,-1001,UNAVAILABLE",
        "400,-1003,RATE_LIMITED",
        "400,-1008,UNAVAILABLE",
        "400,-1100,INVALID_REQUEST",
        "400,-1102,INVALID_REQUEST",
        "400,-1120,INVALID_REQUEST",
        "400,-1121,SYMBOL_UNKNOWN",
        "400,-1220,NO_DATA",
        "401,-2015,AUTHENTICATION",
        "400,-9999,INVALID_REQUEST",
        "200,-1003,RATE_LIMITED",
        "200,-1121,SYMBOL_UNKNOWN",
        "200,-9999,MALFORMED_RESPONSE",
        "451,0,BLOCKED",
        "403,-1,BLOCKED",
        "503,-1008,UNAVAILABLE",
        "429,-1003,RATE_LIMITED",
        "418,-1003,RATE_LIMITED"
    })
    void failure_byStatusAndCode_hasItsReason(int status, int code, FailureReason reason) {
        server.route(
                path("depth"),
                (request, response) ->
                        response.status(status).sendJson("{\"code\":" + code + ",\"msg\":\"some words\"}"));

        assertThatThrownBy(() -> provider.books().orElseThrow().fetchBook(BTC, 5, context()))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void ban_withItsEndInWords_lastsUntilThen() {
        long end = BinanceServer.NOW.plus(Duration.ofHours(5)).toEpochMilli();
        assertThat(pause(418, "Way too much request weight used; IP banned until " + end + ". Please use", "60"))
                .isEqualTo(Duration.ofHours(5));
        assertThat(pause(418, "banned", "172800")).isEqualTo(Duration.ofDays(2));
        assertThat(pause(418, "banned", "99999999")).isEqualTo(Duration.ofDays(3));
        assertThat(pause(418, "banned", "soon")).isEqualTo(Duration.ofMinutes(2));
        assertThat(pause(429, "slow down", "7")).isEqualTo(Duration.ofSeconds(7));
    }

    private Duration pause(int status, String words, String retryAfter) {
        server.clear();
        server.route(
                        path("depth"),
                        (request, response) -> response.status(status)
                                .header("Retry-After", retryAfter)
                                .sendJson("{\"code\":-1003,\"msg\":\"" + words + "\"}"))
                .otherwise(BinanceServer::answer);
        try {
            provider.books().orElseThrow().fetchBook(BTC, 5, context());
            throw new AssertionError("was not refused");
        } catch (RateLimitedException e) {
            return e.retryAfter();
        }
    }

    @ParameterizedTest
    @CsvSource({"a", "p", "q", "T", "m"})
    void trades_aSpoiledField_makeNoTrades(String field) {
        long millis = BinanceServer.NOW.toEpochMilli() - 5_000;
        String good = BinanceServer.trade(11, millis);
        for (String poison : BinancePoisons.ALL) {
            String row = good.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[^,}]*)", "\"" + field + "\":" + poison);
            server.clear();
            server.route(path("aggTrades"), (request, response) -> response.sendJson("[" + row + "]"))
                    .otherwise(BinanceServer::answer);
            assertThatThrownBy(() -> provider.trades()
                            .orElseThrow()
                            .fetchTrades(BTC, range(BinanceServer.NOW.minusSeconds(60), 60), context()))
                    .as("%s of %s", poison, field)
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
        }
    }

    @Test
    void builders_ofTheExchanges_haveTheirOwnSources() {
        try (BinanceProvider american = BinanceProvider.us()) {
            assertThat(american.descriptor().id()).hasToString("binanceus");
            assertThat(american.descriptor().rateLimit()).hasToString("960 per PT1M");
        }
        assertThat(provider.descriptor().rateLimit()).hasToString("4800 per PT1M");
        assertThatThrownBy(() -> BinanceProvider.usBuilder().marketDataOnly())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> BinanceProvider.builder()
                        .restUri(URI.create("ftp://x"))
                        .socketUri(URI.create("http://y"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restUri")
                .hasMessageContaining("socketUri");
        assertThat(BinanceSocket.address(URI.create("wss://x:9443/"))).hasToString("wss://x:9443/stream");
        assertThat(BinanceSocket.address(URI.create("wss://x/stream"))).hasToString("wss://x/stream");
    }
}
