package io.quotron.testkit.simulator;

/**
 * One session of a synthetic instrument, minute by minute, in price and size steps.
 *
 * <p>Minute {@code i} runs from the value of the walk at {@code i} to its value at {@code i + 1}; the walk is tied to
 * the
 * first and last price of the day (a Brownian bridge), so that days fit to each other. Trades are made from a minute on
 * demand, see {@link MinuteTrades}.
 */
final class DayPath {
    private static final double EDGE_VOLUME = 2.2;
    private static final int EDGE_MINUTES = 15;

    private final long[] walk;
    private final long[] high;
    private final long[] low;
    private final long[] volume;
    private final long[] firstId;

    /**
     * Walks through a session.
     *
     * @param plan the numbers of the day
     * @param key where its chance comes from
     */
    DayPath(Plan plan, long key) {
        int minutes = plan.minutes();
        this.walk = walk(plan, key);
        this.firstId = plan.firstIds();
        this.high = new long[minutes];
        this.low = new long[minutes];
        this.volume = new long[minutes];
        for (int i = 0; i < minutes; i++) {
            stretch(i, key, plan.minuteDeviation());
            long even = Math.max(1, Math.round(plan.volumePerMinute() * shape(i, minutes)));
            double share = 0.4 + 1.2 * Chance.unit(key, 4L * i + 3);
            volume[i] = count(i) == 0 ? 0 : count(i) + (long) (even * share);
        }
    }

    /**
     * The numbers of a day.
     *
     * @param minutes how long the session is
     * @param openLog the logarithm of the first price in steps
     * @param closeLog the logarithm of the last price in steps
     * @param minuteDeviation of log returns
     * @param volumePerMinute in size steps
     * @param firstIds the id of the first trade of each minute, and of the minute after the last
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call and is never compared
    record Plan(
            int minutes,
            double openLog,
            double closeLog,
            double minuteDeviation,
            double volumePerMinute,
            long[] firstIds) {}

    private static long[] walk(Plan plan, long key) {
        int minutes = plan.minutes();
        double[] free = new double[minutes + 1];
        for (int i = 0; i < minutes; i++) {
            free[i + 1] = free[i] + plan.minuteDeviation() * Chance.bell(key, 4L * i);
        }
        long[] steps = new long[minutes + 1];
        double slope = (plan.closeLog() - plan.openLog() - free[minutes]) / minutes;
        for (int i = 0; i <= minutes; i++) {
            steps[i] = Math.max(1, Math.round(StrictMath.exp(plan.openLog() + free[i] + slope * i)));
        }
        return steps;
    }

    /** Sets the extremes: as far out as the number of trades allows. */
    private void stretch(int minute, long key, double deviation) {
        long upper = Math.max(open(minute), close(minute));
        long lower = Math.min(open(minute), close(minute));
        long count = count(minute);
        double reach = 0.7 * deviation * upper;
        high[minute] = count < 3 ? upper : upper + (long) (reach * Math.abs(Chance.bell(key, 4L * minute + 1)));
        low[minute] =
                count < 4 ? lower : Math.max(1, lower - (long) (reach * Math.abs(Chance.bell(key, 4L * minute + 2))));
    }

    /** Volume is higher near the ends of a session that begins and ends; the mean over a session stays about 1. */
    private static double shape(int minute, int minutes) {
        boolean edge = minutes < 1440 && Math.min(minute, minutes - 1 - minute) < EDGE_MINUTES;
        return edge ? EDGE_VOLUME : 1;
    }

    long open(int minute) {
        return count(minute) == 1 ? walk[minute + 1] : walk[minute];
    }

    long close(int minute) {
        return walk[minute + 1];
    }

    long high(int minute) {
        return high[minute];
    }

    long low(int minute) {
        return low[minute];
    }

    long volume(int minute) {
        return volume[minute];
    }

    long count(int minute) {
        return firstId[minute + 1] - firstId[minute];
    }

    long firstId(int minute) {
        return firstId[minute];
    }

    void addTo(Candle.Fold fold, int minute) {
        fold.add(open(minute), high[minute], low[minute], close(minute), volume[minute], count(minute));
    }
}
