package io.quotron.bars;

/**
 * A sum that keeps what plain addition rounds away (Knuth's two-sum), so that it comes out the same however the
 * numbers are grouped, as long as the largest and the smallest are less than 2^53 apart.
 */
final class DoubleSum {
    private double sum;
    private double rest;

    void clear() {
        sum = 0;
        rest = 0;
    }

    void add(double value) {
        double total = sum + value;
        double added = total - sum;
        rest += (sum - (total - added)) + (value - added);
        sum = total;
    }

    void add(DoubleSum other) {
        add(other.sum);
        rest += other.rest;
    }

    boolean isZero() {
        return sum == 0 && rest == 0;
    }

    double value() {
        return sum + rest;
    }
}
