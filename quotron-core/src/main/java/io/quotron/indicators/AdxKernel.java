package io.quotron.indicators;

/**
 * Wilder's average directional movement index.
 *
 * <p>Bars 1 to n-1 add up the directional movements; from bar n on these sums fade by 1/n before each addition and give a
 * directional index; the mean of the first n of those is the first value, which fades in Wilder's way from then on. The
 * directional index is {@code 100 |plus - minus| / (plus + minus)}: the true range, by which both are divided on the way
 * to the usual +DI and -DI, cancels out. A bar whose sums are both zero has none: while seeding it counts as 0, later it
 * leaves the average as it is.
 */
final class AdxKernel implements Kernel {
    /** See {@link RsiKernel}: the rest of old moves after thousands of bars without any. */
    private static final double NOTHING = 1e-280;

    private final int size;
    private int bars = -1;
    private double lastHigh;
    private double lastLow;
    private double plus;
    private double minus;
    private double average;

    AdxKernel(int size) {
        this.size = size;
    }

    /** Returns the index, NaN before 2n bars. */
    double add(double high, double low) {
        double up = high - lastHigh;
        double down = lastLow - low;
        lastHigh = high;
        lastLow = low;
        if (bars < size) {
            return start(larger(up, down), larger(down, up));
        }
        plus = plus - plus / size + larger(up, down);
        minus = minus - minus / size + larger(down, up);
        return bars < 2 * size - 1 ? seed() : fade();
    }

    /** The movement in one direction: positive only where it exceeds the other. */
    private static double larger(double movement, double other) {
        // Which of the two is larger is as random as the market, so a mask is quicker than a branch.
        long mask = Double.doubleToRawLongBits(other - movement) >> 63;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(Math.max(movement, 0)) & mask);
    }

    private double start(double plusMove, double minusMove) {
        if (++bars == 0) {
            return Double.NaN;
        }
        if (bars < size) {
            plus += plusMove;
            minus += minusMove;
            return Double.NaN;
        }
        plus = plus - plus / size + plusMove;
        minus = minus - minus / size + minusMove;
        return index();
    }

    private double seed() {
        bars++;
        return index();
    }

    private double index() {
        double total = plus + minus;
        average += total >= NOTHING ? 100 * (Math.abs(minus - plus) / total) : 0;
        if (bars < 2 * size - 1) {
            return Double.NaN;
        }
        average /= size;
        return average;
    }

    private double fade() {
        double total = plus + minus;
        if (total >= NOTHING) {
            average = (average * (size - 1) + 100 * (Math.abs(minus - plus) / total)) / size;
        } else {
            plus = 0;
            minus = 0;
        }
        return average;
    }

    double peek(double high, double low) {
        if (bars < 2 * size - 2) {
            return Double.NaN;
        }
        double up = high - lastHigh;
        double down = lastLow - low;
        double newPlus = plus - plus / size + larger(up, down);
        double newMinus = minus - minus / size + larger(down, up);
        double total = newPlus + newMinus;
        boolean seeding = bars < 2 * size - 1;
        if (total < NOTHING) {
            return seeding ? average / size : average;
        }
        double weight = seeding ? 1 : size - 1;
        return (average * weight + 100 * (Math.abs(newMinus - newPlus) / total)) / size;
    }

    @Override
    public void reset() {
        bars = -1;
        lastHigh = 0;
        lastLow = 0;
        plus = 0;
        minus = 0;
        average = 0;
    }

    @Override
    public void save(StateWriter to) {
        to.put(bars);
        to.put(lastHigh);
        to.put(lastLow);
        to.put(plus);
        to.put(minus);
        to.put(average);
    }

    @Override
    public void load(StateReader from) {
        bars = from.getInt();
        lastHigh = from.getDouble();
        lastLow = from.getDouble();
        plus = from.getDouble();
        minus = from.getDouble();
        average = from.getDouble();
    }
}
