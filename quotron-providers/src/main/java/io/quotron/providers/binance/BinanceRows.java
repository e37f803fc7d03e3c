package io.quotron.providers.binance;

import io.quotron.providers.internal.json.JsonCursor;
import io.quotron.providers.internal.json.JsonValue;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a page of klines as columns. A page of nothing but rows of the usual types is read without a tree; any other is read by one,
 * which would read these to the same values. Not thread-safe.
 */
final class BinanceRows {
    private static final int FIRST_CAPACITY = BinanceBars.PAGE_SIZE;
    private static final int DECIMALS = 6;

    private final JsonCursor cursor = new JsonCursor();
    private int size;
    private long[] openTimes = new long[FIRST_CAPACITY];
    private long[] closeTimes = new long[FIRST_CAPACITY];
    private long[] counts = new long[FIRST_CAPACITY];
    private double[] decimals = new double[FIRST_CAPACITY * DECIMALS];

    /** Reads a body without a tree; if not all of it can be taken so, returns false. */
    boolean read(byte[] body) {
        size = 0;
        cursor.start(body);
        boolean open = cursor.beginArray();
        while (open && cursor.nextItem()) {
            readRow();
        }
        return cursor.isWhole();
    }

    /** Takes the rows of a tree; -1 and NaN stand for what cannot be read. */
    void take(List<JsonValue> rows) {
        size = 0;
        for (JsonValue row : rows) {
            int at = nextRow() * DECIMALS;
            openTimes[size] = row.at(0).whole().orElse(-1);
            for (int i = 0; i < 5; i++) {
                decimals[at + i] = BinanceParser.decimal(row.at(i + 1));
            }
            closeTimes[size] = row.at(6).whole().orElse(-1);
            decimals[at + 5] = BinanceParser.decimal(row.at(7));
            counts[size] = Math.max(-1, row.at(8).whole().orElse(-1));
            size++;
        }
    }

    private void readRow() {
        int at = nextRow() * DECIMALS;
        cursor.beginArray();
        openTimes[size] = nextWhole();
        for (int i = 0; i < 5; i++) {
            decimals[at + i] = nextDecimal();
        }
        closeTimes[size] = nextWhole();
        decimals[at + 5] = nextDecimal();
        counts[size] = nextWhole();
        size++;
        while (cursor.nextItem()) {
            cursor.skipValue();
        }
    }

    private long nextWhole() {
        boolean there = cursor.nextItem();
        long value = there ? cursor.whole() : -1;
        if (!there) {
            cursor.giveUp();
        }
        return value;
    }

    private double nextDecimal() {
        boolean there = cursor.nextItem();
        double value = there ? cursor.numberInString() : Double.NaN;
        if (!there) {
            cursor.giveUp();
        }
        return value;
    }

    /** Makes room for a row. */
    private int nextRow() {
        if (size == openTimes.length) {
            grow();
        }
        return size;
    }

    private void grow() {
        int capacity = openTimes.length * 2;
        openTimes = Arrays.copyOf(openTimes, capacity);
        closeTimes = Arrays.copyOf(closeTimes, capacity);
        counts = Arrays.copyOf(counts, capacity);
        decimals = Arrays.copyOf(decimals, capacity * DECIMALS);
    }

    /** Returns the number of rows. */
    int size() {
        return size;
    }

    /** Returns the open time as it was sent; -1 if it cannot be read. */
    long openTime(int row) {
        return openTimes[row];
    }

    /** Returns the close time as it was sent; -1 if it cannot be read. */
    long closeTime(int row) {
        return closeTimes[row];
    }

    /** Returns the number of trades; -1 if it cannot be read. */
    long count(int row) {
        return counts[row];
    }

    /** Returns a decimal: 0 open, 1 high, 2 low, 3 close, 4 volume, 5 quote volume; NaN if it cannot be read. */
    double decimal(int row, int column) {
        return decimals[row * DECIMALS + column];
    }
}
