package io.quotron.providers.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.contract.StreamSourceContract;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

class KrakenStreamContractTest extends StreamSourceContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected MarketDataProvider createProvider(URI http, URI webSocket) {
        return KrakenProvider.builder().restUri(http).socketUri(webSocket).build();
    }

    @Override
    protected void onClientMessage(WebSocketSession session, String text) throws IOException {
        answer(session, text);
    }

    /** Answers each symbol of a request by itself, as Kraken does; symbols without BTC in them are not supported. */
    static void answer(WebSocketSession session, String text) throws IOException {
        JsonNode request = JSON.readTree(text);
        for (JsonNode symbol : request.at("/params/symbol")) {
            boolean known = symbol.asText().contains("BTC");
            String name = symbol.asText();
            String method = request.get("method").asText();
            session.send(
                    known
                            ? "{\"method\":\"" + method + "\",\"result\":{\"channel\":\""
                                    + request.at("/params/channel").asText() + "\",\"symbol\":\"" + name
                                    + "\"},\"success\":true,\"req_id\":" + request.get("req_id") + "}"
                            : "{\"error\":\"Currency pair not supported " + name + "\",\"method\":\"" + method
                                    + "\",\"success\":false,\"symbol\":\"" + name + "\"}");
        }
    }

    @Override
    protected StreamKey knownKey() {
        return new StreamKey(KrakenSamples.BTC_USD, StreamKind.TRADES);
    }

    @Override
    protected StreamKey unknownKey() {
        return new StreamKey(Symbol.of("NOPE/USD"), StreamKind.TRADES);
    }

    @Override
    protected String dataMessage(int number, double price) {
        return String.format(
                Locale.ROOT,
                "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":%s,"
                        + "\"qty\":0.5,\"ord_type\":\"limit\",\"trade_id\":%d,\"timestamp\":\"2026-03-02T12:00:26.844359Z\"}]}",
                price,
                number);
    }

    @Override
    protected Optional<String> heartbeatMessage() {
        return Optional.of("{\"channel\":\"heartbeat\"}");
    }
}
