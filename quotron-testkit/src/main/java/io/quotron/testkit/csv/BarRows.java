package io.quotron.testkit.csv;

import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The rows of a file of bars, kept until the length of the bars is known. */
final class BarRows {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final int WIDTH = 5;

    private final CsvTable table;
    private final int timeColumn;
    private final int[] columns;
    private long[] times = new long[1024];
    private double[] values = new double[1024 * WIDTH];
    private int size;
    private int absent;

    BarRows(CsvTable table, int timeColumn) {
        this.table = table;
        this.timeColumn = timeColumn;
        this.columns = new int[] {
            table.require(List.of("open")),
            table.require(List.of("high")),
            table.require(List.of("low")),
            table.require(List.of("close")),
            table.find(List.of("volume"))
        };
    }

    /** Takes the row of the table if its time is wanted and all its numbers are there. */
    void take(LongPredicate keeps) {
        long time = CsvTimes.nanos(table, timeColumn);
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2 * WIDTH);
        }
        boolean complete = true;
        for (int i = 0; i < WIDTH; i++) {
            double value = columns[i] < 0 ? 0 : CsvNumbers.decimal(table, columns[i]);
            values[size * WIDTH + i] = value;
            complete &= !Double.isNaN(value);
        }
        if (!keeps.test(time)) {
            return;
        }
        if (complete) {
            times[size++] = time;
        } else {
            absent++;
        }
    }

    Optional<Instant> lastTime() {
        return Arrays.stream(times, 0, size).max().stream()
                .mapToObj(BarRows::toInstant)
                .findFirst();
    }

    Interval inferInterval() {
        long[] sorted = Arrays.stream(times, 0, size).sorted().distinct().toArray();
        Map<Long, Integer> frequencies = new HashMap<>();
        for (int i = 1; i < sorted.length; i++) {
            frequencies.merge(step(sorted[i] - sorted[i - 1]), 1, Integer::sum);
        }
        long step = frequencies.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> CsvException.inFile(
                        table.file(),
                        "has " + sorted.length
                                + " bars of different times; give the interval, it takes two to tell it"));
        return interval(step);
    }

    /** All lengths of a month count as one. */
    private static long step(long nanos) {
        boolean month = nanos >= 28 * DAY && nanos <= 31 * DAY;
        return month ? Interval.MONTH_1.nanos() : nanos;
    }

    private Interval interval(long step) {
        try {
            if (step == Interval.MONTH_1.nanos()) {
                return Interval.MONTH_1;
            }
            if (step % DAY == 0) {
                int days = Math.toIntExact(step / DAY);
                return days % 7 == 0 ? unit(days / 7, Interval.Unit.WEEK) : unit(days, Interval.Unit.DAY);
            }
            if (step % SECOND == 0) {
                return intraday(Math.toIntExact(step / SECOND));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // The message below says more about the file.
        }
        throw CsvException.inFile(
                table.file(), "has bars every " + step / 1e9 + " seconds, which is no interval; give the interval");
    }

    private static Interval intraday(int seconds) {
        if (seconds % 3600 == 0) {
            return unit(seconds / 3600, Interval.Unit.HOUR);
        }
        return seconds % 60 == 0 ? unit(seconds / 60, Interval.Unit.MINUTE) : unit(seconds, Interval.Unit.SECOND);
    }

    private static Interval unit(int amount, Interval.Unit unit) {
        return Interval.of(amount, unit);
    }

    BarSeries toSeries(BarSeries.Builder builder, Interval length) {
        if (columns[WIDTH - 1] < 0) {
            builder.withoutVolume();
        }
        for (int i = 0; i < absent; i++) {
            builder.rejectRow();
        }
        for (int row = 0; row < size; row++) {
            int at = row * WIDTH;
            builder.add(
                    times[row],
                    end(times[row], length),
                    values[at],
                    values[at + 1],
                    values[at + 2],
                    values[at + 3],
                    values[at + 4]);
        }
        return builder.build();
    }

    private static long end(long start, Interval length) {
        if (length.unit() != Interval.Unit.MONTH) {
            return start + length.nanos();
        }
        return CsvTimes.nanos(toInstant(start)
                .atOffset(ZoneOffset.UTC)
                .plusMonths(length.amount())
                .toInstant());
    }

    private static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
