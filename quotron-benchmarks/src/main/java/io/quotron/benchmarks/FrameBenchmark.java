package io.quotron.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.model.Symbol;
import io.quotron.providers.binance.BinanceWire;
import io.quotron.providers.kraken.KrakenWire;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages of WebSockets, from the text of the frame to the listener, beside Jackson on the same text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class FrameBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Symbol BNB = Symbol.pair("BNB", "BTC");
    private static final Symbol MATIC = Symbol.pair("MATIC", "USD");

    private final LastHeard heard = new LastHeard();
    private final BinanceWire binance = new BinanceWire(
            heard,
            Map.of(
                    new StreamKey(BNB, StreamKind.TRADES), "BNBBTC",
                    new StreamKey(BNB, StreamKind.QUOTES), "BNBBTC"));
    private final KrakenWire kraken = new KrakenWire(heard, "MATIC/USD", new StreamKey(MATIC, StreamKind.TRADES));
    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonFactory factory = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    /** Which message. */
    @Param({"binanceTrade", "binanceAggregate", "binanceBest", "krakenTrade", "krakenTicker", "krakenBook"})
    public String message = "";

    private String text = "";
    private boolean ofBinance;

    /** Makes the readers. */
    public FrameBenchmark() {}

    /** Takes the text of the message. */
    @Setup
    public void choose() {
        ofBinance = message.startsWith("binance");
        text = switch (message) {
            case "binanceTrade" -> WirePayloads.binanceTrade();
            case "binanceAggregate" -> WirePayloads.binanceAggregate();
            case "binanceBest" -> WirePayloads.binanceBest();
            case "krakenTrade" -> WirePayloads.krakenTrade();
            case "krakenTicker" -> WirePayloads.krakenTicker();
            default -> WirePayloads.krakenBook();
        };
    }

    /** A trade as clients of exchanges commonly model it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BoundTrade(
            @JsonProperty("E") long eventTime,
            @JsonProperty("s") @Nullable String symbol,
            @JsonProperty("t") long id,
            @JsonProperty("p") @Nullable BigDecimal price,
            @JsonProperty("q") @Nullable BigDecimal quantity,
            @JsonProperty("T") long time,
            @JsonProperty("m") boolean maker) {}

    /** From the text to the listener. */
    @Benchmark
    public @Nullable Object quotron() {
        if (ofBinance) {
            binance.onText(text, NOW);
        } else {
            kraken.onText(text, NOW);
        }
        return heard.last;
    }

    /** The same by way of a tree. */
    @Benchmark
    public @Nullable Object quotronTree() {
        if (ofBinance) {
            binance.onTextByTree(text, NOW);
        } else {
            kraken.onTextByTree(text, NOW);
        }
        return heard.last;
    }

    /** XChange's way of streams: a tree first, and then the tree bound to a class of decimals; meant for the trades of Binance. */
    @Benchmark
    public Object treeThenBind() throws IOException {
        JsonNode tree = mapper.readTree(text);
        return mapper.treeToValue(tree.has("data") ? tree.get("data") : tree, bound());
    }

    private Class<?> bound() {
        return ofBinance ? BoundTrade.class : Object.class;
    }

    /** Jackson's tree alone. */
    @Benchmark
    public Object jacksonTree() throws IOException {
        return mapper.readTree(text);
    }

    /** Jackson's events, each number read. */
    @Benchmark
    public double jacksonStream() throws IOException {
        double sum = 0;
        try (JsonParser parser = factory.createParser(text)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
                    sum += parser.getDoubleValue();
                } else if (token == JsonToken.VALUE_STRING && isNumber(parser)) {
                    sum += parser.getValueAsDouble();
                }
                token = parser.nextToken();
            }
        }
        return sum;
    }

    /** Times are the only texts here that begin with a digit and are none. */
    private static boolean isNumber(JsonParser parser) throws IOException {
        char[] chars = parser.getTextCharacters();
        int first = parser.getTextOffset();
        int last = first + parser.getTextLength() - 1;
        return Character.isDigit(chars[first]) && Character.isDigit(chars[last]);
    }
}
