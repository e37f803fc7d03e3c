package io.quotron.indicators;

import java.util.List;
import java.util.Objects;

/**
 * The values of a set of indicators over a series: one row for each bar, one column for each name.
 *
 * <p>Immutable and thread-safe; arrays that are handed out are copies. A value is NaN before its warm-up.
 */
public final class IndicatorTable {
    private final List<String> names;
    private final double[][] columns;
    private final long[] openTimes;

    IndicatorTable(List<String> names, double[][] columns, long[] openTimes) {
        this.names = names;
        this.columns = columns;
        this.openTimes = openTimes;
    }

    /**
     * Returns the names of the columns.
     *
     * @return the names in order, unmodifiable
     */
    public List<String> names() {
        return names;
    }

    /**
     * Returns the number of rows.
     *
     * @return as many as the series has bars
     */
    public int size() {
        return openTimes.length;
    }

    /**
     * Returns the first instants of the bars.
     *
     * @return UTC epoch nanoseconds, one for each row
     */
    public long[] openTimes() {
        return openTimes.clone();
    }

    /**
     * Returns one column.
     *
     * @param name a name of {@link #names()}
     * @return one value for each row; NaN before warm-up
     * @throws IllegalArgumentException if there is no such column
     */
    public double[] column(String name) {
        return columns[index(name)].clone();
    }

    /**
     * Returns one value.
     *
     * @param row 0 for the oldest
     * @param name a name of {@link #names()}
     * @return the value; NaN before warm-up
     * @throws IllegalArgumentException if there is no such column
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double value(int row, String name) {
        return columns[index(name)][Objects.checkIndex(row, openTimes.length)];
    }

    /**
     * Returns one row.
     *
     * @param row 0 for the oldest
     * @return one value for each name, in order
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double[] row(int row) {
        Objects.checkIndex(row, openTimes.length);
        double[] values = new double[columns.length];
        for (int column = 0; column < values.length; column++) {
            values[column] = columns[column][row];
        }
        return values;
    }

    /** Returns the size. */
    @Override
    public String toString() {
        return "IndicatorTable[" + openTimes.length + " rows, " + names + "]";
    }

    private int index(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no indicator column " + Inputs.quoted(name) + "; there are " + names);
        }
        return index;
    }
}
