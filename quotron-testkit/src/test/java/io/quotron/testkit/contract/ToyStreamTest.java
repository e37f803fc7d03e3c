package io.quotron.testkit.contract;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream contract holds for a good provider and fails for broken ones. */
class ToyStreamTest {
    private static Set<ToyStream.Flaw> flaws = EnumSet.noneOf(ToyStream.Flaw.class);

    @Nested
    class Good extends Contract {}

    @ParameterizedTest
    @CsvSource({
        "TALKS_AFTER_CLOSE, s111_closed_tellsNothingMore",
        "DIES_OF_NONSENSE, s106_malformed_isToldAndLeftOut",
        "ASKS_AGAIN, s105_subscribedTwice_asksOnce",
        "HEARTBEAT_IS_DATA, s108_heartbeat_isNoData",
        "FORGETS_TO_CHARGE, s114_everyMessage_isCharged",
    })
    void contract_brokenStream_fails(ToyStream.Flaw flaw, String rule) {
        flaws = EnumSet.of(flaw);
        try {
            BrokenRun.assertFails(Contract.class, rule);
        } finally {
            flaws = EnumSet.noneOf(ToyStream.Flaw.class);
        }
    }

    static class Contract extends StreamSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI http, URI webSocket) {
            return new ToyStream(webSocket, flaws);
        }

        @Override
        protected void onClientMessage(WebSocketSession session, String text) throws IOException {
            if (text.equals("{\"sub\":\"ACME\"}")) {
                session.send("{\"ok\":\"ACME\"}");
            } else if (text.equals("{\"sub\":\"NOPE\"}")) {
                session.send("{\"no\":\"NOPE\"}");
            }
        }

        @Override
        protected StreamKey knownKey() {
            return new StreamKey(Symbol.of("ACME"), StreamKind.TRADES);
        }

        @Override
        protected StreamKey unknownKey() {
            return new StreamKey(Symbol.of("NOPE"), StreamKind.TRADES);
        }

        @Override
        protected String dataMessage(int number, double price) {
            return "{\"t\":\"ACME\",\"n\":" + number + ",\"p\":" + price + "}";
        }

        @Override
        protected Optional<String> heartbeatMessage() {
            return Optional.of("{\"hb\":1}");
        }
    }
}
