package io.quotron.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a table, all of them constants, and what decides between two rows of one key.
 *
 * @param name the name of the table
 * @param keys the columns of the primary key
 * @param contents the columns by which two rows of one key differ
 * @param rank SQL expressions with {@code {}} for a row: a row replaces another only if its rank is not lower
 */
record Table(String name, List<String> keys, List<String> contents, List<String> rank) {
    /** When a row reached this process; kept, but no difference between two rows. */
    static final String RECEIVED_TIME = "received_time";

    /** All columns, in the order in which statements name them. */
    List<String> columns() {
        List<String> all = new ArrayList<>(keys);
        all.addAll(contents);
        all.add(RECEIVED_TIME);
        return all;
    }

    /** A SELECT of some columns of the key, then the contents, then the time of receipt. */
    String select(String... keyColumns) {
        List<String> selected = new ArrayList<>(List.of(keyColumns));
        selected.addAll(contents);
        selected.add(RECEIVED_TIME);
        return "SELECT " + String.join(", ", selected) + " FROM " + name;
    }

    /**
     * Inserts a row; where its key is taken, replaces the contents if they differ and the new rank is not lower. The rule is
     * part of the statement, so it holds for any number of writers, and a row that changes nothing is not rewritten.
     */
    String upsert() {
        return "INSERT INTO " + name + " (" + String.join(", ", columns()) + ") VALUES ("
                + columns().stream().map(column -> "?").collect(Collectors.joining(", ")) + ") ON CONFLICT ("
                + String.join(", ", keys) + ") DO UPDATE SET "
                + Stream.concat(contents.stream(), Stream.of(RECEIVED_TIME))
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "))
                + " WHERE " + rankOf("excluded") + " >= " + rankOf(name) + " AND ("
                + contents.stream()
                        .map(column -> name + "." + column + " IS NOT excluded." + column)
                        .collect(Collectors.joining(" OR "))
                + ")";
    }

    private String rankOf(String row) {
        return rank.stream()
                .map(expression -> expression.replace("{}", row))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
