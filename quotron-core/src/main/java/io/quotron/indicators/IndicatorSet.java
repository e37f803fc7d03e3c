package io.quotron.indicators;

import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.SeriesIdentity;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A declaration of indicators that are computed together, bar by bar or over a whole series.
 *
 * <pre>{@code
 * IndicatorSet set = IndicatorSet.standard();
 * IndicatorTable history = set.compute(series);              // columns over the past
 * IndicatorSet.Run live = set.start();                       // the same, bar by bar
 * series.bars().forEach(live::update);
 * live.update(nextBar);
 * double rsi = live.value(set.indexOf("rsi"));
 * }</pre>
 *
 * <p>The standard set has 20 columns, in this order:
 *
 * <table>
 * <caption>Columns of the standard set</caption>
 * <tr><th>column</th><th>meaning</th><th>bars needed</th></tr>
 * <tr><td>rsi</td><td>{@link Rsi} of 14</td><td>15</td></tr>
 * <tr><td>macd, macd_signal, macd_histogram</td><td>{@link Macd} of 12, 26 and 9</td><td>34</td></tr>
 * <tr><td>bb_upper, bb_middle, bb_lower</td><td>{@link BollingerBands} of 20 and 2 deviations</td><td>20</td></tr>
 * <tr><td>sma_20, sma_50, sma_100, sma_200</td><td>{@link Sma} of the close</td><td>20, 50, 100, 200</td></tr>
 * <tr><td>ema_12, ema_26, ema_50</td><td>{@link Ema} of the close</td><td>12, 26, 50</td></tr>
 * <tr><td>vwap</td><td>{@link Vwap} of the session</td><td>1</td></tr>
 * <tr><td>stoch_k, stoch_d</td><td>{@link Stochastic} of 14 and 3</td><td>16</td></tr>
 * <tr><td>atr</td><td>{@link Atr} of 14</td><td>15</td></tr>
 * <tr><td>adx</td><td>{@link Adx} of 14</td><td>28</td></tr>
 * <tr><td>volume_sma</td><td>{@link Sma} of 20 of the volume</td><td>20</td></tr>
 * </table>
 *
 * <p>A value is {@code NaN} before its warm-up, and in {@code vwap} and {@code volume_sma} at bars without a volume; in
 * {@code vwap} also while nothing has been traded in the session. It is never infinite.
 *
 * <p>Immutable and thread-safe; a {@link Run} is not.
 */
public final class IndicatorSet {
    static final int RSI = 0;
    static final int MACD = 1;
    static final int MACD_SIGNAL = 2;
    static final int MACD_HISTOGRAM = 3;
    static final int BB_UPPER = 4;
    static final int BB_MIDDLE = 5;
    static final int BB_LOWER = 6;
    static final int SMA_20 = 7;
    static final int SMA_50 = 8;
    static final int SMA_100 = 9;
    static final int SMA_200 = 10;
    static final int EMA_12 = 11;
    static final int EMA_26 = 12;
    static final int EMA_50 = 13;
    static final int VWAP = 14;
    static final int STOCH_K = 15;
    static final int STOCH_D = 16;
    static final int ATR = 17;
    static final int ADX = 18;
    static final int VOLUME_SMA = 19;

    private static final List<String> NAMES = List.of(
            "rsi",
            "macd",
            "macd_signal",
            "macd_histogram",
            "bb_upper",
            "bb_middle",
            "bb_lower",
            "sma_20",
            "sma_50",
            "sma_100",
            "sma_200",
            "ema_12",
            "ema_26",
            "ema_50",
            "vwap",
            "stoch_k",
            "stoch_d",
            "atr",
            "adx",
            "volume_sma");

    private static final String ID = "set(standard-1)";
    private static final int WARM_UP = 200;
    private static final IndicatorSet STANDARD = new IndicatorSet();

    private IndicatorSet() {}

    /**
     * Returns the set of 20 columns that is described above.
     *
     * @return the standard set
     */
    public static IndicatorSet standard() {
        return STANDARD;
    }

    /**
     * Returns the names of the columns.
     *
     * @return the names in order, unmodifiable
     */
    public List<String> names() {
        return NAMES;
    }

