package io.quotron.providers.eodhd;

import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.contract.StreamSourceContract;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class EodhdStreamContractTest extends StreamSourceContract {
    static final String AUTHORISED = "{\"status_code\":200,\"message\":\"Authorized\"}";

    @Override
    protected MarketDataProvider createProvider(URI http, URI webSocket) {
        return EodhdProvider.builder()
                .apiToken(EodhdServer.TOKEN)
                .baseUri(http)
                .socketUri(webSocket)
                .build();
    }

    @Override
    protected Optional<String> greeting() {
        return Optional.of(AUTHORISED);
    }

    /** The server confirms nothing; it only refuses. */
    @Override
    protected void onClientMessage(WebSocketSession session, String text) throws IOException {
        if (text.contains("\"subscribe\"") && text.contains("NOPE")) {
            session.send("{\"status_code\":422,\"message\":\"Symbol NOPE not found\"}");
        }
    }

    @Override
    protected StreamKey knownKey() {
        return new StreamKey(EodhdServer.ACME, StreamKind.TRADES);
    }

    @Override
    protected StreamKey unknownKey() {
        return new StreamKey(EodhdServer.UNKNOWN, StreamKind.TRADES);
    }

    @Override
    protected String dataMessage(int number, double price) {
        return String.format(
                Locale.ROOT,
                "{\"s\":\"ACME\",\"p\":%s,\"v\":%d,\"c\":12,\"dp\":false,\"ms\":\"open\",\"t\":%d}",
                price,
                number,
                1_772_658_000_000L + number);
    }

    @Override
    @Test
    @Disabled("the server does not confirm, so a stream counts as confirmed until it is refused; see EodhdSocketTest")
    protected void s103_refused_isToldByKey() {}

    @Override
    @Test
    @Disabled("a stream counts as confirmed when its request is sent, before the server has it; see EodhdSocketTest")
    protected void s105_subscribedTwice_asksOnce() {}

    @Override
    @Test
    @Disabled("a socket is opened when its kind of stream is asked for; see EodhdSocketTest")
    protected void s112_refusedOrNotAWebSocket_isToldOnce() {}

    @Override
    @Test
    @Disabled("a socket is opened when its kind of stream is asked for; see EodhdSocketTest")
    protected void s113_handshakeStalls_isTimeout() {}
}
