package io.quotron.providers.csv;

import io.quotron.error.Excerpt;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which field stands in which column of one file. */
final class CsvColumns {
    private static final Set<String> DATES = Set.of("date", "<date>", "data", "datum", "day");

    private final Map<CsvField, Integer> columns = new EnumMap<>(CsvField.class);
    private final int width;
    private final boolean fromHeader;

    private CsvColumns(int width, boolean fromHeader) {
        this.width = width;
        this.fromHeader = fromHeader;
    }

    /** Returns a header as it is compared: lower case, one blank between words. */
    static String folded(String header) {
        return header.replace('\u00a0', ' ').strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the first row: a header if it names all required fields, else data where the format knows positions.
     *
     * @throws CsvException if a required field is missing
     */
    static CsvColumns of(String file, List<String> first, CsvFormat format, List<CsvField> required) {
        List<String> header = first.stream().map(CsvColumns::folded).toList();
        CsvColumns named = named(file, header, format, required);
        if (required.stream().allMatch(named.columns::containsKey)) {
            return named;
        }
        if (required.stream().noneMatch(named.columns::containsKey) && startsWithTime(first, format)) {
            return positioned(file, first, format, required);
        }
        CsvField missing = required.stream()
                .filter(field -> !named.columns.containsKey(field))
                .findFirst()
                .orElseThrow();
        throw CsvException.malformed(
                file,
                1,
                "no column '" + missing.label() + "' (" + String.join(", ", format.headers(missing))
                        + ") in the header: " + Excerpt.of(String.join(",", first)));
    }

    /** A first row of unknown words is no data, however well the positions would fit. */
    private static boolean startsWithTime(List<String> first, CsvFormat format) {
        int index = format.position(CsvField.TIME).orElse(Integer.MAX_VALUE);
        return index < first.size()
                && format.times().nanos(first.get(index), "").isPresent();
    }

    private static CsvColumns named(String file, List<String> header, CsvFormat format, List<CsvField> required) {
        CsvColumns columns = new CsvColumns(header.size(), true);
        for (CsvField field : CsvField.values()) {
            for (String name : format.headers(field)) {
                int index = header.indexOf(name);
                if (index >= 0) {
                    boolean twice = required.contains(field) && header.lastIndexOf(name) != index;
                    if (twice) {
                        throw CsvException.malformed(file, 1, "column '" + name + "' is there twice");
                    }
                    columns.columns.put(field, index);
                    break;
                }
            }
        }
        columns.resolveClock(header, format);
        columns.takeUnnamedTime(header);
        return columns;
    }

    /** A column of clock times counts only beside one of dates. */
    private void resolveClock(List<String> header, CsvFormat format) {
        Integer time = columns.get(CsvField.TIME);
        Integer clock = columns.get(CsvField.CLOCK);
        if (clock == null) {
            return;
        }
        boolean besideDates = time != null && (format.names(CsvField.CLOCK) || DATES.contains(header.get(time)));
        if (!besideDates || clock.equals(time)) {
            columns.remove(CsvField.CLOCK);
        }
    }

    /** Tables that were saved with their index have no name above it. */
    private void takeUnnamedTime(List<String> header) {
        if (!columns.containsKey(CsvField.TIME) && header.get(0).isEmpty()) {
            columns.put(CsvField.TIME, 0);
        }
    }

    private static CsvColumns positioned(String file, List<String> first, CsvFormat format, List<CsvField> required) {
        CsvColumns columns = new CsvColumns(first.size(), false);
        for (CsvField field : CsvField.values()) {
            format.position(field).ifPresent(index -> {
                boolean present = index < first.size();
                if (!present && required.contains(field)) {
                    throw CsvException.malformed(
                            file,
                            1,
                            "no column " + (index + 1) + " for '" + field.label() + "' in: "
                                    + Excerpt.of(String.join(",", first)));
                }
                if (present) {
                    columns.columns.put(field, index);
                }
            });
        }
        return columns;
    }

    boolean fromHeader() {
        return fromHeader;
    }

    int width() {
        return width;
    }

    boolean has(CsvField field) {
        return columns.containsKey(field);
    }

    /** Returns the column of a field; -1 if there is none. */
    int index(CsvField field) {
        return columns.getOrDefault(field, -1);
    }
}
