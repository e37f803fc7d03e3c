package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.RawWebSocket;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceSocketTest {
    private static final Symbol BTC = BinanceServer.BTC_USDT;
    private static final StreamKey TRADES = new StreamKey(BTC, StreamKind.TRADES);
    private static final StreamKey QUOTES = new StreamKey(BTC, StreamKind.QUOTES);
    private static final StreamKey BOOK = StreamKey.book(BTC, 10);
    private static final StreamKey MINUTES = StreamKey.bars(BTC, Interval.MINUTE_1);

    private static final String AGGREGATE =
            "{\"e\":\"aggTrade\",\"E\":1634000000000,\"s\":\"BTCUSDT\",\"a\":9,\"p\":\"10.5\",\"q\":\"2\",\"f\":1,\"l\":1,"
                    + "\"T\":1634000000000,\"m\":true,\"M\":true}";

    private final AtomicReference<RawWebSocket.Reply> script = new AtomicReference<>(BinanceStreamContractTest::answer);
    private final RawWebSocket peer = new RawWebSocket(this::reply);
    private final VirtualTime time = VirtualTime.startingAt(BinanceServer.NOW);
    private final AtomicLong snapshotId = new AtomicLong(100);
    private final AtomicInteger snapshots = new AtomicInteger();
    private final FaultServer server = FaultServer.start()
            .route("/stream", peer.handler())
            .route(request -> request.path().endsWith("/depth"), (request, response) -> {
                snapshots.incrementAndGet();
                response.sendJson(BinanceServer.depth(snapshotId.get()));
            })
            .otherwise(BinanceServer::answer);
    private final BinanceListener heard = new BinanceListener();
    private final BinanceProvider provider = BinanceProvider.builder()
            .restUri(server.uri())
            .socketUri(server.webSocketUri())
            .build();

    private void reply(WebSocketSession session, String text) throws IOException {
        Objects.requireNonNull(script.get()).onText(session, text);
    }

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private void until(BooleanSupplier condition) {
        for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
            time.advance(Duration.ofMillis(20));
            BinanceListener.breathe();
        }
        assertThat(condition.getAsBoolean()).as(heard.toString()).isTrue();
    }

    private StreamConnection open() {
        StreamConnection connection = provider.stream()
                .orElseThrow()
                .connect(heard, RequestContext.builder(time).build());
        until(() -> heard.opened() == 1);
        return connection;
    }

    private StreamConnection subscribed(StreamKey... keys) {
        StreamConnection connection = open();
        connection.subscribe(new LinkedHashSet<>(List.of(keys)));
        until(() -> heard.subscribed().containsAll(List.of(keys)));
        return connection;
    }

    private void send(String stream, String data) {
        peer.send("{\"stream\":\"" + stream + "\",\"data\":" + data + "}");
    }

    @Test
    void subscribe_unknownPair_isRefusedWithNearMatches() {
        try (StreamConnection connection = open()) {
            connection.subscribe(Set.of(new StreamKey(Symbol.of("BTC/USD"), StreamKind.TRADES), TRADES));
            until(() -> heard.refusals().size() == 1 && heard.subscribed().contains(TRADES));

            assertThat(heard.refusals().get(0)).contains("SYMBOL_UNKNOWN").contains("BTC/USDT");
            assertThat(peer.received()).hasSize(1).allMatch(text -> text.contains("[\"btcusdt@aggTrade\"]"));
        }
    }

    @Test
    void dataBeforeAnythingWasAskedFor_isToldOnceItIs() {
        try (StreamConnection connection = open()) {
            send("btcusdt@aggTrade", AGGREGATE);
            send("ethusdt@aggTrade", AGGREGATE.replace("BTCUSDT", "ETHUSDT"));
            send("btcusdt@avgPrice", "{\"e\":\"avgPrice\",\"s\":\"BTCUSDT\",\"w\":\"1\"}");
            connection.subscribe(Set.of(TRADES));
            until(() -> heard.events(Trade.class).size() == 1);

            until(() -> heard.subscribed().contains(TRADES));
            send("ethusdt@aggTrade", AGGREGATE.replace("BTCUSDT", "ETHUSDT"));
            send("btcusdt@aggTrade", AGGREGATE.replace("\"a\":9", "\"a\":10"));
            until(() -> heard.events(Trade.class).size() == 2);
            assertThat(heard.rejections()).isEmpty();
        }
    }

    /** What came while the snapshot was on its way is told change by change, as it is afterwards. */
    @Test
    void book_changesBeforeTheSnapshot_areToldOneByOne() {
        snapshotId.set(100);
        try (StreamConnection connection = open()) {
            for (int id = 101; id <= 104; id++) {
                send(
                        "btcusdt@depth@100ms",
                        "{\"e\":\"depthUpdate\",\"E\":1634000000000,\"s\":\"BTCUSDT\",\"U\":" + id + ",\"u\":" + id
                                + ",\"b\":[[\"1.5\",\"" + id + "\"]],\"a\":[]}");
            }
            send("btcusdt@avgPrice", "{\"e\":\"avgPrice\",\"s\":\"BTCUSDT\",\"w\":\"1\"}");
            until(() -> peer.connections() == 1);
            connection.subscribe(Set.of(BOOK));

            until(() -> heard.events(OrderBook.class).size() >= 4);
            assertThat(heard.events(OrderBook.class).subList(0, 4))
                    .extracting(book -> book.bids().get(3).size())
                    .containsExactly(101.0, 102.0, 103.0, 104.0);
            assertThat(heard.resyncs()).isEmpty();
        }
    }

    @Test
    void subscribe_twoDepths_shareOneStream() {
        StreamKey deeper = StreamKey.book(BTC, 50);
        try (StreamConnection connection = subscribed(BOOK)) {
            until(() -> heard.events(OrderBook.class).size() == 1);
            connection.subscribe(Set.of(deeper));
            until(() -> heard.subscribed().contains(deeper));
            until(() -> heard.events(OrderBook.class).size() == 2);
            connection.unsubscribe(Set.of(BOOK));
            assertThat(peer.received()).hasSize(1);
            connection.unsubscribe(Set.of(deeper));
            until(() -> peer.received().size() == 2);
            assertThat(peer.received().get(1)).contains("UNSUBSCRIBE").contains("btcusdt@depth@100ms");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":2,\"msg\":\"Invalid request: some words\"},\"id\":1}",
                "{\"code\":2,\"msg\":\"Invalid request: some words\",\"id\":1}",
                "{\"code\":2,\"msg\":\"Invalid request: some words\"}"
            })
    void refusal_inEachShape_isToldToItsKeys(String shape) {
        script.set((session, text) -> session.send(shape));
        try (StreamConnection connection = open()) {
            connection.subscribe(Set.of(QUOTES));
            until(() -> heard.refusals().size() == 1);
            assertThat(heard.refusals().get(0)).startsWith("BTC/USDT QUOTES INVALID_REQUEST");
        }
    }

    @Test
    void refusal_ofNothingAskedFor_isRejected() {
        try (StreamConnection connection = subscribed(TRADES)) {
            assertThat(connection).isNotNull();
            peer.send("{\"code\":3,\"msg\":\"Invalid JSON\"}");
            until(() -> heard.rejections().size() == 1);
            assertThat(heard.refusals()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"e\":\"serverShutdown\",\"E\":1770123456789}",
                "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1770123456789}}"
            })
    void serverShutdown_inEachShape_isToldAsAnEnding(String shape) {
        try (StreamConnection connection = open()) {
            assertThat(connection).isNotNull();
            peer.send(shape);
            until(() -> heard.endings().size() == 1);
        }
    }

    @Test
    void bookTicker_withoutAPrice_waitsForTheTicker() {
        String best = "{\"u\":%d,\"s\":\"BTCUSDT\",\"b\":\"25.35\",\"B\":\"31.2\",\"a\":\"25.36\",\"A\":\"40.6\"}";
        try (StreamConnection connection = subscribed(QUOTES, TRADES)) {
            assertThat(connection).isNotNull();
            send("btcusdt@bookTicker", best.formatted(7));
            send(
                    "btcusdt@miniTicker",
                    "{\"e\":\"24hrMiniTicker\",\"E\":1772452829000,\"s\":\"BTCUSDT\",\"c\":\"25.3\"}");
            send("btcusdt@bookTicker", best.formatted(6));
            send("btcusdt@bookTicker", best.replace("25.35", "25.34").formatted(8));
            until(() -> heard.events(Quote.class).size() == 2);

            Quote first = heard.events(Quote.class).get(0);
            assertThat(first.price()).isEqualTo(25.3);
            assertThat(first.bid()).hasValue(25.35);
            assertThat(first.volume()).isEmpty();
            assertThat(heard.events(Quote.class).get(1).bid()).hasValue(25.34);
            assertThat(heard.rejections()).isEmpty();
        }
    }

    private static String change(long first, long last, String bid, String size) {
        return "{\"e\":\"depthUpdate\",\"E\":1772452829000,\"s\":\"BTCUSDT\",\"U\":" + first + ",\"u\":" + last
                + ",\"b\":[[\"" + bid + "\",\"" + size + "\"]],\"a\":[]}";
    }

    @Test
    void book_changesInSequence_areAppliedAndOlderOnesDropped() {
        try (StreamConnection connection = subscribed(BOOK)) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(OrderBook.class).size() == 1);
            send("btcusdt@depth@100ms", change(90, 99, "101.45", "9"));
            send("btcusdt@depth@100ms", change(98, 103, "101.45", "1"));
            send("btcusdt@depth@100ms", change(104, 105, "101.45", "0"));
            until(() -> heard.events(OrderBook.class).size() == 3);

            List<OrderBook> books = heard.events(OrderBook.class);
            assertThat(books.get(0).bestBid().orElseThrow().price()).isEqualTo(101.4);
            assertThat(books.get(1).bestBid().orElseThrow().size()).isEqualTo(1);
            assertThat(books.get(2).bids()).isEqualTo(books.get(0).bids());
            assertThat(heard.resyncs()).isEmpty();
        }
    }

    @Test
    void book_aMissingChange_isToldAndRepairedBySnapshot() {
        try (StreamConnection connection = subscribed(BOOK)) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(OrderBook.class).size() == 1);
            snapshotId.set(103);
            send("btcusdt@depth@100ms", change(103, 104, "101.45", "7"));
            until(() -> heard.events(OrderBook.class).size() == 2);

            assertThat(heard.resyncs()).hasSize(1);
            assertThat(snapshots).hasValue(2);
            assertThat(heard.events(OrderBook.class)
                            .get(1)
                            .bestBid()
                            .orElseThrow()
                            .size())
                    .isEqualTo(7);
        }
    }

    @Test
    void book_snapshotThatStaysTooOld_isRefusedAfterSomeAttempts() {
        try (StreamConnection connection = subscribed(BOOK)) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(OrderBook.class).size() == 1);
            send("btcusdt@depth@100ms", change(203, 204, "101.45", "7"));
            until(() -> heard.refusals().size() == 1);

            assertThat(heard.refusals().get(0)).contains("BOOK 10").contains("UNAVAILABLE");
            assertThat(snapshots.get()).isBetween(5, 8);
            until(() -> peer.received().stream().anyMatch(text -> text.contains("UNSUBSCRIBE")));
        }
    }

    @Test
    void book_spoiledChange_isRejectedAndTheBookStartsAnew() {
        try (StreamConnection connection = subscribed(BOOK)) {
            assertThat(connection).isNotNull();
            int before = 1;
            until(() -> heard.events(OrderBook.class).size() == 1);
            for (String poison : List.of("null", "\"abc\"", "\"-1\"", "1e999", "{}", "\"\"")) {
                String good = change(101, 102, "101.45", "7");
                send("btcusdt@depth@100ms", good.replace("\"101.45\"", poison));
                int expected = ++before;
                until(() -> heard.events(OrderBook.class).size() == expected);
            }
            assertThat(heard.rejections()).hasSize(6);
            assertThat(heard.resyncs()).hasSize(6);
            assertThat(heard.events(OrderBook.class)).allMatch(book -> !book.isCrossed());
        }
    }

    @Test
    void spoiledNumbers_inEachField_makeNoEvent() {
        String trade =
                "{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"a\":1,\"p\":\"101.5\",\"q\":\"0.5\",\"T\":1772452829000,"
                        + "\"m\":true}";
        String bar =
                "{\"e\":\"kline\",\"s\":\"BTCUSDT\",\"k\":{\"t\":1772452800000,\"T\":1772452859999,\"s\":\"BTCUSDT\","
                        + "\"i\":\"1m\",\"o\":\"1.5\",\"c\":\"1.5\",\"h\":\"1.5\",\"l\":\"1.5\",\"v\":\"10\",\"x\":false}}";
        String ticker = "{\"e\":\"24hrTicker\",\"s\":\"BTCUSDT\",\"E\":1772452829000,\"c\":\"25.3\"}";
        try (StreamConnection connection = subscribed(TRADES, QUOTES, MINUTES)) {
            assertThat(connection).isNotNull();
            int sent = 0;
            for (String good : List.of(trade, bar, ticker)) {
                for (String field : List.of("a", "p", "q", "T", "t", "o", "c", "h", "l", "v", "E")) {
                    for (String poison : BinancePoisons.ALL) {
                        String data = good.replaceFirst(
                                "\"" + field + "\":(\"[0-9][^\"]*\"|[0-9]+)", "\"" + field + "\":" + poison);
                        if (!data.equals(good)) {
                            send("btcusdt@x", data);
                            sent++;
                        }
                    }
                }
            }
            int all = sent;
            until(() -> heard.rejections().size() == all);
            assertThat(heard.events(Trade.class)).isEmpty();
            assertThat(heard.events(Quote.class)).isEmpty();
            assertThat(heard.events(Bar.class)).isEmpty();
        }
    }
}
