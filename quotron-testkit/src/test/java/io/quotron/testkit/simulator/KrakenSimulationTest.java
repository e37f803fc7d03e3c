package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static io.quotron.testkit.simulator.WireClient.list;
import static io.quotron.testkit.simulator.WireClient.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KrakenSimulationTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final Instant START = Instant.parse("2026-03-04T15:20:30.500Z");

    private final Seed seed = Seed.of("KrakenSimulationTest");
    private final VirtualTime time = VirtualTime.startingAt(START);
    private MarketSimulator simulator;

    @BeforeEach
    void start() {
        simulator = MarketSimulator.builder().seed(seed.value()).time(time).start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Object rest(String target) throws IOException {
        WireClient.Answer answer = WireClient.get(simulator.krakenRestUri(), "/0/public/" + target);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private WireClient.Frames open() throws IOException {
        WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri());
        assertThat(at(frames.nextJson(), "channel")).isEqualTo("status");
        return frames;
    }

    private static void subscribe(WireClient.Frames frames, String channel, boolean snapshot, String symbol)
            throws IOException {
        frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel + "\",\"symbol\":[\"" + symbol
                + "\"],\"snapshot\":" + snapshot + "},\"req_id\":7}");
        Object ack = frames.nextJson();
        assertThat(at(ack, "success")).isEqualTo(true);
        assertThat(number(ack, "req_id")).isEqualTo(7);
    }

    /** Advances the clock bit by bit and collects the live trades by id. */
    private Map<Long, Object> live(WireClient.Frames frames, Duration span) throws IOException {
        time.advance(span);
        frames.send("{\"method\":\"ping\",\"req_id\":99}");
        Map<Long, Object> trades = new TreeMap<>();
        for (Object message = frames.nextJson(); !isPong(message); message = frames.nextJson()) {
            if ("trade".equals(((Map<?, ?>) message).get("channel"))) {
                list(message, "data").forEach(row -> trades.put((long) number(row, "trade_id"), row));
            }
        }
        return trades;
    }

    private static boolean isPong(Object message) {
        return "pong".equals(((Map<?, ?>) message).get("method"));
    }

    @Test
    void time_asked_tellsTheClockOfTheSimulator() throws IOException {
        Object answer = rest("Time");

        assertThat(number(answer, "result", "unixtime")).isEqualTo((double) START.getEpochSecond());
        assertThat(at(answer, "result", "rfc1123")).isEqualTo("Wed,  4 Mar 26 15:20:30 +0000");
    }

    @Test
    void assetPairs_all_haveTheThreeNames() throws IOException {
        Object result = at(rest("AssetPairs"), "result");

        assertThat(WireClient.keys(result)).containsExactlyInAnyOrder("XXBTZUSD", "XETHZUSD", "SOLUSD", "ZEURZUSD");
        assertThat(at(result, "XXBTZUSD", "altname")).isEqualTo("XBTUSD");
        assertThat(at(result, "XXBTZUSD", "wsname")).isEqualTo("XBT/USD");
        assertThat(at(result, "ZEURZUSD", "wsname")).isEqualTo("EUR/USD");
    }

    @ParameterizedTest
    @CsvSource({"XBTUSD,XXBTZUSD", "XXBTZUSD,XXBTZUSD", "BTC/USD,BTC/USD"})
    void ticker_eachNameOfAPair_isUnderstood(String asked, String key) throws IOException {
        Object result = at(rest("Ticker?pair=" + asked), "result", key);

        assertThat(number(result, "a", 0)).isGreaterThan(number(result, "b", 0));
        assertThat(number(result, "h", 1)).isGreaterThanOrEqualTo(number(result, "c", 0));
        assertThat(number(result, "v", 1)).isGreaterThan(number(result, "v", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "Ticker?pair=NOPE,EQuery:Unknown asset pair",
        "OHLC?pair=XBTUSD&interval=7,EGeneral:Invalid arguments:interval",
        "Trades?pair=XBTUSD&since=soon,EGeneral:Invalid arguments:since",
        "Trades,EGeneral:Invalid arguments",
        "Nothing,EGeneral:Unknown method"
    })
    void rest_badQuestion_isRefusedWithStatus200(String target, String error) throws IOException {
        assertThat(list(rest(target), "error")).hasToString("[" + error + "]");
    }

    @Test
    void ohlc_oneMinute_equalsTheFoldOfTheTrades() throws IOException {
        Object answer = rest("OHLC?pair=XBTUSD&interval=1");
        List<?> rows = list(answer, "result", "XXBTZUSD");

        assertThat(rows).hasSize(720);
        long forming = START.getEpochSecond() / 60 * 60;
        assertThat(number(rows.get(719), 0)).isEqualTo((double) forming);
        assertThat(number(answer, "result", "last")).isEqualTo((double) (forming - 60));
        for (Object row : rows) {
            assertEqualsFold(row, 60);
        }
    }

    @ParameterizedTest
    @CsvSource({"60", "240"})
    void ohlc_hours_equalTheFoldOfTheTrades(int minutes) throws IOException {
        List<?> rows = list(rest("OHLC?pair=XBTUSD&interval=" + minutes), "result", "XXBTZUSD");

        for (Object row : rows.subList(690, 720)) {
            assertEqualsFold(row, minutes * 60L);
        }
    }

    @Test
    void ohlc_days_equalTheFoldOfTheirMinutes() throws IOException {
        List<?> rows = list(rest("OHLC?pair=ETHUSD&interval=1440"), "result", "XETHZUSD");

        assertThat(rows).hasSize(720);
        Object day = rows.get(718);
        Instant from = Instant.ofEpochSecond((long) number(day, 0));
        List<Trade> trades = simulator.tradesBetween(Symbol.of("ETH/USD"), from, from.plus(Duration.ofDays(1)));
        assertThat(number(day, 2))
                .isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElse(0));
        assertThat(number(day, 7)).isEqualTo(trades.size());
        assertThat(number(day, 6))
                .isCloseTo(trades.stream().mapToDouble(Trade::size).sum(), within(1e-6 * trades.size()));
    }

    private void assertEqualsFold(Object row, long seconds) {
        Instant from = Instant.ofEpochSecond((long) number(row, 0));
        Instant to = from.plusSeconds(seconds);
        List<Trade> trades = simulator.tradesBetween(BTC, from, to.isAfter(START) ? START.plusNanos(1) : to);
        assertThat(number(row, 7)).as("count at %s", from).isEqualTo(trades.size());
        if (trades.isEmpty()) {
            return;
        }
        assertThat(number(row, 1)).isEqualTo(trades.get(0).price());
        assertThat(number(row, 2))
                .isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElse(0));
        assertThat(number(row, 3))
                .isEqualTo(trades.stream().mapToDouble(Trade::price).min().orElse(0));
        assertThat(number(row, 4)).isEqualTo(trades.get(trades.size() - 1).price());
        double volume = trades.stream().mapToDouble(Trade::size).sum();
        assertThat(number(row, 6)).isCloseTo(volume, within(1e-8 * trades.size()));
        double turnover = trades.stream().mapToDouble(t -> t.price() * t.size()).sum();
        assertThat(number(row, 5)).isCloseTo(turnover / volume, within(0.051));
    }

    @Test
    void trades_pagedByCursor_giveEachTradeOnce() throws IOException {
        Instant from = START.minus(Duration.ofHours(2));
        String cursor = Long.toString(Market.nanos(from));
        List<String> ids = new ArrayList<>();
        for (int page = 0; page < 100; page++) {
            Object result = at(rest("Trades?pair=BTC/USD&since=" + cursor), "result");
            List<?> rows = list(result, "BTC/USD");
            assertThat(rows.size()).isLessThanOrEqualTo(1_000);
            rows.forEach(row -> ids.add(((Json.Digits) at(row, 6)).text()));
            cursor = at(result, "last").toString();
            if (rows.isEmpty()) {
                break;
            }
        }

        List<Trade> truth = simulator.tradesBetween(BTC, from.plusNanos(1), START.plusNanos(1));
        assertThat(ids).isEqualTo(truth.stream().map(Trade::id).toList()).hasSizeGreaterThan(2_000);
    }

    @Test
    void trades_withoutCursor_areTheNewestAndNeverOfTheFuture() throws IOException {
        List<?> rows = list(rest("Trades?pair=XBTUSD&count=5"), "result", "XXBTZUSD");

        assertThat(rows).hasSize(5);
        assertThat(number(rows.get(4), 2)).isLessThanOrEqualTo(START.toEpochMilli() / 1e3);
        assertThat(at(rows.get(0), 0).toString()).matches("\\d+\\.\\d{5}");
        assertThat(at(rows.get(0), 1).toString()).matches("\\d+\\.\\d{8}");
    }

    @Test
    void tradesBetween_anySpan_haveConsecutiveIdsAndIncreasingTimes() {
        List<Trade> trades = simulator.tradesBetween(BTC, START.minus(Duration.ofDays(2)), START);

        for (int i = 1; i < trades.size(); i++) {
            Trade before = trades.get(i - 1);
            Trade trade = trades.get(i);
            assertThat(Long.parseLong(String.valueOf(trade.id()))).isEqualTo(Long.parseLong(before.id()) + 1);
            assertThat(trade.eventTime()).isAfter(before.eventTime());
        }
        assertThat(trades).hasSizeBetween(75_000, 98_000);
    }

    @Test
    void socket_liveTrades_areThoseOfRestAndOfTheTruth() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "trade", false, "BTC/USD");

            Map<Long, Object> live = live(frames, Duration.ofMinutes(3));

            List<Trade> truth =
                    simulator.tradesBetween(BTC, START.plusNanos(1), time.now().plusNanos(1));
            assertThat(live.keySet())
                    .isEqualTo(truth.stream().map(t -> Long.valueOf(t.id())).collect(Collectors.toSet()));
            Trade first = truth.get(0);
            Object row = live.values().iterator().next();
            assertThat(number(row, "price")).isEqualTo(first.price());
            assertThat(number(row, "qty")).isEqualTo(first.size());
            assertThat(Instant.parse(at(row, "timestamp").toString())).isEqualTo(first.eventTime());
            Object newest = list(rest("Trades?pair=XBTUSD&count=1"), "result", "XXBTZUSD")
                    .get(0);
            assertThat(live).containsKey((long) number(newest, 6));
        }
    }

    @Test
    void socket_snapshotOfTrades_holdsTheLastFifty() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "trade", true, "BTC/USD");

            Object snapshot = frames.nextJson();

            assertThat(at(snapshot, "type")).isEqualTo("snapshot");
            assertThat(list(snapshot, "data")).hasSize(50);
        }
    }

    @Test
    void socket_ticker_comesAsSnapshotAndWithEachTrade() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "ticker", true, "ETH/USD");
            Object snapshot = frames.nextJson();
            time.advance(Duration.ofMinutes(1));
            Object update = frames.nextJson();
            while (!"ticker".equals(at(update, "channel"))) {
                update = frames.nextJson();
            }

            assertThat(at(snapshot, "type")).isEqualTo("snapshot");
            assertThat(at(update, "type")).isEqualTo("update");
            Object row = at(update, "data", 0);
            assertThat(number(row, "ask")).isGreaterThan(number(row, "bid"));
            assertThat(number(row, "last")).isBetween(number(row, "low"), number(row, "high"));
        }
    }

    @Test
    void socket_quietMarket_sendsHeartbeatsEachSecond() throws IOException {
        try (MarketSimulator quiet = MarketSimulator.builder()
                        .time(time)
                        .instruments(SimulatedInstrument.crypto("BTC/USD")
                                .tradesPerMinute(0.001)
                                .build())
                        .start();
                WireClient.Frames frames = new WireClient.Frames(quiet.krakenSocketUri())) {
            frames.next();
            subscribe(frames, "trade", false, "BTC/USD");
            time.advance(Duration.ofSeconds(5));
            frames.send("{\"method\":\"ping\"}");
            int heartbeats = 0;
            for (Object message = frames.nextJson(); !isPong(message); message = frames.nextJson()) {
                heartbeats += "heartbeat".equals(at(message, "channel")) ? 1 : 0;
            }

            assertThat(heartbeats).isEqualTo(5);
        }
    }

    @Test
    void socket_unknownPairAmongGoodOnes_isRefusedAlone() throws IOException {
        try (WireClient.Frames frames = open()) {
            frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":"
                    + "[\"BTC/USD\",\"XBT/USD\",\"ETH/USD\"]}}");

            Object first = frames.nextJson();
            Object second = frames.nextJson();
            Object third = frames.nextJson();

            assertThat(at(first, "result", "symbol")).isEqualTo("BTC/USD");
            assertThat(at(second, "error")).isEqualTo("Currency pair not supported XBT/USD");
            assertThat(at(second, "symbol")).isEqualTo("XBT/USD");
            assertThat(at(third, "result", "symbol")).isEqualTo("ETH/USD");
            assertThat(simulator.subscriptions()).containsExactly("trade BTC/USD", "trade ETH/USD");
        }
    }

    @Test
    void socket_unsubscribed_isSilentAndThenClosedAsIdle() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "trade", false, "BTC/USD");
            frames.send("{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
            assertThat(at(frames.nextJson(), "method")).isEqualTo("unsubscribe");
            assertThat(live(frames, Duration.ofSeconds(30))).isEmpty();

            time.advance(Duration.ofSeconds(61));

            assertThatThrownBy(frames::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void socket_nonsense_isRefusedAndTheSocketStaysOpen() throws IOException {
        try (WireClient.Frames frames = open()) {
            frames.send("not json");
            frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"nothing\",\"symbol\":[\"BTC/USD\"]}}");

            assertThat(at(frames.nextJson(), "success")).isEqualTo(false);
            assertThat(at(frames.nextJson(), "error")).isEqualTo("Unsupported channel: nothing");
        }
    }
}
