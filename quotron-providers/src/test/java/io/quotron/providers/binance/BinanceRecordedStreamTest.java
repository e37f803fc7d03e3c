package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.RawWebSocket;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays recorded messages to a connection and compares each event with another reading of them. */
class BinanceRecordedStreamTest {
    private static final String ROOT = "wire/visible/binance/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MARKETS = List.of("nknusdt", "blzeth", "lrcbtc", "runeeur");
    private static final int DEPTH = 20;

    private final RawWebSocket peer = new RawWebSocket(BinanceStreamContractTest::answer);
    private final FaultServer server = FaultServer.start().route("/stream", peer.handler());
    private final RecordingStreamListener heard = new RecordingStreamListener();
    private final BinanceProvider provider = BinanceProvider.builder()
            .restUri(server.uri())
            .socketUri(server.webSocketUri())
            .build();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    /** Every market is called by a symbol of its own; the native name is what the host registered. */
    private static Symbol symbol(String name) {
        return Symbol.of(name + "/ANY");
    }

    private StreamConnection open() {
        RequestContext context = RequestContext.builder(TimeSource.system())
                .timeout(Duration.ofSeconds(20))
                .overrides(symbol -> Optional.of(symbol.base().orElseThrow()))
                .build();
        StreamConnection connection = provider.stream().orElseThrow().connect(heard, context);
        heard.await(Kind.OPEN, 1);
        return connection;
    }

    private static Set<StreamKey> keys(String name) {
        Set<StreamKey> keys = new LinkedHashSet<>();
        keys.add(new StreamKey(symbol(name), StreamKind.TRADES));
        keys.add(new StreamKey(symbol(name), StreamKind.QUOTES));
        keys.add(StreamKey.bars(symbol(name), Interval.MINUTE_1));
        keys.add(StreamKey.book(symbol(name), DEPTH));
        return keys;
    }

