package io.quotron.indicators;

import java.util.List;

/**
 * Fast stochastic oscillator, 0 to 100. Outputs {@code stoch_k}, where the close lies between the lowest low and the
 * highest high of the last n bars, and {@code stoch_d}, the mean of the last m of those. Reads high, low and close.
 *
 * <p>As TA-Lib's {@code STOCHF} with a simple average: %K is not smoothed, and both outputs begin together, at bar
 * {@code n + m - 1}. For the slow variant, take {@code stoch_d} as its %K. Where highest and lowest are equal the value is
 * 50, the middle; TA-Lib gives 0 there, which reads as "at the low".
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Stochastic extends BarStreaming {
    private final StochasticKernel lines;

    /**
     * Makes an oscillator without inputs.
     *
     * @param range how many bars make the range of %K, 1 or more, usually 14
     * @param smooth how many values of %K make %D, 1 or more, usually 3
     * @throws IllegalArgumentException if one of them is below 1
     */
    public Stochastic(int range, int smooth) {
        super(
                "stochastic(" + Inputs.period(range, "range") + "," + Inputs.period(smooth, "smoothing") + ")",
                Math.addExact(range, smooth - 1),
                List.of("stoch_k", "stoch_d"));
        this.lines = new StochasticKernel(range, smooth);
    }

    /**
     * Returns where the close lies in the range, the first output.
     *
     * @return %K; NaN before warm-up
     */
    public double k() {
        return value(0);
    }

    /**
     * Returns the mean of the last values of %K, the second output.
     *
     * @return %D; NaN before warm-up
     */
    public double d() {
        return value(1);
    }

    @Override
    void add(double high, double low, double close, double volume, long session, double[] out) {
        lines.add(high, low, close);
        out[0] = lines.k;
        out[1] = lines.d;
    }

    @Override
    void preview(double high, double low, double close, double volume, long session, double[] out) {
        lines.peek(high, low, close, out, 0);
    }

    @Override
    void resetKernels() {
        lines.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        lines.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        lines.load(from);
    }
}
