package io.quotron.indicators;

import java.util.List;

/**
 * Moving average convergence divergence. Outputs {@code macd} (fast minus slow exponential average), {@code macd_signal}
 * (the exponential average of that) and {@code macd_histogram} (the first minus the second).
 *
 * <p>As TA-Lib's {@code MACD}: both averages are seeded at the same number, the {@code slow}th, so the fast one is the mean
 * of the last {@code fast} numbers there and differs at first from an {@link Ema} that began earlier; the signal is seeded
 * with the mean of the first {@code signal} distances; all three outputs begin together, at number
 * {@code slow + signal - 1}. Equal prices give 0, 0 and 0.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Macd extends NumberStreaming {
    private final EmaKernel slowAverage;
    private final MacdKernel lines;

    /**
     * Makes an indicator without inputs.
     *
     * @param fast the period of the fast average, 1 or more, usually 12
     * @param slow the period of the slow average, more than {@code fast}, usually 26
     * @param signal the period of the signal line, 1 or more, usually 9
     * @throws IllegalArgumentException if a period is below 1 or the fast one is not shorter than the slow one
     */
    public Macd(int fast, int slow, int signal) {
        super(id(fast, slow, signal), slow + signal - 1, List.of("macd", "macd_signal", "macd_histogram"));
        this.slowAverage = new EmaKernel(slow);
        this.lines = new MacdKernel(fast, slow, signal);
    }

    private static String id(int fast, int slow, int signal) {
        Inputs.period(fast, "fast period");
        Inputs.period(signal, "signal period");
        if (fast >= slow) {
            throw new IllegalArgumentException(
                    "fast period must be shorter than the slow period, but they are " + fast + " and " + slow);
        }
        return "macd(" + fast + "," + slow + "," + signal + ")";
    }

    /**
     * Returns the average distance, the second output.
     *
     * @return the signal line; NaN before warm-up
     */
    public double signal() {
        return value(1);
    }

    /**
     * Returns how far the distance is above its average, the third output.
     *
     * @return the histogram; NaN before warm-up
     */
    public double histogram() {
        return value(2);
    }

    @Override
    void add(double input, double[] out) {
        lines.add(input, slowAverage.add(input));
        out[0] = lines.line;
        out[1] = lines.signalLine;
        out[2] = lines.histogram;
    }

    @Override
    void preview(double input, double[] out) {
        lines.peek(input, slowAverage.peek(input), out, 0);
    }

    @Override
    void resetKernels() {
        slowAverage.reset();
        lines.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        slowAverage.save(to);
        lines.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        slowAverage.load(from);
        lines.load(from);
    }
}
