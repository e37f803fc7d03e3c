package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenSamples.NOW;
import static io.quotron.providers.kraken.KrakenSamples.btcUsd;
import static io.quotron.providers.kraken.KrakenSamples.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.BookLevel;
import io.quotron.model.OrderBook;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenDepthTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant LATE = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void book_levels_areCutToTheDepthAndTimedByTheNewest() {
        OrderBook book = read(KrakenSamples.DEPTH, 2);

        assertThat(book.asks()).containsExactly(new BookLevel(101.5, 2.25), new BookLevel(101.6, 0.5));
        assertThat(book.bids()).containsExactly(new BookLevel(101.4, 3.125), new BookLevel(101.3, 0.25));
        assertThat(book.eventTime()).isEqualTo(Instant.parse("2026-03-02T12:00:01Z"));
        assertThat(book.receivedTime()).isEqualTo(NOW);
        assertThat(book.state()).isEqualTo(OrderBook.State.LIVE);
    }

    @Test
    void book_levelsWithoutTime_isOfTheTimeOfReceipt() {
        OrderBook book = read(KrakenSamples.DEPTH.replaceAll(",17724?\\d+\\]", "]"), 10);

        assertThat(book.asks()).hasSize(3);
        assertThat(book.eventTime()).isEqualTo(NOW);
    }

    @Test
    void book_oneSideEmpty_isABook() {
        OrderBook book =
                read("{\"error\":[],\"result\":{\"XXBTZUSD\":{\"asks\":[],\"bids\":[[\"5\",\"1\",1772452600]]}}}", 10);

        assertThat(book.asks()).isEmpty();
        assertThat(book.bestBid()).contains(new BookLevel(5, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "101.50000;101.70000;asks/1/0 is out of order",
                "101.50000;101.60000;asks/1/0 is out of order",
                "101.40000;101.10000;bids/1/0 is out of order",
                "101.40000;101.45000x;bids/0/0 is no number",
                "101.40000;101.55000;crossed",
                "101.40000;101.50000;crossed",
                "2.250;0.000;asks/0/1 is no number above zero",
                "2.250;-1;asks/0/1 is no number above zero",
                "1772452801;1772459999;asks/0/2 is no possible time",
                "1772452801;1772452801000;asks/0/2 is no possible time",
                "\"asks\";\"offers\";asks is no list"
            })
    void book_thatContradictsItself_isMalformed(String good, String bad, String words) {
        assertThatThrownBy(() -> read(KrakenSamples.DEPTH.replace(good, bad), 10))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE))
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"101.50000\"", "\"2.250\"", "\"101.30000\"", "\"0.250\"", "1772452790"})
    void book_poisonInAnyNumber_refusesTheBook(String number) {
        for (String poison : KrakenParserTest.POISONS) {
            assertThatThrownBy(() -> read(KrakenSamples.DEPTH.replace(number, poison), 10))
                    .as(poison)
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
        }
    }

    @Test
    void fetchBook_moreThanTheServerHas_asksForItsMost() {
        try (FaultServer server = FaultServer.start().otherwise(KrakenServer::answer);
                KrakenProvider provider =
                        KrakenProvider.builder().restUri(server.uri()).build()) {
            var context = io.quotron.spi.RequestContext.builder(VirtualTime.startingAt(NOW))
                    .build();
            provider.books().orElseThrow().fetchBook(KrakenSamples.BTC_USD, 9_999, context);

            assertThat(server.requests().get(1).parameter("count")).contains("500");
            assertThat(server.requests().get(1).parameter("pair")).contains("XXBTZUSD");
            assertThatThrownBy(() -> provider.books().orElseThrow().fetchBook(KrakenSamples.BTC_USD, 0, context))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void depth_recorded_givesEveryLevel() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("wire/visible/kraken/rest/depth"))) {
            for (Path file : files.toList()) {
                for (Map.Entry<String, JsonNode> entry :
                        JSON.readTree(file.toFile()).get("result").properties()) {
                    KrakenPair pair = KrakenPair.unlisted(KrakenSamples.BTC_USD, entry.getKey());
                    OrderBook book = KrakenParser.book(
                            KrakenParser.result(Files.readAllBytes(file), warning -> {}), pair, 500, LATE);
                    assertThat(book.asks()).isEqualTo(levels(entry.getValue().get("asks")));
                    assertThat(book.bids()).isEqualTo(levels(entry.getValue().get("bids")));
                    assertThat(book.eventTime()).isEqualTo(newest(entry.getValue()));
                }
            }
        }
    }

    private static List<BookLevel> levels(JsonNode rows) {
        List<BookLevel> levels = new ArrayList<>();
        rows.forEach(row -> levels.add(new BookLevel(
                Double.parseDouble(row.get(0).asText()),
                Double.parseDouble(row.get(1).asText()))));
        return levels;
    }

    private static Instant newest(JsonNode book) {
        long newest = 0;
        for (JsonNode side : List.of(book.get("asks"), book.get("bids"))) {
            for (JsonNode row : side) {
                newest = Math.max(newest, row.get(2).asLong());
            }
        }
        return Instant.ofEpochSecond(newest);
    }

    private static OrderBook read(String body, int depth) {
        return KrakenParser.book(result(body), btcUsd(), depth, NOW);
    }
}
