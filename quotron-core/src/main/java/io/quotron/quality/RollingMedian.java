package io.quotron.quality;

import java.util.Arrays;

/**
 * The last few numbers, once by age and once by size; insertion into a small sorted array beats a heap or tree here.
 */
final class RollingMedian {
    private final double[] byAge;
    private final double[] sorted;
    private int size;
    private int next;

    RollingMedian(int window) {
        byAge = new double[window];
        sorted = new double[window];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        next = 0;
    }

    void add(double value) {
        if (size == byAge.length) {
            remove(byAge[next]);
        }
        byAge[next] = value;
        next = (next + 1) % byAge.length;
        insert(value);
    }

    private void remove(double value) {
        int at = Arrays.binarySearch(sorted, 0, size, value);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    private void insert(double value) {
        int found = Arrays.binarySearch(sorted, 0, size, value);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = value;
        size++;
    }

    double median() {
        return middle(sorted);
    }

    double max() {
        return sorted[size - 1];
    }

    /** Returns the median distance from the median. */
    double deviation() {
        double median = median();
        double[] distances = new double[size];
        for (int i = 0; i < size; i++) {
            distances[i] = Math.abs(sorted[i] - median);
        }
        Arrays.sort(distances);
        return middle(distances);
    }

    private double middle(double[] ordered) {
        int half = size / 2;
        return size % 2 == 1 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2;
    }
}
