package io.quotron.indicators;

/** Wilder's average true range; the first is the mean of the first n true ranges, which need a close before them. */
final class AtrKernel implements Kernel {
    private final int size;
    private int ranges = -1;
    private double lastClose;
    private double average;

    AtrKernel(int size) {
        this.size = size;
    }

    /** Returns the average, NaN before n true ranges. */
    double add(double high, double low, double close) {
        double range = Math.max(high, lastClose) - Math.min(low, lastClose);
        lastClose = close;
        if (ranges < size) {
            return seed(range);
        }
        average = (average * (size - 1) + range) / size;
        return average;
    }

    private double seed(double range) {
        if (++ranges == 0) {
            return Double.NaN;
        }
        average += range;
        if (ranges < size) {
            return Double.NaN;
        }
        average /= size;
        return average;
    }

    double peek(double high, double low) {
        if (ranges < size - 1) {
            return Double.NaN;
        }
        double range = Math.max(high, lastClose) - Math.min(low, lastClose);
        double weight = ranges < size ? 1 : size - 1;
        return (average * weight + range) / size;
    }

    @Override
    public void reset() {
        ranges = -1;
        lastClose = 0;
        average = 0;
    }

    @Override
    public void save(StateWriter to) {
        to.put(ranges);
        to.put(lastClose);
        to.put(average);
    }

    @Override
    public void load(StateReader from) {
        ranges = from.getInt();
        lastClose = from.getDouble();
        average = from.getDouble();
    }
}
