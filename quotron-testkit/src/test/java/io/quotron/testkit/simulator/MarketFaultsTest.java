package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static io.quotron.testkit.simulator.WireClient.list;
import static io.quotron.testkit.simulator.WireClient.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.resilience.RateLimit;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarketFaultsTest {
    private static final Instant START = Instant.parse("2026-03-04T15:20:30Z");
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final String CHART = "/v8/finance/chart/AAPL?range=1d";
    private static final String TIME = "/0/public/Time";

    private final VirtualTime time = VirtualTime.startingAt(START);
    private MarketSimulator simulator;
    private MarketFaults faults;

    @BeforeEach
    void start() {
        simulator = MarketSimulator.builder()
                .time(time)
                .rateLimit(SimulatedProvider.KRAKEN, RateLimit.of(10, Duration.ofSeconds(1)))
                .start();
        faults = simulator.faults();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private WireClient.Answer yahoo(String target) throws IOException {
        return WireClient.get(simulator.yahooUri(), target);
    }

    private WireClient.Answer kraken(String target) throws IOException {
        return WireClient.get(simulator.krakenRestUri(), target);
    }

    private WireClient.Frames subscribed(String symbol) throws IOException {
        WireClient.Frames frames = new WireClient.Frames(simulator.krakenSocketUri());
        frames.next();
        frames.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"" + symbol + "\"]}}");
        assertThat(frames.next()).contains("\"success\":true");
        return frames;
    }

    /** The texts that came until now, without what only keeps the socket busy. */
    private static List<String> received(WireClient.Frames frames) throws IOException {
        frames.send("{\"method\":\"ping\"}");
        List<String> texts = new ArrayList<>();
        for (String text = frames.next(); !text.contains("pong"); text = frames.next()) {
            if (!text.contains("heartbeat")) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static List<Long> ids(List<String> frames) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (String frame : frames) {
            list(Objects.requireNonNull(Json.read(frame)), "data")
                    .forEach(row -> ids.add((long) number(row, "trade_id")));
        }
        return ids;
    }

    private List<Long> truth(Instant from) {
        return simulator.tradesBetween(BTC, from.plusNanos(1), time.now().plusNanos(1)).stream()
                .map(Trade::id)
                .map(Long::valueOf)
                .toList();
    }

    @Test
    void failNext_twoRequests_failAndTheThirdIsAnswered() throws IOException {
        faults.failNext(SimulatedProvider.YAHOO, "/chart/", 2, 503);

        assertThat(yahoo(CHART).status()).isEqualTo(503);
        assertThat(yahoo("/v1/finance/search?q=a").status()).isEqualTo(200);
        assertThat(yahoo(CHART).body()).contains("Will be right back");
        assertThat(yahoo(CHART).status()).isEqualTo(200);
        assertThat(simulator.requestCount(SimulatedProvider.YAHOO)).isEqualTo(4);
        assertThat(simulator.requestCount(SimulatedProvider.KRAKEN)).isZero();
        assertThat(simulator.requests()).extracting(SimulatedRequest::status).containsExactly(503, 200, 503, 200);
    }

    @Test
    void rateLimit_seconds_endsWithTheClock() throws IOException {
        faults.rateLimit(SimulatedProvider.YAHOO, Duration.ofSeconds(7));
        faults.rateLimit(SimulatedProvider.KRAKEN, Duration.ofSeconds(7));

        WireClient.Answer refused = yahoo(CHART);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("Edge: Too Many Requests");
        assertThat(refused.head()).contains("Retry-After: 7");
        assertThat(kraken(TIME).body()).isEqualTo("{\"error\":[\"EAPI:Rate limit exceeded\"]}");

        time.advance(Duration.ofSeconds(7));
        assertThat(yahoo(CHART).status()).isEqualTo(200);
        assertThat(kraken(TIME).body()).contains("unixtime");
    }

    @Test
    void ban_untilCleared_refusesRequestsAndSockets() throws IOException {
        faults.ban(SimulatedProvider.KRAKEN);

        assertThat(kraken(TIME).body()).contains("EGeneral:Temporary lockout");
        assertThatThrownBy(() -> new WireClient.Frames(simulator.krakenSocketUri()))
                .hasMessageContaining("429");

        faults.clear();
        assertThat(kraken(TIME).body()).contains("unixtime");
    }

    @Test
    void slow_request_waitsForTheClock() throws Exception {
        faults.slow(SimulatedProvider.KRAKEN, Duration.ofSeconds(3));
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
            try {
                return kraken(TIME).status();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        time.awaitSleepers(1);

        assertThat(status).isNotDone();
        time.advance(Duration.ofSeconds(3));
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void cutConnections_openSocket_isKilledAndANewOneIsAccepted() throws IOException {
        try (WireClient.Frames frames = subscribed("BTC/USD")) {
            faults.cutConnections(SimulatedProvider.KRAKEN);

            assertThatThrownBy(frames::next).isInstanceOf(IOException.class);
        }
        subscribed("BTC/USD").close();
    }

    @Test
    void refuseConnections_untilAccepted_keepsThePort() throws IOException {
        int port = simulator.yahooUri().getPort();
        faults.refuseConnections(SimulatedProvider.YAHOO);
        assertThatThrownBy(() -> yahoo(CHART)).isInstanceOf(ConnectException.class);

        faults.acceptConnections(SimulatedProvider.YAHOO);

        assertThat(yahoo(CHART).status()).isEqualTo(200);
        assertThat(simulator.yahooUri().getPort()).isEqualTo(port);
    }

    @Test
    void stall_oneSymbol_heartbeatsGoOnAndRestHasTheTrades() throws IOException {
        try (WireClient.Frames frames = subscribed("BTC/USD")) {
            faults.stall(BTC);
            time.advance(Duration.ofSeconds(30));
            assertThat(frames.next()).isEqualTo("{\"channel\":\"heartbeat\"}");
            assertThat(received(frames)).isEmpty();

            Object rest = kraken("/0/public/Trades?pair=XBTUSD&since=" + Market.nanos(START))
                    .json();
            assertThat(list(rest, "result", "XXBTZUSD")).hasSameSizeAs(truth(START));

            faults.resume(BTC);
            Instant resumed = time.now();
            time.advance(Duration.ofSeconds(30));
            assertThat(ids(received(frames))).isEqualTo(truth(resumed));
        }
    }

    @Test
    void duplicate_frames_comeTwice() throws IOException {
        try (WireClient.Frames frames = subscribed("BTC/USD")) {
            faults.duplicate(2);
            time.advance(Duration.ofMinutes(1));

            List<Long> ids = ids(received(frames));

            assertThat(ids).hasSize(truth(START).size() + 2);
            assertThat(ids.stream().distinct().toList()).isEqualTo(truth(START));
            assertThat(ids.get(0)).isEqualTo(ids.get(1));
        }
    }

    @Test
    void reorder_frame_comesAfterTheNext() throws IOException {
        try (WireClient.Frames frames = subscribed("BTC/USD")) {
            faults.reorder(1);
            time.advance(Duration.ofMinutes(1));

            List<Long> ids = ids(received(frames));

            assertThat(ids).containsExactlyInAnyOrderElementsOf(truth(START));
            assertThat(ids.get(0)).isEqualTo(ids.get(1) + 1);
        }
    }

    @Test
    void malformedFrames_one_isCutInTheMiddle() throws IOException {
        try (WireClient.Frames frames = subscribed("BTC/USD")) {
            faults.malformedFrames(1);
            time.advance(Duration.ofMinutes(1));

            List<String> texts = received(frames);

            assertThatThrownBy(() -> Json.read(texts.get(0))).isInstanceOf(IOException.class);
            assertThat(ids(texts.subList(1, texts.size())))
                    .isEqualTo(truth(START).subList(1, truth(START).size()));
        }
    }

    @Test
    void schemaChange_yahoo_renamesPrices() throws IOException {
        faults.schemaChange(SimulatedProvider.YAHOO);

        Object quote = at(yahoo(CHART).json(), "chart", "result", 0, "indicators", "quote", 0);

        assertThat(WireClient.keys(quote)).contains("closePrice").doesNotContain("close");
    }

    @Test
    void enforcedLimit_elevenInASecond_refusesAndRecordsTheLast() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(kraken(TIME).body()).contains("unixtime");
        }
        assertThat(simulator.rateLimitViolations()).isEmpty();

        assertThat(kraken(TIME).body()).contains("EAPI:Rate limit exceeded");
        assertThat(simulator.rateLimitViolations()).singleElement().asString().contains("KRAKEN", "request 11");

        time.advance(Duration.ofSeconds(1));
        assertThat(kraken(TIME).body()).contains("unixtime");
    }
}
