package io.quotron.providers.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits CSV into records as RFC 4180 says: quoted cells may hold separators, line ends and doubled quotes. Lines end with CRLF, LF
 * or CR; a byte order mark is skipped; lines without any character are skipped. One record is in memory, and no record is longer than
 * {@link #MAX_RECORD}. Not thread-safe.
 */
final class CsvRecords implements AutoCloseable {
    /** The most characters of one record: an open quote must not swallow a whole file. */
    static final int MAX_RECORD = 1 << 18;

    /** The most cells of one record. */
    static final int MAX_CELLS = 4_096;

    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int BUFFER = 1 << 16;
    private static final char[] SEPARATORS = {',', ';', '\t'};

    private final String name;
    private final Reader reader;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder cell = new StringBuilder();
    private final List<String> cells = new ArrayList<>();
    private char separator;
    private int position;
    private int limit;
    private int length;
    private long nextLine = 1;
    private long line;
    private boolean quotedWrongly;

    /** Starts to read; a separator of 0 is told by the first line. */
    CsvRecords(String name, Reader reader, char separator) {
        this.name = name;
        this.reader = reader;
        this.separator = separator;
        try {
            if (peek() == BYTE_ORDER_MARK) {
                position++;
            }
            if (separator == 0) {
                this.separator = tellSeparator();
            }
        } catch (IOException e) {
            throw CsvSource.failure(name, e);
        }
    }

    /** Takes the separator that is most frequent in the first line, as far as it is in the buffer. */
    private char tellSeparator() throws IOException {
        peek();
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        for (int i = position; i < limit && (quoted || (buffer[i] != '\n' && buffer[i] != '\r')); i++) {
            quoted ^= buffer[i] == '"';
            for (int s = 0; s < SEPARATORS.length && !quoted; s++) {
                counts[s] += buffer[i] == SEPARATORS[s] ? 1 : 0;
            }
        }
        int best = 0;
        for (int s = 1; s < SEPARATORS.length; s++) {
            best = counts[s] > counts[best] ? s : best;
        }
        return SEPARATORS[best];
    }

    /** Moves to the next record; false at the end. */
    boolean advance() {
        try {
            return read();
        } catch (IOException e) {
            throw CsvSource.failure(name, e);
        }
    }

    private boolean read() throws IOException {
        skipEmptyLines();
        if (peek() == END) {
            return false;
        }
        cells.clear();
        line = nextLine;
        length = 0;
        quotedWrongly = false;
        boolean more = true;
        while (more) {
            more = readCell();
        }
        return true;
    }

    private void skipEmptyLines() throws IOException {
        for (int c = peek(); c == '\n' || c == '\r'; c = peek()) {
            endLine(take());
        }
    }

    /** Reads one cell with what ends it; false at the end of the record. */
    private boolean readCell() throws IOException {
        cell.setLength(0);
        if (peek() == '"') {
            take();
            readQuoted();
        }
        int c = take();
        while (c != separator && c != '\n' && c != '\r' && c != END) {
            append(c);
            c = take();
        }
        if (cells.size() == MAX_CELLS) {
            throw CsvException.malformed(name, line, "more than " + MAX_CELLS + " cells");
        }
        cells.add(cell.toString().strip());
        if (c == '\n' || c == '\r') {
            endLine(c);
        }
        return c == separator;
    }

    /** Reads up to the quote that closes the cell; what follows it before the separator makes the record a wrong one. */
    private void readQuoted() throws IOException {
        while (true) {
            int c = take();
            if (c == END) {
                throw CsvException.malformed(name, line, "a quote is opened and never closed");
            }
            if (c == '"' && peek() != '"') {
                int next = peek();
                quotedWrongly |= next != separator && next != '\n' && next != '\r' && next != END;
                return;
            }
            if (c == '"') {
                take();
            }
            if (c == '\n' || c == '\r') {
                endLine(c);
                append('\n');
            } else {
                append(c);
            }
        }
    }

    private void append(int c) {
        if (++length > MAX_RECORD) {
            throw CsvException.malformed(
                    name, line, "a row of more than " + MAX_RECORD + " characters; is a quote never closed?");
        }
        cell.append((char) c);
    }

    private void endLine(int c) throws IOException {
        if (c == '\r' && peek() == '\n') {
            take();
        }
        nextLine++;
    }

    private int peek() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, reader.read(buffer, 0, BUFFER));
        }
        return limit == 0 ? END : buffer[position];
    }

    private int take() throws IOException {
        int c = peek();
        if (c != END) {
            position++;
        }
        return c;
    }

    /** Returns the cells of this record, valid until the next. */
    List<String> cells() {
        return cells;
    }

    /** Tells whether something stands between a closing quote and the separator. */
    boolean isQuotedWrongly() {
        return quotedWrongly;
    }

    /** Returns the line on which this record starts, 1 for the first. */
    long line() {
        return line;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw CsvSource.failure(name, e);
        }
    }
}
