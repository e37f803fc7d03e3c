package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flat prices, absent volumes, short inputs, poison and wrong arguments. */
class IndicatorEdgeTest {
    private static double[] repeat(double value, int size) {
        double[] out = new double[size];
        Arrays.fill(out, value);
        return out;
    }

    private static double last(double[] values) {
        return values[values.length - 1];
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 0.1, 1e-9, 123_456.789, 1e8 + 0.01, 3.3e15, 7e-300})
    void flatPrices_giveTheDocumentedValues(double price) {
        double[] x = repeat(price, 300);

        for (int n : new int[] {1, 3, 20, 200}) {
            assertThat(last(Indicators.sma(x, n))).isEqualTo(price);
            assertThat(last(Indicators.ema(x, n))).isEqualTo(price);
            assertThat(last(Indicators.rsi(x, n))).isEqualTo(50);
            assertThat(last(Indicators.atr(x, x, x, n))).isEqualTo(0);
        }
        assertThat(last(Indicators.adx(x, x, x, 14))).isEqualTo(0);
        Indicators.MacdLines macd = Indicators.macd(x, 12, 26, 9);
        assertThat(new double[] {last(macd.macd()), last(macd.signal()), last(macd.histogram())})
                .containsExactly(0, 0, 0);
        Indicators.Bands bands = Indicators.bollinger(x, 20, 2);
        assertThat(new double[] {last(bands.upper()), last(bands.middle()), last(bands.lower())})
                .containsExactly(price, price, price);
        Indicators.StochasticLines stochastic = Indicators.stochastic(x, x, x, 14, 3);
        assertThat(last(stochastic.k())).isEqualTo(50);
        assertThat(last(stochastic.d())).isEqualTo(50);
        assertThat(last(Indicators.vwap(x, x, x, repeat(0.7, 300), new long[300])))
                .isEqualTo(price);
    }

    @Test
    void vwap_withoutVolume_isAbsent() {
        double[] x = {10, 10, 20, 30, 40};
        double[] volumes = {0, 0, 5, 0, 0};

        double[] vwap = Indicators.vwap(x, x, x, volumes, new long[] {1, 1, 1, 1, 2});

        assertThat(vwap).containsExactly(Double.NaN, Double.NaN, 20, 20, Double.NaN);
    }

    @Test
    void flatAfterMoves_neverLeavesTheRange() {
        RandomBars bars = new RandomBars(100, 4);
        IndicatorSet.Run run = IndicatorSet.standard().start();
        for (int i = 0; i < 100; i++) {
            run.update(bars.opens[i], bars.highs[i], bars.lows[i], bars.closes[i], bars.volumes[i], 0);
        }
        double close = bars.closes[99];
        for (int i = 0; i < 50_000; i++) {
            run.update(close, close, close, close, 1, 0);
            assertThat(run.value(IndicatorSet.RSI)).isBetween(0.0, 100.0);
            assertThat(run.value(IndicatorSet.ADX)).isBetween(0.0, 100.0);
            assertThat(run.value(IndicatorSet.ATR)).isNotNegative();
        }
        assertThat(run.value(IndicatorSet.RSI)).isEqualTo(50);
        assertThat(run.value(IndicatorSet.MACD)).isCloseTo(0, within(1e-12 * close));
        assertThat(run.value(IndicatorSet.BB_UPPER)).isEqualTo(close);
    }

    @Test
    void windowLargerThanTheData_emptyAndSingle_giveNoValueAndNoError() {
        for (int size : new int[] {0, 1, 5, 13}) {
            double[] x = IntStream.range(0, size).mapToDouble(i -> i + 1).toArray();
            double[][] all = {
                Indicators.sma(x, 14),
                Indicators.ema(x, 14),
                Indicators.rsi(x, 14),
                Indicators.macd(x, 12, 26, 9).signal(),
                Indicators.bollinger(x, 14, 2).lower(),
                Indicators.stochastic(x, x, x, 14, 3).d(),
                Indicators.atr(x, x, x, 14),
                Indicators.adx(x, x, x, 14)
            };
            for (double[] values : all) {
                assertThat(values).containsExactly(repeat(Double.NaN, size));
            }
            assertThat(Indicators.sma(x, Integer.MAX_VALUE / 1_000)).hasSize(size);
        }
    }

    @Test
    void poison_isAbsentAtItsIndex_andForgottenAfterIt() {
        double[] clean = new RandomBars(120, 11).closes;
        for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
            double[] dirty = new double[121];
            System.arraycopy(clean, 0, dirty, 0, 60);
            dirty[60] = poison;
            System.arraycopy(clean, 60, dirty, 61, 60);
            double[][] pairs = {
                Indicators.sma(clean, 5), Indicators.sma(dirty, 5),
                Indicators.ema(clean, 5), Indicators.ema(dirty, 5),
                Indicators.rsi(clean, 5), Indicators.rsi(dirty, 5),
                Indicators.bollinger(clean, 5, 2).upper(),
                        Indicators.bollinger(dirty, 5, 2).upper(),
                Indicators.macd(clean, 3, 6, 4).histogram(),
                        Indicators.macd(dirty, 3, 6, 4).histogram(),
                Indicators.atr(clean, clean, clean, 5), Indicators.atr(dirty, dirty, dirty, 5)
            };
            for (int i = 0; i < pairs.length; i += 2) {
                assertThat(pairs[i + 1][60]).isNaN();
                assertThat(Arrays.copyOfRange(pairs[i + 1], 61, 121))
                        .containsExactly(Arrays.copyOfRange(pairs[i], 60, 120));
            }
        }
    }

    @Test
    void largestNumbersThatAreTaken_neverTurnIntoNanOrInfinity() {
        IndicatorSet.Run run = IndicatorSet.standard().start();
        for (int i = 0; i < 1_000; i++) {
            double price = i % 3 == 0 ? 1e100 : i % 3 == 1 ? -1e100 : 1e-100;
            assertThat(run.update(price, 1e100, -1e100, price, 1e100, 0)).isTrue();
        }
        assertThat(run.isReady()).isTrue();
        for (int column = 0; column < 20; column++) {
            assertThat(run.value(column)).as("column %d", column).isFinite();
        }
    }

    @Test
    void contradictions_areRefused() {
        IndicatorSet.Run run = IndicatorSet.standard().start();

        assertThat(run.update(10, 9, 10, 9.5, 1, 0)).as("high below low").isFalse();
        assertThat(run.update(10, 11, 9, 10, -1, 0)).as("negative volume").isFalse();
        assertThat(run.update(Double.NaN, 11, 9, 10, 1, 0)).as("open").isFalse();
        assertThat(run.bars()).isZero();
        assertThat(run.update(10, 11, 9, 10, 1, 0)).isTrue();
        assertThat(run.bars()).isEqualTo(1);
    }

    @Test
    void arguments_thatCannotBe_areNamedInTheMessage() {
        double[] x = {1, 2, 3};
        assertThatThrownBy(() -> Indicators.sma(x, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("period")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> Indicators.ema(x, -3)).hasMessageContaining("-3");
        assertThatThrownBy(() -> Indicators.rsi(x, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Indicators.macd(x, 26, 12, 9)).hasMessageContaining("26 and 12");
        assertThatThrownBy(() -> Indicators.macd(x, 12, 26, 0)).hasMessageContaining("signal period");
        assertThatThrownBy(() -> Indicators.bollinger(x, 20, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Indicators.bollinger(x, 20, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> Indicators.stochastic(x, x, x, 0, 3)).hasMessageContaining("range");
        assertThatThrownBy(() -> Indicators.stochastic(x, x, x, 14, 0)).hasMessageContaining("smoothing");
        assertThatThrownBy(() -> Indicators.atr(x, new double[2], x, 14)).hasMessageContaining("lows has 2");
        assertThatThrownBy(() -> Indicators.adx(new double[4], x, x, 14)).hasMessageContaining("highs has 4");
        assertThatThrownBy(() -> Indicators.vwap(x, x, x, x, new long[1])).hasMessageContaining("sessions has 1");
    }
}
