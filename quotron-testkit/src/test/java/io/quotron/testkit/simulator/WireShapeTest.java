package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the keys of answers with those of recorded ones. */
class WireShapeTest {
    /** A Sunday: New York is closed, as it was when the quotes were recorded. */
    private static final Instant SUNDAY = Instant.parse("2026-03-01T12:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(SUNDAY);
    private MarketSimulator simulator;

    @BeforeEach
    void start() {
        simulator = MarketSimulator.builder().time(time).start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static Object recorded(String file) throws IOException {
        String text = Files.readString(SharedData.require("wire/visible/" + file));
        return Objects.requireNonNull(Json.read(text));
    }

    /** The paths of all keys; positions in lists and keys that are numbers count as one. */
    private static Set<String> paths(Object tree) {
        Set<String> paths = new TreeSet<>();
        collect(tree, "", paths);
        return paths;
    }

    private static void collect(Object node, String path, Set<String> paths) {
        if (node instanceof Map<?, ?> object) {
            object.forEach((key, value) -> {
                String below = path + "." + String.valueOf(key).replaceAll("^\\d+$", "*");
                paths.add(below);
                if (value != null) {
                    collect(value, below, paths);
                }
            });
        } else if (node instanceof List<?> list) {
            list.stream().filter(Objects::nonNull).forEach(value -> collect(value, path + "[]", paths));
        }
    }

    private Object yahoo(String target) throws IOException {
        return WireClient.get(simulator.yahooUri(), target).json();
    }

    private Object quote(String symbol) throws IOException {
        WireClient.Answer page = WireClient.get(simulator.yahooUri(), "/");
        String cookie = "Cookie: " + page.head().replaceAll("(?s).*Set-Cookie: ([^;]*);.*", "$1");
        String crumb = WireClient.get(simulator.yahooUri(), "/v1/test/getcrumb", cookie)
                .body();
        String target =
                "/v7/finance/quote?symbols=" + symbol + "&crumb=" + URLEncoder.encode(crumb, StandardCharsets.UTF_8);
        return WireClient.get(simulator.yahooUri(), target, cookie).json();
    }

    private Object kraken(String target) throws IOException {
        return WireClient.get(simulator.krakenRestUri(), "/0/public/" + target).json();
    }

    private static void assertSameShape(Object ours, Object theirs) {
        assertThat(paths(ours)).isEqualTo(paths(theirs));
    }

    @ParameterizedTest
    @CsvSource({
        "AAPL?interval=1d&range=5d,yahoo/chart/chart-AAPL-2020-01-01-to-2020-01-03_2025-02-20.json",
        "VOD.L?interval=1d&range=5d,yahoo/chart/chart-OCDO.L-2020-01-01-to-2020-01-03_2025-02-20.json",
        "BTC-USD?interval=1d&range=5d,yahoo/chart/chart-BTC-USD-2020-01-01-to-2020-01-03_2025-02-20.json",
        "EURUSD=X?interval=1d&range=5d,yahoo/chart/chart-EURUSD_X-2020-01-01-to-2020-01-03_2025-02-20.json",
        "AAPL?interval=1m&range=1d,"
                + "yahoo/chart/chart-AAPL-2024-10-02-to-2024-10-03-includePrePost-false-interval-1m.json",
        "NOPE,yahoo/chart/historical-via-chart-SI-2020-01-01-to-2020-01-03.json",
        "AAPL?interval=1m&period1=1577836800&period2=1578009600,yahoo/errors/chart-422-1m-range.json"
    })
    void chart_answer_hasTheKeysOfTheRecording(String target, String file) throws IOException {
        assertSameShape(yahoo("/v8/finance/chart/" + target), recorded(file));
    }

    @Test
    void chart_eventsOfAYear_haveTheKeysOfTheRecording() throws IOException {
        Object ours =
                yahoo("/v8/finance/chart/AAPL?interval=1d&period1=1577836800&period2=1609718400&events=div%7Csplit");
        Object theirs = recorded("yahoo/chart/historicalv8-AAPL-2020-01-01-to-2021-01-04.json");

        assertSameShape(at(ours, "chart", "result", 0, "events"), at(theirs, "chart", "result", 0, "events"));
    }

    @ParameterizedTest
    @CsvSource({
        "AAPL,quote-AAPL_2025-02-17.json",
        "SPY,quote-QQQ_2025-02-17.json",
        "BTC-USD,quote-BTC-USD_2025-02-17.json",
        "EURUSD=X,quote-EURUSD_X_2025-02-17.json",
        "NOPE,quote-SIX_2025-02-17.json"
    })
    void quote_answer_hasTheKeysOfTheRecording(String symbol, String file) throws IOException {
        assertSameShape(quote(symbol), recorded("yahoo/quote/" + file));
    }

    @Test
    void search_entry_hasNoKeyThatTheRecordingLacks() throws IOException {
        Object ours = yahoo("/v1/finance/search?q=BTC-USD");
        Object theirs = recorded("yahoo/search/search-BTC-USD_2025-02-25.json");

        Predicate<String> news = path -> path.startsWith(".news[]");
        Set<String> expected = paths(theirs);
        expected.removeIf(news);
        assertThat(paths(ours)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Time,kraken/rest/time/xchange-servertime.json",
        "SystemStatus,kraken/rest/systemstatus/nautilus-2025.json",
        "Ticker?pair=XBTUSD,kraken/rest/ticker/krakennet-XXBTZUSD.json",
        "OHLC?pair=BTC/USD&interval=60,kraken/rest/ohlc/2026-BTCUSD-60.json",
        "Trades?pair=BTC/USD,kraken/rest/trades/2026-BTCUSD.json",
        "Ticker?pair=NOPE,kraken/rest/errors/unknown-pair.json"
    })
    void rest_answer_hasTheKeysOfTheRecording(String target, String file) throws IOException {
        assertSameShape(kraken(target), recorded(file));
    }

    @Test
    void assetPairs_entry_hasTheKeysOfTheRecording() throws IOException {
        assertSameShape(
                at(kraken("AssetPairs"), "result", "XXBTZUSD"),
                at(recorded("kraken/rest/assetpairs/2026-five-pairs.json"), "result", "XXBTZUSD"));
    }

    @Test
    void rest_rows_haveTheLengthAndTypesOfTheRecording() throws IOException {
        assertSameTypes(
                at(kraken("OHLC?pair=BTC/USD&interval=60"), "result", "BTC/USD", 0),
                at(recorded("kraken/rest/ohlc/2026-BTCUSD-60.json"), "result", "BTC/USD", 0));
        assertSameTypes(
                at(kraken("Trades?pair=BTC/USD"), "result", "BTC/USD", 0),
                at(recorded("kraken/rest/trades/2026-BTCUSD.json"), "result", "BTC/USD", 0));
    }

    private static void assertSameTypes(Object ours, Object theirs) {
        assertThat((List<?>) ours)
                .extracting(Object::getClass)
                .isEqualTo(((List<?>) theirs).stream().map(Object::getClass).toList());
    }

    @Test
    void socket_frames_haveTheKeysOfTheRecording() throws IOException {
        List<String> session =
                Files.readAllLines(SharedData.require("wire/visible/kraken/ws-v2/trade-ticker-book-BTC_USD.jsonl"));
        List<String> tickers =
                Files.readAllLines(SharedData.require("wire/visible/kraken/ws-v2/ticker-USDT_USD-session.jsonl"));
        try (WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri())) {
            assertSameShape(frames.nextJson(), read(session.get(0)));
            frames.send(subscription("trade", "BTC/USD", true));
            assertSameShape(frames.nextJson(), read(session.get(1)));
            assertSameShape(frames.nextJson(), read(session.get(3)));
            frames.send(subscription("ticker", "BTC/USD", true));
            assertSameShape(frames.nextJson(), read(tickers.get(1)));
            assertSameShape(frames.nextJson(), read(tickers.get(2)));
            frames.send(subscription("ticker", "NOPE/USD", true));
            assertSameShape(frames.nextJson(), read(tickers.get(4)));
        }
    }

    private static String subscription(String channel, String symbol, boolean snapshot) {
        return "{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel + "\",\"symbol\":[\"" + symbol
                + "\"],\"snapshot\":" + snapshot + "}}";
    }

    private static Object read(String text) throws IOException {
        return Objects.requireNonNull(Json.read(text));
    }
}
