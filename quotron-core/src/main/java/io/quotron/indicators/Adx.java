package io.quotron.indicators;

import java.util.List;

/**
 * Wilder's average directional movement index, 0 to 100: how strong a trend is, whichever way it goes. Reads high and low;
 * the close must be a number but does not matter.
 *
 * <p>As TA-Lib's {@code ADX}: directional movements are summed over the first n - 1 bars and then fade by 1/n per bar, the
 * first value is the mean of the first n directional indices, and it comes at bar {@code 2 n}. Without any movement from
 * the start the value is 0; a market that stops moving keeps its last value.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Adx extends BarStreaming {
    private final AdxKernel index;

    /**
     * Makes an index without inputs.
     *
     * @param period the n of the sums and averages, 1 or more, usually 14
     * @throws IllegalArgumentException if the period is below 1
     */
    public Adx(int period) {
        super("adx(" + Inputs.period(period, "period") + ")", Math.multiplyExact(period, 2), List.of("adx"));
        this.index = new AdxKernel(period);
    }

    @Override
    void add(double high, double low, double close, double volume, long session, double[] out) {
        out[0] = index.add(high, low);
    }

    @Override
    void preview(double high, double low, double close, double volume, long session, double[] out) {
        out[0] = index.peek(high, low);
    }

    @Override
    void resetKernels() {
        index.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        index.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        index.load(from);
    }
}
