package io.quotron.indicators;

import java.util.Arrays;

/**
 * The sum of the last n numbers, without ever subtracting one.
 *
 * <p>A running sum that adds the newest and subtracts the oldest number keeps the rounding error of everything it has ever
 * seen: after a spike of 1e14 it is off by cents for ever. Here the stream is cut into blocks of n. While a block fills,
 * the window is the head of this block (a running sum that starts at 0) and the tail of the block before (one of its
 * suffix sums, which were computed when that block was full). So the error never exceeds that of adding n numbers once, a
 * spike is forgotten completely when it leaves the window, and a window of zeros is exactly zero. The cost is two
 * additions for each number, and one more, together for all n of a block, when it is full.
 *
 * <p>{@code cells[0..position)} holds the numbers of this block, {@code cells[position..n)} the suffix sums of the one
 * before, and {@code cells[n]} is always 0.
 */
final class WindowSum implements Kernel {
    private final int size;
    private final double[] cells;
    private int position;
    private double head;

    WindowSum(int size) {
        this.size = size;
        this.cells = new double[size + 1];
    }

    /** Returns the sum of the last n numbers, or of all where there are fewer. */
    double add(double value) {
        int at = position;
        cells[at] = value;
        double newHead = head + value;
        double sum = newHead + cells[at + 1];
        if (at + 1 == size) {
            turn();
        } else {
            head = newHead;
            position = at + 1;
        }
        return sum;
    }

    double peek(double value) {
        return head + value + cells[position + 1];
    }

    private void turn() {
        double sum = 0;
        for (int i = size - 1; i >= 0; i--) {
            sum += cells[i];
            cells[i] = sum;
        }
        head = 0;
        position = 0;
    }

    @Override
    public void reset() {
        Arrays.fill(cells, 0);
        head = 0;
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
