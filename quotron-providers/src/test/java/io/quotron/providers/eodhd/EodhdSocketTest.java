package io.quotron.providers.eodhd;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.Faults;
import io.quotron.testkit.RawWebSocket;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EodhdSocketTest {
    private static final StreamKey TRADES = trades("AAPL");
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final RawWebSocket peer = new RawWebSocket();
    private final RecordingStreamListener told = new RecordingStreamListener();
    private final FaultServer server = FaultServer.start().otherwise(peer.handler());
    private final EodhdProvider provider = EodhdServer.provider(server.uri());

    private static StreamKey trades(String symbol) {
        return new StreamKey(Symbol.of(symbol), StreamKind.TRADES);
    }

    private static StreamKey quotes(String symbol) {
        return new StreamKey(Symbol.of(symbol), StreamKind.QUOTES);
    }

    @BeforeEach
    void greet() {
        peer.greetWith(EodhdStreamContractTest.AUTHORISED);
    }

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private StreamConnection connect(Duration timeout) {
        RequestContext context =
                RequestContext.builder(TimeSource.system()).timeout(timeout).build();
        return provider.stream().orElseThrow().connect(told, context);
    }

    @Test
    void subscribe_fiveKinds_opensASocketForEach() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(
                    TRADES, quotes("TSLA"), quotes("EUR/USD"), trades("BTC/USD"), quotes("^GSPC"), trades("BRK.B")));

            told.await(Kind.SUBSCRIBED, 6);
            Set<String> paths = server.requests().stream()
                    .map(request -> request.path())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(paths).containsExactly("/ws/crypto", "/ws/forex", "/ws/index", "/ws/us", "/ws/us-quote");
            assertThat(server.requests())
                    .hasSize(5)
                    .allMatch(
                            request -> request.parameter("api_token").orElse("").equals(EodhdServer.TOKEN));
            for (String symbols : List.of("TSLA", "EURUSD", "BTC-USD", "GSPC")) {
                peer.awaitText(("{\"action\":\"subscribe\",\"symbols\":\"" + symbols + "\"}")::equals);
            }
            assertThat(peer.awaitText(text -> text.contains("BRK-B"))).contains("AAPL");
            assertThat(peer.received()).hasSize(5);
        }
    }

    @Test
    void subscribe_twice_asksOnce() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));
            connection.subscribe(Set.of(TRADES));
            connection.subscribe(Set.of(trades("MSFT")));

            peer.awaitText(text -> text.contains("MSFT"));
            assertThat(peer.received())
                    .containsExactly(
                            "{\"action\":\"subscribe\",\"symbols\":\"AAPL\"}",
                            "{\"action\":\"subscribe\",\"symbols\":\"MSFT\"}");
        }
    }

    @Test
    void subscribe_beforeTheTokenIsAccepted_waits() {
        peer.greetWith("{\"status_code\":102,\"message\":\"Wait\"}");
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));

            told.await(Kind.CLOSED, 1); // anything but 200 as the first word ends it
            assertThat(peer.received()).isEmpty();
            assertThat(told.calls(Kind.SUBSCRIBED)).isEmpty();
        }
    }

    /** A replayed recording may lack the greeting, or wait for us to speak. */
    @Test
    void serverThatNeverGreets_isAskedAllTheSameAndItsDataTold() {
        RawWebSocket silent = new RawWebSocket((session, text) -> session.send(
                "{\"s\":\"AAPL\",\"p\":227.31,\"v\":100,\"c\":12,\"dp\":false,\"ms\":\"open\",\"t\":1725198451165}"));
        try (FaultServer other = FaultServer.start().otherwise(silent.handler());
                EodhdProvider asked = EodhdServer.provider(other.uri());
                StreamConnection connection = asked.stream()
                        .orElseThrow()
                        .connect(
                                told,
                                RequestContext.builder(TimeSource.system())
                                        .timeout(AMPLE)
                                        .build())) {
            connection.subscribe(Set.of(TRADES));

            told.await(Kind.EVENT, 1);
        }
    }

    @Test
    void dataOfAnotherShare_isASignOfLifeAndNoReject() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));
            told.await(Kind.SUBSCRIBED, 1);
            int before = told.calls(Kind.HEARTBEAT).size();
            peer.send("{\"s\":\"MSFT\",\"p\":227.31,\"v\":100,\"t\":1725198451165}");

            told.await(Kind.HEARTBEAT, before + 1);
            assertThat(told.calls(Kind.EVENT)).isEmpty();
            assertThat(told.calls(Kind.REJECTED)).isEmpty();
        }
    }

    @Test
    void tokenRefused_closesWithAuthentication() {
        peer.greetWith("{\"status_code\":401,\"message\":\"Unauthenticated " + EodhdServer.TOKEN + "\"}");
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));

            List<Object> arguments = told.await(Kind.CLOSED, 1).get(0).arguments();
            assertThat(arguments.get(0)).isEqualTo(FailureReason.AUTHENTICATION);
            assertThat(arguments.toString()).doesNotContain(EodhdServer.TOKEN);
        }
    }

    @Test
    void limitOfSymbolsReached_refusesTheNewestWithoutData() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));
            told.await(Kind.SUBSCRIBED, 1);
            peer.send(
                    "{\"s\":\"AAPL\",\"p\":227.31,\"v\":100,\"c\":12,\"dp\":false,\"ms\":\"open\",\"t\":1725198451165}");
            connection.subscribe(Set.of(trades("MSFT")));
            told.await(Kind.SUBSCRIBED, 2);

            peer.send("{\"status_code\":422,\"message\":\"Symbols limit reached\"}");

            List<Object> refusal = told.await(Kind.REFUSED, 1).get(0).arguments();
            assertThat(refusal.get(0)).isEqualTo(trades("MSFT"));
            assertThat(refusal.get(1)).isEqualTo(FailureReason.RATE_LIMITED);
            assertThat(told.calls(Kind.CLOSED)).isEmpty();
        }
    }

    @Test
    void refusalThatNamesASymbol_refusesThatOne() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES, trades("NOPE")));
            told.await(Kind.SUBSCRIBED, 2);

            peer.send("{\"status_code\":422,\"message\":\"Symbol NOPE not found\"}");

            List<Object> refusal = told.await(Kind.REFUSED, 1).get(0).arguments();
            assertThat(refusal.subList(0, 2)).containsExactly(trades("NOPE"), FailureReason.SYMBOL_UNKNOWN);
        }
    }

    @Test
    void subscribe_whatEodhdDoesNotStream_isRefused() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(trades("VOD.L")));

            assertThat(told.await(Kind.REFUSED, 1).get(0).arguments().get(1)).isEqualTo(FailureReason.UNSUPPORTED);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void serverRefusesTheSocket_isToldOnce() {
        server.otherwise(Faults.status(503));
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));

            assertThat(told.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isEqualTo(FailureReason.UNAVAILABLE);
        }
        assertThat(told.calls(Kind.CLOSED)).hasSize(1);
    }

    @Test
    void handshakeStalls_isTimeout() {
        server.otherwise(Faults.noHeaders());
        try (StreamConnection connection = connect(Duration.ofMillis(400))) {
            connection.subscribe(Set.of(TRADES));

            assertThat(told.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isEqualTo(FailureReason.TIMEOUT);
        }
        assertThat(told.calls(Kind.CLOSED)).hasSize(1);
    }

    @Test
    void oneSocketEnds_endsTheOthers() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(TRADES));
            told.await(Kind.SUBSCRIBED, 1);
            connection.subscribe(Set.of(quotes("EUR/USD")));
            told.await(Kind.SUBSCRIBED, 2);

            peer.cut();

            told.await(Kind.CLOSED, 1);
            peer.awaitClosed(2);
        }
        assertThat(told.calls(Kind.CLOSED)).hasSize(1);
    }

    @Test
    void events_ofAllKinds_holdWhatTheFrameHolds() {
        try (StreamConnection connection = connect(AMPLE)) {
            connection.subscribe(Set.of(trades("BTC/USD")));
            told.await(Kind.SUBSCRIBED, 1);
            peer.send(
                    "{\"s\":\"BTC-USD\",\"p\":\"66408.48\",\"q\":\"1.5\",\"dc\":\"0.99\",\"dd\":\"660.2\",\"t\":1781593338284}");
            connection.subscribe(Set.of(quotes("EUR/USD")));
            told.await(Kind.SUBSCRIBED, 2);
            peer.send(
                    "{\"s\":\"EURUSD\",\"a\":1.1589,\"b\":1.1585,\"dc\":\"-0.139\",\"dd\":\"-0.0016\",\"ppms\":true,\"t\":1781593336816}");
            told.await(Kind.EVENT, 2);
            connection.subscribe(Set.of(quotes("^GSPC")));
            told.await(Kind.SUBSCRIBED, 3);
            peer.send("{\"s\":\"GSPC\",\"p\":\"6000.5\",\"t\":1781593336}");

            told.await(Kind.EVENT, 3);
            Trade coin = (Trade) told.events().get(0);
            assertThat(coin.price()).isEqualTo(66408.48);
            assertThat(coin.size()).isEqualTo(1.5);
            assertThat(coin.id()).isNull();
            Quote euro = (Quote) told.events().get(1);
            assertThat(euro.ask()).hasValue(1.1589);
            assertThat(euro.bid()).hasValue(1.1585);
            assertThat(euro.price()).isEqualTo(1.1587);
            assertThat(euro.changePercent()).hasValue(-0.139);
            assertThat(((Quote) told.events().get(2)).eventTime().getEpochSecond())
                    .isEqualTo(1_781_593_336L);
        }
    }

    @Test
    void offers_onlyWhatEodhdStreams() {
        StreamSource source = provider.stream().orElseThrow();

        assertThat(List.of(TRADES, quotes("AAPL"), quotes("EUR/USD"), trades("BTC/USD"), quotes("^GSPC")))
                .allMatch(source::offers);
        assertThat(List.of(trades("VOD.L"), trades("EUR/USD"), trades("^GSPC"), quotes("BTC/USD")))
                .noneMatch(source::offers);
        assertThat(source.maxStreamsPerConnection()).isEqualTo(50);
    }
}
