package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Side;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mean prices and the newest trades, which no role of the client needs. */
class BinanceExtrasTest {
    private final FaultServer server = FaultServer.start().otherwise(BinanceServer::answer);
    private final BinanceProvider provider =
            BinanceProvider.builder().restUri(server.uri()).build();
    private final AtomicInteger charged = new AtomicInteger();
    private final RequestContext context = RequestContext.builder(VirtualTime.startingAt(BinanceServer.NOW))
            .gate((weight, call) -> charged.addAndGet(weight))
            .build();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private void answer(String method, String body) {
        server.route("/api/v3/" + method, (request, response) -> response.sendJson(body));
    }

    @Test
    void averagePrice_withAndWithoutTime_isRead() {
        answer("avgPrice", "{\"mins\":5,\"price\":\"60753.92405551\"}");
        assertThat(provider.fetchAveragePrice(BinanceServer.BTC_USDT, context))
                .isEqualTo(new BinanceAveragePrice(60753.92405551, Duration.ofMinutes(5), Optional.empty()));
        assertThat(charged).hasValue(20 + 2);

        long now = BinanceServer.NOW.toEpochMilli();
        answer("avgPrice", "{\"mins\":5,\"price\":\"1.5\",\"closeTime\":" + now + "}");
        assertThat(provider.fetchAveragePrice(BinanceServer.BTC_USDT, context).time())
                .contains(BinanceServer.NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"mins\":5,\"price\":\"0.00000000\"}",
                "{\"mins\":5,\"price\":\"NaN\"}",
                "{\"mins\":5,\"price\":null}",
                "{\"mins\":0,\"price\":\"1\"}",
                "{\"price\":\"1\"}"
            })
    void averagePrice_thatIsNone_isMalformed(String body) {
        answer("avgPrice", body);

        assertThatThrownBy(() -> provider.fetchAveragePrice(BinanceServer.BTC_USDT, context))
                .satisfies(BinanceExtrasTest::isMalformed);
    }

    @Test
    void recentTrades_takerSides_areTold() {
        long now = BinanceServer.NOW.toEpochMilli();
        answer(
                "trades",
                "[{\"id\":7,\"price\":\"10.5\",\"qty\":\"2\",\"quoteQty\":\"21\",\"time\":" + now
                        + ",\"isBuyerMaker\":true,\"isBestMatch\":true},{\"id\":8,\"price\":\"10.6\",\"qty\":\"1\",\"time\":"
                        + now
                        + ",\"isBuyerMaker\":false}]");

        List<Trade> trades = provider.fetchRecentTrades(BinanceServer.BTC_USDT, 2, context);

        assertThat(trades).extracting(Trade::id).containsExactly("7", "8");
        assertThat(trades).extracting(Trade::side).containsExactly(Side.SELL, Side.BUY);
        assertThat(trades).extracting(Trade::price).containsExactly(10.5, 10.6);
        assertThat(trades).allMatch(trade -> trade.eventTime().equals(BinanceServer.NOW));
        assertThat(charged).hasValue(20 + 25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7,\"price\":\"x\",\"qty\":\"2\",\"time\":1772452830000,\"isBuyerMaker\":true}",
                "{\"id\":7,\"price\":\"1\",\"qty\":null,\"time\":1772452830000,\"isBuyerMaker\":true}",
                "{\"id\":\"7\",\"price\":\"1\",\"qty\":\"2\",\"time\":1772452830000,\"isBuyerMaker\":true}",
                "{\"id\":7,\"price\":\"1\",\"qty\":\"2\",\"time\":0,\"isBuyerMaker\":true}",
                "{\"id\":7,\"price\":\"1\",\"qty\":\"2\",\"time\":1772452830000}"
            })
    void recentTrades_oneSpoiled_areMalformed(String trade) {
        answer("trades", "[" + trade + "]");

        assertThatThrownBy(() -> provider.fetchRecentTrades(BinanceServer.BTC_USDT, 1, context))
                .satisfies(BinanceExtrasTest::isMalformed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_001})
    void recentTrades_countOutOfRange_isRefusedWithoutARequest(int count) {
        assertThatThrownBy(() -> provider.fetchRecentTrades(BinanceServer.BTC_USDT, count, context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000");
        assertThat(server.requests()).isEmpty();
    }

    private static void isMalformed(Throwable thrown) {
        assertThat(((QuotronException) thrown).reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void recordings_everyTradeAndMean_isThatOfTheBody() throws IOException {
        JsonNode mean = recorded("rest/avgPrice/nautilus-BTCUSDT-2021.json");
        JsonNode rows = recorded("rest/trades/nautilus-BTCUSDT-2021.json");
        answer("avgPrice", mean.toString());
        answer("trades", rows.toString());

        assertThat(provider.fetchAveragePrice(BinanceServer.BTC_USDT, context).price())
                .isEqualTo(mean.get("price").asDouble());
        List<Trade> trades = provider.fetchRecentTrades(BinanceServer.BTC_USDT, 1_000, context);
        assertThat(trades).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            assertThat(trades.get(i).price()).isEqualTo(row.get("price").asDouble());
            assertThat(trades.get(i).size()).isEqualTo(row.get("qty").asDouble());
            assertThat(trades.get(i).id()).isEqualTo(row.get("id").asText());
            assertThat(trades.get(i).eventTime().toEpochMilli())
                    .isEqualTo(row.get("time").asLong());
            assertThat(trades.get(i).side()).isEqualTo(row.get("isBuyerMaker").asBoolean() ? Side.SELL : Side.BUY);
        }
    }

    private static JsonNode recorded(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(SharedData.require("wire/visible/binance/" + file)));
    }
}
