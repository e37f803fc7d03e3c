package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.BookLevel;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;
import io.quotron.model.TradingStatus;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.RawWebSocket;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KrakenSocketTest {
    private static final StreamKey TRADES = new StreamKey(KrakenSamples.BTC_USD, StreamKind.TRADES);
    private static final StreamKey QUOTES = new StreamKey(KrakenSamples.BTC_USD, StreamKind.QUOTES);
    private static final StreamKey BOOK_1 = StreamKey.book(KrakenSamples.BTC_USD, 1);
    private static final StreamKey BOOK_10 = StreamKey.book(KrakenSamples.BTC_USD, 10);
    private static final StreamKey BOOK_25 = StreamKey.book(KrakenSamples.BTC_USD, 20);
    private static final StreamKey NOPE = new StreamKey(Symbol.of("NOPE/USD"), StreamKind.TRADES);
    private static final StreamKey NOPE_QUOTES = new StreamKey(Symbol.of("NOPE/USD"), StreamKind.QUOTES);

    private final AtomicReference<RawWebSocket.Reply> script = new AtomicReference<>(KrakenStreamContractTest::answer);
    private final RawWebSocket peer = new RawWebSocket(this::reply);
    private final FaultServer server =
            FaultServer.start().route("/v2", peer.handler()).otherwise(KrakenServer::answer);
    private final RecordingStreamListener heard = new RecordingStreamListener();
    private final KrakenProvider provider = KrakenProvider.builder()
            .restUri(server.uri())
            .socketUri(server.webSocketUri().resolve("/v2"))
            .build();

    private void reply(WebSocketSession session, String text) throws IOException {
        Objects.requireNonNull(script.get()).onText(session, text);
    }

    @AfterEach
    void close() {
        provider.close();
        server.close();
        assertThat(heard.overlapped()).isFalse();
    }

    @Test
    void subscribe_twoKinds_asksEachChannelOnceAndTellsByKey() {
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(TRADES, QUOTES, NOPE)));
            connection.subscribe(Set.of(TRADES));

            heard.await(Kind.SUBSCRIBED, 2);
            heard.await(Kind.REFUSED, 1);
            assertThat(keys(Kind.SUBSCRIBED)).containsExactlyInAnyOrder(TRADES, QUOTES);
            assertThat(keys(Kind.REFUSED)).containsExactly(NOPE);
            assertThat(heard.calls(Kind.REFUSED).get(0).arguments().get(1)).isEqualTo(FailureReason.SYMBOL_UNKNOWN);
            assertThat(peer.received())
                    .hasSize(2)
                    .anyMatch(text -> text.contains("\"trade\"")
                            && text.contains("[\"BTC/USD\",\"NOPE/USD\"]")
                            && text.contains("\"snapshot\":false"))
                    .anyMatch(text -> text.contains("\"ticker\"") && text.contains("\"snapshot\":true"));
        }
    }

    @Test
    void dataBeforeAnythingWasAskedFor_isToldOnceItIs() {
        try (StreamConnection connection = open(heard)) {
            peer.awaitConnection(1);
            peer.send(KrakenFramesTest.TRADE);
            peer.send("{\"channel\":\"heartbeat\"}");
            heard.await(Kind.HEARTBEAT, 1);
            assertThat(heard.calls(Kind.EVENT)).isEmpty();

            connection.subscribe(Set.of(TRADES));

            heard.await(Kind.EVENT, 1);
            assertThat(heard.calls(Kind.REJECTED)).isEmpty();
        }
    }

    @Test
    void dataOfAnotherMarket_isASignOfLifeAndNoReject() {
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(TRADES));
            heard.await(Kind.SUBSCRIBED, 1);
            peer.send(KrakenFramesTest.TRADE.replace("BTC/USD", "ETH/USD"));

            heard.await(Kind.HEARTBEAT, 1);
            assertThat(heard.calls(Kind.EVENT)).isEmpty();
            assertThat(heard.calls(Kind.REJECTED)).isEmpty();
        }
    }

    @Test
    void refusal_withoutSymbol_isToldForTheWholeRequest() {
        script.set(
                (session, text) -> session.send(
                        "{\"error\":\"Subscription depth not supported\",\"method\":\"subscribe\",\"success\":false,\"req_id\":1}"));
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(TRADES, NOPE)));

            heard.await(Kind.REFUSED, 2);
            assertThat(keys(Kind.REFUSED)).containsExactlyInAnyOrder(TRADES, NOPE);
        }
    }

    @Test
    void refusal_ofNothingKnown_isRejected() {
        script.set((session, text) -> {
            KrakenStreamContractTest.answer(session, text);
            session.send("{\"error\":\"What is this\",\"method\":\"subscribe\",\"success\":false}");
        });
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(TRADES));

            assertThat(heard.await(Kind.REJECTED, 1).toString()).contains("What is this");
            assertThat(heard.calls(Kind.REFUSED)).isEmpty();
        }
    }

    @Test
    void refusal_numberOfTheRequest_tellsTheKind() {
        script.set((session, text) -> {
            if (text.contains("ticker")) {
                session.send(
                        "{\"error\":\"Currency pair not supported NOPE/USD\",\"method\":\"subscribe\",\"success\":false,"
                                + "\"symbol\":\"NOPE/USD\"," + text.substring(text.indexOf("\"req_id\"")));
            }
        });
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(NOPE, NOPE_QUOTES)));

            heard.await(Kind.REFUSED, 1);
            assertThat(keys(Kind.REFUSED)).containsExactly(NOPE_QUOTES);
        }
    }

    @Test
    void confirmation_afterGivingUp_isNotTold() {
        script.set((session, text) -> {
            if (text.contains("unsubscribe")) {
                session.send("{\"method\":\"subscribe\",\"result\":{\"channel\":\"trade\",\"symbol\":\"BTC/USD\"},"
                        + "\"success\":true,\"req_id\":1}");
                session.send("{\"channel\":\"heartbeat\"}");
            }
        });
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(TRADES));
            connection.unsubscribe(Set.of(TRADES));

            heard.await(Kind.HEARTBEAT, 1);
            assertThat(heard.calls(Kind.SUBSCRIBED)).isEmpty();
        }
    }

    @Test
    void subscribe_refusedBefore_asksAgain() {
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(NOPE));
            heard.await(Kind.REFUSED, 1);
            connection.subscribe(Set.of(NOPE));
            heard.await(Kind.REFUSED, 2);
        }
    }

    @Test
    void namesKnown_smallLettersAreUsed() {
        provider.instruments()
                .orElseThrow()
                .search("ACME", RequestContext.builder(TimeSource.system()).build());
        script.set((session, text) -> {});
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(new StreamKey(KrakenSamples.TOKEN, StreamKind.TRADES)));

            assertThat(peer.awaitText(text -> text.contains("ACME"))).contains("\"ACMEx/USD\"");
        }
    }

    @Test
    void override_withQuotesInIt_staysOneText() {
        script.set((session, text) -> {});
        RequestContext context = RequestContext.builder(TimeSource.system())
                .overrides(symbol -> Optional.of("A\"],\"x\":[\""))
                .build();
        try (StreamConnection connection = provider.stream().orElseThrow().connect(heard, context)) {
            heard.await(Kind.OPEN, 1);
            connection.subscribe(Set.of(TRADES));

            assertThat(peer.awaitText(text -> true)).contains("[\"A\\\"],\\\"x\\\":[\\\"\"]");
        }
    }

    @ParameterizedTest
    @CsvSource({"maintenance,true", "online,false", "post_only,false", "cancel_only,false"})
    void status_maintenance_endsTheConnection(String state, boolean ends) {
        try (StreamConnection connection = open(heard)) {
            assertThat(connection).isNotNull();
            peer.send("{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"" + state
                    + "\",\"connection_id\":18125794168470749634}]}");
            if (ends) {
                assertThat(heard.await(Kind.CLOSED, 1).get(0).arguments().get(0))
                        .isEqualTo(FailureReason.UNAVAILABLE);
                peer.awaitClosed(1);
            } else {
                heard.await(Kind.HEARTBEAT, 1);
            }
            assertThat(heard.calls(Kind.CLOSED)).hasSize(ends ? 1 : 0);
        }
    }

    @Test
    void book_checksumsFit_givesEachDepthItsPart() {
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(BOOK_1, BOOK_10)));
            heard.await(Kind.SUBSCRIBED, 2);
            assertThat(peer.received()).singleElement().asString().contains("\"depth\":10");
            peer.send(snapshot());
            peer.send(update("101.0", "3.00000000"));

            heard.await(Kind.EVENT, 4);
            assertThat(books(BOOK_1)).allMatch(book -> book.asks().size() == 1);
            assertThat(books(BOOK_10).get(1).asks()).containsExactly(new BookLevel(101, 3), new BookLevel(102, 2));
            assertThat(books(BOOK_10)).allMatch(book -> book.state() == OrderBook.State.LIVE);
            assertThat(heard.calls(Kind.REJECTED)).isEmpty();
        }
    }

    @Test
    void book_deeperOneWanted_replacesTheOneOnTheWireAndServesBoth() {
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(BOOK_10));
            heard.await(Kind.SUBSCRIBED, 1);
            connection.subscribe(Set.of(BOOK_25));
            heard.await(Kind.SUBSCRIBED, 2);

            assertThat(peer.received()).hasSize(3);
            assertThat(peer.received().get(1)).contains("unsubscribe", "\"depth\":10");
            assertThat(peer.received().get(2)).contains("\"depth\":25");
            peer.send(snapshot());
            heard.await(Kind.EVENT, 2);
            assertThat(keys(Kind.EVENT)).containsExactlyInAnyOrder(BOOK_10, BOOK_25);

            connection.subscribe(Set.of(BOOK_1));
            heard.await(Kind.SUBSCRIBED, 3);
            heard.await(Kind.EVENT, 3);
            assertThat(peer.received()).hasSize(3);
            connection.unsubscribe(new LinkedHashSet<>(List.of(BOOK_25, BOOK_1)));
            assertThat(peer.received()).hasSize(3);
            connection.unsubscribe(Set.of(BOOK_10));
            assertThat(peer.awaitText(text -> text.contains("\"req_id\":4"))).contains("unsubscribe", "\"depth\":25");
        }
    }

    @Test
    void book_checksumDoesNotFit_isAskedForAnewAndGoesOn() {
        List<String> resyncs = new CopyOnWriteArrayList<>();
        try (StreamConnection connection = open(resyncing(resyncs))) {
            connection.subscribe(Set.of(BOOK_10));
            heard.await(Kind.SUBSCRIBED, 1);
            peer.send(snapshot());
            peer.send(update("101.0", "3.00000000").replaceFirst("\"checksum\":\\d+", "\"checksum\":1"));
            peer.send(update("101.0", "4.00000000"));

            peer.awaitText(text -> text.contains("\"req_id\":3"));
            assertThat(peer.received().get(1)).contains("unsubscribe", "BTC/USD", "\"depth\":10");
            assertThat(peer.received().get(2)).contains("\"subscribe\"", "BTC/USD", "\"snapshot\":true");
            assertThat(resyncs).containsExactly(BOOK_10.toString());
            assertThat(heard.calls(Kind.EVENT)).hasSize(1);
            peer.send(snapshot());
            heard.await(Kind.EVENT, 2);
            assertThat(heard.calls(Kind.SUBSCRIBED)).hasSize(1);
            assertThat(heard.calls(Kind.REFUSED)).isEmpty();
        }
    }

    @Test
    void book_snapshotsNeverFit_areGivenUpAfterTheBudget() {
        List<String> resyncs = new CopyOnWriteArrayList<>();
        VirtualTime time = VirtualTime.startingAt(TimeSource.system().now());
        RequestContext context = RequestContext.builder(time).build();
        try (StreamConnection connection = provider.stream().orElseThrow().connect(resyncing(resyncs), context)) {
            heard.await(Kind.OPEN, 1);
            connection.subscribe(Set.of(BOOK_10));
            heard.await(Kind.SUBSCRIBED, 1);
            String bad = snapshot().replaceFirst("\"checksum\":\\d+", "\"checksum\":1");
            for (int failure = 1; failure <= 6; failure++) {
                peer.send(bad);
                int requests = 1 + 2 * failure;
                if (failure < 6) {
                    heard.await(Kind.REJECTED, failure);
                    long pause = failure == 1 ? 0 : 1L << (failure - 2);
                    time.advance(Duration.ofSeconds(pause));
                    peer.send("{\"channel\":\"heartbeat\"}");
                    peer.awaitText(text -> text.contains("\"req_id\":" + requests));
                }
            }

            assertThat(heard.await(Kind.REFUSED, 1).get(0).arguments().get(1))
                    .isEqualTo(FailureReason.MALFORMED_RESPONSE);
            assertThat(resyncs).hasSize(5);
            assertThat(peer.awaitText(text -> text.contains("\"req_id\":12"))).contains("unsubscribe");
            assertThat(heard.events()).isEmpty();
        }
    }

    @Test
    void book_depthThatTheServerHasNot_isRefusedWithoutAsking() {
        StreamKey tooDeep = StreamKey.book(KrakenSamples.BTC_USD, 1_001);
        StreamKey seconds = StreamKey.bars(KrakenSamples.BTC_USD, Interval.SECOND_1);
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(tooDeep, seconds)));

            heard.await(Kind.REFUSED, 2);
            assertThat(keys(Kind.REFUSED)).containsExactlyInAnyOrder(tooDeep, seconds);
            assertThat(peer.received()).isEmpty();
            assertThat(provider.stream().orElseThrow().offers(tooDeep)).isFalse();
            assertThat(provider.stream().orElseThrow().offers(BOOK_25)).isTrue();
        }
    }

    @Test
    void refusal_ofADepthWithoutSymbolAndNumber_meansTheBook() {
        script.set((session, text) -> {
            if (text.contains("\"book\"")) {
                session.send(
                        "{\"error\":\"Subscription depth not supported\",\"method\":\"subscribe\",\"success\":false}");
            }
        });
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(TRADES, BOOK_25, QUOTES)));

            heard.await(Kind.REFUSED, 1);
            assertThat(keys(Kind.REFUSED)).containsExactly(BOOK_25);
        }
    }

    @Test
    void states_oneSubscriptionForAll_tellsEachMarketAndTheExchange() {
        StreamKey doge = new StreamKey(KrakenSamples.DOGE_EUR, StreamKind.STATUS);
        StreamKey bitcoin = new StreamKey(KrakenSamples.BTC_USD, StreamKind.STATUS);
        StreamKey nope = new StreamKey(Symbol.of("NOPE/USD"), StreamKind.STATUS);
        script.set(
                (session, text) -> session.send(
                        "{\"method\":\"subscribe\",\"result\":{\"channel\":\"instrument\",\"snapshot\":true},\"success\":true,\"req_id\":1}"));
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(doge, bitcoin, nope)));
            heard.await(Kind.SUBSCRIBED, 3);
            assertThat(peer.received()).singleElement().asString().doesNotContain("symbol");
            peer.send(
                    "{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"pairs\":["
                            + "{\"symbol\":\"BTC/USD\",\"status\":\"online\"},{\"symbol\":\"DOGE/EUR\",\"status\":\"cancel_only\"}]}}");
            heard.await(Kind.EVENT, 2);
            heard.await(Kind.REFUSED, 1);
            assertThat(keys(Kind.REFUSED)).containsExactly(nope);
            peer.send("{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"post_only\"}]}");
            peer.send("{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"post_only\"}]}");
            peer.send("{\"channel\":\"instrument\",\"type\":\"update\",\"data\":{\"pairs\":["
                    + "{\"symbol\":\"BTC/USD\",\"status\":\"delisted\"}]}}");
            heard.await(Kind.EVENT, 5);

            assertThat(heard.events().stream().map(event -> event.symbol() + " " + ((TradingStatus) event).status()))
                    .containsExactlyInAnyOrder(
                            "BTC/USD TRADING",
                            "DOGE/EUR RESTRICTED",
                            "BTC/USD RESTRICTED",
                            "DOGE/EUR RESTRICTED",
                            "BTC/USD DELISTED");
        }
    }

    @Test
    void bars_lengthsOfOneMarket_areApart() {
        StreamKey minutes = StreamKey.bars(KrakenSamples.BTC_USD, Interval.MINUTE_1);
        StreamKey days = StreamKey.bars(KrakenSamples.BTC_USD, Interval.DAY_1);
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(new LinkedHashSet<>(List.of(minutes, days)));

            heard.await(Kind.SUBSCRIBED, 2);
            peer.awaitText(text -> text.contains("\"ohlc\"") && text.contains("\"interval\":1,"));
            peer.awaitText(text -> text.contains("\"ohlc\"") && text.contains("\"interval\":1440,"));
        }
    }

    private StreamListener resyncing(List<String> resyncs) {
        return new Delegate(heard) {
            @Override
            public void onResync(StreamKey key, String detail) {
                resyncs.add(key.toString());
                heard.onRejected(detail); // so that a test can wait for it
            }
        };
    }

    private List<OrderBook> books(StreamKey key) {
        return heard.calls(Kind.EVENT).stream()
                .filter(call -> call.arguments().get(0).equals(key))
                .map(call -> (OrderBook) call.arguments().get(1))
                .toList();
    }

    private static String snapshot() {
        return "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":100.0,\"qty\":1.00000000}],"
                + "\"asks\":[{\"price\":101.0,\"qty\":1.50000000},{\"price\":102.0,\"qty\":2.00000000}],\"checksum\":"
                + crc("1010" + "150000000" + "1020" + "200000000" + "1000" + "100000000") + "}]}";
    }

    private static String update(String price, String size) {
        return "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[],\"asks\":[{\"price\":"
                + price + ",\"qty\":" + size + "}],\"checksum\":"
                + crc("1010" + size.replace(".", "") + "1020" + "200000000" + "1000" + "100000000") + "}]}";
    }

    private static long crc(String text) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    @Test
    void malformedMessages_areRejectedAndTheStreamGoesOn() {
        try (StreamConnection connection = open(heard)) {
            connection.subscribe(Set.of(TRADES));
            heard.await(Kind.SUBSCRIBED, 1);
            List.of("{", "", "5", "{\"channel\":\"trade\",\"data\":[{}]}", "[".repeat(5_000))
                    .forEach(peer::send);
            peer.send(now(KrakenFramesTest.TRADE));

            heard.await(Kind.EVENT, 1);
            assertThat(heard.calls(Kind.REJECTED)).hasSize(5);
        }
    }

    @Test
    void close_insideACallback_isTheEndOfTheMessage() throws Exception {
        AtomicReference<StreamConnection> connection = new AtomicReference<>();
        AtomicInteger events = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        StreamListener closing = new Delegate(heard) {
            @Override
            public void onEvent(StreamKey key, MarketEvent event) {
                events.incrementAndGet();
                Objects.requireNonNull(connection.get()).close();
                closed.countDown();
            }
        };
        StreamConnection open = open(closing);
        connection.set(open);
        open.subscribe(Set.of(TRADES));
        heard.await(Kind.SUBSCRIBED, 1);
        String row =
                now(KrakenFramesTest.TRADE).replaceFirst("^.*\"data\":\\[", "").replaceFirst("]}$", "");
        peer.send("{\"channel\":\"trade\",\"data\":[" + row + "," + row + "," + row + "]}");

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        peer.awaitClosed(1);
        assertThat(events.get()).isEqualTo(1);
        assertThat(heard.calls(Kind.CLOSED)).isEmpty();
    }

    @Test
    void close_whileACallIsUnderWay_waitsForItsEnd() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger after = new AtomicInteger();
        StreamListener slow = new Delegate(heard) {
            @Override
            public void onHeartbeat() {
                inside.countDown();
                await(goOn);
                after.incrementAndGet();
            }
        };
        StreamConnection connection = open(slow);
        peer.send("{\"channel\":\"heartbeat\"}");
        await(inside);
        Thread closer = new Thread(connection::close);
        closer.start();
        goOn.countDown();
        closer.join(10_000);

        assertThat(closer.isAlive()).isFalse();
        assertThat(after.get()).isEqualTo(1);
    }

    @Test
    void listener_thatThrows_missesNothing() {
        StreamListener throwing = new Delegate(heard) {
            @Override
            public void onEvent(StreamKey key, MarketEvent event) {
                super.onEvent(key, event);
                throw new AssertionError("on purpose");
            }
        };
        try (StreamConnection connection = open(throwing)) {
            connection.subscribe(Set.of(TRADES));
            heard.await(Kind.SUBSCRIBED, 1);
            for (int i = 0; i < 20; i++) {
                peer.send(now(KrakenFramesTest.TRADE).replace("\"trade_id\":77", "\"trade_id\":" + (100 + i)));
            }

            heard.await(Kind.EVENT, 20);
        }
    }

    @Test
    void cut_isToldOnce() {
        StreamConnection connection = open(heard);
        peer.cut();

        assertThat(heard.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isEqualTo(FailureReason.UNAVAILABLE);
        connection.close();
        connection.close();
        assertThat(heard.calls(Kind.CLOSED)).hasSize(1);
    }

    private StreamConnection open(StreamListener listener) {
        StreamConnection connection = provider.stream()
                .orElseThrow()
                .connect(listener, RequestContext.builder(TimeSource.system()).build());
        heard.await(Kind.OPEN, 1);
        peer.awaitConnection(1);
        return connection;
    }

    private static String now(String message) {
        return message.replaceAll(
                "\"timestamp\":\"[^\"]*\"",
                "\"timestamp\":\"" + TimeSource.system().now().truncatedTo(java.time.temporal.ChronoUnit.MICROS)
                        + "\"");
    }

    private List<Object> keys(Kind kind) {
        return heard.calls(kind).stream().map(call -> call.arguments().get(0)).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands everything on. */
    private static class Delegate implements StreamListener {
        private final StreamListener next;

        Delegate(StreamListener next) {
            this.next = next;
        }

        @Override
        public void onOpen() {
            next.onOpen();
        }

        @Override
        public void onEvent(StreamKey key, MarketEvent event) {
            next.onEvent(key, event);
        }

        @Override
        public void onSubscribed(StreamKey key) {
            next.onSubscribed(key);
        }

        @Override
        public void onRefused(StreamKey key, FailureReason reason, String message) {
            next.onRefused(key, reason, message);
        }

        @Override
        public void onHeartbeat() {
            next.onHeartbeat();
        }

        @Override
        public void onRejected(String detail) {
            next.onRejected(detail);
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            next.onClosed(reason, detail);
        }
    }
}
