package io.quotron.benchmarks;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import io.quotron.indicators.IndicatorSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The 20 standard columns, in nanoseconds per bar: bar by bar here, the whole history at once in TA-Lib Java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class IndicatorBenchmark {
    private static final int BARS = 20_000;
    private static final int BARS_PER_SESSION = 390;

    private final SyntheticBars bars = new SyntheticBars(BARS);
    private final double[] row = new double[IndicatorSet.standard().names().size()];
    private final IndicatorSet.Run run = IndicatorSet.standard().start();
    private final TaLibColumns taLib = new TaLibColumns(BARS);

    /** Every bar updates all columns, and all columns are read. */
    @Benchmark
    @OperationsPerInvocation(BARS)
    public void streaming_quotron(Blackhole hole) {
        run.reset();
        for (int i = 0; i < BARS; i++) {
            run.update(
                    bars.open[i], bars.high[i], bars.low[i], bars.close[i], bars.volume[i], i / BARS_PER_SESSION);
            run.copyTo(row);
            hole.consume(row);
        }
    }

    /** The same columns (VWAP over a window instead of a session) as whole arrays. */
    @Benchmark
    @OperationsPerInvocation(BARS)
    public Object batch_taLibJava() {
        taLib.run(bars);
        return taLib.out;
    }

    /** The calls of TA-Lib Java that give the same columns. */
    private static final class TaLibColumns {
        private final Core core = new Core();
        private final MInteger begin = new MInteger();
        private final MInteger length = new MInteger();
        private final double[] scratch;
        private final double[] sums;
        private final double[][] out;

        private TaLibColumns(int rows) {
            out = new double[20][rows];
            scratch = new double[rows];
            sums = new double[rows];
        }

        private void run(SyntheticBars bars) {
            int to = bars.close.length - 1;
            double[] close = bars.close;
            int[] smas = {20, 50, 100, 200};
            int[] emas = {12, 26, 50};
            for (int i = 0; i < smas.length; i++) {
                core.sma(0, to, close, smas[i], begin, length, out[i]);
            }
            for (int i = 0; i < emas.length; i++) {
                core.ema(0, to, close, emas[i], begin, length, out[4 + i]);
            }
            core.rsi(0, to, close, 14, begin, length, out[7]);
            core.macd(0, to, close, 12, 26, 9, begin, length, out[8], out[9], out[10]);
            core.bbands(0, to, close, 20, 2, 2, MAType.Sma, begin, length, out[11], out[12], out[13]);
            vwap(bars, to);
            core.stochF(0, to, bars.high, bars.low, close, 14, 3, MAType.Sma, begin, length, out[15], out[16]);
            core.atr(0, to, bars.high, bars.low, close, 14, begin, length, out[17]);
            core.adx(0, to, bars.high, bars.low, close, 14, begin, length, out[18]);
            core.sma(0, to, bars.volume, 20, begin, length, out[19]);
        }

        private void vwap(SyntheticBars bars, int to) {
            core.typPrice(0, to, bars.high, bars.low, bars.close, begin, length, scratch);
            core.mult(0, to, scratch, bars.volume, begin, length, scratch);
            core.sum(0, to, scratch, 20, begin, length, scratch);
            core.sum(0, to, bars.volume, 20, begin, length, sums);
            core.div(0, length.value - 1, scratch, sums, begin, length, out[14]);
        }
    }
}
