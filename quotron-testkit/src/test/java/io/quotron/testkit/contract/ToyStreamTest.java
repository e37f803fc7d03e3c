package io.quotron.testkit.contract;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
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
        "OFFERS_ANYTHING, s117_offers_agreeWithKinds",
        "CROSSES_BOOKS, s118_books_areInOrderAndNotCrossed",
        "IGNORES_DEPTH, s118_books_areInOrderAndNotCrossed",
        "IGNORES_HOLES, s119_bookThatMissesAChange_isToldAndNotLive",
        "FINAL_AGAIN, s120_candles_areFinalOnceAndInOrder",
        "REPEATS_STATUS, s121_status_isToldInOrder",
        "ENDS_AT_ONCE, s122_endAnnounced_isToldAndTheConnectionGoesOn",
        "ZERO_FOR_NOTHING, s123_spoiledNumbers_makeNoWrongEvent",
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
            if (text.startsWith("{\"sub\":\"ACME")) {
                session.send(text.replace("sub", "ok"));
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

        private static String on(StreamKey key, String rest) {
            return "{\"on\":\"" + key + "\"," + rest + "}";
        }

        @Override
        protected Optional<Script> bookScript() {
            StreamKey key = StreamKey.book(Symbol.of("ACME"), 2);
            return Optional.of(new Script(
                    key,
                    List.of(
                            on(key, "\"n\":1,\"p\":-100,\"s\":1"),
                            on(key, "\"n\":2,\"p\":101,\"s\":1"),
                            on(key, "\"n\":3,\"p\":-99,\"s\":1"),
                            on(key, "\"n\":4,\"p\":-98,\"s\":1"),
                            on(key, "\"n\":5,\"p\":-102,\"s\":1")),
                    5));
        }

        @Override
        protected Optional<String> brokenBookMessage() {
            return Optional.of(on(StreamKey.book(Symbol.of("ACME"), 2), "\"n\":7,\"p\":103,\"s\":1"));
        }

        @Override
        protected Optional<Script> candleScript() {
            StreamKey key = StreamKey.bars(Symbol.of("ACME"), Interval.MINUTE_1);
            return Optional.of(new Script(
                    key,
                    List.of(
                            on(key, "\"o\":60,\"c\":1,\"x\":1"),
                            on(key, "\"o\":60,\"c\":2,\"x\":2"),
                            on(key, "\"o\":60,\"c\":2,\"x\":2"),
                            on(key, "\"o\":120,\"c\":3,\"x\":1")),
                    3));
        }

        @Override
        protected Optional<Script> statusScript() {
            StreamKey key = new StreamKey(Symbol.of("ACME"), StreamKind.STATUS);
            return Optional.of(new Script(key, List.of(on(key, "\"w\":\"TRADING\""), on(key, "\"w\":\"HALTED\"")), 2));
        }

        @Override
        protected Optional<String> endingMessage() {
            return Optional.of("{\"bye\":1}");
        }

        @Override
        protected Optional<String> heartbeatMessage() {
            return Optional.of("{\"hb\":1}");
        }
    }
}
