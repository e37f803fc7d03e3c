package io.quotron.indicators;

import java.util.List;

/**
 * Exponential moving average with weight {@code 2 / (n + 1)}: {@code ema + (input - ema) * weight}. As TA-Lib's
 * {@code EMA}: the first value, at the nth number, is the mean of the first n.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Ema extends NumberStreaming {
    private final EmaKernel average;

    /**
     * Makes an average without inputs.
     *
     * @param period the n of the weight and of the seed, 1 or more
     * @throws IllegalArgumentException if the period is below 1
     */
    public Ema(int period) {
        super("ema(" + Inputs.period(period, "period") + ")", period, List.of("ema"));
        this.average = new EmaKernel(period);
    }

    @Override
    void add(double input, double[] out) {
        out[0] = average.add(input);
    }

    @Override
    void preview(double input, double[] out) {
        out[0] = average.peek(input);
    }

    @Override
    void resetKernels() {
        average.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        average.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        average.load(from);
    }
}
