package io.quotron.indicators;

import java.util.List;

/**
 * Simple moving average: the mean of the last n numbers. Values as TA-Lib's {@code SMA}, from the nth number on.
 *
 * <p>Each sum is that of the n numbers in the window and nothing else, so there is no drift over any number of updates and
 * a spike leaves no trace once it is out of the window; TA-Lib's running sum keeps its rounding error. Where all n numbers
 * are equal, the value is exactly that number.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Sma extends NumberStreaming {
    private final MeanKernel mean;

    /**
     * Makes an average without inputs.
     *
     * @param period how many numbers to average, 1 or more
     * @throws IllegalArgumentException if the period is below 1
     */
    public Sma(int period) {
        super("sma(" + Inputs.period(period, "period") + ")", period, List.of("sma"));
        this.mean = new MeanKernel(period);
    }

    @Override
    void add(double input, double[] out) {
        out[0] = mean.add(input);
    }

    @Override
    void preview(double input, double[] out) {
        out[0] = mean.peek(input);
    }

    @Override
    void resetKernels() {
        mean.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        mean.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        mean.load(from);
    }
}
