package io.quotron.benchmarks;

import io.quotron.bars.BarAggregator;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Trades to bars of 1 s, 1 m, 5 m and 1 h at once, in nanoseconds per trade. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class AggregationBenchmark {
    static final int TICKS = 500_000;
    static final long[] FRAMES = {1_000_000_000L, 60_000_000_000L, 300_000_000_000L, 3_600_000_000_000L};
    private static final int FIELDS = 8;

    /** How many symbols share the trades. */
    @Param({"1", "1000"})
    public int symbols;

    private SyntheticTicks ticks = new SyntheticTicks(1, 1);
    private BigDecimal[] prices = {};
    private BigDecimal[] sizes = {};
    private Instant[] instants = {};
    private String[] names = {};
    private BarAggregator[] aggregators = {};

    /** Makes the trades, and the objects that the peers want. */
    @Setup
    public void setUp() {
        ticks = new SyntheticTicks(TICKS, symbols);
        prices = Arrays.stream(ticks.price).mapToObj(BigDecimal::valueOf).toArray(BigDecimal[]::new);
        sizes = Arrays.stream(ticks.size).mapToObj(BigDecimal::valueOf).toArray(BigDecimal[]::new);
        instants = Arrays.stream(ticks.nanos)
                .mapToObj(nanos -> Instant.ofEpochSecond(0, nanos))
                .toArray(Instant[]::new);
        names = new String[symbols];
        Arrays.setAll(names, i -> "SYM" + i);
    }

    /** Every pass starts with aggregators that have seen nothing; making them is not measured. */
    @Setup(Level.Invocation)
    public void makeAggregators(Blackhole hole) {
        aggregators = new BarAggregator[symbols];
        Arrays.setAll(
                aggregators,
                i -> BarAggregator.builder(Symbol.of(names[i]), SourceId.of("bench"))
                        .intervals(Interval.SECOND_1, Interval.MINUTE_1, Interval.MINUTE_5, Interval.HOUR_1)
                        .lateness(Duration.ofSeconds(2))
                        .listener(hole::consume)
                        .build());
    }

    /** The public hot path, with two seconds of allowed lateness and each closed bar handed to a listener. */
    @Benchmark
    @OperationsPerInvocation(TICKS)
    public void tick_quotron() {
        for (int i = 0; i < TICKS; i++) {
            aggregators[ticks.symbol[i]].onTrade(ticks.nanos[i], ticks.price[i], ticks.size[i]);
        }
    }

    /** The limit: arrays of primitives, only the shortest bar touched by a trade, no lateness, no bar objects. */
    @Benchmark
    @OperationsPerInvocation(TICKS)
    public double tick_handWrittenCascade() {
        double[] state = new double[symbols * FRAMES.length * FIELDS];
        long[] ends = new long[symbols * FRAMES.length];
        double closed = 0;
        for (int i = 0; i < TICKS; i++) {
            int base = ticks.symbol[i] * FRAMES.length;
            int at = base * FIELDS;
            double price = ticks.price[i];
            double size = ticks.size[i];
            if (ticks.nanos[i] >= ends[base]) {
                closed += state[at + 3];
                foldUpward(state, ends, base, ticks.nanos[i]);
                ends[base] = ticks.nanos[i] - ticks.nanos[i] % FRAMES[0] + FRAMES[0];
                Arrays.fill(state, at, at + 4, price);
                state[at + 4] = size;
                state[at + 5] = price * size;
                state[at + 6] = 1;
            } else {
                state[at + 1] = Math.max(state[at + 1], price);
                state[at + 2] = Math.min(state[at + 2], price);
                state[at + 3] = price;
                state[at + 4] += size;
                state[at + 5] += price * size;
                state[at + 6] += 1;
            }
        }
        return closed;
    }

    private static void foldUpward(double[] state, long[] ends, int base, long now) {
        for (int frame = 1; frame < FRAMES.length; frame++) {
            int from = (base + frame - 1) * FIELDS;
            int to = (base + frame) * FIELDS;
            if (state[to + 6] == 0) {
                System.arraycopy(state, from, state, to, FIELDS - 1);
            } else {
                state[to + 1] = Math.max(state[to + 1], state[from + 1]);
                state[to + 2] = Math.min(state[to + 2], state[from + 2]);
                state[to + 3] = state[from + 3];
                state[to + 4] += state[from + 4];
                state[to + 5] += state[from + 5];
                state[to + 6] += state[from + 6];
            }
            if (now < ends[base + frame]) {
                return;
            }
            ends[base + frame] = now - now % FRAMES[frame] + FRAMES[frame];
            if (frame + 1 == FRAMES.length) {
                state[to + 6] = 0;
            }
        }
    }

    /** The common way: bars looked up by name, decimal numbers, instants. */
    @Benchmark
    @OperationsPerInvocation(TICKS)
    public void tick_decimalsInMaps(Blackhole hole) {
        Map<String, @Nullable DecimalBar[]> bars = new HashMap<>();
        for (int i = 0; i < TICKS; i++) {
            @Nullable
            DecimalBar[] frames = bars.computeIfAbsent(names[ticks.symbol[i]], name -> new DecimalBar[FRAMES.length]);
            for (int frame = 0; frame < FRAMES.length; frame++) {
                DecimalBar bar = frames[frame];
                if (bar == null || !instants[i].isBefore(bar.end)) {
                    hole.consume(bar == null ? null : bar.close());
                    frames[frame] = new DecimalBar(ticks.nanos[i], FRAMES[frame], prices[i], sizes[i]);
                } else {
                    bar.add(prices[i], sizes[i]);
                }
            }
        }
    }

    /** A bar as many programs write it. */
    private static final class DecimalBar {
        private final Instant end;
        private BigDecimal high;
        private BigDecimal low;
        private BigDecimal close;
        private BigDecimal volume;

        private DecimalBar(long nanos, long frame, BigDecimal price, BigDecimal size) {
            end = Instant.ofEpochSecond(0, nanos - nanos % frame + frame);
            high = price;
            low = price;
            close = price;
            volume = size;
        }

        private void add(BigDecimal price, BigDecimal size) {
            high = high.max(price);
            low = low.min(price);
            close = price;
            volume = volume.add(size);
        }

        BigDecimal close() {
            return close;
        }
    }
}
