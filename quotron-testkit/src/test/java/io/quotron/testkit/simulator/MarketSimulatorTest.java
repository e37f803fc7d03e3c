package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static io.quotron.testkit.simulator.WireClient.list;
import static io.quotron.testkit.simulator.WireClient.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarketSimulatorTest {
    private static final Instant START = Instant.parse("2026-03-04T15:20:30Z");
    private static final SourceId SOURCE = SourceId.of("recording");
    private static final Symbol BTC = Symbol.of("BTC/USD");

    /** All bytes of a fixed conversation, without the ports. */
    private static List<String> conversation(long seed) throws IOException {
        VirtualTime time = VirtualTime.startingAt(START);
        List<String> bytes = new ArrayList<>();
        try (MarketSimulator simulator =
                        MarketSimulator.builder().seed(seed).time(time).start();
                WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri())) {
            bytes.add(WireClient.get(simulator.yahooUri(), "/v8/finance/chart/AAPL?interval=1d&range=1y&events=div")
                    .body());
            bytes.add(WireClient.get(simulator.yahooUri(), "/v8/finance/chart/TSLA?interval=5m&range=5d")
                    .body());
            bytes.add(WireClient.get(simulator.yahooUri(), "/cookie").head());
            bytes.add(WireClient.get(simulator.krakenRestUri(), "/0/public/OHLC?pair=XBTUSD&interval=60")
                    .body());
            bytes.add(WireClient.get(simulator.krakenRestUri(), "/0/public/Ticker")
                    .body());
            bytes.add(frames.next());
            frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"],"
                    + "\"snapshot\":true}}");
            bytes.add(frames.next());
            bytes.add(frames.next());
            frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\",\"symbol\":[\"ETH/USD\"]}}");
            bytes.add(frames.next());
            bytes.add(frames.next());
            time.advance(Duration.ofMinutes(2));
            frames.send("{\"method\":\"ping\"}");
            for (String text = frames.next(); !text.contains("pong"); text = frames.next()) {
                bytes.add(text);
            }
        }
        return bytes;
    }

    @Test
    void seed_same_givesTheSameBytes() throws IOException {
        List<String> first = conversation(77);

        assertThat(conversation(77)).isEqualTo(first).hasSizeGreaterThan(60);
    }

    @Test
    void seed_other_givesOtherBytes() throws IOException {
        List<String> first = conversation(77);
        List<String> second = conversation(78);

        for (int i = 0; i < 6; i++) {
            assertThat(second.get(i)).as("answer %d", i).isNotEqualTo(first.get(i));
        }
    }

    @Test
    void answers_earlierClock_areAPrefixOfLaterOnes() throws IOException {
        VirtualTime time = VirtualTime.startingAt(START);
        try (MarketSimulator simulator =
                MarketSimulator.builder().seed(5).time(time).start()) {
            String target = "/v8/finance/chart/MSFT?interval=1d&period1=1704067200&period2=1767225600";
            Object early = WireClient.get(simulator.yahooUri(), target).json();
            time.advance(Duration.ofDays(20));
            Object late = WireClient.get(simulator.yahooUri(), target).json();

            Object path = at(early, "chart", "result", 0, "indicators", "quote", 0, "close");
            assertThat(at(late, "chart", "result", 0, "indicators", "quote", 0, "close"))
                    .isEqualTo(path);
        }
    }

    @Test
    void openAndClose_twentyTimes_leavesNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            MarketSimulator simulator = MarketSimulator.builder()
                    .seed(i)
                    .instruments(SimulatedInstrument.crypto("BTC/USD").build())
                    .start();
            try (WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri())) {
                frames.next();
                frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
                assertThat(frames.next()).contains("success\":true");
            } finally {
                simulator.close();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("quotron-simulator-feed"));
        }
    }

    @Test
    void systemClock_liveTrades_arrive() throws IOException {
        try (MarketSimulator simulator = MarketSimulator.builder()
                        .instruments(SimulatedInstrument.crypto("BTC/USD")
                                .tradesPerMinute(3_000)
                                .build())
                        .start();
                WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri())) {
            frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");

            long last = -1;
            for (int i = 0; i < 20; i++) {
                for (Object row : list(nextTrades(frames), "data")) {
                    long id = (long) number(row, "trade_id");
                    assertThat(id).isEqualTo(last < 0 ? id : last + 1);
                    last = id;
                }
            }
        }
    }

    /** Status, confirmation and heartbeats come in between. */
    private static Object nextTrades(WireClient.Frames frames) throws IOException {
        Object frame = frames.nextJson();
        while (!(frame instanceof Map<?, ?> fields && "trade".equals(fields.get("channel")))) {
            frame = frames.nextJson();
        }
        return frame;
    }

    @Test
    void everyAnswer_isMarkedAsSimulated() throws IOException {
        try (MarketSimulator simulator =
                MarketSimulator.builder().time(VirtualTime.startingAt(START)).start()) {
            assertThat(WireClient.get(simulator.yahooUri(), "/v8/finance/chart/AAPL")
                            .head())
                    .contains("X-Quotron-Simulated: true");
            assertThat(WireClient.get(simulator.krakenRestUri(), "/0/public/Time")
                            .head())
                    .contains("X-Quotron-Simulated: true");
        }
    }

    @Test
    void recordedTrades_replayed_keepIdsPricesAndTimes() throws IOException {
        VirtualTime time = VirtualTime.startingAt(START);
        List<Trade> trades = List.of(
                trade("501", 84_000.1, 0.5, START.minusSeconds(40)),
                trade("502", 84_010.25, 0.25, START.minusSeconds(20)),
                trade("503", 83_990.5, 1, START.plusSeconds(5)));
        try (MarketSimulator simulator = MarketSimulator.builder()
                        .time(time)
                        .recordedTrades(BTC, trades)
                        .start();
                WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri())) {
            Object rest = WireClient.get(simulator.krakenRestUri(), "/0/public/Trades?pair=XBTUSD&since=0")
                    .json();
            assertThat(list(rest, "result", "XXBTZUSD"))
                    .extracting(row -> (int) number(row, 6))
                    .containsExactly(501, 502);
            frames.next();
            frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
            frames.next();
            time.advance(Duration.ofSeconds(6));
            Object frame = frames.nextJson();
            while (!"trade".equals(at(frame, "channel"))) {
                frame = frames.nextJson();
            }

            assertThat(number(frame, "data", 0, "trade_id")).isEqualTo(503);
            assertThat(number(frame, "data", 0, "price")).isEqualTo(83_990.5);
            assertThat(simulator.tradesBetween(BTC, START.minusSeconds(60), START.plusSeconds(60)))
                    .extracting(Trade::price)
                    .containsExactly(84_000.1, 84_010.25, 83_990.5);
        }
    }

    private static Trade trade(String id, double price, double size, Instant at) {
        return Trade.builder(BTC, SOURCE)
                .id(id)
                .price(price)
                .size(size)
                .eventTime(at)
                .build();
    }

    @Test
    void recordedBars_replayed_comeBackAsTheyWere() throws IOException {
        Symbol symbol = Symbol.of("IBM");
        BarSeries bars = dailyBars(symbol);
        try (MarketSimulator simulator = MarketSimulator.builder()
                .time(VirtualTime.startingAt(START))
                .recordedBars(symbol, bars)
                .start()) {
            Object result = at(
                    WireClient.get(simulator.yahooUri(), "/v8/finance/chart/IBM?interval=1d&range=1mo")
                            .json(),
                    "chart",
                    "result",
                    0);

            assertThat(list(result, "timestamp")).hasSize(2);
            assertThat(number(result, "timestamp", 0)).isEqualTo(bars.openTimes()[0] / 1e9);
            assertThat(number(result, "indicators", "quote", 0, "open", 0)).isEqualTo(100.5);
            assertThat(number(result, "indicators", "quote", 0, "high", 0)).isEqualTo(103);
            assertThat(number(result, "indicators", "quote", 0, "low", 1)).isEqualTo(98.25);
            assertThat(number(result, "indicators", "quote", 0, "close", 1)).isEqualTo(99);
            assertThat(number(result, "indicators", "quote", 0, "volume", 0)).isEqualTo(1_000_003);
        }
    }

    private static BarSeries dailyBars(Symbol symbol) {
        SeriesIdentity identity = new SeriesIdentity(
                symbol,
                SOURCE,
                Interval.DAY_1,
                Adjustment.SPLITS,
                null,
                ZoneId.of("America/New_York"),
                SeriesIdentity.Session.REGULAR);
        BarSeries.Builder builder = BarSeries.builder(identity, START);
        long monday = Market.nanos(Instant.parse("2026-03-02T14:30:00Z"));
        long session = Duration.ofMinutes(390).toNanos();
        long day = Duration.ofDays(1).toNanos();
        builder.add(monday, monday + session, 100.5, 103, 100, 102, 1_000_003);
        builder.add(monday + day, monday + day + session, 102, 102.5, 98.25, 99, 800);
        return builder.build();
    }

    @Test
    void tradesBetween_unknownSymbol_isRefused() {
        try (MarketSimulator simulator =
                MarketSimulator.builder().time(VirtualTime.startingAt(START)).start()) {
            assertThatThrownBy(() -> simulator.tradesBetween(Symbol.of("NOPE"), START, START))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NOPE");
        }
    }

    @Test
    void instrument_impossibleSettings_areRefused() {
        assertThatThrownBy(() -> SimulatedInstrument.share("^GSPC")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SimulatedInstrument.crypto("BTC/USD").price(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SimulatedInstrument.crypto("BTC/USD").tradesPerMinute(1e9))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
