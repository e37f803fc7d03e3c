package io.quotron.indicators;

import java.util.Arrays;

/**
 * The largest of the last n numbers in constant time and without data-dependent branches: blocks of n with a running
 * maximum of this block and the suffix maxima of the block before, laid out as in {@link WindowSum}. The smallest is minus
 * the largest of the negated numbers.
 */
final class WindowMax implements Kernel {
    private final int size;
    private final double[] cells;
    private int position;
    private double head = Double.NEGATIVE_INFINITY;

    WindowMax(int size) {
        this.size = size;
        this.cells = new double[size + 1];
        Arrays.fill(cells, Double.NEGATIVE_INFINITY);
    }

    /** Returns the largest of the last n numbers, or of all where there are fewer. */
    double add(double value) {
        int at = position;
        cells[at] = value;
        double newHead = Math.max(head, value);
        double largest = Math.max(newHead, cells[at + 1]);
        if (at + 1 == size) {
            turn();
        } else {
            head = newHead;
            position = at + 1;
        }
        return largest;
    }

    double peek(double value) {
        return Math.max(Math.max(head, value), cells[position + 1]);
    }

    private void turn() {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = size - 1; i >= 0; i--) {
            largest = Math.max(largest, cells[i]);
            cells[i] = largest;
        }
        head = Double.NEGATIVE_INFINITY;
        position = 0;
    }

    @Override
    public void reset() {
        Arrays.fill(cells, Double.NEGATIVE_INFINITY);
        head = Double.NEGATIVE_INFINITY;
        position = 0;
    }

    @Override
    public void save(StateWriter to) {
        to.put(position);
        to.put(head);
        to.put(cells);
    }

    @Override
    public void load(StateReader from) {
        position = from.getInt();
        head = from.getDouble();
        from.get(cells);
    }
}
