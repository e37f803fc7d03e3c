package io.quotron.indicators;

/**
 * An exponential moving average with weight {@code 2 / (n + 1)}, seeded with the mean of the first n numbers.
 *
 * <p>The seed is the first number plus the mean distance from it, so that it is exact where all n are equal.
 */
final class EmaKernel implements Kernel {
    private final int size;
    private final double weight;
    private int count;
    private double first;
    private double distances;
    private double average = Double.NaN;

    EmaKernel(int size) {
        this.size = size;
        this.weight = 2.0 / (size + 1.0);
    }

    /** Returns the average, NaN before n numbers. */
    double add(double value) {
        if (count < size) {
            return seed(value);
        }
        average = next(value);
        return average;
    }

    private double seed(double value) {
        first = count == 0 ? value : first;
        distances += value - first;
        if (++count == size) {
            average = first + distances / size;
        }
        return average;
    }

    private double next(double value) {
        // With n = 1 the weight is 1, and old + (new - old) is not always new.
        return size == 1 ? value : average + (value - average) * weight;
    }

    double peek(double value) {
        if (count >= size) {
            return next(value);
        }
        double start = count == 0 ? value : first;
        return count == size - 1 ? start + (distances + (value - start)) / size : Double.NaN;
    }

    @Override
    public void reset() {
        count = 0;
        first = 0;
        distances = 0;
        average = Double.NaN;
    }

    @Override
    public void save(StateWriter to) {
        to.put(count);
        to.put(first);
        to.put(distances);
        to.put(average);
    }

    @Override
    public void load(StateReader from) {
        count = from.getInt();
        first = from.getDouble();
        distances = from.getDouble();
        average = from.getDouble();
    }
}
