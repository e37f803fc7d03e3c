package io.quotron.indicators;

import java.util.List;

/**
 * Wilder's relative strength index, 0 to 100: {@code 100 * gains / (gains + losses)}, both averaged in Wilder's way
 * ({@code (average * (n - 1) + new) / n}) and seeded with the means of the first n changes. As TA-Lib's {@code RSI}, from
 * the (n + 1)th number on.
 *
 * <p>Where nothing has moved, neither gains nor losses exist, and the value is 50: neither strong nor weak. TA-Lib gives 0
 * there, which reads as "sold out". A price that stops moving keeps its last value, because both averages fade alike.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Rsi extends NumberStreaming {
    private final RsiKernel index;

    /**
     * Makes an index without inputs.
     *
     * @param period how many changes to average, 1 or more
     * @throws IllegalArgumentException if the period is below 1
     */
    public Rsi(int period) {
        super("rsi(" + Inputs.period(period, "period") + ")", Math.addExact(period, 1), List.of("rsi"));
        this.index = new RsiKernel(period);
    }

    @Override
    void add(double input, double[] out) {
        out[0] = index.add(input);
    }

    @Override
    void preview(double input, double[] out) {
        out[0] = index.peek(input);
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
