package io.quotron.examples.fetch;

import io.quotron.json.DecimalText;
import io.quotron.json.FieldVisitor;
import io.quotron.model.BookLevel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The fields of one value as text, for people and spreadsheets. */
final class Row implements FieldVisitor {
    private final Map<String, String> cells = new LinkedHashMap<>();

    /** Reads what a method of {@link io.quotron.json.Fields} tells. */
    static Map<String, String> of(Consumer<FieldVisitor> value) {
        Row row = new Row();
        value.accept(row);
        return row.cells;
    }

    @Override
    public void text(String name, String value) {
        cells.put(name, value.replaceAll("\\p{Cntrl}+", " "));
    }

    @Override
    public void number(String name, double value) {
        cells.put(name, DecimalText.of(value));
    }

    @Override
    public void whole(String name, long value) {
        cells.put(name, Long.toString(value));
    }

    @Override
    public void truth(String name, boolean value) {
        cells.put(name, Boolean.toString(value));
    }

    @Override
    public void time(String name, Instant value) {
        cells.put(name, value.toString());
    }

    @Override
    public void day(String name, LocalDate value) {
        cells.put(name, value.toString());
    }

    @Override
    public void levels(String name, List<BookLevel> levels) {
        cells.put(
                name,
                levels.stream()
                        .map(level -> DecimalText.of(level.price()) + " x " + DecimalText.of(level.size()))
                        .collect(Collectors.joining("; ")));
    }
}
