package io.quotron.examples.fetch;

import io.quotron.json.FieldVisitor;
import io.quotron.json.JsonLines;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints values one after the other in a format. Not thread-safe. */
abstract class Rows {
    final PrintStream out;

    Rows(PrintStream out) {
        this.out = out;
    }

    /**
     * Makes the printer of a format.
     *
     * @param live whether rows must be seen as they come, so that nothing is kept back to line columns up
     */
    static Rows of(FetchOptions.Format format, boolean live, PrintStream out) {
        return switch (format) {
            case NDJSON -> new Ndjson(out);
            case CSV -> new Csv(out, live);
            case TABLE -> live ? new LiveLines(out) : new Table(out);
        };
    }

    /** Prints a value, or keeps it until {@link #finish}. */
    abstract void add(Consumer<FieldVisitor> value);

    /** Prints what was kept. */
    void finish() {
        out.flush();
    }

    private static final class Ndjson extends Rows {
        Ndjson(PrintStream out) {
            super(out);
        }

        @Override
        void add(Consumer<FieldVisitor> value) {
            out.print(JsonLines.of(value) + "\n");
        }
    }

    /** One line of {@code name=value} for each row. */
    private static final class LiveLines extends Rows {
        LiveLines(PrintStream out) {
            super(out);
        }

        @Override
        void add(Consumer<FieldVisitor> value) {
            Map<String, String> row = new LinkedHashMap<>(Row.of(value));
            String type = row.remove("type");
            out.println(type + " "
                    + row.entrySet().stream()
                            .map(cell -> cell.getKey() + "=" + cell.getValue())
                            .collect(Collectors.joining(" ")));
        }
    }

    /** Keeps the rows, because their columns are known only at the end. */
    private abstract static class Kept extends Rows {
        final List<Map<String, String>> kept = new ArrayList<>();

        Kept(PrintStream out) {
            super(out);
        }

        @Override
        void add(Consumer<FieldVisitor> value) {
            kept.add(Row.of(value));
        }

        Set<String> columns() {
            Set<String> columns = new LinkedHashSet<>();
            kept.forEach(row -> columns.addAll(row.keySet()));
            return columns;
        }
    }

    private static final class Table extends Kept {
        private static final int WIDEST = 48;

        Table(PrintStream out) {
            super(out);
        }

        @Override
        void finish() {
            if (kept.size() == 1) {
                kept.get(0).forEach((name, text) -> out.printf("%-24s %s%n", name, text));
            } else if (!kept.isEmpty()) {
                printAligned();
            }
            out.flush();
        }

        private void printAligned() {
            Map<String, Integer> widths = new LinkedHashMap<>();
            for (String column : columns()) {
                int widest = kept.stream()
                        .mapToInt(row -> row.getOrDefault(column, "").length())
                        .max()
                        .orElse(0);
                widths.put(column, Math.min(WIDEST, Math.max(column.length(), widest)));
            }
            Map<String, String> heading = new LinkedHashMap<>();
            widths.keySet().forEach(column -> heading.put(column, column));
            out.println(line(heading, widths));
            kept.forEach(row -> out.println(line(row, widths)));
        }

        private static String line(Map<String, String> row, Map<String, Integer> widths) {
            StringBuilder line = new StringBuilder();
            widths.forEach((column, width) -> {
                String text = row.getOrDefault(column, "");
                String cut = text.length() > width ? text.substring(0, width - 1) + "~" : text;
                line.append(cut).append(" ".repeat(width - cut.length() + 2));
            });
            return line.toString().stripTrailing();
        }
    }

    /** RFC 4180. Live rows bring a new heading where their columns change. */
    private static final class Csv extends Kept {
        private static final Pattern FORMULA = Pattern.compile("[=+@\t\r].*|-(?![0-9.]).*", Pattern.DOTALL);

        private final boolean live;
        private Set<String> heading = Set.of();

        Csv(PrintStream out, boolean live) {
            super(out);
            this.live = live;
        }

        @Override
        void add(Consumer<FieldVisitor> value) {
            if (!live) {
                super.add(value);
                return;
            }
            Map<String, String> row = Row.of(value);
            if (!row.keySet().equals(heading)) {
                heading = new LinkedHashSet<>(row.keySet());
                print(heading);
            }
            print(row.values());
        }

        @Override
        void finish() {
            Set<String> columns = columns();
            if (!kept.isEmpty()) {
                print(columns);
            }
            for (Map<String, String> row : kept) {
                print(columns.stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList());
            }
            out.flush();
        }

        private void print(Iterable<String> cells) {
            List<String> texts = new ArrayList<>();
            cells.forEach(cell -> texts.add(cell(cell)));
            out.print(String.join(",", texts) + "\r\n");
        }

        /** What a spreadsheet would take for a formula is kept a text. */
        private static String cell(String text) {
            String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
            boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
        }
    }
}
