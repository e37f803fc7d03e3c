package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assets and Spread, which no role of the client needs. */
class KrakenReferenceTest {
    private static final Symbol BTC_USD = Symbol.of("BTC/USD");

    private final FaultServer server = FaultServer.start().otherwise(KrakenServer::answer);
    private final KrakenProvider provider =
            KrakenProvider.builder().restUri(server.uri()).build();
    private final RequestContext context = RequestContext.builder(
                    VirtualTime.startingAt(Instant.parse("2026-11-20T12:00:00Z")))
            .build();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private void answer(String method, String result) {
        server.route(
                "/0/public/" + method,
                (request, response) -> response.sendJson("{\"error\":[],\"result\":" + result + "}"));
    }

    @Test
    void assets_olderAndNewerForm_areRead() {
        answer(
                "Assets",
                "{\"XXBT\":{\"aclass\":\"currency\",\"altname\":\"XBT\",\"decimals\":10,\"display_decimals\":5},"
                        + "\"ZUSD\":{\"aclass\":\"currency\",\"altname\":\"USD\",\"decimals\":4,\"display_decimals\":2,"
                        + "\"collateral_value\":1.0,\"status\":\"enabled\"}}");

        assertThat(provider.fetchAssets(context))
                .containsExactly(
                        new KrakenAsset("XXBT", "XBT", "currency", 10, 5, Optional.empty()),
                        new KrakenAsset("ZUSD", "USD", "currency", 4, 2, Optional.of("enabled")));
    }

    @Test
    void spreads_ofAMarket_areReadInOrder() {
        answer(
                "Spread",
                "{\"XXBTZUSD\":[[1700000000,\"100.1\",\"100.3\"],[1700000001,\"100.2\",\"100.3\"]],\"last\":1700000001}");

        assertThat(provider.fetchSpreads(BTC_USD, context))
                .containsExactly(
                        new KrakenSpread(Instant.ofEpochSecond(1_700_000_000), 100.1, 100.3),
                        new KrakenSpread(Instant.ofEpochSecond(1_700_000_001), 100.2, 100.3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"XXBT\":{\"aclass\":\"currency\",\"altname\":\"XBT\",\"decimals\":\"10\",\"display_decimals\":5}}",
                "{\"XXBT\":{\"aclass\":\"currency\",\"decimals\":10,\"display_decimals\":5}}",
                "{\"XXBT\":{\"aclass\":\"currency\",\"altname\":\"XBT\",\"decimals\":-1,\"display_decimals\":5}}"
            })
    void assets_thatAreNone_areMalformed(String result) {
        answer("Assets", result);

        assertThatThrownBy(() -> provider.fetchAssets(context)).satisfies(KrakenReferenceTest::isMalformed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1700000000,null,\"1\"]", "[1700000000,\"1\",\"NaN\"]", "[1700000000,\"0\",\"1\"]",
                        "[\"x\",\"1\",\"2\"]",
                "[1700000000,\"1\"]", "[1700000000,\"-1\",\"1\"]", "[1700000000,\"1,5\",\"2\"]", "[1e400,\"1\",\"2\"]"
            })
    void spreads_oneRowSpoiled_areMalformed(String row) {
        answer("Spread", "{\"XXBTZUSD\":[[1700000000,\"1\",\"2\"]," + row + "],\"last\":1}");

        assertThatThrownBy(() -> provider.fetchSpreads(BTC_USD, context)).satisfies(KrakenReferenceTest::isMalformed);
    }

    private static void isMalformed(Throwable thrown) {
        assertThat(((QuotronException) thrown).reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void recordings_everyAssetAndSpread_isThatOfTheBody() throws IOException {
        JsonNode assets = recorded("rest/assets/xchange-assets.json");
        JsonNode spread = recorded("rest/spread/xchange-spread.json");
        answer("Assets", assets.toString());
        answer("Spread", spread.toString());

        List<KrakenAsset> readAssets = provider.fetchAssets(context);
        List<KrakenSpread> readSpreads = provider.fetchSpreads(BTC_USD, context);

        assertThat(readAssets).hasSize(assets.size()).allSatisfy(asset -> {
            JsonNode sent = assets.get(asset.key());
            assertThat(asset.altname()).isEqualTo(sent.get("altname").asText());
            assertThat(asset.decimals()).isEqualTo(sent.get("decimals").asInt());
            assertThat(asset.displayDecimals())
                    .isEqualTo(sent.get("display_decimals").asInt());
        });
        JsonNode rows = spread.get("XXBTZUSD");
        assertThat(readSpreads).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(readSpreads.get(i).time().getEpochSecond())
                    .isEqualTo(rows.get(i).get(0).asLong());
            assertThat(readSpreads.get(i).bid()).isEqualTo(rows.get(i).get(1).asDouble());
            assertThat(readSpreads.get(i).ask()).isEqualTo(rows.get(i).get(2).asDouble());
        }
    }

    private static JsonNode recorded(String file) throws IOException {
        String body = Files.readString(SharedData.require("wire/visible/kraken/" + file));
        return new ObjectMapper().readTree(body).get("result");
    }
}
