package io.quotron.indicators;

/** Wilder's relative strength index; the first averages are the means of the first n gains and losses. */
final class RsiKernel implements Kernel {
    /** What is left of old moves after thousands of flat bars; below it the numbers lose their digits. */
    private static final double NOTHING = 1e-280;

    private static final double NEUTRAL = 50;

    private final int size;
    private int changes = -1;
    private double last;
    private double gains;
    private double losses;

    RsiKernel(int size) {
        this.size = size;
    }

    /** Returns the index, NaN before n changes. */
    double add(double value) {
        double change = value - last;
        double gain = Math.max(change, 0);
        double loss = gain - change;
        last = value;
        if (changes < size) {
            return seed(gain, loss);
        }
        double newGains = (gains * (size - 1) + gain) / size;
        double newLosses = (losses * (size - 1) + loss) / size;
        boolean moved = newGains + newLosses >= NOTHING;
        gains = moved ? newGains : 0;
        losses = moved ? newLosses : 0;
        return index(newGains, newLosses);
    }

    private double seed(double gain, double loss) {
        if (++changes == 0) {
            return Double.NaN;
        }
        gains += gain;
        losses += loss;
        if (changes < size) {
            return Double.NaN;
        }
        gains /= size;
        losses /= size;
        return index(gains, losses);
    }

    double peek(double value) {
        if (changes < size - 1) {
            return Double.NaN;
        }
        double change = value - last;
        double gain = Math.max(change, 0);
        double loss = gain - change;
        double weight = changes < size ? 1 : size - 1;
        return index((gains * weight + gain) / size, (losses * weight + loss) / size);
    }

    private static double index(double gains, double losses) {
        double total = gains + losses;
        return total >= NOTHING ? 100 * (gains / total) : NEUTRAL;
    }

    @Override
    public void reset() {
        changes = -1;
        last = 0;
        gains = 0;
        losses = 0;
    }

    @Override
    public void save(StateWriter to) {
        to.put(changes);
        to.put(last);
        to.put(gains);
        to.put(losses);
    }

    @Override
    public void load(StateReader from) {
        changes = from.getInt();
        last = from.getDouble();
        gains = from.getDouble();
        losses = from.getDouble();
    }
}
