package io.quotron.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bars of one identity as columns, oldest first and unique by open time, with the corporate actions of their span.
 *
 * <p>Immutable and thread-safe; arrays that are handed out are copies. All times are UTC epoch nanoseconds.
 */
public final class BarSeries {
    private final SeriesIdentity identity;
    private final Columns columns;
    private final boolean hasVolume;
    private final List<CorporateAction> actions;
    private final int rejectedRows;
    private final int duplicateRows;
    private final Instant receivedTime;
    private final boolean stale;

    private BarSeries(Builder builder, Columns columns, int duplicateRows) {
        this.identity = builder.identity;
        this.columns = columns;
        this.hasVolume = builder.hasVolume;
        this.actions = builder.actions.stream()
                .sorted(Comparator.comparing(CorporateAction::exDate))
                .toList();
        this.rejectedRows = builder.rejectedRows;
        this.duplicateRows = duplicateRows;
        this.receivedTime = builder.receivedTime;
        this.stale = false;
    }

    private BarSeries(BarSeries from, Columns columns, boolean stale) {
        this.identity = from.identity;
        this.columns = columns;
        this.hasVolume = from.hasVolume;
        this.actions = from.actions;
        this.rejectedRows = from.rejectedRows;
        this.duplicateRows = from.duplicateRows;
        this.receivedTime = from.receivedTime;
        this.stale = stale;
    }

    /**
     * Starts a series.
     *
     * @param identity what the series is about
     * @param receivedTime when the data reached this process
     * @return an empty builder
     */
    public static Builder builder(SeriesIdentity identity, Instant receivedTime) {
        return new Builder(identity, receivedTime);
    }

    /**
     * Returns what makes the numbers comparable.
     *
     * @return the identity
     */
    public SeriesIdentity identity() {
        return identity;
    }

    /**
     * Returns the symbol of the identity.
     *
     * @return the symbol
     */
    public Symbol symbol() {
        return identity.symbol();
    }

    /**
     * Returns the number of bars.
     *
     * @return 0 or more
     */
    public int size() {
        return columns.size;
    }

    /**
     * Tells whether there is no bar.
     *
     * @return true if {@link #size()} is 0
     */
    public boolean isEmpty() {
        return columns.size == 0;
    }

    /**
     * Returns the first instants of the bars.
     *
     * @return epoch nanoseconds, one for each bar
     */
    public long[] openTimes() {
        return columns.openTimes.clone();
    }

    /**
     * Returns the first instants after the bars.
     *
     * @return epoch nanoseconds, one for each bar
     */
    public long[] closeTimes() {
        return columns.closeTimes.clone();
    }

    /**
     * Returns the first prices.
     *
     * @return one for each bar
     */
    public double[] opens() {
        return columns.opens.clone();
    }

    /**
     * Returns the highest prices.
     *
     * @return one for each bar
     */
    public double[] highs() {
        return columns.highs.clone();
    }

    /**
     * Returns the lowest prices.
     *
     * @return one for each bar
     */
    public double[] lows() {
        return columns.lows.clone();
    }

    /**
     * Returns the last prices.
     *
     * @return one for each bar
     */
    public double[] closes() {
        return columns.closes.clone();
    }

    /**
     * Tells whether the source gives volumes.
     *
     * @return false for currencies and indices of most sources
     */
    public boolean hasVolume() {
        return hasVolume;
    }

    /**
     * Returns the amounts traded.
     *
     * @return units of the base, one for each bar
     * @throws IllegalStateException if the source gives no volumes
     */
    public double[] volumes() {
        if (!hasVolume) {
            throw new IllegalStateException(
                    "bars of " + identity.symbol() + " from " + identity.source() + " have no volume; ask hasVolume()");
        }
        return columns.volumes.clone();
    }

