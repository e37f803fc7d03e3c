package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares what we read of recorded answers with another reading of them, value by value. */
class KrakenRecordedTest {
    private static final String ROOT = "wire/visible/kraken/";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ALIASES = Map.of("XBT", "BTC", "XDG", "DOGE");

    @Test
    void assetPairs_recorded_giveEveryPairWithAName() throws IOException {
        for (Path file : files("rest/assetpairs")) {
            KrakenSymbols symbols = KrakenParser.symbols(result(file));
            int named = 0;
            for (Map.Entry<String, JsonNode> entry : fields(file)) {
                if (entry.getValue().has("wsname")) {
                    named++;
                    Symbol symbol =
                            Symbol.of(common(entry.getValue().get("wsname").asText()));
                    assertThat(symbols.search(symbol.code()).get(0).nativeSymbol())
                            .as("%s in %s", symbol, file)
                            .isEqualTo(entry.getKey());
                }
            }
            assertThat(symbols.size()).isEqualTo(named).isPositive();
        }
    }

    @Test
    void assetPairs_recorded_everyNameFindsItsMarketAndBack() throws IOException {
        for (Path file : files("rest/assetpairs")) {
            KrakenSymbols symbols = KrakenParser.symbols(result(file));
            for (Map.Entry<String, JsonNode> entry : fields(file)) {
                JsonNode told = entry.getValue();
                if (!told.has("wsname")) {
                    continue;
                }
                String streamName = common(told.get("wsname").asText());
                Symbol symbol = Symbol.of(streamName);
                for (String name : List.of(
                        entry.getKey(),
                        told.get("altname").asText(),
                        told.get("wsname").asText(),
                        streamName)) {
                    KrakenPair pair =
                            symbols.find(KrakenSamples.TOKEN, overriding(name)).orElseThrow();
                    assertThat(pair.key()).as("%s in %s", name, file).isEqualTo(entry.getKey());
                    assertThat(pair.isNamed(name)).isTrue();
                }
                KrakenPair found = symbols.find(symbol, overriding(null)).orElseThrow();
                assertThat(found.streamName()).isEqualTo(streamName);
                assertThat(found.currency().code()).isEqualTo(streamName.substring(streamName.indexOf('/') + 1));
                assertSteps(symbols.search(streamName).get(0), told);
            }
        }
    }

    private static void assertSteps(Instrument instrument, JsonNode told) {
        double tick = told.has("tick_size")
                ? number(told.get("tick_size"))
                : Double.parseDouble("1e-" + told.get("pair_decimals").asInt());
        assertThat(instrument.tickSize()).hasValue(tick);
        assertThat(instrument.lotSize())
                .hasValue(Double.parseDouble("1e-" + told.get("lot_decimals").asInt()));
        TradingStatus.Status status = switch (told.path("status").asText("")) {
            case "online" -> TradingStatus.Status.TRADING;
            case "cancel_only", "post_only", "limit_only", "reduce_only" -> TradingStatus.Status.RESTRICTED;
            case "" -> TradingStatus.Status.UNKNOWN;
            default -> instrument.status();
        };
        assertThat(instrument.status()).isEqualTo(status);
    }

    private static RequestContext overriding(@Nullable String name) {
        return RequestContext.builder(TimeSource.system())
                .overrides(symbol -> Optional.ofNullable(name))
                .build();
    }

    @Test
    void ticker_recorded_givesEveryNumber() throws IOException {
        for (Path file : files("rest/ticker")) {
            for (Map.Entry<String, JsonNode> entry : fields(file)) {
                KrakenPair pair = pairOf(entry.getKey());
                JsonNode row = entry.getValue();

                Map<Symbol, Result<Quote>> answers = KrakenParser.quotes(result(file), List.of(pair), NOW);
                Result<Quote> answer = Objects.requireNonNull(answers.get(pair.symbol()));
                Quote quote = answer.get();
                assertThat(quote.price()).isEqualTo(number(row.at("/c/0")));
                assertThat(quote.bid()).hasValue(number(row.at("/b/0")));
                assertThat(quote.ask()).hasValue(number(row.at("/a/0")));
                assertThat(quote.bidSize())
                        .hasValue(number(row.get("b").get(row.get("b").size() - 1)));
                assertThat(quote.askSize())
                        .hasValue(number(row.get("a").get(row.get("a").size() - 1)));
                assertThat(quote.high()).hasValue(number(row.at("/h/1")));
                assertThat(quote.low()).hasValue(number(row.at("/l/1")));
                assertThat(quote.volume()).hasValue(number(row.at("/v/1")));
                assertThat(quote.open()).hasValue(number(row.at("/o")));
            }
        }
    }

