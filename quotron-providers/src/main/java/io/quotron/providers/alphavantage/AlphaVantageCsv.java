package io.quotron.providers.alphavantage;

import io.quotron.error.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A table with a header, read by the names of its columns. Lines end with CR LF or LF; a table whose last line does not end was
 * cut and is refused.
 */
final class AlphaVantageCsv {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9_ ]*(,[A-Za-z0-9_ ()]+)+");
    private static final int MAX_ROWS = 200_000;

    private final List<AlphaVantageRow> rows;
    private final int unreadable;

    private AlphaVantageCsv(List<AlphaVantageRow> rows, int unreadable) {
        this.rows = rows;
        this.unreadable = unreadable;
    }

    /** Tells whether a text begins with a line of names. */
    static boolean isTable(String text) {
        int end = text.indexOf('\n');
        return end > 0
                && end < 2_000
                && HEADER.matcher(text.substring(0, end).strip()).matches();
    }

    static AlphaVantageCsv read(String text, UnaryOperator<String> redact) {
        if (!text.endsWith("\n")) {
            String end = text.substring(Math.max(0, text.length() - 100));
            throw AlphaVantageErrors.malformed("a table that was cut, its end is: " + Excerpt.of(redact.apply(end)));
        }
        List<List<String>> lines = new Splitter(text).lines();
        List<String> header = lines.get(0);
        List<AlphaVantageRow> rows = new ArrayList<>();
        int unreadable = 0;
        for (int i = 1; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            if (line.size() == header.size()) {
                rows.add(AlphaVantageRow.ofTable("row " + i, header, line));
            } else if (line.size() > 1 || !line.get(0).isBlank()) {
                unreadable++;
            }
        }
        return new AlphaVantageCsv(List.copyOf(rows), unreadable);
    }

    List<AlphaVantageRow> rows() {
        return rows;
    }

    /** Returns how many lines had another number of fields than the header. */
    int unreadable() {
        return unreadable;
    }

    /** Tells whether there is a column of each name; true for a table without rows. */
    boolean hasColumns(String... names) {
        return rows.isEmpty() || List.of(names).stream().allMatch(rows.get(0)::has);
    }

    /** Cuts a text into fields; a field in double quotes may hold commas, line ends and doubled quotes. */
    private static final class Splitter {
        private final String text;
        private final List<List<String>> lines = new ArrayList<>();
        private List<String> line = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private boolean quoted;

        Splitter(String text) {
            this.text = text;
        }

        List<List<String>> lines() {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quoted) {
                    i += readQuoted(c, i);
                } else {
                    readPlain(c);
                }
            }
            if (quoted) {
                throw AlphaVantageErrors.malformed("a table with a quote that does not end");
            }
            return lines;
        }

        private int readQuoted(char c, int at) {
            if (c != '"') {
                field.append(c);
                return 0;
            }
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == '"';
            if (doubled) {
                field.append('"');
            }
            quoted = doubled;
            return doubled ? 1 : 0;
        }

        private void readPlain(char c) {
            switch (c) {
                case '"' -> quoted = true;
                case ',' -> endField();
                case '\n' -> endLine();
                case '\r' -> {}
                default -> field.append(c);
            }
        }

        private void endField() {
            line.add(field.toString().strip());
            field.setLength(0);
        }

        private void endLine() {
            endField();
            lines.add(line);
            line = new ArrayList<>();
            if (lines.size() > MAX_ROWS) {
                throw AlphaVantageErrors.malformed("a table of more than " + MAX_ROWS + " rows");
            }
        }
    }
}
