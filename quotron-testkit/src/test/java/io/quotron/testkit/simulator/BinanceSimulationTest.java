package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static io.quotron.testkit.simulator.WireClient.keys;
import static io.quotron.testkit.simulator.WireClient.list;
import static io.quotron.testkit.simulator.WireClient.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceSimulationTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final Instant START = Instant.parse("2026-03-04T15:20:30.500Z");

    private final Seed seed = Seed.of("BinanceSimulationTest");
    private final VirtualTime time = VirtualTime.startingAt(START);
    private final MarketSimulator simulator =
            MarketSimulator.builder().seed(seed.value()).time(time).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private WireClient.Answer get(String target) throws IOException {
        return WireClient.get(simulator.binanceRestUri(), "/api/v3/" + target);
    }

    private Object rest(String target) throws IOException {
        WireClient.Answer answer = get(target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private WireClient.Frames open() throws IOException {
        return new WireClient.Frames(URI.create(simulator.binanceSocketUri() + "/stream"));
    }

    private static void subscribe(WireClient.Frames frames, String... streams) throws IOException {
        frames.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"" + String.join("\",\"", streams) + "\"],\"id\":7}");
        Object ack = frames.nextJson();
        assertThat(keys(ack)).containsExactlyInAnyOrder("result", "id");
        assertThat(number(ack, "id")).isEqualTo(7);
    }

    /** Lets time pass and returns the data that came. */
    private List<Object> live(WireClient.Frames frames, Duration span) throws IOException {
        time.advance(span);
        frames.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":99}");
        List<Object> data = new ArrayList<>();
        for (Object message = frames.nextJson(); !keys(message).contains("id"); message = frames.nextJson()) {
            data.add(at(message, "data"));
        }
        return data;
    }

    @ParameterizedTest
    @CsvSource({
        "ticker/24hr?symbol=BTCUSD,ticker-24hr/BTCUSDT-2019-10-08.json",
        "ticker/bookTicker?symbol=BTCUSD,ticker-bookTicker/nautilus-BTCUSDT-2021.json",
        "time,time/nautilus-BTCUSDT-2021.json",
        "ping,ping/nautilus-BTCUSDT-2021.json",
        "depth?symbol=BTCUSD,depth/nautilus-BTCUSDT-2021.json"
    })
    void rest_answer_hasTheKeysOfTheRecording(String target, String file) throws IOException {
        String text = Files.readString(SharedData.require("wire/visible/binance/rest/" + file));
        assertThat(keys(rest(target))).isEqualTo(keys(Objects.requireNonNull(Json.read(text))));
    }

    @Test
    void aggTrades_byTimeAndById_areTheTradesOfTheMarket() throws IOException {
        Instant from = START.minusSeconds(60);
        List<Trade> truth = simulator.tradesBetween(BTC, from, START);
        List<?> byTime = list(rest("aggTrades?symbol=BTCUSD&limit=1000&startTime=" + from.toEpochMilli()));
        List<?> byId = list(
                rest("aggTrades?symbol=BTCUSD&limit=1000&fromId=" + truth.get(0).id()));

        assertThat(byTime).isEqualTo(byId).hasSize(truth.size());
        for (int i = 0; i < truth.size(); i++) {
            assertThat((long) number(byTime.get(i), "a"))
                    .hasToString(truth.get(i).id());
            assertThat(at(byTime.get(i), "p"))
                    .asString()
                    .startsWith(Double.toString(truth.get(i).price()));
        }
    }

    @Test
    void klines_ofMinutes_foldTheTrades() throws IOException {
        Instant open = Instant.parse("2026-03-04T15:00:00Z");
        List<?> rows = list(rest("klines?symbol=BTCUSD&interval=1m&limit=10&startTime=" + open.toEpochMilli()));
        List<Trade> first = simulator.tradesBetween(BTC, open, open.plusSeconds(60));

        assertThat(rows).hasSize(10);
        assertThat((long) number(rows.get(0), 0)).isEqualTo(open.toEpochMilli());
        assertThat((long) number(rows.get(0), 6)).isEqualTo(open.toEpochMilli() + 59_999);
        assertThat(number(rows.get(0), 8)).isEqualTo(first.size());
        assertThat(Double.parseDouble(String.valueOf(at(rows.get(0), 4))))
                .isEqualTo(first.get(first.size() - 1).price());
        assertThat(list(rest("klines?symbol=BTCUSD&interval=1M&limit=3"))).hasSize(3);
    }

    @Test
    void weights_tooMuchInAMinute_areToldAndRefused() throws IOException {
        assertThat(get("depth?symbol=BTCUSD&limit=5000").head()).contains("X-MBX-USED-WEIGHT-1M: 250");
        for (int i = 0; i < 23; i++) {
            get("depth?symbol=BTCUSD&limit=5000");
        }
        WireClient.Answer refused = get("ping");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.head()).contains("Retry-After: 30");
        assertThat(number(refused.json(), "code")).isEqualTo(-1003);
        time.advance(Duration.ofSeconds(30));
        assertThat(get("ping").head()).contains("X-MBX-USED-WEIGHT-1M: 1\r\n");
    }

    @Test
    void failures_asBinanceTellsThem() throws IOException {
        assertThat(number(get("klines?symbol=NOPE&interval=1m").json(), "code")).isEqualTo(-1121);
        assertThat(number(get("klines?symbol=BTCUSD&interval=7m").json(), "code"))
                .isEqualTo(-1120);
        assertThat(number(get("klines").json(), "code")).isEqualTo(-1102);
        simulator.faults().ban(SimulatedProvider.BINANCE);
        assertThat(get("ping").status()).isEqualTo(418);
        simulator.faults().clear();
        simulator.faults().rateLimit(SimulatedProvider.BINANCE, Duration.ofSeconds(7));
        assertThat(get("ping").head()).contains("Retry-After: 7");
    }

    @Test
    void depthChanges_onTopOfASnapshot_areTheNextSnapshot() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "btcusd@depth@100ms");
            Object snapshot = rest("depth?symbol=BTCUSD&limit=5000");
            NavigableMap<Double, Double> bids = new TreeMap<>(Comparator.reverseOrder());
            NavigableMap<Double, Double> asks = new TreeMap<>();
            fill(bids, list(snapshot, "bids"));
            fill(asks, list(snapshot, "asks"));
            long last = (long) number(snapshot, "lastUpdateId");
            for (Object change : live(frames, Duration.ofMinutes(2))) {
                assertThat((long) number(change, "U")).isEqualTo(last + 1);
                last = (long) number(change, "u");
                fill(bids, list(change, "b"));
                fill(asks, list(change, "a"));
            }
            Object after = rest("depth?symbol=BTCUSD&limit=5000");
            NavigableMap<Double, Double> expected = new TreeMap<>(Comparator.reverseOrder());
            fill(expected, list(after, "bids"));
            assertThat((long) number(after, "lastUpdateId")).isEqualTo(last);
            assertThat(bids).isEqualTo(expected);
            assertThat(bids.firstKey()).isLessThan(asks.firstKey());
        }
    }

    private static void fill(Map<Double, Double> side, List<?> levels) {
        for (Object level : levels) {
            double size = Double.parseDouble(String.valueOf(at(level, 1)));
            side.put(Double.parseDouble(String.valueOf(at(level, 0))), size);
            side.values().removeIf(there -> there == 0);
        }
    }

    @Test
    void liveStreams_ofAMinute_agreeWithEachOther() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(
                    frames, "btcusd@trade", "btcusd@kline_1m", "btcusd@bookTicker", "btcusd@miniTicker", "nope@trade");
            List<Object> data = live(frames, Duration.ofSeconds(90));

            List<Object> trades =
                    data.stream().filter(row -> keys(row).contains("t")).toList();
            List<Trade> truth =
                    simulator.tradesBetween(BTC, START.plusNanos(1), time.now().plusNanos(1));
            assertThat(trades.stream().map(row -> String.valueOf((long) number(row, "t"))))
                    .isEqualTo(truth.stream().map(Trade::id).toList());
            assertThat(data.stream()
                            .filter(row -> "kline".equals(((Map<?, ?>) row).get("e")))
                            .filter(row -> Boolean.TRUE.equals(at(row, "k", "x"))))
                    .hasSize(2);
            assertThat(data.stream().filter(row -> "24hrMiniTicker".equals(((Map<?, ?>) row).get("e"))))
                    .hasSize(90);
            assertThat(data.stream().filter(row -> keys(row).equals(java.util.Set.of("u", "s", "b", "B", "a", "A"))))
                    .hasSize(truth.size());
        }
    }

    @Test
    void sockets_tooManyMessagesOrADay_areEnded() throws IOException {
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "BTCUSD@trade");
            simulator.faults().announceShutdown();
            assertThat(at(frames.nextJson(), "stream")).isEqualTo("!serverShutdown");
            assertThat(live(frames, Duration.ofSeconds(30))).isEmpty();
            for (int i = 0; i < 6; i++) {
                frames.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            frames.next();
                        }
                    })
                    .hasMessageContaining("closed by the server");
        }
        try (WireClient.Frames frames = open()) {
            subscribe(frames, "nope@trade");
            time.advance(Duration.ofHours(24));
            assertThatThrownBy(frames::next).hasMessageContaining("closed by the server");
        }
    }
}
