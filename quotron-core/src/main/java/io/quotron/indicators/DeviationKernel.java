package io.quotron.indicators;

import java.util.Arrays;

/**
 * The population standard deviation of the last n numbers around a mean that is given.
 *
 * <p>It is computed anew from the window each time, from distances to the mean and with the correction for the mean's own
 * rounding: {@code (sum(d^2) - sum(d)^2 / n) / n}. The textbook short cut over running sums of squares loses every digit
 * at a price of 1e8 and even goes negative; this never does. Partial sums let the additions overlap, so that 20
 * numbers cost a few nanoseconds. The numbers are added in the order of the ring, not of time, which is the same for every
 * way to reach a state.
 */
final class DeviationKernel implements Kernel {
    private final int size;
    private final double[] ring;
    private int position;
    private int count;

    DeviationKernel(int size) {
        this.size = size;
        this.ring = new double[size];
    }

    /** Returns the deviation, NaN before the window is full. */
    double add(double value, double mean) {
        ring[position] = value;
        position = position + 1 == size ? 0 : position + 1;
        if (count < size && ++count < size) {
            return Double.NaN;
        }
        return around(mean);
    }

    double peek(double value, double mean) {
        if (count < size - 1) {
            return Double.NaN;
        }
        double hidden = ring[position];
        ring[position] = value;
        double deviation = around(mean);
        ring[position] = hidden;
        return deviation;
    }

    private double around(double mean) {
        double[] cells = ring;
        double a = 0;
        double b = 0;
        double squaresA = 0;
        double squaresB = 0;
        int even = size & ~1;
        for (int i = 0; i < even; i += 2) {
            double left = cells[i] - mean;
            double right = cells[i + 1] - mean;
            a += left;
            b += right;
            squaresA += left * left;
            squaresB += right * right;
        }
        if (even < size) {
            double left = cells[even] - mean;
            a += left;
            squaresA += left * left;
        }
        double distances = a + b;
        double variance = (squaresA + squaresB - distances * distances / size) / size;
        return Math.sqrt(Math.max(variance, 0));
    }

    @Override
    public void reset() {
        Arrays.fill(ring, 0);
        position = 0;
        count = 0;
    }

    @Override
    public void save(StateWriter to) {
        to.put(position);
        to.put(count);
        to.put(ring);
    }

    @Override
    public void load(StateReader from) {
        position = from.getInt();
        count = from.getInt();
        from.get(ring);
    }
}
