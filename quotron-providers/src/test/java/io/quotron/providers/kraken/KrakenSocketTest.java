package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.MarketEvent;
import io.quotron.model.Symbol;
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
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
