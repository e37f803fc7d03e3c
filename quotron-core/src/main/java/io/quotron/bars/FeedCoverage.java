package io.quotron.bars;

import java.util.Arrays;

/** When the feed was live, from marks in order of time; older spans are merged when there are many. */
final class FeedCoverage {
    private static final int LIMIT = 256;

    private long[] downFrom = new long[4];
    private long[] downTo = new long[4];
    private int size;
    private boolean marked;
    private boolean down;
    private long lastMark = Long.MIN_VALUE;

    void live(long time) {
        long at = Math.max(time, lastMark);
        if (!marked) {
            add(Long.MIN_VALUE, at);
        } else if (down) {
            add(lastMark, at);
        }
        mark(at, false);
    }

    void down(long time) {
        if (!down) {
            mark(Math.max(time, lastMark), true);
        }
    }

    private void mark(long at, boolean isDown) {
        marked = true;
        down = isDown;
        lastMark = at;
    }

    private void add(long from, long to) {
        if (from >= to) {
            return;
        }
        if (size == LIMIT) {
            mergeOldest();
        }
        if (size == downFrom.length) {
            downFrom = Arrays.copyOf(downFrom, size * 2);
            downTo = Arrays.copyOf(downTo, size * 2);
        }
        downFrom[size] = from;
        downTo[size++] = to;
    }

    /** Counts the live time between the two oldest spans as down: rather too little coverage than too much. */
    private void mergeOldest() {
        downTo[0] = downTo[1];
        System.arraycopy(downFrom, 2, downFrom, 1, size - 2);
        System.arraycopy(downTo, 2, downTo, 1, size - 2);
        size--;
    }

    /** Returns the share of a span, 0 to 1, in which the feed was live; 1 if no mark was ever given. */
    double share(long start, long end) {
        if (!marked) {
            return 1;
        }
        long missing = down ? overlap(lastMark, Long.MAX_VALUE, start, end) : 0;
        for (int i = size - 1; i >= 0 && downTo[i] > start; i--) {
            missing += overlap(downFrom[i], downTo[i], start, end);
        }
        return missing == 0 ? 1 : 1 - (double) missing / (end - start);
    }

    private static long overlap(long from, long to, long start, long end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
}
