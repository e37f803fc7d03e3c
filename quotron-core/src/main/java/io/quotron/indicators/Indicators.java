package io.quotron.indicators;

/**
 * Indicators over arrays.
 *
 * <pre>{@code
 * double[] rsi = Indicators.rsi(series.closes(), 14);
 * Indicators.Bands bands = Indicators.bollinger(series.closes(), 20, 2);
 * }</pre>
 *
 * <p>The results are as long as the inputs, NaN before warm-up, and equal to the last bit what the streaming class of the
 * same name gives; definitions and differences to TA-Lib stand there. Where an input is not usable (not finite, larger in
 * magnitude than 1e100, high below low, negative volume) the result is NaN at that index, and the next ones are what they
 * would be without it. Inputs are not changed. All functions are thread-safe.
 */
public final class Indicators {
    private Indicators() {}

    /**
     * Computes the simple moving average; see {@link Sma}. Of volumes, it is the volume average.
     *
     * @param values prices or volumes, oldest first
     * @param period how many to average, 1 or more
     * @return one value for each input, NaN before index {@code period - 1}
     * @throws IllegalArgumentException if the period is below 1
     */
    public static double[] sma(double[] values, int period) {
        MeanKernel kernel = new MeanKernel(Inputs.period(period, "period"));
        double[] out = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = Inputs.isUsable(values[i]) ? kernel.add(values[i]) : Double.NaN;
        }
        return out;
    }

    /**
     * Computes the exponential moving average; see {@link Ema}.
     *
     * @param values prices, oldest first
     * @param period the n of the weight {@code 2 / (n + 1)}, 1 or more
     * @return one value for each input, NaN before index {@code period - 1}
     * @throws IllegalArgumentException if the period is below 1
     */
    public static double[] ema(double[] values, int period) {
        EmaKernel kernel = new EmaKernel(Inputs.period(period, "period"));
        double[] out = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = Inputs.isUsable(values[i]) ? kernel.add(values[i]) : Double.NaN;
        }
        return out;
    }

    /**
     * Computes the relative strength index; see {@link Rsi}.
     *
     * @param values prices, oldest first
     * @param period how many changes to average, 1 or more, usually 14
     * @return values from 0 to 100, NaN before index {@code period}
     * @throws IllegalArgumentException if the period is below 1
     */
    public static double[] rsi(double[] values, int period) {
        return run(new Rsi(period), values)[0];
    }

    /**
     * Computes moving average convergence divergence; see {@link Macd}.
     *
     * @param values prices, oldest first
     * @param fast the period of the fast average, usually 12
     * @param slow the period of the slow average, usually 26
     * @param signal the period of the signal line, usually 9
     * @return three arrays, NaN before index {@code slow + signal - 2}
     * @throws IllegalArgumentException if a period is below 1 or the fast one is not shorter than the slow one
     */
    public static MacdLines macd(double[] values, int fast, int slow, int signal) {
        double[][] lines = run(new Macd(fast, slow, signal), values);
        return new MacdLines(lines[0], lines[1], lines[2]);
    }

    /**
     * Computes Bollinger bands; see {@link BollingerBands}.
     *
     * @param values prices, oldest first
     * @param period how many make a window, usually 20
     * @param deviations how far the bands are from the middle, in population standard deviations, usually 2
     * @return three arrays, NaN before index {@code period - 1}
     * @throws IllegalArgumentException if the period is below 1 or the deviations are negative
     */
    public static Bands bollinger(double[] values, int period, double deviations) {
        double[][] bands = run(new BollingerBands(period, deviations), values);
        return new Bands(bands[0], bands[1], bands[2]);
    }

    /**
     * Computes the fast stochastic oscillator; see {@link Stochastic}.
     *
     * @param highs the highest prices, oldest first
     * @param lows the lowest prices
     * @param closes the last prices
     * @param range how many bars make the range of %K, usually 14
     * @param smooth how many values of %K make %D, usually 3
     * @return two arrays, NaN before index {@code range + smooth - 2}
     * @throws IllegalArgumentException if a period is below 1 or the arrays differ in length
     */
    public static StochasticLines stochastic(double[] highs, double[] lows, double[] closes, int range, int smooth) {
        double[][] lines = run(new Stochastic(range, smooth), new Columns(highs, lows, closes));
        return new StochasticLines(lines[0], lines[1]);
    }

    /**
     * Computes the average true range; see {@link Atr}.
     *
     * @param highs the highest prices, oldest first
     * @param lows the lowest prices
     * @param closes the last prices
     * @param period how many true ranges to average, usually 14
     * @return values in units of the price, NaN before index {@code period}
     * @throws IllegalArgumentException if the period is below 1 or the arrays differ in length
     */
    public static double[] atr(double[] highs, double[] lows, double[] closes, int period) {
        return run(new Atr(period), new Columns(highs, lows, closes))[0];
    }

    /**
     * Computes the average directional movement index; see {@link Adx}.
     *
     * @param highs the highest prices, oldest first
     * @param lows the lowest prices
     * @param closes the last prices
     * @param period the n of the sums and averages, usually 14
     * @return values from 0 to 100, NaN before index {@code 2 * period - 1}
     * @throws IllegalArgumentException if the period is below 1 or the arrays differ in length
     */
    public static double[] adx(double[] highs, double[] lows, double[] closes, int period) {
        return run(new Adx(period), new Columns(highs, lows, closes))[0];
    }

    /**
     * Computes the volume-weighted average price by session; see {@link Vwap}.
     *
     * @param highs the highest prices, oldest first
     * @param lows the lowest prices
     * @param closes the last prices
     * @param volumes the amounts traded
     * @param sessions a number for each bar that changes where a session begins
     * @return one value for each bar, NaN while nothing has been traded in the session
     * @throws IllegalArgumentException if the arrays differ in length
     */
    public static double[] vwap(double[] highs, double[] lows, double[] closes, double[] volumes, long[] sessions) {
        return run(new Vwap(), new Columns(highs, lows, closes, volumes, sessions))[0];
    }

    private static double[][] run(Indicator indicator, double[] values) {
        double[][] out = new double[indicator.outputs().size()][values.length];
        for (int i = 0; i < values.length; i++) {
            store(indicator, indicator.update(values[i]), out, i);
        }
        return out;
    }

    private static double[][] run(BarIndicator indicator, Columns bars) {
        double[][] out = new double[indicator.outputs().size()][bars.closes.length];
        for (int i = 0; i < bars.closes.length; i++) {
            double close = bars.closes[i];
            boolean taken =
                    indicator.update(close, bars.highs[i], bars.lows[i], close, bars.volumes[i], bars.sessions[i]);
            store(indicator, taken, out, i);
        }
        return out;
    }

    private static void store(IndicatorState state, boolean taken, double[][] out, int index) {
        for (int output = 0; output < out.length; output++) {
            out[output][index] = taken ? state.value(output) : Double.NaN;
        }
    }

    /**
     * The three lines of {@link Indicators#macd}. The arrays are not copied: they belong to whoever asked for them.
     *
     * @param macd fast minus slow average
     * @param signal the average of that
     * @param histogram the first minus the second
     */
    @SuppressWarnings("ArrayRecordComponent") // a way to return three arrays, not a value to compare
    public record MacdLines(double[] macd, double[] signal, double[] histogram) {}

    /**
     * The three lines of {@link Indicators#bollinger}. The arrays are not copied: they belong to whoever asked for them.
     *
     * @param upper the middle plus the deviations
     * @param middle the simple moving average
     * @param lower the middle minus the deviations
     */
    @SuppressWarnings("ArrayRecordComponent") // a way to return three arrays, not a value to compare
    public record Bands(double[] upper, double[] middle, double[] lower) {}

    /**
     * The two lines of {@link Indicators#stochastic}. The arrays are not copied: they belong to whoever asked for them.
     *
     * @param k where the close lies in the range
     * @param d the mean of the last values of that
     */
    @SuppressWarnings("ArrayRecordComponent") // a way to return two arrays, not a value to compare
    public record StochasticLines(double[] k, double[] d) {}

    /** Columns of bars that are equally long. */
    private static final class Columns {
        private final double[] highs;
        private final double[] lows;
        private final double[] closes;
        private final double[] volumes;
        private final long[] sessions;

        Columns(double[] highs, double[] lows, double[] closes) {
            this(highs, lows, closes, new double[closes.length], new long[closes.length]);
        }

        Columns(double[] highs, double[] lows, double[] closes, double[] volumes, long[] sessions) {
            Inputs.sameLength("closes", closes.length, "highs", highs.length);
            Inputs.sameLength("closes", closes.length, "lows", lows.length);
            Inputs.sameLength("closes", closes.length, "volumes", volumes.length);
            Inputs.sameLength("closes", closes.length, "sessions", sessions.length);
            this.highs = highs;
            this.lows = lows;
            this.closes = closes;
            this.volumes = volumes;
            this.sessions = sessions;
        }
    }
}
