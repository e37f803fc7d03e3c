package io.quotron.indicators;

import java.util.List;

/**
 * Wilder's average true range, in units of the price. The true range of a bar is {@code max(high, previous close) -
 * min(low, previous close)}; the first value is the mean of the first n true ranges, later ones are
 * {@code (average * (n - 1) + range) / n}. As TA-Lib's {@code ATR}, from bar {@code n + 1} on, because the first bar has no
 * close before it. Equal prices give 0. Reads high, low and close.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Atr extends BarStreaming {
    private final AtrKernel average;

    /**
     * Makes an average without inputs.
     *
     * @param period how many true ranges to average, 1 or more, usually 14
     * @throws IllegalArgumentException if the period is below 1
     */
    public Atr(int period) {
        super("atr(" + Inputs.period(period, "period") + ")", Math.addExact(period, 1), List.of("atr"));
        this.average = new AtrKernel(period);
    }

    @Override
    void add(double high, double low, double close, double volume, long session, double[] out) {
        out[0] = average.add(high, low, close);
    }

    @Override
    void preview(double high, double low, double close, double volume, long session, double[] out) {
        out[0] = average.peek(high, low);
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