    /**
     * Returns the position of a column.
     *
     * @param name a name of {@link #names()}
     * @return 0 for the first
     * @throws IllegalArgumentException if there is no such column
     */
    public int indexOf(String name) {
        int index = NAMES.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no indicator column " + Inputs.quoted(name) + "; there are " + NAMES);
        }
        return index;
    }

    /**
     * Returns how many bars are needed until every column has a value.
     *
     * @return 200 for the standard set
     */
    public int warmUp() {
        return WARM_UP;
    }

    /**
     * Starts computing bar by bar; sessions are days in UTC where {@link Run#update(Bar)} has to tell them apart.
     *
     * @return a run without bars
     */
    public Run start() {
        return start(ZoneOffset.UTC);
    }

    /**
     * Starts computing bar by bar.
     *
     * @param sessionZone the zone whose days are the sessions for {@link Run#update(Bar)}, usually that of the exchange
     * @return a run without bars
     */
    public Run start(ZoneId sessionZone) {
        return new Run(sessionZone);
    }

    /**
     * Computes all columns over a series, by the same code as {@link Run}. Sessions are days in the zone of the series, or
     * in UTC for markets that never close.
     *
     * @param series bars, oldest first
     * @return one row for each bar
     */
    public IndicatorTable compute(BarSeries series) {
        SeriesIdentity identity = series.identity();
        boolean continuous = identity.session() == SeriesIdentity.Session.CONTINUOUS;
        SessionDays days = new SessionDays(continuous ? ZoneOffset.UTC : identity.zone());
        long[] sessions = series.openTimes();
        for (int i = 0; i < sessions.length; i++) {
            sessions[i] = days.of(Math.floorDiv(sessions[i], 1_000_000_000L));
        }
        return compute(series, sessions);
    }

    /**
     * Computes all columns over a series whose sessions are known.
     *
     * @param series bars, oldest first
     * @param sessions a number for each bar that changes where a session begins
     * @return one row for each bar
     * @throws IllegalArgumentException if there are more or fewer sessions than bars
     */
    public IndicatorTable compute(BarSeries series, long[] sessions) {
        Inputs.sameLength("series", series.size(), "sessions", sessions.length);
        double[] highs = series.highs();
        double[] lows = series.lows();
        double[] closes = series.closes();
        double[] volumes = series.hasVolume() ? series.volumes() : new double[0];
        double[][] columns = new double[NAMES.size()][closes.length];
        Run run = start();
        for (int i = 0; i < closes.length; i++) {
            double volume = volumes.length > 0 ? volumes[i] : Double.NaN;
            boolean taken = run.advance(highs[i], lows[i], closes[i], volume, sessions[i]);
            for (int column = 0; column < columns.length; column++) {
                columns[column][i] = taken ? run.row[column] : Double.NaN;
            }
        }
        return new IndicatorTable(NAMES, columns, series.openTimes());
    }

    /** Returns the number of columns. */
    @Override
    public String toString() {
        return "IndicatorSet[" + NAMES.size() + " columns]";
    }

    /**
     * The indicators of a set over one series of bars, oldest first.
     *
     * <p>An update costs the same whatever the length of the history, and allocates nothing. Bars that are still forming go
     * to {@link #peek}. Not thread-safe: confine to one thread.
     */
    public static final class Run {
        private final StandardKernels kernels = new StandardKernels();
        private final double[] row = new double[NAMES.size()];
        private final SessionDays days;
        private long bars;

        private Run(ZoneId sessionZone) {
            this.days = new SessionDays(Objects.requireNonNull(sessionZone, "sessionZone"));
            Arrays.fill(row, Double.NaN);
        }

        /**
         * Takes the next bar.
         *
         * @param open the first price
         * @param high the highest price
         * @param low the lowest price
         * @param close the last price
         * @param volume the amount traded
         * @param session a number that changes where a trading session begins, for example the epoch day
         * @return true if it was taken; false if a number is not finite, larger in magnitude than 1e100, the high below
         *     the low or the volume negative, and then nothing has changed
         */
        public boolean update(double open, double high, double low, double close, double volume, long session) {
            return Inputs.isUsable(open) && Inputs.isVolume(volume) && advance(high, low, close, volume, session);
        }

        /**
         * Takes the next bar; its session is its trading day, or the day of its open time in the zone of this run. A bar
         * without volume advances all columns but {@code vwap} and {@code volume_sma}, which are NaN at it.
         *
         * @param bar a bar that is complete, later than the one before
         * @return true if it was taken, false if a number is larger in magnitude than 1e100
         */
        public boolean update(Bar bar) {
            return update(bar, days.of(bar));
        }

        /**
         * Takes the next bar, as {@link #update(Bar)} does, in a session that is known.
         *
         * @param bar a bar that is complete, later than the one before
         * @param session a number that changes where a trading session begins
         * @return true if it was taken, false if a number is larger in magnitude than 1e100
         */
        public boolean update(Bar bar, long session) {
            return advance(bar.high(), bar.low(), bar.close(), volume(bar.volume()), session);
        }

        private static double volume(OptionalDouble volume) {
            return volume.isPresent() ? volume.getAsDouble() : Double.NaN;
        }

        /** Takes a bar whose volume is NaN where it has none. */
        private boolean advance(double high, double low, double close, double volume, long session) {
            boolean traded = Inputs.isVolume(volume);
            if (!Inputs.isBar(high, low, close) || !(traded || Double.isNaN(volume))) {
                return false;
            }
            kernels.addPrices(high, low, close, row);
            if (traded) {
                kernels.addVolume(high, low, close, volume, session, row);
            } else {
                row[VWAP] = Double.NaN;
                row[VOLUME_SMA] = Double.NaN;
            }
            bars++;
            return true;
        }

        /**
         * Computes the values as if a bar that is still forming closed now, and changes nothing.
         *
         * @param open the first price
         * @param high the highest price so far
         * @param low the lowest price so far
         * @param close the last price so far
         * @param volume the amount traded so far
         * @param session the session of the bar
         * @param out takes one value for each column; NaN in all where {@code update} would refuse the bar
         * @throws IndexOutOfBoundsException if the array is shorter than the names
         */
        public void peek(
                double open, double high, double low, double close, double volume, long session, double[] out) {
            boolean usable = Inputs.isUsable(open) && Inputs.isVolume(volume);
            preview(usable ? high : Double.NaN, low, close, volume, session, out);
        }

        /**
         * Computes the values as if a bar that is still forming closed now, and changes nothing.
         *
         * @param bar the bar so far
         * @param out takes one value for each column
         * @throws IndexOutOfBoundsException if the array is shorter than the names
         */
        public void peek(Bar bar, double[] out) {
            preview(bar.high(), bar.low(), bar.close(), volume(bar.volume()), days.of(bar), out);
        }

        private void preview(double high, double low, double close, double volume, long session, double[] out) {
            Objects.checkFromIndexSize(0, row.length, out.length);
            Arrays.fill(out, 0, row.length, Double.NaN);
            boolean traded = Inputs.isVolume(volume);
            if (!Inputs.isBar(high, low, close) || !(traded || Double.isNaN(volume))) {
                return;
            }
            kernels.peekPrices(high, low, close, out);
            if (traded) {
                kernels.peekVolume(high, low, close, volume, session, out);
            }
        }

        /**
         * Returns how many bars have been taken.
         *
         * @return 0 or more
         */
        public long bars() {
            return bars;
        }

        /**
         * Tells whether every column has a value.
         *
         * @return true after {@link IndicatorSet#warmUp()} bars, if the last of them had a volume
         */
        public boolean isReady() {
            for (double value : row) {
                if (Double.isNaN(value)) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Tells whether a column has a value.
         *
         * @param column the position in {@link IndicatorSet#names()}
         * @return false before its warm-up
         * @throws IndexOutOfBoundsException if there is no such column
         */
        public boolean isReady(int column) {
            return !Double.isNaN(value(column));
        }

        /**
         * Returns the value of a column after the last bar that was taken.
         *
         * @param column the position in {@link IndicatorSet#names()}
         * @return the value; NaN before its warm-up
         * @throws IndexOutOfBoundsException if there is no such column
         */
        public double value(int column) {
            return row[column];
        }

        /**
         * Copies the values after the last bar that was taken.
         *
         * @param out takes one value for each column; NaN before its warm-up
         * @throws IndexOutOfBoundsException if the array is shorter than the names
         */
        public void copyTo(double[] out) {
            System.arraycopy(row, 0, out, 0, row.length);
        }

        /** Forgets all bars. */
        public void reset() {
            Arrays.fill(row, Double.NaN);
            kernels.reset();
            bars = 0;
        }

        /**
         * Returns the state, about 6 kB, to be continued with {@link #restore(byte[])}. The zone of sessions is not part
         * of it.
         *
         * @return a new array in a format that is checked for kind, version and damage when it is read
         */
        public byte[] snapshot() {
            StateWriter writer = new StateWriter(ID);
            writer.put(bars);
            writer.put(row);
            kernels.save(writer);
            return writer.toBytes();
        }

        /**
         * Continues from a state; all later values equal, to the last bit, those of the run it was taken from.
         *
         * @param snapshot what {@link #snapshot()} returned
         * @throws IllegalArgumentException if the bytes are damaged or of something else; nothing has changed then
         */
        public void restore(byte[] snapshot) {
            StateReader reader = new StateReader(snapshot, ID, snapshot().length);
            bars = reader.getLong();
            reader.get(row);
            kernels.load(reader);
        }
    }
}
