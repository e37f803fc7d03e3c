package io.quotron.providers.csv;

import io.quotron.error.Excerpt;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file by field. What is wrong with a row costs only that row: it is counted, the first of them are kept with their
 * lines, and too many of them end the reading. Not thread-safe.
 */
final class CsvTable implements AutoCloseable {
    private static final int KEPT = 100;

    private final String name;
    private final CsvFormat format;
    private final CsvRecords records;
    private final CsvColumns columns;
    private final List<CsvRejection> rejections = new ArrayList<>();
    private boolean firstIsData;
    private long rows;
    private long rejected;
    private long disordered;
    private long time;
    private long newest = Long.MIN_VALUE;

    private CsvTable(String name, CsvFormat format, CsvRecords records, List<CsvField> required) {
        this.name = name;
        this.format = format;
        this.records = records;
        if (!records.advance()) {
            throw CsvException.malformed(name, 0, "is empty");
        }
        this.columns = CsvColumns.of(name, records.cells(), format, required);
        this.firstIsData = !columns.fromHeader();
    }

    /** Takes the reader over: it is closed with the table, or here if there is no table in it. */
    static CsvTable open(String name, Reader reader, CsvFormat format, List<CsvField> required) {
        CsvRecords records = null;
        try {
            records = new CsvRecords(name, reader, format.separator());
            return new CsvTable(name, format, records, required);
        } catch (RuntimeException e) {
            closeQuietly(records, reader, e);
            throw e;
        }
    }

    private static void closeQuietly(@Nullable CsvRecords records, Reader reader, Exception e) {
        try (reader) {
            if (records != null) {
                records.close();
            }
        } catch (IOException | RuntimeException closing) {
            e.addSuppressed(closing);
        }
    }

    /** Moves to the next row that has a time and the right number of cells; false at the end. */
    boolean advance() {
        while (firstIsData || records.advance()) {
            firstIsData = false;
            rows++;
            if (hasAllCells() && readTime()) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAllCells() {
        List<String> cells = records.cells();
        if (records.isQuotedWrongly()) {
            return reject("text between a closing quote and the separator");
        }
        boolean trailing = cells.size() > columns.width()
                && cells.subList(columns.width(), cells.size()).stream().allMatch(String::isEmpty);
        return cells.size() == columns.width()
                || trailing
                || reject(cells.size() + " cells instead of " + columns.width());
    }

    private boolean readTime() {
        String cell = cell(CsvField.TIME);
        OptionalLong nanos = format.times().nanos(cell, cell(CsvField.CLOCK));
        if (nanos.isEmpty()) {
            return reject(CsvField.TIME, "a time");
        }
        if (CsvTimes.instant(nanos.getAsLong()).isBefore(format.earliest())) {
            return reject(CsvField.TIME, "a time that can be");
        }
        time = nanos.getAsLong();
        boolean back = time < newest;
        if (back) {
            disordered++;
        } else {
            newest = time;
        }
        return !back || !format.oldestFirst() || reject("the time goes back");
    }

    /** Counts this row as one that is left out; always false. */
    boolean reject(String why) {
        rejected++;
        CsvRejection rejection = new CsvRejection(records.line(), why);
        if (rejections.size() < KEPT) {
            rejections.add(rejection);
        }
        if (rejected > format.maxRejectedRows()) {
            throw CsvException.malformed(
                    name, records.line(), why + "; this is one of " + rejected + " rows that cannot be used, too many");
        }
        return false;
    }

    boolean reject(CsvField field, String expected) {
        return reject(field.label() + " is '" + Excerpt.of(cell(field)) + "' and not " + expected);
    }

    /** Returns a cell; empty where the file has no such column. */
    String cell(CsvField field) {
        int index = columns.index(field);
        return index < 0 ? "" : records.cells().get(index);
    }

    boolean has(CsvField field) {
        return columns.has(field);
    }

    /** Returns a number; NaN where there is none. */
    double decimal(CsvField field) {
        String cell = cell(field);
        return CsvNumbers.isAbsent(cell) ? Double.NaN : CsvNumbers.decimal(cell, format.decimalComma());
    }

    /** Returns the day that the row names, where its text tells one; else that of its first instant. */
    LocalDate day(Instant start) {
        return format.times().day(cell(CsvField.TIME), start);
    }

    CsvFormat format() {
        return format;
    }

    long timeNanos() {
        return time;
    }

    long line() {
        return records.line();
    }

    long rows() {
        return rows;
    }

    long rejectedRows() {
        return rejected;
    }

    long disorderedRows() {
        return disordered;
    }

    List<CsvRejection> rejections() {
        return Collections.unmodifiableList(rejections);
    }

    @Override
    public void close() {
        records.close();
    }
}
