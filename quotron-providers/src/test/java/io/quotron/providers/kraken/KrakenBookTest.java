package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.model.BookLevel;
import io.quotron.model.OrderBook;
import io.quotron.providers.internal.json.Json;
import io.quotron.spi.StreamKey;
import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checksums of recorded books, of both versions of the protocol, and what must make them fail. */
class KrakenBookTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final int ENOUGH = 100;

    @Test
    void apply_recordedV2_keepsEveryChecksumAndTheCutBook() throws IOException {
        Path file = SharedData.require("wire/visible/kraken/ws-v2/book10-BTC_USD.jsonl");
        PlainBook plain = new PlainBook(10);
        KrakenBook book = new KrakenBook(stream(10));
        List<KrakenBookRow> rows = v2Rows(file);
        int at = 0;
        for (JsonNode message : v2(file)) {
            for (JsonNode row : message.get("data")) {
                plain.apply(row, message.get("type").asText().equals("snapshot"));
                assertThat(book.apply(rows.get(at))).as("row %s", at).isTrue();
                OrderBook told = book.of(StreamKey.book(KrakenSamples.BTC_USD, 5), NOW, NOW);
                assertThat(told.bids()).isEqualTo(plain.top(plain.bids(), 5));
                assertThat(told.asks()).isEqualTo(plain.top(plain.asks(), 5));
                at++;
            }
        }
        assertThat(at).isGreaterThan(ENOUGH);
    }

    @Test
    void apply_recordedV1_keepsEveryChecksum() throws IOException {
        int checked = 0;
        for (Path file : v1Files()) {
            checked += failures(v1Rows(file), depthOf(file))[0];
        }
        assertThat(checked).isGreaterThan(ENOUGH);
        for (Path file : v1Files()) {
            assertThat(failures(v1Rows(file), depthOf(file))[1]).as("%s", file).isZero();
        }
    }

    @Test
    void apply_notCutToTheDepth_failsOften() throws IOException {
        Path file = SharedData.require("wire/visible/kraken/ws-v2/book10-BTC_USD.jsonl");

        assertThat(failures(v2Rows(file), 1_000)[1]).isGreaterThan(ENOUGH / 2);
    }

    @Test
    void apply_oneRowMissing_fails() throws IOException {
        Path file = SharedData.require("wire/visible/kraken/ws-v2/book10-BTC_USD.jsonl");
        List<KrakenBookRow> rows = v2Rows(file);
        int noticed = 0;
        for (int missing = 1; missing < 40; missing++) {
            List<KrakenBookRow> left = new ArrayList<>(rows);
            left.remove(missing);
            noticed += failures(left, 10)[1] > 0 ? 1 : 0;
        }
        // a level that the next row sets again, or that is cut away, is not missed
        assertThat(noticed).isGreaterThan(20);
    }

    @Test
    void apply_oneDigitOther_fails() throws IOException {
        Path file = SharedData.require("wire/visible/kraken/ws-v2/book10-BTC_USD.jsonl");
        Seed seed = Seed.of("KrakenBookTest.digit");
        RandomGenerator random = seed.generator();
        String snapshot = Files.readAllLines(file).get(0);
        for (int i = 0; i < 200; i++) {
            int from = snapshot.indexOf("\"bids\"");
            int at = from + random.nextInt(snapshot.indexOf("\"checksum\"") - from);
            char before = snapshot.charAt(at);
            boolean leading = !Character.isDigit(snapshot.charAt(at - 1)) && snapshot.charAt(at - 1) != '.';
            if (Character.isDigit(before) && !leading) { // a number that began with 0 would be none
                char other = (char) ('0' + (before - '0' + 1 + random.nextInt(9)) % 10);
                String spoiled = snapshot.substring(0, at) + other + snapshot.substring(at + 1);
                assertThat(new KrakenBook(stream(10)).apply(row(JSON.readTree(spoiled), 0)))
                        .as("%s: %s", seed, spoiled)
                        .isFalse();
            }
        }
    }

    @Test
    void apply_zerosCutOnTheWay_areFilledUpFromTheMarketsDigits() throws IOException {
        String good = "{\"data\":[{\"bids\":[{\"price\":100.50,\"qty\":2.00000000}],"
                + "\"asks\":[{\"price\":101.00,\"qty\":0.50000000}],\"checksum\":CRC}]}";
        long checksum = PlainBook.crc("10100" + "50000000" + "10050" + "200000000");
        String full = good.replace("CRC", Long.toString(checksum));
        String cut = full.replace("100.50", "100.5")
                .replace("2.00000000", "2")
                .replace("101.00", "101")
                .replace("0.50000000", "5e-1");

        assertThat(new KrakenBook(stream(10)).apply(row(Json.read(KrakenErrors.SOURCE, full))))
                .isTrue();
        assertThat(new KrakenBook(stream(10)).apply(row(Json.read(KrakenErrors.SOURCE, cut))))
                .isFalse();
        KrakenStreams.Book known = new KrakenStreams.Book(
                "BTC/USD",
                10,
                1,
                OptionalInt.of(2),
                OptionalInt.of(8),
                stream(10).keys());
        assertThat(new KrakenBook(known).apply(row(Json.read(KrakenErrors.SOURCE, cut))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.50", "2.25", "101.00", "0.75", "123"})
    void read_poisonInAnyNumber_breaksTheRow(String number) {
        String good = "{\"data\":[{\"bids\":[{\"price\":100.50,\"qty\":2.25}],"
                + "\"asks\":[{\"price\":101.00,\"qty\":0.75}],\"checksum\":123}]}";
        for (String poison : KrakenParserTest.POISONS) {
            KrakenFramesTest.Recorder heard = new KrakenFramesTest.Recorder();
            String message = "{\"channel\":\"book\",\"type\":\"update\","
                    + good.replace(number, poison)
                            .substring(1)
                            .replace("{\"bids\"", "{\"symbol\":\"BTC/USD\",\"bids\"");
            new KrakenFrames()
                    .read(
                            message,
                            new KrakenStreams(
                                    KrakenStreamTable.EMPTY,
                                    KrakenStreamTable.EMPTY,
                                    java.util.Map.of("BTC/USD", stream(10)),
                                    java.util.Map.of(),
                                    java.util.Map.of()),
                            NOW,
                            heard);
            assertThat(heard.books).as(poison).isEmpty();
            assertThat(heard.brokenBooks).as(poison).isEqualTo(1);
            assertThat(heard.rejected).as(poison).hasSize(1);
        }
    }

    /** Returns how many rows were checked and how many of them did not fit. */
    private static int[] failures(List<KrakenBookRow> rows, int depth) {
        KrakenBook book = new KrakenBook(stream(depth));
        int checked = 0;
        int failed = 0;
        for (KrakenBookRow row : rows) {
            boolean right = book.apply(row);
            if (row.checksum() >= 0) {
                checked++;
                failed += right ? 0 : 1;
            }
        }
        return new int[] {checked, failed};
    }

    private static KrakenStreams.Book stream(int depth) {
        return new KrakenStreams.Book(
                "BTC/USD",
                depth,
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(StreamKey.book(KrakenSamples.BTC_USD, depth)));
    }

    private static List<JsonNode> v2(Path file) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode message = JSON.readTree(line);
            if (message.path("channel").asText().equals("book")) {
                messages.add(message);
            }
        }
        return messages;
    }

    private static List<KrakenBookRow> v2Rows(Path file) throws IOException {
        List<KrakenBookRow> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            var message = Json.read(KrakenErrors.SOURCE, line);
            for (var row : message.get("data").items()) {
                try {
                    boolean snapshot = message.get("type").text().orElse("").equals("snapshot");
                    rows.add(KrakenBookRow.read(row, snapshot, NOW));
                } catch (KrakenBookRow.BrokenRow e) {
                    throw new AssertionError(line, e);
                }
            }
        }
        return rows;
    }

    private static KrakenBookRow row(JsonNode message, int index) {
        return row(Json.read(KrakenErrors.SOURCE, message.toString()), index);
    }

    private static KrakenBookRow row(io.quotron.providers.internal.json.JsonValue message) {
        return row(message, 0);
    }

    private static KrakenBookRow row(io.quotron.providers.internal.json.JsonValue message, int index) {
        try {
            return KrakenBookRow.read(message.get("data").at(index), true, NOW);
        } catch (KrakenBookRow.BrokenRow e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> v1Files() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("wire/visible/kraken/ws-v1"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("book")
                            && file.toString().endsWith(".jsonl"))
                    .toList();
        }
    }

    private static int depthOf(Path file) {
        return file.getFileName().toString().contains("1000") ? 1_000 : 10;
    }

    /** The rows of one market of version 1: arrays with as and bs, or with b, a and the checksum c. */
    private static List<KrakenBookRow> v1Rows(Path file) throws IOException {
        List<KrakenBookRow> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode message = JSON.readTree(line);
            String text = message.has("raw") ? message.get("raw").asText() : line;
            if (text.startsWith("[")) {
                rows.add(v1Row(JSON.readTree(text)));
            }
        }
        return rows;
    }

    private static KrakenBookRow v1Row(JsonNode frame) {
        List<KrakenBookRow.Level> bids = new ArrayList<>();
        List<KrakenBookRow.Level> asks = new ArrayList<>();
        boolean snapshot = false;
        long checksum = -1;
        for (JsonNode part : frame) {
            snapshot |= part.has("as");
            part.path("as").forEach(level -> asks.add(v1Level(level)));
            part.path("bs").forEach(level -> bids.add(v1Level(level)));
            part.path("a").forEach(level -> asks.add(v1Level(level)));
            part.path("b").forEach(level -> bids.add(v1Level(level)));
            checksum = part.has("c") ? part.get("c").asLong() : checksum;
        }
        return new KrakenBookRow(snapshot, bids, asks, checksum, KrakenTime.UNREADABLE);
    }

    private static KrakenBookRow.Level v1Level(JsonNode level) {
        String price = level.get(0).asText();
        String size = level.get(1).asText();
        return new KrakenBookRow.Level(Double.parseDouble(price), Double.parseDouble(size), price + ' ' + size);
    }

    /** Another way to keep a book, to compare with. */
    private static final class PlainBook {
        private final int depth;
        private final java.util.TreeMap<Double, Double> bids =
                new java.util.TreeMap<>(java.util.Comparator.reverseOrder());
        private final java.util.TreeMap<Double, Double> asks = new java.util.TreeMap<>();

        PlainBook(int depth) {
            this.depth = depth;
        }

        static long crc(String text) {
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return crc.getValue();
        }

        java.util.Map<Double, Double> bids() {
            return bids;
        }

        java.util.Map<Double, Double> asks() {
            return asks;
        }

        void apply(JsonNode row, boolean snapshot) {
            if (snapshot) {
                bids.clear();
                asks.clear();
            }
            row.get("bids").forEach(level -> set(bids, level));
            row.get("asks").forEach(level -> set(asks, level));
            while (bids.size() > depth) {
                bids.pollLastEntry();
            }
            while (asks.size() > depth) {
                asks.pollLastEntry();
            }
        }

        private static void set(java.util.Map<Double, Double> side, JsonNode level) {
            side.put(level.get("price").asDouble(), level.get("qty").asDouble());
            side.values().removeIf(size -> size == 0);
        }

        List<BookLevel> top(java.util.Map<Double, Double> side, int count) {
            return side.entrySet().stream()
                    .limit(count)
                    .map(entry -> new BookLevel(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
