package io.quotron.providers.yahoo;

import io.quotron.error.ProviderException;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonCursor;
import io.quotron.providers.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a chart without a tree, which is made of the small rest only. It takes answers with one result whose columns are of
 * equal length and hold nothing but numbers and nulls; all others are left to {@link YahooChart#parse}, which would read these to the
 * same values, and which says what is wrong. Not thread-safe: one answer, one reader.
 */
final class YahooFastChart {
    private static final int SHARE_OF_A_NUMBER = 80;
    private static final int FIRST_CAPACITY = 16;
    private static final int ADJUSTED = 5;
    private static final long CHART = JsonCursor.key("chart");
    private static final long RESULT = JsonCursor.key("result");
    private static final long ERROR = JsonCursor.key("error");
    private static final long META = JsonCursor.key("meta");
    private static final long EVENTS = JsonCursor.key("events");
    private static final long TIMESTAMP = JsonCursor.key("timestamp");
    private static final byte[] TIMESTAMP_NAME = {'t', 'i', 'm', 'e', 's', 't', 'a', 'm', 'p'};
    private static final long INDICATORS = JsonCursor.key("indicators");
    private static final byte[] INDICATORS_NAME = {'i', 'n', 'd', 'i', 'c', 'a', 't', 'o', 'r', 's'};
    private static final long QUOTE = JsonCursor.key("quote");
    private static final long ADJCLOSE = JsonCursor.key("adjclose");
    private static final long[] COLUMNS = List.of("open", "high", "low", "close", "volume").stream()
            .mapToLong(JsonCursor::key)
            .toArray();

    private final JsonCursor cursor = new JsonCursor();
    private final byte[] body;
    private final double[][] columns = new double[ADJUSTED + 1][];
    private long[] times = {};
    private int found;
    private int size;
    private @Nullable JsonValue meta;
    private JsonValue events = JsonValue.MISSING;

    private YahooFastChart(byte[] body) {
        this.body = body;
    }

    /**
     * Reads an answer.
     *
     * @param body the answer
     * @return what was read; null if it is to be read in another way
     */
    static @Nullable YahooFastChart read(byte[] body) {
        YahooFastChart chart = new YahooFastChart(body);
        chart.cursor.start(body);
        chart.readDocument();
        return chart.cursor.isWhole() && chart.isComplete() ? chart : null;
    }

    private void readDocument() {
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            if (cursor.name() == CHART) {
                readChart();
            } else {
                cursor.giveUp(); // may hold an error
            }
        }
    }

    private void readChart() {
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            if (cursor.name() == RESULT) {
                readOnly(this::readResult);
            } else if (cursor.name() != ERROR || !cursor.isNull()) {
                cursor.giveUp();
            }
        }
    }

    /** Reads a list of one. */
    private void readOnly(Runnable item) {
        if (cursor.beginArray() && cursor.nextItem()) {
            item.run();
            if (!cursor.nextItem()) {
                return;
            }
        }
        cursor.giveUp();
    }

    private void readResult() {
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            long name = cursor.name();
            if (name == META) {
                meta = readTree();
            } else if (name == EVENTS) {
                events = readTree();
            } else if (name == TIMESTAMP && cursor.is(TIMESTAMP_NAME)) {
                readTimes();
            } else if (name == INDICATORS && cursor.is(INDICATORS_NAME)) {
                readIndicators();
            } else {
                cursor.skipValue();
            }
        }
    }

    private JsonValue readTree() {
        cursor.skipValue();
        if (cursor.isGivenUp()) {
            return JsonValue.MISSING;
        }
        try {
            return Json.read(YahooErrors.SOURCE, cursor.valueBytes());
        } catch (ProviderException notJson) {
            cursor.giveUp();
            return JsonValue.MISSING;
        }
    }

    private void readIndicators() {
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            if (cursor.name() == QUOTE) {
                readOnly(this::readQuote);
            } else if (cursor.name() == ADJCLOSE) {
                readOnly(this::readAdjusted);
            } else {
                cursor.skipValue();
            }
        }
    }

    private void readQuote() {
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            int column = column(cursor.name());
            if (column < 0) {
                cursor.skipValue();
            } else {
                columns[column] = readColumn();
                found |= 1 << column;
            }
        }
    }

    private static int column(long name) {
        for (int i = 0; i < COLUMNS.length; i++) {
            if (COLUMNS[i] == name) {
                return i;
            }
        }
        return -1;
    }

    private void readAdjusted() {
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            if (cursor.name() == ADJCLOSE) {
                columns[ADJUSTED] = readColumn();
                found |= 1 << ADJUSTED;
            } else {
                cursor.skipValue();
            }
        }
    }

    private void readTimes() {
        long[] stamps = new long[size == 0 ? FIRST_CAPACITY + body.length / SHARE_OF_A_NUMBER : size];
        int count = 0;
        boolean open = cursor.beginArray();
        while (open && cursor.nextItem()) {
            if (count == stamps.length) {
                stamps = Arrays.copyOf(stamps, count * 2 + 1);
            }
            stamps[count++] = cursor.signedWhole();
        }
        size = count;
        times = Arrays.copyOf(stamps, count);
    }

    /** Reads numbers and nulls; NaN stands for null. */
    private double[] readColumn() {
        double[] column = new double[size == 0 ? FIRST_CAPACITY + body.length / SHARE_OF_A_NUMBER : size];
        int count = 0;
        boolean open = cursor.beginArray();
        while (open && cursor.nextItem()) {
            if (count == column.length) {
                column = Arrays.copyOf(column, count * 2 + 1);
            }
            column[count++] = cursor.isNull() ? Double.NaN : cursor.number();
        }
        size = size == 0 ? count : size;
        return count == column.length ? column : Arrays.copyOf(column, count);
    }

    private boolean isComplete() {
        boolean all = (found & 0b1_1111) == 0b1_1111;
        if (meta == null || times.length == 0 || !all) {
            return false;
        }
        for (int i = 0; i < columns.length; i++) {
            if ((found & 1 << i) != 0 && columns[i].length != times.length) {
                return false;
            }
        }
        return true;
    }

    /** Returns chart.result[0].meta. */
    JsonValue meta() {
        return meta == null ? JsonValue.MISSING : meta;
    }

    /** Returns chart.result[0].events; MISSING if there are none. */
    JsonValue events() {
        return events;
    }

    /** Tells whether there is a column of adjusted closes. */
    boolean hasAdjusted() {
        return (found & 1 << ADJUSTED) != 0;
    }

    /** Returns the rows; where nobody traded Yahoo leaves the volume out. */
    List<YahooChart.Row> rows() {
        List<YahooChart.Row> rows = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            rows.add(new YahooChart.Row(
                    times[i],
                    columns[0][i],
                    columns[1][i],
                    columns[2][i],
                    columns[3][i],
                    Double.isNaN(columns[4][i]) ? 0 : columns[4][i],
                    hasAdjusted() ? columns[ADJUSTED][i] : Double.NaN));
        }
        return rows;
    }
}