    /**
     * Returns one bar.
     *
     * @param index 0 for the oldest
     * @return the bar
     * @throws IndexOutOfBoundsException if there is no such bar
     */
    public Bar bar(int index) {
        Objects.checkIndex(index, columns.size);
        Instant open = toInstant(columns.openTimes[index]);
        Bar.Builder bar = Bar.builder(identity.symbol(), identity.source(), identity.interval())
                .span(open, toInstant(columns.closeTimes[index]))
                .prices(columns.opens[index], columns.highs[index], columns.lows[index], columns.closes[index])
                .state(columns.states[index])
                .receivedTime(receivedTime);
        if (hasVolume) {
            bar.volume(columns.volumes[index]);
        }
        if (!Double.isNaN(columns.vwaps[index])) {
            bar.vwap(columns.vwaps[index]);
        }
        if (columns.counts[index] >= 0) {
            bar.tradeCount(columns.counts[index]);
        }
        if (!identity.interval().isIntraday()) {
            bar.tradingDay(open.atZone(identity.zone()).toLocalDate());
        }
        return bar.build();
    }

    /**
     * Returns the newest bar.
     *
     * @return the last bar
     * @throws IndexOutOfBoundsException if there is no bar
     */
    public Bar last() {
        return bar(columns.size - 1);
    }

    /**
     * Returns the bars, oldest first.
     *
     * @return a stream of {@link #size()} bars
     */
    public Stream<Bar> bars() {
        return IntStream.range(0, columns.size).mapToObj(this::bar);
    }

    /**
     * Returns the splits and dividends in the span, oldest first.
     *
     * @return an unmodifiable list
     */
    public List<CorporateAction> actions() {
        return actions;
    }

    /**
     * Returns how many rows of the source were refused because a value was missing or impossible.
     *
     * @return 0 or more
     */
    public int rejectedRows() {
        return rejectedRows;
    }

    /**
     * Returns how many rows of the source were replaced by a later row of the same time.
     *
     * @return 0 or more
     */
    public int duplicateRows() {
        return duplicateRows;
    }

    /**
     * Returns when the data reached this process.
     *
     * @return the time of receipt
     */
    public Instant receivedTime() {
        return receivedTime;
    }

    /**
     * Tells whether every source failed and this is an older answer from the cache.
     *
     * @return true for stale
     */
    public boolean stale() {
        return stale;
    }

    /**
     * Returns this series marked as stale.
     *
     * @return a series with the same bars
     */
    public BarSeries asStale() {
        return stale ? this : new BarSeries(this, columns, true);
    }

    /**
     * Returns the bars whose open time is in a range, and of a state if asked.
     *
     * @param range the range
     * @param withForming whether a bar that is still forming is kept
     * @return a series of the same identity
     */
    public BarSeries slice(TimeRange range, boolean withForming) {
        long from = toNanos(range.startInclusive());
        long to = toNanos(range.endExclusive());
        int[] keep = IntStream.range(0, columns.size)
                .filter(i -> columns.openTimes[i] >= from && columns.openTimes[i] < to)
                .filter(i -> withForming || columns.states[i] != Bar.State.FORMING)
                .toArray();
        return keep.length == columns.size ? this : new BarSeries(this, columns.pick(keep), stale);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BarSeries that
                && identity.equals(that.identity)
                && hasVolume == that.hasVolume
                && actions.equals(that.actions)
                && columns.sameAs(that.columns);
    }

    @Override
    public int hashCode() {
        return 31 * identity.hashCode() + Arrays.hashCode(columns.openTimes);
    }

    /** Returns the identity and the number of bars. */
    @Override
    public String toString() {
        return "BarSeries[" + identity.symbol() + " " + identity.interval() + " " + identity.adjustment() + " from "
                + identity.source() + ", " + columns.size + " bars]";
    }

