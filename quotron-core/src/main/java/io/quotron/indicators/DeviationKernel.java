package io.quotron.indicators;

import java.util.Arrays;

/**
 * The population standard deviation of the last n numbers, in constant time and never negative.
 *
 * <p>The textbook short cut over running sums of x and x squared loses every digit at a price of 1e8 and even goes negative.
 * Here the stream is cut into blocks of n as in {@link WindowSum}, so that a window is the head of this block and the tail
 * of the one before, and nothing is ever subtracted from a sum. Each of the two parts sums distances, and their squares, to
 * one number that is <em>in</em> that part: the first of the block for the head, the last for the tail. No number is further
 * than sqrt(m) deviations from the mean of the m numbers it belongs to, so {@code sum(d^2) - sum(d)^2 / m} loses no more
 * than the digits of m, whatever the level of the price or the spikes that have passed. The two parts are joined by
 * {@code M = M1 + M2 + (mean1 - mean2)^2 m1 m2 / (m1 + m2)} (Chan, Golub and LeVeque 1979): a sum of terms that are not
 * negative, exactly zero where all numbers are equal.
 *
 * <p>Of the block before, {@code tailMeans[i]} and {@code tailSquares[i]} hold the mean distance and the M of its numbers
 * from i on; the entries at n stand for no numbers. In this block, {@code tailMeans[0..position)} holds the numbers as such
 * until the block is full.
 */
final class DeviationKernel implements Kernel {
    private final int size;
    private final double[] tailMeans;
    private final double[] tailSquares;
    /** For each position: one over the numbers of the head, and the weight of the distance between the two means. */
    private final double[] headShares;

    private final double[] weights;
    private int position;
    private int count;
    private double tailPivot;
    private double headPivot;
    private double headSum;
    private double headSquares;

    DeviationKernel(int size) {
        this.size = size;
        this.tailMeans = new double[size + 1];
        this.tailSquares = new double[size + 1];
        this.headShares = new double[size];
        this.weights = new double[size];
        for (int i = 0; i < size; i++) {
            headShares[i] = 1.0 / (i + 1);
            weights[i] = (i + 1.0) * (size - 1.0 - i) / size;
        }
    }

    /** Returns the deviation, NaN before the window is full. */
    double add(double value) {
        int at = position;
        if (at == 0) {
            headPivot = value;
        }
        double distance = value - headPivot;
        double sum = headSum + distance;
        double squares = headSquares + distance * distance;
        double variance = join(at, headPivot, sum, squares);
        tailMeans[at] = value;
        headSum = sum;
        headSquares = squares;
        position = at + 1;
        if (position == size) {
            turn();
        }
        if (count < size && ++count < size) {
            return Double.NaN;
        }
        return Math.sqrt(variance);
    }

    double peek(double value) {
        if (count < size - 1) {
            return Double.NaN;
        }
        double pivot = position == 0 ? value : headPivot;
        double distance = value - pivot;
        return Math.sqrt(join(position, pivot, headSum + distance, headSquares + distance * distance));
    }

    private double join(int at, double pivot, double sum, double squares) {
        double mean = sum * headShares[at];
        double head = Math.max(squares - sum * mean, 0);
        double apart = (tailPivot - pivot) + (tailMeans[at + 1] - mean);
        return (head + tailSquares[at + 1] + apart * apart * weights[at]) / size;
    }

    private void turn() {
        double pivot = tailMeans[size - 1];
        double sum = 0;
        double squares = 0;
        for (int i = size - 1; i >= 0; i--) {
            double distance = tailMeans[i] - pivot;
            sum += distance;
            squares += distance * distance;
            double mean = sum * headShares[size - 1 - i];
            tailMeans[i] = mean;
            tailSquares[i] = Math.max(squares - sum * mean, 0);
        }
        tailPivot = pivot;
        position = 0;
        headSum = 0;
        headSquares = 0;
    }

    @Override
    public void reset() {
        Arrays.fill(tailMeans, 0);
        Arrays.fill(tailSquares, 0);
        position = 0;
        count = 0;
        tailPivot = 0;
        headPivot = 0;
        headSum = 0;
        headSquares = 0;
    }

    @Override
    public void save(StateWriter to) {
        to.put(position);
        to.put(count);
        to.put(tailPivot);
        to.put(headPivot);
        to.put(headSum);
        to.put(headSquares);
        to.put(tailMeans);
        to.put(tailSquares);
    }

    @Override
    public void load(StateReader from) {
        position = from.getInt();
        count = from.getInt();
        tailPivot = from.getDouble();
        headPivot = from.getDouble();
        headSum = from.getDouble();
        headSquares = from.getDouble();
        from.get(tailMeans);
        from.get(tailSquares);
    }
}