    @Test
    void ohlc_recorded_givesEveryRow() throws IOException {
        for (Path file : files("rest/ohlc")) {
            for (Map.Entry<String, JsonNode> entry : fields(file)) {
                if (entry.getKey().equals("last")) {
                    continue;
                }
                JsonNode rows = entry.getValue();
                long step = rows.get(1).get(0).asLong() - rows.get(0).get(0).asLong();
                BarSeries series = series(file, pairOf(entry.getKey()), rows, step);
                assertThat(series.size()).isEqualTo(rows.size());
                assertThat(series.rejectedRows()).isZero();
                long last = JSON.readTree(file.toFile()).at("/result/last").asLong();
                for (int i = 0; i < rows.size(); i++) {
                    assertRow(series.bar(i), rows.get(i), last, file + " row " + i);
                }
            }
        }
    }

    private static BarSeries series(Path file, KrakenPair pair, JsonNode rows, long step) throws IOException {
        Interval interval = KrakenRest.MINUTES.keySet().stream()
                .filter(candidate -> candidate.nanos() == step * 1_000_000_000L)
                .findFirst()
                .orElseThrow();
        Instant first = Instant.ofEpochSecond(rows.get(0).get(0).asLong());
        Instant end = Instant.ofEpochSecond(rows.get(rows.size() - 1).get(0).asLong() + 1);
        BarQuery query =
                new BarQuery(pair.symbol(), interval, TimeRange.of(first, end), Adjustment.SPLITS_AND_DIVIDENDS, false);
        return KrakenParser.bars(result(file), pair, NOW).series(query, pair);
    }

    private static void assertRow(Bar bar, JsonNode row, long last, String what) {
        assertThat(bar.openTime())
                .as(what)
                .isEqualTo(Instant.ofEpochSecond(row.get(0).asLong()));
        assertThat(bar.open()).as(what).isEqualTo(number(row.get(1)));
        assertThat(bar.high()).as(what).isEqualTo(number(row.get(2)));
        assertThat(bar.low()).as(what).isEqualTo(number(row.get(3)));
        assertThat(bar.close()).as(what).isEqualTo(number(row.get(4)));
        double vwap = number(row.get(5));
        assertThat(bar.vwap()).as(what).isEqualTo(vwap == 0 ? OptionalDouble.empty() : OptionalDouble.of(vwap));
        assertThat(bar.volume()).as(what).hasValue(number(row.get(6)));
        assertThat(bar.tradeCount()).as(what).hasValue(row.get(7).asLong());
        Bar.State past = row.get(7).asLong() == 0 ? Bar.State.SYNTHETIC : Bar.State.FINAL;
        assertThat(bar.state()).as(what).isEqualTo(row.get(0).asLong() > last ? Bar.State.FORMING : past);
    }

    @Test
    void trades_recorded_giveEveryRowToTheNanosecond() throws IOException {
        for (Path file : files("rest/trades")) {
            for (Map.Entry<String, JsonNode> entry : fields(file)) {
                if (entry.getKey().equals("last")) {
                    continue;
                }
                KrakenParser.TradePage page = KrakenParser.trades(result(file), pairOf(entry.getKey()), NOW);
                assertThat(page.trades()).hasSize(entry.getValue().size());
                assertThat(page.cursor())
                        .isEqualTo(
                                JSON.readTree(file.toFile()).at("/result/last").asLong());
                assertTrades(page.trades(), file);
            }
        }
    }

    /** The texts of the file are searched, because a tree of doubles would have lost the digits already. */
    private static void assertTrades(List<Trade> trades, Path file) throws IOException {
        String text = Files.readString(file).replaceAll("\\s", "");
        for (Trade trade : trades) {
            BigDecimal seconds = BigDecimal.valueOf(KrakenTime.epochNanos(trade.eventTime()), 9)
                    .stripTrailingZeros();
            String side = trade.side().name().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
            String tail = trade.id() == null ? "]" : "," + trade.id() + "]";
            assertThat(text).contains("," + seconds.toPlainString() + ",\"" + side + "\",");
            assertThat(text).contains(tail);
            assertThat(text)
                    .containsPattern("\"" + new BigDecimal(Double.toString(trade.price())).toPlainString() + "0*\"");
        }
    }

