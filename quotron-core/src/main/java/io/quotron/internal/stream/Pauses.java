package io.quotron.internal.stream;

import java.util.Arrays;

/** The last pauses between the events of one stream, for judging which silence is unusual. Confined to one thread. */
final class Pauses {
    private static final int SIZE = 32;
    private static final int FACTOR = 5;
    private static final int KNOWN = 8;

    private final long[] nanos = new long[SIZE];
    private int count;

    void add(long pause) {
        nanos[count % SIZE] = pause;
        count = count == 2 * SIZE - 1 ? SIZE : count + 1; // stays in SIZE..2*SIZE-1 once the ring is full
    }

    /**
     * Returns how long silence is usual: five times the median pause, but not less than the floor.
     *
     * @param floorNanos what is usual for every stream
     * @param expectedNanos what counts beside the floor as long as too few pauses are known
     */
    long usualNanos(long floorNanos, long expectedNanos) {
        int size = Math.min(count, SIZE);
        if (size == 0 || (size < KNOWN && expectedNanos > floorNanos)) {
            return Math.max(floorNanos, expectedNanos);
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return Math.max(floorNanos, FACTOR * sorted[size / 2]);
    }
}
