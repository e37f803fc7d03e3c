package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values against the definitions, computed naively from scratch, at each index. */
class IndicatorDefinitionTest {
    private static final int SEEDS = 12;

    private static void assertSame(String what, double[] actual, double[] expected, double scale) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(actual[i]).as("%s at %d", what, i).isNaN();
            } else {
                double allowed = 1e-9 * Math.max(scale, Math.abs(expected[i]));
                assertThat(actual[i]).as("%s at %d", what, i).isCloseTo(expected[i], within(allowed));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 14, 20, 199, 200, 700})
    void windows_ofAnySize_matchTheDefinition(int n) {
        long first = RandomBars.firstSeed("windows of " + n);
        for (long seed = first; seed < first + SEEDS; seed++) {
            RandomBars bars = new RandomBars(500, seed);
            double[] x = bars.closes;
            double price = x[0] * 1e-3;

            assertSame("sma", Indicators.sma(x, n), Oracle.sma(x, n), price);
            assertSame("ema", Indicators.ema(x, n), Oracle.ema(x, n, n - 1), price);
            assertSame("rsi", Indicators.rsi(x, n), Oracle.rsi(x, n), 1);
            assertSame("atr", Indicators.atr(bars.highs, bars.lows, x, n), Oracle.atr(bars.highs, bars.lows, x, n), 0);
            assertSame("adx", Indicators.adx(bars.highs, bars.lows, x, n), Oracle.adx(bars.highs, bars.lows, x, n), 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20, 51})
    void bands_ofAnySize_areTheMeanAndPopulationDeviations(int n) {
        long first = RandomBars.firstSeed("bands of " + n);
        for (long seed = first; seed < first + SEEDS; seed++) {
            double[] x = new RandomBars(300, seed).closes;
            Indicators.Bands bands = Indicators.bollinger(x, n, 3);
            double[] mean = Oracle.sma(x, n);
            double[] deviation = Oracle.deviation(x, n);

            for (int i = n - 1; i < x.length; i++) {
                double allowed = 1e-13 * mean[i] + 1e-9 * deviation[i];
                assertThat(bands.middle()[i]).isCloseTo(mean[i], within(1e-14 * mean[i]));
                assertThat(bands.upper()[i]).isCloseTo(mean[i] + 3 * deviation[i], within(allowed));
                assertThat(bands.lower()[i]).isCloseTo(mean[i] - 3 * deviation[i], within(allowed));
            }
        }
    }

    @Test
    void macd_startsBothAveragesAtTheSlowPeriod() {
        long first = RandomBars.firstSeed("macd");
        for (long seed = first; seed < first + SEEDS; seed++) {
            double[] x = new RandomBars(300, seed).closes;
            double[][] expected = Oracle.macd(x, 12, 26, 9);
            Indicators.MacdLines lines = Indicators.macd(x, 12, 26, 9);

            assertSame("macd", lines.macd(), expected[0], x[0] * 1e-3);
            assertSame("signal", lines.signal(), expected[1], x[0] * 1e-3);
            assertSame("histogram", lines.histogram(), expected[2], x[0] * 1e-3);
            assertThat(lines.macd()[32]).isNaN();
            assertThat(lines.macd()[33]).isNotNaN();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 14, 60})
    void stochastic_ofAnyRange_matchesTheDefinition(int n) {
        long first = RandomBars.firstSeed("stochastic of " + n);
        for (long seed = first; seed < first + SEEDS; seed++) {
            RandomBars bars = new RandomBars(300, seed);
            double[][] expected = Oracle.stochastic(bars.highs, bars.lows, bars.closes, n, 3);
            Indicators.StochasticLines lines = Indicators.stochastic(bars.highs, bars.lows, bars.closes, n, 3);

            assertSame("k", lines.k(), expected[0], 100);
            assertSame("d", lines.d(), expected[1], 100);
        }
    }

    @Test
    void vwap_startsAnewWithEachSession() {
        long first = RandomBars.firstSeed("vwap");
        for (long seed = first; seed < first + SEEDS; seed++) {
            RandomBars bars = new RandomBars(400, seed);
            double[] expected = Oracle.vwap(bars.highs, bars.lows, bars.closes, bars.volumes, bars.sessions);

            double[] vwap = Indicators.vwap(bars.highs, bars.lows, bars.closes, bars.volumes, bars.sessions);

            assertSame("vwap", vwap, expected, 0);
        }
    }

    /** Figures that can be checked by hand. */
    @Test
    void smallExamples_giveTheFiguresOfPaperAndPencil() {
        double[] x = {1, 2, 4, 8, 16};

        assertThat(Indicators.sma(x, 2)).containsExactly(Double.NaN, 1.5, 3, 6, 12);
        assertThat(Indicators.ema(x, 3)[2]).isCloseTo(7.0 / 3, within(1e-15));
        assertThat(Indicators.ema(x, 3)[3]).isCloseTo(7.0 / 3 + (8 - 7.0 / 3) / 2, within(1e-15));
        assertThat(Indicators.rsi(new double[] {10, 12, 11}, 2)[2]).isCloseTo(200.0 / 3, within(1e-13));
        assertThat(Indicators.bollinger(new double[] {1, 3}, 2, 2).upper()[1]).isEqualTo(4);
        assertThat(Indicators.bollinger(new double[] {1, 3}, 2, 2).lower()[1]).isEqualTo(0);
        double[] highs = {10, 12, 11};
        double[] lows = {8, 9, 7};
        double[] closes = {9, 11, 10};
        assertThat(Indicators.atr(highs, lows, closes, 2)[2]).isEqualTo((3 + 4) / 2.0);
        assertThat(Indicators.stochastic(highs, lows, closes, 3, 1).k()[2]).isEqualTo(60);
        assertThat(Indicators.vwap(highs, lows, closes, new double[] {1, 1, 2}, new long[] {0, 0, 0})[2])
                .isCloseTo((9 + 32.0 / 3 + 2 * 28.0 / 3) / 4, within(1e-14));
    }
}