    @Test
    void errors_recorded_haveTheirReasons() throws IOException {
        Map<String, FailureReason> expected = Map.of(
                "invalid-arguments.json", FailureReason.INVALID_REQUEST,
                "rate-limit.json", FailureReason.RATE_LIMITED,
                "unknown-pair.json", FailureReason.SYMBOL_UNKNOWN);
        for (Path file : files("rest/errors")) {
            FailureReason reason = expected.get(String.valueOf(file.getFileName()));
            assertThat(reason).as("%s", file).isNotNull();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> result(file))
                    .isInstanceOfSatisfying(
                            ProviderException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        }
    }

    @Test
    void systemStatus_recorded_isOnline() throws IOException {
        for (Path file : files("rest/systemstatus")) {
            assertThat(KrakenParser.status(result(file))).isEqualTo("online");
        }
    }

    @Test
    void socket_recorded_givesEveryRow() throws IOException {
        int rows = 0;
        for (Path file : files("ws-v2")) {
            rows += assertMessages(file);
        }
        assertThat(rows).isGreaterThanOrEqualTo(160);
    }

    @Test
    void socketOfVersion1_recorded_isRejectedMessageByMessage() throws IOException {
        int rejected = 0;
        for (Path file : files("ws-v1")) {
            String text = Files.readString(file);
            for (String line : file.toString().endsWith(".jsonl") ? text.split("\n", -1) : new String[] {text}) {
                KrakenFramesTest.Recorder heard = new KrakenFramesTest.Recorder();
                new KrakenFrames().read(line, KrakenStreams.EMPTY, NOW, heard);
                assertThat(heard.rejected).as("%s: %s", file, line).hasSize(1);
                rejected++;
            }
        }
        assertThat(rejected).isGreaterThan(100);
    }