    @Test
    void combined_recorded_keepsEverySequenceAndEveryValue() throws IOException {
        for (String name : MARKETS) {
            String file = "rest/depth/binance-" + name.toUpperCase(Locale.ROOT) + "-1000.json";
            String body = Files.readString(SharedData.require(ROOT + file));
            server.route(
                    request -> request.parameter("symbol").orElse("").equalsIgnoreCase(name),
                    (request, response) -> response.sendJson(body));
        }
        List<JsonNode> messages = new ArrayList<>();
        for (String line : Files.readAllLines(SharedData.require(ROOT + "ws/combined-binance.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            if (row.get("dir").asText().equals("in")) {
                messages.add(JSON.readTree(row.get("raw").asText()));
            }
        }
        try (StreamConnection connection = open()) {
            Set<StreamKey> keys = new LinkedHashSet<>();
            MARKETS.forEach(name -> keys.addAll(keys(name)));
            connection.subscribe(keys);
            heard.await(Kind.EVENT, MARKETS.size()); // a first book of each market, out of its snapshot
            String ticker = "{\"stream\":\"%s@miniTicker\",\"data\":{\"e\":\"24hrMiniTicker\",\"E\":1633998511000,"
                    + "\"s\":\"%s\",\"c\":\"1\",\"o\":\"1\",\"h\":\"1\",\"l\":\"1\",\"v\":\"1\",\"q\":\"1\"}}";
            MARKETS.forEach(name -> peer.send(ticker.formatted(name, name.toUpperCase(Locale.ROOT))));
            heard.await(Kind.EVENT, 2 * MARKETS.size());

            Expected expected = new Expected();
            messages.forEach(expected::add);
            messages.forEach(message -> peer.send(message.toString()));
            heard.await(Kind.EVENT, 2 * MARKETS.size() + expected.count);

            assertThat(heard.calls(Kind.REJECTED)).isEmpty();
            assertThat(heard.calls(Kind.REFUSED)).isEmpty();
            List<MarketEvent> events =
                    heard.events().subList(2 * MARKETS.size(), heard.events().size());
            assertThat(events).hasSize(expected.count);
            for (int i = 0; i < events.size(); i++) {
                assertEvent(events.get(i), expected.texts.get(i), expected.books.get(i));
            }
        }
    }

    /** Another keeping of the same books, by sorted maps. */
    private static final class Expected {
        private final Map<String, Map<Double, Double>> sides = new HashMap<>();
        private final Map<String, Long> lastIds = new HashMap<>();
        private final List<JsonNode> texts = new ArrayList<>();
        private final List<List<List<List<Double>>>> books = new ArrayList<>();
        private int count;

        private void add(JsonNode message) {
            JsonNode data = message.get("data");
            String kind = message.get("stream").asText();
            if (kind.contains("@depth") && !apply(data)) {
                return;
            }
            texts.add(data);
            String name = data.get("s").asText();
            books.add(kind.contains("@depth") ? List.of(top(name + "b"), top(name + "a")) : List.of());
            count++;
        }

        private boolean apply(JsonNode data) {
            String name = data.get("s").asText();
            if (!lastIds.containsKey(name)) {
                load(name);
            }
            if (data.get("u").asLong() <= lastIds.getOrDefault(name, 0L)) {
                return false;
            }
            lastIds.put(name, data.get("u").asLong());
            fill(name + "b", data.get("b"));
            fill(name + "a", data.get("a"));
            return true;
        }

        private void load(String name) {
            try {
                JsonNode snapshot = JSON.readTree(SharedData.require(ROOT + "rest/depth/binance-" + name + "-1000.json")
                        .toFile());
                sides.put(name + "b", new TreeMap<>(Collections.reverseOrder()));
                sides.put(name + "a", new TreeMap<>());
                lastIds.put(name, snapshot.get("lastUpdateId").asLong());
                fill(name + "b", snapshot.get("bids"));
                fill(name + "a", snapshot.get("asks"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void fill(String side, JsonNode levels) {
            for (JsonNode level : levels) {
                double size = level.get(1).asDouble();
                levels(side).put(level.get(0).asDouble(), size);
                levels(side).values().removeIf(there -> there == 0);
            }
        }

        private Map<Double, Double> levels(String side) {
            return java.util.Objects.requireNonNull(sides.get(side));
        }

        private List<List<Double>> top(String side) {
            return levels(side).entrySet().stream()
                    .limit(DEPTH)
                    .map(entry -> List.of(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    private static void assertEvent(MarketEvent event, JsonNode data, List<List<List<Double>>> book) {
        assertThat(event.symbol()).isEqualTo(symbol(data.get("s").asText()));
        if (event instanceof OrderBook told) {
            assertThat(BinanceRecordedTest.levels(told.bids())).isEqualTo(book.get(0));
            assertThat(BinanceRecordedTest.levels(told.asks())).isEqualTo(book.get(1));
            assertThat(told.eventTime()).isEqualTo(millis(data.get("E")));
        } else if (event instanceof Trade trade) {
            assertTrade(trade, data, "a");
        } else if (event instanceof Quote quote) {
            assertThat(quote.price()).isEqualTo(1);
            assertBest(quote, data);
        } else {
            assertBar((Bar) event, data.get("k"));
        }
    }

    private static void assertBest(Quote quote, JsonNode data) {
        assertThat(quote.bid()).hasValue(number(data, "b"));
        assertThat(quote.bidSize()).hasValue(number(data, "B"));
        assertThat(quote.ask()).hasValue(number(data, "a"));
        assertThat(quote.askSize()).hasValue(number(data, "A"));
    }

    private static void assertTrade(Trade trade, JsonNode data, String id) {
        assertThat(trade.id()).isEqualTo(data.get(id).asText());
        assertThat(trade.price()).isEqualTo(number(data, "p"));
        assertThat(trade.size()).isEqualTo(number(data, "q"));
        assertThat(trade.eventTime()).isEqualTo(millis(data.get("T")));
        assertThat(trade.side()).isEqualTo(data.get("m").asBoolean() ? Side.SELL : Side.BUY);
    }

    private static void assertBar(Bar bar, JsonNode row) {
        assertThat(bar.openTime()).isEqualTo(millis(row.get("t")));
        assertThat(bar.closeTime()).isEqualTo(millis(row.get("T")).plusMillis(1));
        assertThat(bar.open()).isEqualTo(number(row, "o"));
        assertThat(bar.high()).isEqualTo(number(row, "h"));
        assertThat(bar.low()).isEqualTo(number(row, "l"));
        assertThat(bar.close()).isEqualTo(number(row, "c"));
        assertThat(bar.volume()).hasValue(number(row, "v"));
        assertThat(bar.tradeCount()).hasValue(row.get("n").asLong());
        assertThat(bar.vwap()).hasValue(number(row, "q") / number(row, "v"));
        assertThat(bar.state()).isEqualTo(row.get("x").asBoolean() ? Bar.State.FINAL : Bar.State.FORMING);
    }

    @Test
    void singleMessages_recorded_giveEveryValue() throws IOException {
        int events = 0;
        for (Path file : files()) {
            boolean lines = file.toString().endsWith(".jsonl");
            for (String text : lines ? Files.readAllLines(file) : List.of(Files.readString(file))) {
                JsonNode message = JSON.readTree(text);
                JsonNode data = message.has("data") ? message.get("data") : message;
                if (!message.has("dir")
                        && (data.has("s") || message.path("stream").asText().contains("@depth20"))) {
                    events += assertMessage(message, data);
                }
            }
        }
        assertThat(events).isGreaterThan(10);
    }

    /** Each message gets a connection of its own, so that none depends on another. */
    private int assertMessage(JsonNode message, JsonNode data) {
        String name = data.has("s")
                ? data.get("s").asText()
                : message.get("stream").asText().replaceAll("@.*", "").toUpperCase(Locale.ROOT);
        RecordingStreamListener told = new RecordingStreamListener();
        RequestContext context = RequestContext.builder(TimeSource.system())
                .overrides(symbol -> symbol.base())
                .build();
        try (StreamConnection connection = provider.stream().orElseThrow().connect(told, context)) {
            told.await(Kind.OPEN, 1);
            Set<StreamKey> keys = keys(name);
            keys.removeIf(key -> key.kind() == StreamKind.BOOK && data.has("s"));
            connection.subscribe(keys);
            told.await(Kind.SUBSCRIBED, keys.size());
            if (data.has("u") && !data.has("e")) {
                peer.send("{\"e\":\"24hrMiniTicker\",\"E\":1633998511000,\"s\":\"" + name + "\",\"c\":\"1\"}");
            }
            if (data.path("e").asText().equals("depthUpdate")) {
                return 0; // is told with the recorded books
            }
            peer.send(message.toString());
            if (data.at("/k/l").asDouble() > data.at("/k/o").asDouble()) {
                told.await(Kind.REJECTED, 1); // an example whose low is above its open
                return 0;
            }
            List<RecordingStreamListener.Call> calls = told.await(Kind.EVENT, data.has("u") && !data.has("e") ? 2 : 1);
            assertSingle((MarketEvent) calls.get(calls.size() - 1).arguments().get(1), data);
        }
        return 1;
    }

    private static void assertSingle(MarketEvent event, JsonNode data) {
        if (event instanceof Trade trade) {
            assertTrade(trade, data, data.has("t") ? "t" : "a");
        } else if (event instanceof Bar bar) {
            assertBar(bar, data.get("k"));
        } else if (event instanceof OrderBook book) {
            assertThat(BinanceRecordedTest.levels(book.bids())).hasSameSizeAs(data.get("bids"));
            assertThat(book.bids().get(0).price())
                    .isEqualTo(data.get("bids").get(0).get(0).asDouble());
            assertThat(book.asks().get(0).size())
                    .isEqualTo(data.get("asks").get(0).get(1).asDouble());
        } else if (data.has("e")) {
            assertTicker((Quote) event, data);
        } else {
            assertBest((Quote) event, data);
        }
    }

    private static void assertTicker(Quote quote, JsonNode data) {
        assertThat(quote.price()).isEqualTo(number(data, "c"));
        assertThat(quote.open()).hasValue(number(data, "o"));
        assertThat(quote.high()).hasValue(number(data, "h"));
        assertThat(quote.low()).hasValue(number(data, "l"));
        assertThat(quote.volume()).hasValue(number(data, "v"));
        assertThat(quote.eventTime()).isEqualTo(millis(data.get("E")));
        if (data.has("b")) {
            assertBest(quote, data);
            assertThat(quote.change()).hasValue(number(data, "p"));
            assertThat(quote.changePercent()).hasValue(number(data, "P"));
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require(ROOT + "ws"))) {
            return files.filter(file -> !file.toString().contains("combined"))
                    .sorted()
                    .toList();
        }
    }

    private static Instant millis(JsonNode node) {
        return Instant.ofEpochMilli(node.asLong());
    }

    private static double number(JsonNode data, String field) {
        return Double.parseDouble(data.get(field).asText());
    }
}
