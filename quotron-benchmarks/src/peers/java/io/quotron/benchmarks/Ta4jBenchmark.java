package io.quotron.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.ta4j.core.Bar;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.bars.TimeBarBuilder;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.StochasticOscillatorDIndicator;
import org.ta4j.core.indicators.StochasticOscillatorKIndicator;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.VolumeIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.indicators.volume.VWAPIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.num.Num;
import org.ta4j.core.num.NumFactory;

/** ta4j with its double numbers, on the same bars and trades as the other benchmarks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class Ta4jBenchmark {
    private static final int BARS = 20_000;
    private static final NumFactory NUMS = DoubleNumFactory.getInstance();

    private final Bar[] bars = new Bar[BARS];
    private final SyntheticTicks ticks = new SyntheticTicks(AggregationBenchmark.TICKS, 1);
    private Instant[] instants = {};
    private Num[] prices = {};
    private Num[] sizes = {};

    /** Makes the objects that ta4j wants. */
    @Setup
    public void setUp() {
        SyntheticBars columns = new SyntheticBars(BARS);
        for (int i = 0; i < BARS; i++) {
            bars[i] = new TimeBarBuilder(NUMS)
                    .timePeriod(Duration.ofMinutes(1))
                    .endTime(Instant.ofEpochSecond(1_700_000_040L + 60L * (i + 1)))
                    .openPrice(columns.open[i])
                    .highPrice(columns.high[i])
                    .lowPrice(columns.low[i])
                    .closePrice(columns.close[i])
                    .volume(columns.volume[i])
                    .build();
        }
        instants = Arrays.stream(ticks.nanos)
                .mapToObj(nanos -> Instant.ofEpochSecond(0, nanos))
                .toArray(Instant[]::new);
        prices = Arrays.stream(ticks.price).mapToObj(NUMS::numOf).toArray(Num[]::new);
        sizes = Arrays.stream(ticks.size).mapToObj(NUMS::numOf).toArray(Num[]::new);
    }

    /** Every bar is added and all 20 columns are read. */
    @Benchmark
    @OperationsPerInvocation(BARS)
    public void streaming_ta4jDouble(Blackhole hole) {
        BarSeries series = series(1000);
        List<Indicator<Num>> columns = columns(series);
        for (Bar bar : bars) {
            series.addBar(bar);
            int end = series.getEndIndex();
            for (Indicator<Num> column : columns) {
                hole.consume(column.getValue(end));
            }
        }
    }

    /** One symbol, four bar builders. */
    @Benchmark
    @OperationsPerInvocation(AggregationBenchmark.TICKS)
    public void tick_ta4jDouble(Blackhole hole) {
        List<TimeBarBuilder> builders = new ArrayList<>();
        for (long frame : AggregationBenchmark.FRAMES) {
            TimeBarBuilder builder = new TimeBarBuilder(NUMS);
            builder.timePeriod(Duration.ofNanos(frame));
            builder.bindTo(series(100));
            builders.add(builder);
        }
        for (int i = 0; i < AggregationBenchmark.TICKS; i++) {
            for (TimeBarBuilder builder : builders) {
                builder.addTrade(instants[i], sizes[i], prices[i]);
            }
        }
        hole.consume(builders);
    }

    private static BarSeries series(int maximum) {
        BarSeries series =
                new BaseBarSeriesBuilder().withName("bench").withNumFactory(NUMS).build();
        series.setMaximumBarCount(maximum);
        return series;
    }

    private static List<Indicator<Num>> columns(BarSeries series) {
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        MACDIndicator macd = new MACDIndicator(close, 12, 26);
        BollingerBandsMiddleIndicator middle = new BollingerBandsMiddleIndicator(new SMAIndicator(close, 20));
        StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, 20);
        StochasticOscillatorKIndicator stochastic = new StochasticOscillatorKIndicator(series, 14);
        return List.of(
                new RSIIndicator(close, 14),
                macd,
                macd.getSignalLine(9),
                macd.getHistogram(9),
                new BollingerBandsUpperIndicator(middle, deviation, NUMS.two()),
                middle,
                new BollingerBandsLowerIndicator(middle, deviation, NUMS.two()),
                new SMAIndicator(close, 20),
                new SMAIndicator(close, 50),
                new SMAIndicator(close, 100),
                new SMAIndicator(close, 200),
                new EMAIndicator(close, 12),
                new EMAIndicator(close, 26),
                new EMAIndicator(close, 50),
                new VWAPIndicator(series, 20),
                stochastic,
                new StochasticOscillatorDIndicator(stochastic),
                new ATRIndicator(series, 14),
                new ADXIndicator(series, 14),
                new SMAIndicator(new VolumeIndicator(series), 20));
    }
}
