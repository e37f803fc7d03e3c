package io.quotron.bars;

/** Decides which trades may be in bars at all, by their numbers and by the hours of the market. Confined to one thread. */
final class Admission {
    private static final long EARLIEST = 315_532_800L * EpochNanos.SECOND;
    private static final long LATEST = 7_258_118_400L * EpochNanos.SECOND;
    private static final double LARGEST = 1e100;

    private final BarGrid grid;
    private final double priceAbove;

    /** The session of the trade before; most trades need only two comparisons. */
    private long sessionFrom;

    private long sessionTo;

    Admission(BarGrid grid, boolean nonPositivePrices) {
        this.grid = grid;
        this.priceAbove = nonPositivePrices ? -LARGEST : 0;
    }

    /** Tells whether a time lies from 1980 to 2199. */
    static boolean isPlausible(long time) {
        return time >= EARLIEST && time < LATEST;
    }

    boolean isPlausible(long time, double price, double size) {
        return price > priceAbove && price <= LARGEST && size >= 0 && size <= LARGEST && isPlausible(time);
    }

    boolean isInSession(long time) {
        return (time >= sessionFrom && time < sessionTo) || moveToSession(time);
    }

    private boolean moveToSession(long time) {
        BarGrid.Segment segment = grid.segmentAt(time);
        if (segment == null) {
            return false;
        }
        sessionFrom = segment.start();
        sessionTo = segment.end();
        return true;
    }
}
