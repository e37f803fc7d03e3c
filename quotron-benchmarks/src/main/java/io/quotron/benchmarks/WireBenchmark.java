package io.quotron.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.binance.BinanceWire;
import io.quotron.providers.yahoo.YahooWire;
import io.quotron.spi.BarQuery;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Answers with history, from bytes to columns and to a series, beside Jackson to columns on the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class WireBenchmark {
    private static final String[] NAMES = {"open", "high", "low", "close", "volume", "adjclose"};
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final TimeRange RANGE = TimeRange.of(Instant.parse("2010-01-01T00:00:00Z"), NOW);

    private final byte[] chart = WirePayloads.yahooChart();
    private final byte[] klines = WirePayloads.binanceKlines();
    private final BarQuery days =
            new BarQuery(Symbol.of("AAPL"), Interval.DAY_1, RANGE, Adjustment.SPLITS_AND_DIVIDENDS, false);
    private final BarQuery minutes =
            new BarQuery(Symbol.pair("BTC", "USDT"), Interval.MINUTE_1, RANGE, Adjustment.RAW, false);
    private final BinanceWire binance = new BinanceWire(new LastHeard(), Map.of());
    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonFactory factory = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    /** Makes the answers. */
    public WireBenchmark() {}

    private static final class Columns {
        private final long[] time;
        private final double[][] values;
        private int rows;

        private Columns(int capacity) {
            time = new long[capacity];
            values = new double[NAMES.length][capacity];
        }
    }

    /** From the bytes of a chart to a series, with all checks. */
    @Benchmark
    public BarSeries chart_quotron() {
        return YahooWire.bars(chart, days, NOW);
    }

    /** From the bytes of a chart to its columns. */
    @Benchmark
    public Object chart_quotronColumns() {
        return YahooWire.columns(chart);
    }

    /** The same series by way of a tree. */
    @Benchmark
    public BarSeries chart_quotronTree() {
        return YahooWire.barsByTree(chart, days, NOW);
    }

    /** Jackson's tree to columns. */
    @Benchmark
    public Object chart_jacksonTree() throws IOException {
        JsonNode result = mapper.readTree(chart).at("/chart/result/0");
        JsonNode times = result.get("timestamp");
        Columns columns = new Columns(times.size());
        for (int i = 0; i < times.size(); i++) {
            columns.time[i] = times.get(i).asLong();
        }
        for (int c = 0; c < NAMES.length; c++) {
            String place = c < 5 ? "/indicators/quote/0/" : "/indicators/adjclose/0/";
            JsonNode column = result.at(place + NAMES[c]);
            for (int i = 0; i < column.size(); i++) {
                columns.values[c][i] = column.get(i).asDouble();
            }
        }
        return columns;
    }

    /** Jackson's events to columns, with its faster parser of doubles. */
    @Benchmark
    public Object chart_jacksonStream() throws IOException {
        Columns columns = new Columns(WirePayloads.CHART_BARS);
        try (JsonParser parser = factory.createParser(chart)) {
            while (parser.nextToken() != null) {
                int column = parser.currentToken() == JsonToken.FIELD_NAME ? column(parser.currentName()) : -1;
                if (column >= 0 && parser.nextToken() == JsonToken.START_ARRAY) {
                    readColumn(parser, columns, column);
                }
            }
        }
        return columns;
    }

    private static int column(String name) {
        return switch (name) {
            case "open" -> 0;
            case "high" -> 1;
            case "low" -> 2;
            case "close" -> 3;
            case "volume" -> 4;
            case "adjclose" -> 5;
            case "timestamp" -> NAMES.length;
            default -> -1;
        };
    }

    private static void readColumn(JsonParser parser, Columns columns, int column) throws IOException {
        int i = 0;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            if (column == NAMES.length) {
                columns.time[i++] = parser.getLongValue();
            } else {
                columns.values[column][i++] = parser.getDoubleValue();
            }
            token = parser.nextToken();
        }
        columns.rows = i;
    }

    /** From the bytes of klines to a series, with all checks. */
    @Benchmark
    public BarSeries klines_quotron() {
        return binance.bars(klines, minutes, NOW);
    }

    /** From the bytes of klines to columns. */
    @Benchmark
    public Object klines_quotronColumns() {
        return binance.columns(klines);
    }

    /** XChange's way: arrays of objects, and from each row a bar of decimals. */
    @Benchmark
    public void klines_objectsToDecimals(Blackhole hole) throws IOException {
        for (Object[] row : mapper.readValue(klines, Object[][].class)) {
            hole.consume(row[0]);
            for (int i = 1; i < 11; i++) {
                hole.consume(i == 6 || i == 8 ? row[i] : new BigDecimal(row[i].toString()));
            }
        }
    }

    /** Jackson's tree to columns. */
    @Benchmark
    public Object klines_jacksonTree() throws IOException {
        JsonNode rows = mapper.readTree(klines);
        Columns columns = new Columns(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            columns.time[i] = row.get(0).asLong();
            for (int c = 0; c < 5; c++) {
                columns.values[c][i] = row.get(c + 1).asDouble();
            }
        }
        return columns;
    }

    /** Jackson's events to columns, with its faster parser of doubles. */
    @Benchmark
    public Object klines_jacksonStream() throws IOException {
        Columns columns = new Columns(WirePayloads.KLINES);
        try (JsonParser parser = factory.createParser(klines)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
                columns.time[columns.rows] = parser.getLongValue();
                for (int c = 0; c < 5; c++) {
                    parser.nextToken();
                    columns.values[c][columns.rows] = parser.getValueAsDouble();
                }
                columns.rows++;
                JsonToken left = parser.nextToken();
                while (left != JsonToken.END_ARRAY) {
                    left = parser.nextToken();
                }
            }
        }
        return columns;
    }
}
