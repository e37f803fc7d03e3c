package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Serves recorded answers of REST to the provider and compares each value with another reading of them. */
class BinanceRecordedTest {
    private static final String ROOT = "wire/visible/binance/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FaultServer server = FaultServer.start();
    private final BinanceProvider provider =
            BinanceProvider.builder().restUri(server.uri()).build();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    @Test
    void exchangeInfo_recorded_givesEveryMarket() throws IOException {
        for (Path file : files("rest/exchangeInfo")) {
            server.clear();
            serve(file);
            try (BinanceProvider fresh =
                    BinanceProvider.builder().restUri(server.uri()).build()) {
                List<Instrument> all = fresh.discovery().orElseThrow().discover("", context(Map.of()));
                JsonNode rows = JSON.readTree(file.toFile()).get("symbols");
                assertThat(all).hasSize(rows.size());
                for (int i = 0; i < rows.size(); i++) {
                    assertMarket(all.get(i), rows.get(i));
                }
            }
        }
    }

    private static void assertMarket(Instrument instrument, JsonNode row) {
        assertThat(instrument.nativeSymbol()).isEqualTo(row.get("symbol").asText());
        assertThat(instrument.symbol())
                .isEqualTo(Symbol.of(row.get("baseAsset").asText() + "/"
                        + row.get("quoteAsset").asText()));
        String status = row.get("status").asText().replace("BREAK", "HALTED");
        assertThat(instrument.status()).hasToString(status);
        assertThat(instrument.tickSize()).hasValue(filter(row, "PRICE_FILTER", "tickSize"));
        assertThat(instrument.lotSize()).hasValue(filter(row, "LOT_SIZE", "stepSize"));
        assertThat(Objects.requireNonNull(instrument.currency()).code())
                .isEqualTo(row.get("quoteAsset").asText());
    }

    private static double filter(JsonNode row, String type, String field) {
        for (JsonNode filter : row.get("filters")) {
            if (filter.get("filterType").asText().equals(type)) {
                return filter.get(field).asDouble();
            }
        }
        throw new AssertionError(type);
    }

    @Test
    void ticker_recorded_givesEveryNumber() throws IOException {
        for (Path file : files("rest/ticker-24hr")) {
            server.clear();
            serve(file);
            JsonNode row = JSON.readTree(file.toFile());
            Symbol symbol = Symbol.of("AAA/BBB");
            Map<Symbol, Result<Quote>> answer =
                    provider.quotes().orElseThrow().fetchQuotes(Set.of(symbol), named(symbol, row.get("symbol")));
            Quote quote = Objects.requireNonNull(answer.get(symbol)).get();
            assertThat(quote.price()).isEqualTo(number(row.get("lastPrice")));
            assertThat(quote.bid()).hasValue(number(row.get("bidPrice")));
            assertThat(quote.bidSize()).hasValue(number(row.get("bidQty")));
            assertThat(quote.ask()).hasValue(number(row.get("askPrice")));
            assertThat(quote.askSize()).hasValue(number(row.get("askQty")));
            assertThat(quote.open()).hasValue(number(row.get("openPrice")));
            assertThat(quote.high()).hasValue(number(row.get("highPrice")));
            assertThat(quote.low()).hasValue(number(row.get("lowPrice")));
            assertThat(quote.volume()).hasValue(number(row.get("volume")));
            assertThat(quote.change()).hasValue(number(row.get("priceChange")));
            assertThat(quote.changePercent()).hasValue(number(row.get("priceChangePercent")));
            assertThat(quote.previousClose()).hasValue(number(row.get("prevClosePrice")));
            assertThat(quote.eventTime())
                    .isEqualTo(Instant.ofEpochMilli(row.get("closeTime").asLong()));
        }
    }

    @Test
    void klines_recorded_giveEveryRow() throws IOException {
        for (Path file : files("rest/klines")) {
            server.clear();
            serve(file);
            JsonNode rows = JSON.readTree(file.toFile());
            Symbol symbol = Symbol.of("BTC/USDT");
            long length = rows.get(0).get(6).asLong() + 1 - rows.get(0).get(0).asLong();
            Interval interval = BinanceBars.INTERVALS.keySet().stream()
                    .filter(candidate -> candidate.duration().toMillis() == length)
                    .findFirst()
                    .orElseThrow();
            Instant first = Instant.ofEpochMilli(rows.get(0).get(0).asLong());
            Instant end = Instant.ofEpochMilli(rows.get(rows.size() - 1).get(0).asLong() + 1);
            BarQuery query = new BarQuery(symbol, interval, TimeRange.of(first, end), Adjustment.RAW, false);
            BarSeries series = provider.bars().orElseThrow().fetchBars(query, context(Map.of(symbol, "BTCUSDT")));
            assertThat(series.size()).isEqualTo(rows.size());
            assertThat(series.rejectedRows()).isZero();
            for (int i = 0; i < rows.size(); i++) {
                assertRow(series.bar(i), rows.get(i));
            }
        }
    }

