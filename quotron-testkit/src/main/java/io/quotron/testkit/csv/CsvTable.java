package io.quotron.testkit.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.quotron.error.Excerpt;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A CSV file with a header, row by row; one row is in memory. Gzip where the name ends in {@code .gz}. */
final class CsvTable implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private @Nullable CsvRecord current;

    private CsvTable(Path file, CloseableIterator<CsvRecord> records, List<String> header) {
        this.file = file;
        this.records = records;
        this.header = header;
    }

    static CsvTable open(Path file) {
        CloseableIterator<CsvRecord> records = records(file);
        try {
            return new CsvTable(file, records, header(file, records));
        } catch (RuntimeException e) {
            close(file, records);
            throw e;
        }
    }

    private static CloseableIterator<CsvRecord> records(Path file) {
        try {
            return CsvReader.builder()
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(reader(file))
                    .iterator();
        } catch (IOException e) {
            throw CsvException.unreadable(file, e);
        }
    }

    private static Reader reader(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        try {
            return new InputStreamReader(packed ? new GZIPInputStream(bytes, BUFFER) : bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static List<String> header(Path file, CloseableIterator<CsvRecord> records) {
        CsvRecord first = next(file, records, 1);
        if (first == null) {
            throw CsvException.inFile(file, "is empty; a header with the names of the columns is expected");
        }
        return first.getFields().stream()
                .map(name -> name.replace("\uFEFF", "").strip())
                .toList();
    }

    private static @Nullable CsvRecord next(Path file, CloseableIterator<CsvRecord> records, long line) {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw CsvException.unreadable(file, Objects.requireNonNullElse(e.getCause(), e));
        } catch (CsvParseException e) {
            throw CsvException.inLine(file, line, "is not CSV: " + Excerpt.of(String.valueOf(e.getMessage())));
        }
    }

    /** Returns the position of the first of some names that the header has, in any case. */
    int find(List<String> names) {
        for (String name : names) {
            for (int i = 0; i < header.size(); i++) {
                if (header.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
        }
        return -1;
    }

    int require(List<String> names) {
        int position = find(names);
        if (position < 0) {
            throw CsvException.inFile(
                    file,
                    "has no column " + String.join(" or ", names) + "; its columns are "
                            + Excerpt.of(String.join(", ", header)));
        }
        return position;
    }

    /** Moves to the next row; false at the end. Every row has as many cells as the header. */
    boolean advance() {
        CsvRecord next = next(file, records, current == null ? 2 : current.getStartingLineNumber() + 1);
        current = next;
        if (next == null) {
            return false;
        }
        if (next.getFieldCount() != header.size()) {
            throw malformed("has " + next.getFieldCount() + " cells where the header has " + header.size());
        }
        return true;
    }

    String cell(int column) {
        return row().getField(column).strip();
    }

    long line() {
        return row().getStartingLineNumber();
    }

    Path file() {
        return file;
    }

    /** Returns what to throw for the value of a cell of this row. */
    CsvException malformed(int column, String expected) {
        String name = header.get(column).isEmpty() ? "first column" : header.get(column);
        return malformed(name + " must be " + expected + ", but is '" + Excerpt.of(cell(column)) + "'");
    }

    CsvException malformed(String message) {
        return CsvException.inLine(file, line(), message);
    }

    private CsvRecord row() {
        if (current == null) {
            throw new IllegalStateException("there is no row; call advance() first and heed its answer");
        }
        return current;
    }

    @Override
    public void close() {
        close(file, records);
    }

    private static void close(Path file, CloseableIterator<CsvRecord> records) {
        try {
            records.close();
        } catch (IOException e) {
            throw CsvException.unreadable(file, e);
        }
    }
}
