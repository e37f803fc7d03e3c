package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.RawWebSocket;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class YahooSocketTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Symbol AAPL = Symbol.of("AAPL");
    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

    private final RawWebSocket peer = new RawWebSocket((session, text) -> {});
    private final FaultServer server = FaultServer.start().otherwise(peer.handler());
    private final YahooProvider provider = YahooProvider.builder()
            .baseUri(server.uri())
            .streamUri(server.webSocketUri())
            .build();
    private final RecordingStreamListener listener = new RecordingStreamListener();
    private final AtomicInteger charges = new AtomicInteger();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private StreamSource source() {
        return provider.stream().orElseThrow();
    }

    private StreamConnection connected() {
        RequestContext context = RequestContext.builder(TimeSource.system())
                .timeout(Duration.ofSeconds(20))
                .gate((weight, call) -> charges.addAndGet(weight))
                .build();
        StreamConnection connection = source().connect(listener, context);
        listener.await(Kind.OPEN, 1);
        return connection;
    }

    private static StreamKey quotes(String symbol) {
        return new StreamKey(Symbol.of(symbol), StreamKind.QUOTES);
    }

    private static long millis() {
        return TimeSource.system().now().toEpochMilli();
    }

    private void awaitReceived(int count) {
        while (peer.received().size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void subscribe_symbols_areAskedInYahoosSpellingAndOnce() {
        try (StreamConnection connection = connected()) {
            connection.subscribe(new LinkedHashSet<>(List.of(quotes("BRK.B"), quotes("EUR/USD"), quotes("BTC/USD"))));
            connection.subscribe(Set.of(quotes("BRK.B")));
            connection.subscribe(Set.of(quotes("^GSPC")));
            connection.unsubscribe(Set.of(quotes("EUR/USD"), quotes("NEVER")));
            awaitReceived(3);

            assertThat(peer.received())
                    .containsExactly(
                            "{\"subscribe\":[\"BRK-B\",\"BTC-USD\",\"EURUSD=X\"]}",
                            "{\"subscribe\":[\"^GSPC\"]}",
                            "{\"unsubscribe\":[\"EURUSD=X\"]}");
            assertThat(charges.get()).isEqualTo(4);
        }
    }

    @Test
    void subscribe_whatCannotBeHad_isRefusedUnsent() {
        try (StreamConnection connection = connected()) {
            connection.subscribe(Set.of(new StreamKey(AAPL, StreamKind.TRADES)));
            connection.subscribe(Set.of(quotes("BRK/B")));

            List<RecordingStreamListener.Call> refusals = listener.await(Kind.REFUSED, 2);
            assertThat(refusals.get(0).arguments().get(1)).isEqualTo(FailureReason.UNSUPPORTED);
            assertThat(refusals.get(1).arguments().get(1)).isEqualTo(FailureReason.SYMBOL_UNKNOWN);
            assertThat(peer.received()).isEmpty();
            assertThat(charges.get()).isEqualTo(1);
        }
    }

    @Test
    void subscribe_moreThanTheServerTakes_isRefusedForTheRest() {
        Set<StreamKey> keys = new LinkedHashSet<>();
        for (int i = 0; i < 101; i++) {
            keys.add(quotes("S" + i));
        }
        try (StreamConnection connection = connected()) {
            connection.subscribe(keys);

            assertThat(listener.await(Kind.REFUSED, 1).get(0).arguments().get(0))
                    .isEqualTo(quotes("S100"));
        }
        assertThat(source().maxStreamsPerConnection()).isEqualTo(100);
        assertThat(source().kinds()).containsExactly(StreamKind.QUOTES);
        assertThat(provider.descriptor().streams()).containsExactly(StreamKind.QUOTES);
    }

    @Test
    void message_withAllFields_becomesAQuoteWithThem() {
        try (StreamConnection connection = connected()) {
            connection.subscribe(Set.of(quotes("AAPL")));
            awaitReceived(1);
            long snapshot = millis() - 3 * 86_400_000L; // sent after subscribing, and days old
            peer.send(TickBytes.of("AAPL", 305.76f, snapshot)
                    .text(4, "USD")
                    .text(5, "NMS")
                    .plain(6, 8)
                    .plain(7, 0)
                    .decimal(8, -0.25f)
                    .signed(9, 17_557_274)
                    .decimal(10, 307.2f)
                    .decimal(11, 304.125f)
                    .decimal(12, -0.77f)
                    .decimal(15, 306f)
                    .decimal(16, 306.53f)
                    .decimal(23, 305.75f)
                    .signed(24, 3)
                    .decimal(25, 305.77f)
                    .signed(26, 4)
                    .signed(27, 2)
                    .wide(33, 4.5e12)
                    .text(77, "new")
                    .plain(78, -1)
                    .frame());

            Quote quote =
                    (Quote) listener.await(Kind.EVENT, 1).get(0).arguments().get(1);

            assertThat(quote)
                    .isEqualTo(Quote.builder(AAPL, YahooErrors.SOURCE)
                            .price(305.76)
                            .currency(CurrencyUnit.of("USD"))
                            .change(-0.77)
                            .changePercent(-0.25)
                            .volume(17_557_274)
                            .high(307.2)
                            .low(304.125)
                            .open(306)
                            .previousClose(306.53)
                            .bid(305.75)
                            .bidSize(3)
                            .ask(305.77)
                            .askSize(4)
                            .eventTime(Instant.ofEpochMilli(snapshot))
                            .receivedTime(quote.receivedTime())
                            .build());
            assertThat(listener.calls(Kind.SUBSCRIBED)).hasSize(1);
            assertThat(listener.calls(Kind.REJECTED)).isEmpty();
        }
    }

    @Test
    void message_betweenTheCents_keepsWhatWasMeant() {
        assertThat(priceOf(24.535f)).isEqualTo(24.535);
        assertThat(priceOf(1.15327f)).isEqualTo(1.15327);
        assertThat(priceOf(0.00001234f)).isEqualTo(0.00001234);
        assertThat(priceOf(94745.08f)).isEqualTo(94745.08);
    }

    private static double priceOf(float price) {
        return quote(TickBytes.of("AAPL", price, NOW.toEpochMilli())).price();
    }

    private static Quote quote(TickBytes bytes) {
        try {
            return YahooFrames.quote(YahooFrames.read(bytes.frame()), AAPL, NOW).orElseThrow();
        } catch (YahooFrames.BadFrameException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> unusable() {
        TickBytes good = TickBytes.of("AAPL", 10, NOW.toEpochMilli());
        return Stream.of(
                Arguments.of("no symbol", new TickBytes().decimal(2, 10).bare()),
                Arguments.of(
                        "no time",
                        new TickBytes().text(1, "AAPL").decimal(2, 10).bare()),
                Arguments.of(
                        "a time in seconds",
                        TickBytes.of("AAPL", 10, NOW.getEpochSecond() / 1000).bare()),
                Arguments.of(
                        "a time to come",
                        TickBytes.of("AAPL", 10, NOW.toEpochMilli() + 600_000).bare()),
                Arguments.of("a negative time", TickBytes.of("AAPL", 10, -5).bare()),
                Arguments.of(
                        "the end of time",
                        TickBytes.of("AAPL", 10, Long.MAX_VALUE).bare()),
                Arguments.of(
                        "a negative price",
                        TickBytes.of("AAPL", -10, NOW.toEpochMilli()).bare()),
                Arguments.of(
                        "a price as text",
                        new TickBytes()
                                .text(1, "AAPL")
                                .text(2, "10")
                                .signed(3, NOW.toEpochMilli())
                                .bare()),
                Arguments.of(
                        "a price as a whole number",
                        new TickBytes()
                                .text(1, "AAPL")
                                .plain(2, 10)
                                .signed(3, NOW.toEpochMilli())
                                .bare()),
                Arguments.of(
                        "a volume as a float",
                        TickBytes.of("AAPL", 10, NOW.toEpochMilli())
                                .decimal(9, 5)
                                .bare()),
                Arguments.of(
                        "a group",
                        TickBytes.of("AAPL", 10, NOW.toEpochMilli()).tag(40, 3).bare()),
                Arguments.of(
                        "field 0",
                        TickBytes.of("AAPL", 10, NOW.toEpochMilli()).tag(0, 0).bare()),
                Arguments.of(
                        "a cut text", new TickBytes().tag(1, 2).plain(60, 1).bare()),
                Arguments.of("cut base64", good.bare().substring(0, 5)),
                Arguments.of("another type", "{\"type\":\"news\",\"message\":\"" + good.bare() + "\"}"),
                Arguments.of("no message", "{\"type\":\"pricing\"}"),
                Arguments.of("empty", ""),
                Arguments.of("too long", "A".repeat(70_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void message_unusable_isRejected(String what, String frame) {
        boolean rejected = false;
        try {
            YahooFrames.quote(YahooFrames.read(frame), AAPL, NOW);
        } catch (YahooFrames.BadFrameException e) {
            rejected = true;
            assertThat(String.valueOf(e.getMessage()).length()).isLessThan(400);
        }
        assertThat(rejected).as(what).isTrue();
    }

    static Stream<Arguments> poisonedFloats() {
        return Stream.of(2, 8, 10, 11, 12, 15, 16, 23, 25)
                .flatMap(field -> Stream.of(0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f)
                        .map(poison -> Arguments.of(field, poison)));
    }

    @ParameterizedTest
    @MethodSource("poisonedFloats")
    void message_poisonedNumber_isAbsent(int field, float poison) throws Exception {
        TickBytes bytes = new TickBytes().text(1, "AAPL").signed(3, NOW.toEpochMilli());
        for (int number : new int[] {2, 8, 10, 11, 12, 15, 16, 23, 25}) {
            bytes.decimal(number, number == field ? poison : 5);
        }
        java.util.Optional<Quote> quote = YahooFrames.quote(YahooFrames.read(bytes.bare()), AAPL, NOW);

        assertThat(quote.isPresent()).isEqualTo(field != 2);
        quote.ifPresent(value -> assertThat(Stream.of(
                                value.changePercent(),
                                value.high(),
                                value.low(),
                                value.change(),
                                value.open(),
                                value.previousClose(),
                                value.bid(),
                                value.ask())
                        .filter(OptionalDouble::isEmpty))
                .hasSize(1));
    }

    @Test
    void message_mutated_givesAQuoteOrARejectionOnly() {
        Seed seed = Seed.of("yahoo ticks");
        RandomGenerator random = seed.generator();
        byte[] good = TickBytes.of("AAPL", 10, NOW.toEpochMilli())
                .signed(9, 1000)
                .decimal(23, 9.5f)
                .text(4, "USD")
                .bytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String frame = java.util.Base64.getEncoder()
                    .encodeToString(java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
            try {
                YahooFrames.quote(YahooFrames.read(frame), AAPL, NOW)
                        .ifPresent(quote -> assertThat(quote.price()).isFinite().isNotZero());
            } catch (YahooFrames.BadFrameException expected) {
                assertThat(expected).hasMessageNotContaining("\u0000");
            }
        }
    }

    @Test
    void message_ofAnotherSymbol_isRejected_ofAFormerOne_isIgnored() {
        try (StreamConnection connection = connected()) {
            connection.subscribe(Set.of(quotes("AAPL"), quotes("MSFT")));
            connection.unsubscribe(Set.of(quotes("MSFT")));
            awaitReceived(2);
            peer.send(TickBytes.of("MSFT", 10, millis()).bare());
            peer.send(TickBytes.of("TSLA", 10, millis()).bare());
            peer.send(TickBytes.of("AAPL", 10, millis()).bare());

            listener.await(Kind.EVENT, 1);
            assertThat(listener.events()).hasSize(1);
            assertThat(listener.calls(Kind.REJECTED)).hasSize(1);
        }
    }

    @Test
    void stream_otherBaseAddress_isAbsentUnlessItsAddressIsSet() {
        try (YahooProvider elsewhere =
                        YahooProvider.builder().baseUri(server.uri()).build();
                YahooProvider yahoo = YahooProvider.create()) {
            assertThat(elsewhere.stream()).isEmpty();
            assertThat(elsewhere.descriptor().streams()).isEmpty();
            assertThat(yahoo.stream()).isPresent();
        }
    }

    /** What the index of the recordings says about a frame, compared at the precision of 32 bits. */
    @Test
    void recordedFrames_haveTheirNumbers() throws Exception {
        Path index = SharedData.require("wire/visible/yahoo/INDEX.json");
        int frames = 0;
        for (JsonNode file : JSON.readTree(Files.readString(index)).path("files")) {
            if (!file.path("file").asText().startsWith("stream/")) {
                continue;
            }
            frames++;
            Path path = Objects.requireNonNull(index.getParent())
                    .resolve(file.path("file").asText());
            JsonNode expected = file.path("expected");
            YahooTick tick = YahooFrames.read(Files.readString(path).strip());
            assertThat(YahooFrames.name(tick)).isEqualTo(expected.path("id").asText());
            Quote quote = YahooFrames.quote(tick, AAPL, NOW).orElseThrow();
            assertThat((float) quote.price())
                    .isEqualTo((float) expected.path("price").asDouble());
            assertThat(quote.eventTime().toEpochMilli())
                    .isEqualTo(expected.path("time").asLong());
            compare(quote.change(), expected.path("change"));
            compare(quote.changePercent(), expected.path("change_percent"));
            compare(quote.volume(), expected.path("day_volume"));
            compare(quote.high(), expected.path("day_high"));
            compare(quote.low(), expected.path("day_low"));
            compare(quote.open(), expected.path("open_price"));
        }
        assertThat(frames).isGreaterThan(0);
    }

    private static void compare(OptionalDouble value, JsonNode expected) {
        if (expected.isMissingNode()) {
            assertThat(value).isEmpty();
        } else {
            double number = expected.asDouble();
            assertThat(value.orElseThrow()).isCloseTo(number, within(Math.abs(number) * 1e-7));
        }
    }
}
