package io.quotron.indicators;

/**
 * The mean of the last n numbers. Where all of them are equal it is exactly that number, which the rounded sum of n equal
 * numbers divided by n is not always; so a flat price has no distance from its own average.
 */
final class MeanKernel implements Kernel {
    private final int size;
    private final WindowSum sum;
    private int count;
    private int equalInARow;
    private double last = Double.NaN;

    MeanKernel(int size) {
        this.size = size;
        this.sum = new WindowSum(size);
    }

    /** Returns the mean, NaN before the window is full. */
    double add(double value) {
        int equal = value == last ? Math.min(equalInARow + 1, size) : 1;
        equalInARow = equal;
        last = value;
        double total = sum.add(value);
        if (count < size && ++count < size) {
            return Double.NaN;
        }
        return equal == size ? value : total / size;
    }

    double peek(double value) {
        if (count < size - 1) {
            return Double.NaN;
        }
        boolean flat = size == 1 || (value == last && equalInARow >= size - 1);
        return flat ? value : sum.peek(value) / size;
    }

    @Override
    public void reset() {
        sum.reset();
        count = 0;
        equalInARow = 0;
        last = Double.NaN;
    }

    @Override
    public void save(StateWriter to) {
        to.put(count);
        to.put(equalInARow);
        to.put(last);
        sum.save(to);
    }

    @Override
    public void load(StateReader from) {
        count = from.getInt();
        equalInARow = from.getInt();
        last = from.getDouble();
        sum.load(from);
    }
}
