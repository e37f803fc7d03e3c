package io.quotron.indicators;

/** Fast stochastic: where the close lies in the range of the last n bars, and the mean of the last m of those. */
final class StochasticKernel implements Kernel {
    private static final double MIDDLE = 50;

    private final int range;
    private final int smooth;
    private final WindowMax highs;
    private final WindowMax negatedLows;
    private final WindowSum recent;
    private int count;

    /** The raw value and its mean; NaN before both are there. */
    double k = Double.NaN;

    double d = Double.NaN;

    StochasticKernel(int range, int smooth) {
        this.range = range;
        this.smooth = smooth;
        this.highs = new WindowMax(range);
        this.negatedLows = new WindowMax(range);
        this.recent = new WindowSum(smooth);
    }

    void add(double high, double low, double close) {
        double highest = highs.add(high);
        double lowest = -negatedLows.add(-low);
        if (count < range + smooth - 1 && ++count < range + smooth - 1) {
            warm(highest, lowest, close);
            return;
        }
        k = position(highest, lowest, close);
        d = recent.add(k) / smooth;
    }

    private void warm(double highest, double lowest, double close) {
        if (count >= range) {
            recent.add(position(highest, lowest, close));
        }
    }

    void peek(double high, double low, double close, double[] out, int at) {
        boolean ready = count >= range + smooth - 2;
        double raw = position(highs.peek(high), -negatedLows.peek(-low), close);
        out[at] = ready ? raw : Double.NaN;
        out[at + 1] = ready ? recent.peek(raw) / smooth : Double.NaN;
    }

    private static double position(double highest, double lowest, double close) {
        double width = highest - lowest;
        return width > 0 ? 100 * ((close - lowest) / width) : MIDDLE;
    }

    @Override
    public void reset() {
        highs.reset();
        negatedLows.reset();
        recent.reset();
        count = 0;
        k = Double.NaN;
        d = Double.NaN;
    }

    @Override
    public void save(StateWriter to) {
        to.put(count);
        to.put(k);
        to.put(d);
        highs.save(to);
        negatedLows.save(to);
        recent.save(to);
    }

    @Override
    public void load(StateReader from) {
        count = from.getInt();
        k = from.getDouble();
        d = from.getDouble();
        highs.load(from);
        negatedLows.load(from);
        recent.load(from);
    }
}