    private static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static long toNanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException outOfRange) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The rows, column by column; each array may be longer than {@code size} while it is being filled. */
    private static final class Columns {
        private int size;
        private long[] openTimes;
        private long[] closeTimes;
        private double[] opens;
        private double[] highs;
        private double[] lows;
        private double[] closes;
        private double[] volumes;
        private double[] vwaps;
        private long[] counts;
        private Bar.State[] states;

        private Columns(int capacity) {
            openTimes = new long[capacity];
            closeTimes = new long[capacity];
            opens = new double[capacity];
            highs = new double[capacity];
            lows = new double[capacity];
            closes = new double[capacity];
            volumes = new double[capacity];
            vwaps = new double[capacity];
            counts = new long[capacity];
            states = new Bar.State[capacity];
        }

        private void grow() {
            int capacity = openTimes.length * 2;
            openTimes = Arrays.copyOf(openTimes, capacity);
            closeTimes = Arrays.copyOf(closeTimes, capacity);
            opens = Arrays.copyOf(opens, capacity);
            highs = Arrays.copyOf(highs, capacity);
            lows = Arrays.copyOf(lows, capacity);
            closes = Arrays.copyOf(closes, capacity);
            volumes = Arrays.copyOf(volumes, capacity);
            vwaps = Arrays.copyOf(vwaps, capacity);
            counts = Arrays.copyOf(counts, capacity);
            states = Arrays.copyOf(states, capacity);
        }

        private Columns pick(int[] rows) {
            Columns picked = new Columns(rows.length);
            picked.size = rows.length;
            for (int to = 0; to < rows.length; to++) {
                int from = rows[to];
                picked.openTimes[to] = openTimes[from];
                picked.closeTimes[to] = closeTimes[from];
                picked.opens[to] = opens[from];
                picked.highs[to] = highs[from];
                picked.lows[to] = lows[from];
                picked.closes[to] = closes[from];
                picked.volumes[to] = volumes[from];
                picked.vwaps[to] = vwaps[from];
                picked.counts[to] = counts[from];
                picked.states[to] = states[from];
            }
            return picked;
        }

        private boolean isStrictlyAscending() {
            for (int i = 1; i < size; i++) {
                if (openTimes[i] <= openTimes[i - 1]) {
                    return false;
                }
            }
            return true;
        }

        private Columns trimmed() {
            Columns copy = new Columns(0);
            copy.size = size;
            copy.openTimes = Arrays.copyOf(openTimes, size);
            copy.closeTimes = Arrays.copyOf(closeTimes, size);
            copy.opens = Arrays.copyOf(opens, size);
            copy.highs = Arrays.copyOf(highs, size);
            copy.lows = Arrays.copyOf(lows, size);
            copy.closes = Arrays.copyOf(closes, size);
            copy.volumes = Arrays.copyOf(volumes, size);
            copy.vwaps = Arrays.copyOf(vwaps, size);
            copy.counts = Arrays.copyOf(counts, size);
            copy.states = Arrays.copyOf(states, size);
            return copy;
        }

        private boolean sameAs(Columns other) {
            return Arrays.equals(openTimes, other.openTimes)
                    && Arrays.equals(closeTimes, other.closeTimes)
                    && Arrays.equals(opens, other.opens)
                    && Arrays.equals(highs, other.highs)
                    && Arrays.equals(lows, other.lows)
                    && Arrays.equals(closes, other.closes)
                    && Arrays.equals(volumes, other.volumes)
                    && Arrays.equals(states, other.states);
        }
    }

    /**
     * Takes rows in any order, refuses impossible ones and counts what it refuses. The last row of a time wins.
     *
     * <p>Not thread-safe.
     */
    public static final class Builder {
        private static final int FIRST_CAPACITY = 64;

        private final SeriesIdentity identity;
        private final Instant receivedTime;
        private final Columns columns = new Columns(FIRST_CAPACITY);
        private final List<CorporateAction> actions = new ArrayList<>();
        private boolean hasVolume = true;
        private boolean negativePricesAllowed;
        private int rejectedRows;

        private Builder(SeriesIdentity identity, Instant receivedTime) {
            this.identity = Objects.requireNonNull(identity, "identity");
            this.receivedTime = Objects.requireNonNull(receivedTime, "receivedTime");
        }

        /**
         * Says that the source gives no volumes.
         *
         * @return this builder
         */
        public Builder withoutVolume() {
            this.hasVolume = false;
            return this;
        }

        /**
         * Says that this instrument may trade at zero or below, as spreads and some futures do.
         *
         * @return this builder
         */
        public Builder negativePricesAllowed() {
            this.negativePricesAllowed = true;
            return this;
        }

        /**
         * Adds a row if it is possible: finite prices that fit together, above zero unless
         * {@link #negativePricesAllowed()}, and a finite volume that is not negative.
         *
         * @param openTime the first instant of the bar, epoch nanoseconds
         * @param closeTime the first instant after the bar, epoch nanoseconds
         * @param open the first price
         * @param high the highest price
         * @param low the lowest price
         * @param close the last price
         * @param volume the amount traded; ignored after {@link #withoutVolume()}
         * @return true if the row was taken, false if it was refused and counted
         */
        public boolean add(
                long openTime, long closeTime, double open, double high, double low, double close, double volume) {
            return add(openTime, closeTime, open, high, low, close, volume, Double.NaN, -1, Bar.State.FINAL);
        }

        /**
         * Adds a row as {@link #add(long, long, double, double, double, double, double)} does, with all that some sources know.
         *
         * @param openTime the first instant of the bar, epoch nanoseconds
         * @param closeTime the first instant after the bar, epoch nanoseconds
         * @param open the first price
         * @param high the highest price
         * @param low the lowest price
         * @param close the last price
         * @param volume the amount traded; ignored after {@link #withoutVolume()}
         * @param vwap the volume-weighted average price, NaN where unknown
         * @param tradeCount the number of trades, -1 where unknown
         * @param state the state of the bar
         * @return true if the row was taken, false if it was refused and counted
         */
        public boolean add(
                long openTime,
                long closeTime,
                double open,
                double high,
                double low,
                double close,
                double volume,
                double vwap,
                long tradeCount,
                Bar.State state) {
            if (openTime >= closeTime || !possible(open, high, low, close) || !(volumeFits(volume))) {
                rejectedRows++;
                return false;
            }
            if (columns.size == columns.openTimes.length) {
                columns.grow();
            }
            int row = columns.size++;
            columns.openTimes[row] = openTime;
            columns.closeTimes[row] = closeTime;
            columns.opens[row] = open;
            columns.highs[row] = high;
            columns.lows[row] = low;
            columns.closes[row] = close;
            columns.volumes[row] = hasVolume ? volume : Double.NaN;
            columns.vwaps[row] = Double.isFinite(vwap) ? vwap : Double.NaN;
            columns.counts[row] = tradeCount;
            columns.states[row] = state;
            return true;
        }

        private boolean possible(double open, double high, double low, double close) {
            return Double.isFinite(open + high + low + close)
                    && low <= Math.min(open, close)
                    && high >= Math.max(open, close)
                    && (low > 0 || negativePricesAllowed);
        }

        private boolean volumeFits(double volume) {
            return !hasVolume || (Double.isFinite(volume) && volume >= 0);
        }

        /**
         * Counts a row that could not even be offered to {@code add}, because a value was missing or unreadable.
         *
         * @return this builder
         */
        public Builder rejectRow() {
            rejectedRows++;
            return this;
        }

        /**
         * Adds a split or dividend of the span.
         *
         * @param action the action
         * @return this builder
         */
        public Builder addAction(CorporateAction action) {
            actions.add(Objects.requireNonNull(action, "action"));
            return this;
        }

        /**
         * Returns the number of rows taken so far.
         *
         * @return 0 or more
         */
        public int size() {
            return columns.size;
        }

        /**
         * Makes the series: sorted by open time, one row per open time, the last one added winning.
         *
         * @return the series
         */
        public BarSeries build() {
            if (columns.isStrictlyAscending()) {
                return new BarSeries(this, columns.trimmed(), 0);
            }
            int[] order = IntStream.range(0, columns.size)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer i) -> columns.openTimes[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int kept = 0;
            for (int i = 0; i < order.length; i++) {
                boolean sameAsNext =
                        i + 1 < order.length && columns.openTimes[order[i]] == columns.openTimes[order[i + 1]];
                if (!sameAsNext) {
                    order[kept++] = order[i];
                }
            }
            return new BarSeries(this, columns.pick(Arrays.copyOf(order, kept)), order.length - kept);
        }
    }
}
