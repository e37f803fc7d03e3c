package io.quotron.indicators;

/**
 * Moving average convergence divergence without its slow average, which is given, so that a set can share it.
 *
 * <p>The fast average is fed from the {@code slow - fast + 1}th number on, so that both are seeded at the same bar.
 */
final class MacdKernel implements Kernel {
    private final int skip;
    private final EmaKernel fast;
    private final EmaKernel signal;
    private int skipped;

    /** The distance of the averages, its average, and the distance of those two; NaN before all are there. */
    double line = Double.NaN;

    double signalLine = Double.NaN;
    double histogram = Double.NaN;

    MacdKernel(int fast, int slow, int signal) {
        this.skip = slow - fast;
        this.fast = new EmaKernel(fast);
        this.signal = new EmaKernel(signal);
    }

    void add(double value, double slowAverage) {
        if (skipped < skip) {
            skipped++;
            return;
        }
        double distance = fast.add(value) - slowAverage;
        if (Double.isNaN(distance)) {
            return;
        }
        set(distance, signal.add(distance));
    }

    private void set(double distance, double average) {
        histogram = distance - average;
        line = Double.isNaN(average) ? Double.NaN : distance;
        signalLine = average;
    }

    void peek(double value, double slowAverage, double[] out, int at) {
        double distance = skipped < skip ? Double.NaN : fast.peek(value) - slowAverage;
        double average = Double.isNaN(distance) ? Double.NaN : signal.peek(distance);
        out[at] = Double.isNaN(average) ? Double.NaN : distance;
        out[at + 1] = average;
        out[at + 2] = distance - average;
    }

    @Override
    public void reset() {
        skipped = 0;
        fast.reset();
        signal.reset();
        line = Double.NaN;
        signalLine = Double.NaN;
        histogram = Double.NaN;
    }

    @Override
    public void save(StateWriter to) {
        to.put(skipped);
        to.put(line);
        to.put(signalLine);
        to.put(histogram);
        fast.save(to);
        signal.save(to);
    }

    @Override
    public void load(StateReader from) {
        skipped = from.getInt();
        line = from.getDouble();
        signalLine = from.getDouble();
        histogram = from.getDouble();
        fast.load(from);
        signal.load(from);
    }
}
