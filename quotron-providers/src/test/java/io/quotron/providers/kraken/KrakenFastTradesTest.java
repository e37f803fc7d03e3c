package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.providers.fuzz.Mutations;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fast way and the tree tell the same of every message that the fast way takes. */
class KrakenFastTradesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final KrakenStreams STREAMS = new KrakenStreams(
            KrakenStreamTable.of(Map.of(
                    "BTC/USD", new StreamKey(KrakenSamples.BTC_USD, StreamKind.TRADES),
                    "ACMEx/USD", new StreamKey(KrakenSamples.TOKEN, StreamKind.TRADES))),
            KrakenStreamTable.EMPTY,
            Map.of(),
            Map.of(),
            Map.of());
    private static final String ROW = KrakenFramesTest.TRADE.substring(
            KrakenFramesTest.TRADE.indexOf("{\"symbol"), KrakenFramesTest.TRADE.length() - 2);
    private static final List<String> GOOD = List.of(
            KrakenFramesTest.TRADE,
            KrakenFramesTest.TRADE.replace("update", "snapshot").replace("sell", "buy"),
            KrakenFramesTest.TRADE.replace("BTC/USD", "ACMEx/USD").replace("0.00044780", "123456789.123456789123"),
            "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[" + ROW + " , " + ROW.replace("77", "78") + "]} ",
            "{\"channel\":\"trade\",\"data\":[],\"type\":\"update\"}");

    private final KrakenFastTrades fast = new KrakenFastTrades();

    @Test
    void read_messagesAsTheyAlwaysAre_areTaken() {
        for (String message : GOOD) {
            assertThat(readFast(message)).as(message).isPresent();
            assertSame(message);
        }
    }

    @Test
    void read_anythingElse_isLeftToTheTree() {
        List<String> others = List.of(
                KrakenFramesTest.TICKER,
                KrakenFramesTest.TRADE.replace("101.25", "\"101.25\""),
                KrakenFramesTest.TRADE.replace("101.25", "0"),
                KrakenFramesTest.TRADE.replace("BTC/USD", "ETH/USD"),
                KrakenFramesTest.TRADE.replace("\"qty\"", "\"size\""),
                KrakenFramesTest.TRADE.replace("\"trade_id\":77", "\"trade_id\":77,\"trade_id\":78"),
                KrakenFramesTest.TRADE.replace("\"side\"", "\"sid\\u0065\""),
                KrakenFramesTest.TRADE.replace("2026-03-02", "2036-03-02"),
                KrakenFramesTest.TRADE + "x",
                "");
        for (String message : others) {
            assertThat(readFast(message)).as(message).isEmpty();
        }
    }

    @Test
    void read_spoiledMessages_tellTheSameAsTheTree() {
        Seed seed = Seed.of("KrakenFastTradesTest.spoiled");
        Mutations mutations = new Mutations(seed.generator());
        int taken = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] good = GOOD.get(i % GOOD.size()).getBytes(StandardCharsets.UTF_8);
            String spoiled = new String(mutations.of(good), StandardCharsets.UTF_8);
            taken += assertSame(spoiled) ? 1 : 0;
        }
        assertThat(taken).as("%s", seed).isPositive();
    }

    @Test
    void read_recordedMessages_tellTheSameAsTheTree() throws IOException {
        int taken = 0;
        try (Stream<Path> files = Files.list(SharedData.require("wire/visible/kraken/ws-v2"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    taken += assertSame(line.replaceAll("[A-Z]+/[A-Z]+", "BTC/USD")) ? 1 : 0;
                }
            }
        }
        assertThat(taken).isPositive();
    }

    /** Returns whether the fast way took it. */
    private boolean assertSame(String message) {
        Optional<KrakenFramesTest.Recorder> told = readFast(message);
        if (told.isPresent()) {
            KrakenFramesTest.Recorder expected = new KrakenFramesTest.Recorder();
            new KrakenFrames().readTree(message, STREAMS, NOW, expected);
            assertThat(told.get().events).as(message).isEqualTo(expected.events);
            assertThat(told.get().keys).as(message).isEqualTo(expected.keys);
            assertThat(expected.rejected).as(message).isEmpty();
        }
        return told.isPresent();
    }

    private Optional<KrakenFramesTest.Recorder> readFast(String message) {
        KrakenFramesTest.Recorder heard = new KrakenFramesTest.Recorder();
        boolean taken = fast.read(message, STREAMS.trades(), NOW, heard);
        List<Object> all = new ArrayList<>(heard.events);
        all.addAll(heard.rejected);
        assertThat(taken || all.isEmpty())
                .as("told without taking: %s", message)
                .isTrue();
        return taken ? Optional.of(heard) : Optional.empty();
    }
}