    private static void assertRow(Bar bar, JsonNode row) {
        assertThat(bar.openTime()).isEqualTo(Instant.ofEpochMilli(row.get(0).asLong()));
        assertThat(bar.open()).isEqualTo(number(row.get(1)));
        assertThat(bar.high()).isEqualTo(number(row.get(2)));
        assertThat(bar.low()).isEqualTo(number(row.get(3)));
        assertThat(bar.close()).isEqualTo(number(row.get(4)));
        assertThat(bar.volume()).hasValue(number(row.get(5)));
        assertThat(bar.closeTime()).isEqualTo(Instant.ofEpochMilli(row.get(6).asLong() + 1));
        assertThat(bar.vwap()).hasValue(number(row.get(7)) / number(row.get(5)));
        assertThat(bar.tradeCount()).hasValue(row.get(8).asLong());
        assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
    }

    @Test
    void aggTrades_recorded_giveEveryTrade() throws IOException {
        for (Path file : files("rest/aggTrades")) {
            server.clear();
            serve(file);
            JsonNode rows = JSON.readTree(file.toFile());
            Symbol symbol = Symbol.of("XRP/ETH");
            Instant first = Instant.ofEpochMilli(rows.get(0).get("T").asLong());
            Instant end =
                    Instant.ofEpochMilli(rows.get(rows.size() - 1).get("T").asLong() + 1);
            List<Trade> trades = provider.trades()
                    .orElseThrow()
                    .fetchTrades(symbol, TimeRange.of(first, end), context(Map.of(symbol, "XRPETH")));
            assertThat(trades).hasSize(rows.size());
            for (int i = 0; i < trades.size(); i++) {
                assertTrade(trades.get(i), rows.get(i));
            }
        }
    }

    private static void assertTrade(Trade trade, JsonNode row) {
        assertThat(trade.id()).isEqualTo(row.get("a").asText());
        assertThat(trade.price()).isEqualTo(number(row.get("p")));
        assertThat(trade.size()).isEqualTo(number(row.get("q")));
        assertThat(trade.eventTime())
                .isEqualTo(Instant.ofEpochMilli(row.get("T").asLong()));
        assertThat(trade.side()).isEqualTo(row.get("m").asBoolean() ? Side.SELL : Side.BUY);
    }

    @Test
    void depth_recorded_givesEveryLevel() throws IOException {
        for (Path file : files("rest/depth")) {
            server.clear();
            serve(file);
            JsonNode row = JSON.readTree(file.toFile());
            Symbol symbol = Symbol.of("AAA/BBB");
            OrderBook book = provider.books().orElseThrow().fetchBook(symbol, 1_000, context(Map.of(symbol, "AAABBB")));
            assertThat(book.state()).isEqualTo(OrderBook.State.LIVE);
            assertThat(levels(book.bids())).isEqualTo(levels(row.get("bids")));
            assertThat(levels(book.asks())).isEqualTo(levels(row.get("asks")));
        }
    }

    static List<List<Double>> levels(List<io.quotron.model.BookLevel> side) {
        return side.stream().map(level -> List.of(level.price(), level.size())).toList();
    }

    private static List<List<Double>> levels(JsonNode side) {
        List<List<Double>> levels = new ArrayList<>();
        side.forEach(level -> levels.add(List.of(number(level.get(0)), number(level.get(1)))));
        return levels;
    }

    @Test
    void errors_recorded_haveTheirReasons() throws IOException {
        Map<String, FailureReason> reasons = Map.of(
                "-1003-weight.json", FailureReason.RATE_LIMITED,
                "-1121-invalid-symbol.json", FailureReason.SYMBOL_UNKNOWN,
                "451-restricted-location.json", FailureReason.BLOCKED);
        Map<String, Integer> statuses =
                Map.of("-1003-weight.json", 429, "-1121-invalid-symbol.json", 400, "451-restricted-location.json", 451);
        for (Path file : files("rest/errors")) {
            String name = String.valueOf(file.getFileName());
            String body = Files.readString(file);
            int status = Objects.requireNonNull(statuses.get(name), name);
            server.clear();
            server.otherwise((request, response) -> response.status(status).sendJson(body));
            Symbol symbol = Symbol.of("BTC/USDT");
            org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                            provider.books().orElseThrow().fetchBook(symbol, 5, context(Map.of(symbol, "BTCUSDT"))))
                    .isInstanceOfSatisfying(
                            ProviderException.class, e -> assertThat(e.reason()).isEqualTo(reasons.get(name)));
        }
    }

    @Test
    void ping_recorded_isHealthy() throws IOException {
        for (Path file : files("rest/ping")) {
            server.clear();
            serve(file);
            assertThat(provider.check(context(Map.of())).healthy()).isTrue();
        }
    }

    private void serve(Path file) throws IOException {
        String body = Files.readString(file);
        server.otherwise((request, response) -> response.sendJson(body));
    }

    private static RequestContext named(Symbol symbol, JsonNode name) {
        return context(Map.of(symbol, name.asText()));
    }

    private static RequestContext context(Map<Symbol, String> names) {
        return RequestContext.builder(TimeSource.system())
                .overrides(symbol -> java.util.Optional.ofNullable(names.get(symbol)))
                .build();
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require(ROOT + folder))) {
            return files.sorted().toList();
        }
    }

    private static double number(JsonNode node) {
        return Double.parseDouble(node.asText());
    }
}