    private static Iterable<JsonNode> messages(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return List.of(JSON.readTree(file.toFile()));
        }
        List<JsonNode> messages = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            messages.add(JSON.readTree(line));
        }
        return messages;
    }

    private static int assertMessages(Path file) throws IOException {
        KrakenFrames frames = new KrakenFrames();
        int rows = 0;
        for (JsonNode message : messages(file)) {
            KrakenFramesTest.Recorder heard = new KrakenFramesTest.Recorder();
            frames.read(message.toString(), streams(message), NOW, heard);
            rows += assertMessage(message, heard, file);
        }
        return rows;
    }

    private static KrakenStreams streams(JsonNode message) {
        Map<String, StreamKey> trades = new HashMap<>();
        Map<String, StreamKey> quotes = new HashMap<>();
        Map<String, KrakenStreams.Book> books = new HashMap<>();
        Map<String, Map<Integer, StreamKey>> bars = new HashMap<>();
        for (JsonNode row : message.path("data")) {
            String name = row.path("symbol").asText("none");
            Symbol symbol = Symbol.of(name);
            trades.put(name, new StreamKey(symbol, StreamKind.TRADES));
            quotes.put(name, new StreamKey(symbol, StreamKind.QUOTES));
            books.put(
                    name,
                    new KrakenStreams.Book(
                            name,
                            10,
                            1,
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            List.of(StreamKey.book(symbol, 10))));
            bars.put(
                    name,
                    Map.of(
                            1, StreamKey.bars(symbol, Interval.MINUTE_1),
                            5, StreamKey.bars(symbol, Interval.MINUTE_5)));
        }
        return new KrakenStreams(KrakenStreamTable.of(trades), KrakenStreamTable.of(quotes), books, bars, Map.of());
    }

    private static int assertMessage(JsonNode message, KrakenFramesTest.Recorder heard, Path file) {
        String channel = message.path("channel").asText();
        int withoutPrice = 0;
        int at = 0;
        for (JsonNode row : message.path("data")) {
            switch (channel) {
                case "trade" -> assertTrade((Trade) heard.events.get(at++), row);
                case "ticker" -> {
                    if (row.has("last")) {
                        assertTicker((Quote) heard.events.get(at++), row);
                    } else {
                        withoutPrice++;
                    }
                }
                case "ohlc" -> assertBars(heard.events, row);
                case "book" ->
                    assertBookRow(
                            heard.books.get(at++), row, message.get("type").asText());
                default -> {}
            }
        }
        assertThat(heard.rejected).as("%s %s", file, message).hasSize(withoutPrice);
        return message.path("data").size();
    }

    /** Each row is told, or is what was told of that bar before. */
    private static void assertBars(List<MarketEvent> events, JsonNode row) {
        Instant begin = Instant.parse(row.get("interval_begin").asText());
        events.stream()
                .map(event -> (Bar) event)
                .filter(bar -> bar.openTime().equals(begin))
                .forEach(bar -> {
                    assertThat(bar.open()).isEqualTo(row.get("open").asDouble());
                    assertThat(bar.high()).isEqualTo(row.get("high").asDouble());
                    assertThat(bar.low()).isEqualTo(row.get("low").asDouble());
                    assertThat(bar.close()).isEqualTo(row.get("close").asDouble());
                    assertThat(bar.volume()).hasValue(row.get("volume").asDouble());
                    assertThat(bar.vwap()).hasValue(row.get("vwap").asDouble());
                    assertThat(bar.tradeCount()).hasValue(row.get("trades").asLong());
                    assertThat(bar.interval().nanos())
                            .isEqualTo(row.get("interval").asLong() * 60_000_000_000L);
                });
        boolean stale = begin.equals(Instant.parse("2026-09-10T17:35:00Z")) && events.isEmpty();
        assertThat(events.stream().anyMatch(event -> ((Bar) event).openTime().equals(begin)) || stale)
                .isTrue();
    }

    private static void assertBookRow(KrakenBookRow read, JsonNode row, String type) {
        assertThat(read.snapshot()).isEqualTo(type.equals("snapshot"));
        assertThat(read.checksum()).isEqualTo(row.get("checksum").asLong());
        assertThat(read.time())
                .isEqualTo(
                        row.has("timestamp")
                                ? KrakenTime.epochNanos(
                                        Instant.parse(row.get("timestamp").asText()))
                                : KrakenTime.UNREADABLE);
        assertLevels(read.bids(), row.get("bids"));
        assertLevels(read.asks(), row.get("asks"));
    }

    private static void assertLevels(List<KrakenBookRow.Level> levels, JsonNode rows) {
        assertThat(levels).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(levels.get(i).price()).isEqualTo(rows.get(i).get("price").asDouble());
            assertThat(levels.get(i).size()).isEqualTo(rows.get(i).get("qty").asDouble());
        }
    }

    private static void assertTrade(Trade trade, JsonNode row) {
        assertThat(trade.price()).isEqualTo(row.get("price").asDouble());
        assertThat(trade.size()).isEqualTo(row.get("qty").asDouble());
        assertThat(trade.id()).isEqualTo(row.get("trade_id").asText());
        assertThat(trade.side()).hasToString(row.get("side").asText().toUpperCase(java.util.Locale.ROOT));
        assertTime(trade, row);
    }

    private static void assertTicker(Quote quote, JsonNode row) {
        assertThat(quote.price()).isEqualTo(row.get("last").asDouble());
        assertThat(quote.bid()).hasValue(row.get("bid").asDouble());
        assertThat(quote.ask()).hasValue(row.get("ask").asDouble());
        assertThat(quote.bidSize()).hasValue(row.get("bid_qty").asDouble());
        assertThat(quote.askSize()).hasValue(row.get("ask_qty").asDouble());
        assertThat(quote.volume()).hasValue(row.get("volume").asDouble());
        assertThat(quote.low()).hasValue(row.get("low").asDouble());
        assertThat(quote.high()).hasValue(row.get("high").asDouble());
        assertThat(quote.change()).hasValue(row.get("change").asDouble());
        assertThat(quote.changePercent()).hasValue(row.get("change_pct").asDouble());
        assertTime(quote, row);
    }

    private static void assertTime(MarketEvent event, JsonNode row) {
        Instant told = row.has("timestamp") ? Instant.parse(row.get("timestamp").asText()) : NOW;
        assertThat(event.eventTime()).isEqualTo(told);
        assertThat(event.receivedTime()).isEqualTo(NOW);
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require(ROOT + folder))) {
            return files.sorted().toList();
        }
    }

    private static JsonValue result(Path file) throws IOException {
        return KrakenParser.result(Files.readAllBytes(file), warning -> {});
    }

    private static Iterable<Map.Entry<String, JsonNode>> fields(Path file) throws IOException {
        return JSON.readTree(file.toFile()).get("result").properties();
    }

    private static KrakenPair pairOf(String key) {
        return KrakenSymbols.pair(key, key, "XBT/" + key.substring(key.length() - 3), KrakenPair.Traits.UNKNOWN)
                .orElseThrow();
    }

    private static String common(String wsname) {
        String[] parts = wsname.split("/", 2);
        return ALIASES.getOrDefault(parts[0], parts[0]) + "/" + ALIASES.getOrDefault(parts[1], parts[1]);
    }

    private static double number(JsonNode node) {
        return Double.parseDouble(node.asText());
    }
}
