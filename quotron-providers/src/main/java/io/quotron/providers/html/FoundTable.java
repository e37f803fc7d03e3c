package io.quotron.providers.html;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.ParsedPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** The table of a {@link TablePage} on one page, with its columns by meaning. Immutable. */
final class FoundTable {
    private final Map<String, Integer> columns;
    private final List<HtmlTable.Row> rows;

    private FoundTable(Map<String, Integer> columns, List<HtmlTable.Row> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** Takes the first table with a row that has all required headers. */
    static FoundTable find(SourceId source, TablePage page, ParsedPage parsed) {
        List<Element> candidates = parsed.select(page.selector());
        if (candidates.isEmpty()) {
            throw PageSigns.explain(source, page.rules(), parsed, "no table '" + page.selector() + "'");
        }
        Set<String> fewest = new TreeSet<>(page.columns().keySet());
        for (Element candidate : candidates) {
            HtmlTable table = HtmlTable.of(source, candidate, parsed);
            for (int row = 0; row < table.rows().size(); row++) {
                List<String> header = header(table.rows().get(row));
                Set<String> missing = missing(page, header);
                if (missing.isEmpty()) {
                    return new FoundTable(columns(source, page, header), below(table, row));
                }
                fewest = missing.size() < fewest.size() ? missing : fewest;
            }
        }
        throw PageSigns.explain(
                source,
                page.rules(),
                parsed,
                "no table '" + page.selector() + "' with the columns " + named(page, fewest));
    }

    private static String named(TablePage page, Set<String> missing) {
        List<String> names = new ArrayList<>();
        page.columns().forEach((name, column) -> {
            if (missing.contains(name) && column.required()) {
                names.add(name + " " + column.headers());
            }
        });
        return names.toString();
    }

    private static List<String> header(HtmlTable.Row row) {
        return row.grid().stream()
                .map(text -> PageSigns.folded(text.replaceAll("\\[[^\\]]{0,9}]", "")))
                .toList();
    }

    private static Set<String> missing(TablePage page, List<String> header) {
        Set<String> missing = new TreeSet<>();
        page.columns().forEach((name, column) -> {
            if (column.required() && index(column, header) < 0) {
                missing.add(name);
            }
        });
        return missing;
    }

    private static Map<String, Integer> columns(SourceId source, TablePage page, List<String> header) {
        Map<String, Integer> columns = new HashMap<>();
        page.columns().forEach((name, column) -> {
            int index = index(column, header);
            if (index >= 0 && columns.containsValue(index)) {
                throw new ProviderException(
                        source,
                        FailureReason.MALFORMED_RESPONSE,
                        "column '" + header.get(index) + "' has two meanings");
            }
            if (index >= 0) {
                columns.put(name, index);
            }
        });
        return columns;
    }

    private static int index(TablePage.Column column, List<String> header) {
        for (String wanted : column.headers()) {
            int seen = 0;
            for (int i = 0; i < header.size(); i++) {
                seen += header.get(i).equals(wanted) ? 1 : 0;
                if (seen == column.nth()) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** The rows below the header without its repetitions, titles of groups and blank rows. */
    private static List<HtmlTable.Row> below(HtmlTable table, int headerRow) {
        List<String> header = header(table.rows().get(headerRow));
        return table.rows().stream()
                .skip(headerRow + 1L)
                .filter(row -> !row.isTitle() && !header(row).equals(header))
                .filter(row -> row.cells().stream().anyMatch(cell -> !cell.isBlank()))
                .toList();
    }

    List<HtmlTable.Row> rows() {
        return rows;
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** Returns a cell; null where the table has no such column or the row ends before it. */
    @Nullable
    String cell(HtmlTable.Row row, String column) {
        Integer index = columns.get(column);
        return index == null || index >= row.grid().size() ? null : row.grid().get(index);
    }
}
