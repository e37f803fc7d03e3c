package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.providers.fuzz.Mutations;
import io.quotron.providers.internal.json.Json;
import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fast ways and the tree give the same of everything that the fast ways take. */
class BinanceFastTest {
    private static final SourceId SOURCE = SourceId.of("binance");
    private static final Symbol SYMBOL = Symbol.pair("BNB", "BTC");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String TRADE =
            "{\"e\":\"trade\",\"E\":1772515782137,\"s\":\"BNBBTC\",\"t\":12345,\"p\":\"0.00123000\","
                    + "\"q\":\"100.50000000\",\"T\":1772515782136,\"m\":true,\"M\":true}";
    private static final String AGGREGATE =
            "{\"stream\":\"bnbbtc@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1772515782137,"
                    + "\"s\":\"BNBBTC\",\"a\":77,\"p\":\"1234567.12345678\",\"q\":\"0\",\"f\":1,\"l\":2,\"T\":1772515782136001,\"m\":false,"
                    + "\"M\":true,\"nq\":\"0.1\",\"new\":{\"x\":[1,\"\u00e9\"]}}}";
    private static final String ROW = "[1772515740000,\"1.5\",\"2.00000000\",\"0.30000000000000004\",\"01.75\",\"1e2\","
            + "1772515799999,\"12345678901234567.125\",308,\"1\",\"2\",\"0\"]";
    private static final String PAGE = "[" + ROW + ", " + ROW.replace("1772515740000", "1772515800000") + " ]";

    private final BinanceFastTrades fast = new BinanceFastTrades();

    @Test
    void trades_asTheyAlwaysAre_areTaken() {
        for (String message : List.of(TRADE, AGGREGATE, TRADE.replace(",", " , "))) {
            assertThat(isTakenAndSame(message)).as(message).isTrue();
        }
    }

    @Test
    void trades_withAnythingElse_areLeftToTheTree() {
        List<String> others = List.of(
                TRADE.replace("\"0.00123000\"", "0.00123"),
                TRADE.replace("0.00123000", "0"),
                TRADE.replace("0.00123000", ""),
                TRADE.replace("12345,", "-1,"),
                TRADE.replace("\"t\"", "\"a\""),
                TRADE.replace("\"s\":\"BNBBTC\",", ""),
                TRADE.replace("1772515782136", "9972515782136"),
                TRADE.replace("\"m\":true", "\"m\":1"),
                TRADE.replace("\"M\"", "\"m\""),
                TRADE.replace("\"M\":true", "\"code\":-1121,\"msg\":\"x\""),
                TRADE.replace("\"trade\"", "\"trades\""),
                AGGREGATE.replace("\"s\":\"BNBBTC\"", "\"s\":\"BNBETH\""),
                AGGREGATE.replace("\"s\":\"BNBBTC\"", "\"s\":\"bnbbtc\""),
                AGGREGATE.replace("\"data\"", "\"id\":1,\"result\":null,\"data\""),
                AGGREGATE + "}",
                "{\"result\":null,\"id\":1}",
                "");
        for (String message : others) {
            assertThat(fast.read(message, NOW)).as(message).isFalse();
        }
    }

    @Test
    void trades_spoiled_areThoseOfTheTree() {
        Seed seed = Seed.of("BinanceFastTest.trades");
        Mutations mutations = new Mutations(seed.generator());
        int taken = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] good = (i % 2 == 0 ? TRADE : AGGREGATE).getBytes(StandardCharsets.UTF_8);
            taken += isTakenAndSame(new String(mutations.of(good), StandardCharsets.UTF_8)) ? 1 : 0;
        }
        assertThat(taken).as("%s", seed).isGreaterThan(400);
    }

    @Test
    void trades_recorded_areThoseOfTheTree() throws IOException {
        int taken = 0;
        try (Stream<Path> files = Files.list(SharedData.require("wire/visible/binance/ws"))) {
            for (Path file : files.toList()) {
                for (String message : messages(file)) {
                    taken += isTakenAndSame(message) ? 1 : 0;
                }
            }
        }
        assertThat(taken).isPositive();
    }

    private static List<String> messages(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return List.of(Files.readString(file).strip());
        }
        ObjectMapper mapper = new ObjectMapper();
        List<String> messages = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode raw = line.isBlank() ? null : mapper.readTree(line).get("raw");
            messages.add(raw == null ? line : raw.asText());
        }
        return messages;
    }

    private boolean isTakenAndSame(String text) {
        if (!fast.read(text, NOW)) {
            return false;
        }
        BinanceMessage message = BinanceMessage.read(SOURCE, text);
        Trade expected = BinanceParser.trade(
                SOURCE, SYMBOL, message.data(), message.kind() == BinanceMessage.Kind.TRADE ? "t" : "a", NOW);
        assertThat(fast.lastKind()).as(text).isEqualTo(message.kind());
        assertThat(fast.name()).as(text).isEqualTo(message.name());
        assertThat(fast.trade(SYMBOL, SOURCE, NOW)).as(text).isEqualTo(expected);
        return true;
    }

    @Test
    void rows_asTheyAlwaysAre_areTaken() {
        assertThat(areTakenAndSame(PAGE.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(areTakenAndSame("[]".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void rows_withAnythingElse_areLeftToTheTree() {
        for (String body : List.of(
                PAGE.replace("\"1.5\"", "1.5"),
                PAGE.replace("308", "null"),
                PAGE.replace("308,\"1\",\"2\",\"0\"", "\"x\""),
                "[[1772515740000]]",
                "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
                PAGE + "]",
                "")) {
            assertThat(new BinanceRows().read(body.getBytes(StandardCharsets.UTF_8)))
                    .as(body)
                    .isFalse();
        }
    }

    @Test
    void rows_spoiled_areThoseOfTheTree() {
        Seed seed = Seed.of("BinanceFastTest.rows");
        Mutations mutations = new Mutations(seed.generator());
        int taken = 0;
        for (int i = 0; i < 30_000; i++) {
            taken += areTakenAndSame(mutations.of(PAGE.getBytes(StandardCharsets.UTF_8))) ? 1 : 0;
        }
        assertThat(taken).as("%s", seed).isGreaterThan(300);
    }

    @Test
    void rows_recorded_areThoseOfTheTree() throws IOException {
        int taken = 0;
        try (Stream<Path> files = Files.list(SharedData.require("wire/visible/binance/rest/klines"))) {
            for (Path file : files.toList()) {
                taken += areTakenAndSame(Files.readAllBytes(file)) ? 1 : 0;
            }
        }
        assertThat(taken).isPositive();
    }

    private static boolean areTakenAndSame(byte[] body) {
        BinanceRows rows = new BinanceRows();
        if (!rows.read(body)) {
            return false;
        }
        BinanceRows expected = new BinanceRows();
        try {
            expected.take(Json.read(SOURCE, body).items());
        } catch (ProviderException e) {
            throw new AssertionError("taken though it is refused: " + new String(body, StandardCharsets.UTF_8), e);
        }
        assertThat(content(rows)).as(new String(body, StandardCharsets.UTF_8)).isEqualTo(content(expected));
        return true;
    }

    private static List<Object> content(BinanceRows rows) {
        List<Object> content = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            content.add(rows.openTime(row));
            content.add(rows.closeTime(row));
            content.add(rows.count(row));
            for (int column = 0; column < 6; column++) {
                content.add(rows.decimal(row, column));
            }
        }
        return content;
    }
}
