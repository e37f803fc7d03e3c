package io.quotron.providers.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.contract.StreamSourceContract;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;

class BinanceStreamContractTest extends StreamSourceContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FaultServer rest = FaultServer.start().otherwise(BinanceServer::answer);

    @AfterEach
    void closeRest() {
        rest.close();
    }

    /** The table of markets is loaded before, so that the contract counts nothing but what it asks for. */
    @Override
    protected MarketDataProvider createProvider(URI http, URI webSocket) {
        MarketDataProvider provider = BinanceProvider.builder()
                .restUri(rest.uri())
                .socketUri(webSocket)
                .build();
        RequestContext context = RequestContext.builder(TimeSource.system()).build();
        provider.instruments().orElseThrow().search("BTC", context);
        return provider;
    }

    @Override
    protected void onClientMessage(WebSocketSession session, String text) throws IOException {
        answer(session, text);
    }

    /** Refuses requests with the market SILENT in the newer shape of errors; the real server would confirm them. */
    static void answer(WebSocketSession session, String text) throws IOException {
        JsonNode request = JSON.readTree(text);
        boolean refused = request.get("params").toString().contains("silent");
        session.send(
                refused
                        ? "{\"error\":{\"code\":2,\"msg\":\"Invalid request\"},\"id\":" + request.get("id") + "}"
                        : "{\"result\":null,\"id\":" + request.get("id") + "}");
    }

    @Override
    protected StreamKey knownKey() {
        return new StreamKey(BinanceServer.BTC_USDT, StreamKind.TRADES);
    }

    @Override
    protected StreamKey unknownKey() {
        return new StreamKey(Symbol.of("SILENT/USDT"), StreamKind.TRADES);
    }

    @Override
    protected String dataMessage(int number, double price) {
        return String.format(
                Locale.ROOT,
                "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1772452829001,\"s\":\"BTCUSDT\","
                        + "\"a\":%d,\"p\":\"%s\",\"q\":\"0.50000000\",\"f\":%d,\"l\":%d,\"T\":1772452829000,"
                        + "\"m\":true,\"M\":true}}",
                number,
                price,
                number,
                number);
    }
}
