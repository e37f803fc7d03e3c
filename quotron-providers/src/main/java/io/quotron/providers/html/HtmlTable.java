package io.quotron.providers.html;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.ParsedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** The rows of one table, without those of tables inside of it, in the order of the page. Immutable. */
final class HtmlTable {
    private static final Set<String> GROUPS = Set.of("thead", "tbody", "tfoot");
    private static final int MOST_CELLS = 500_000;
    private static final int WIDEST = 100;
    private static final int TALLEST = 1_000;
    private static final String HIDDEN =
            "script, style, template, [hidden], [style*=display:none], [style*=display: none], sup.reference";

    private final List<Row> rows;

    /**
     * One row.
     *
     * @param cells the texts of its own cells
     * @param grid the texts by column: cells that span several columns or rows are in each of them
     */
    record Row(List<String> cells, List<String> grid) {
        /** Tells whether this is the title of a group and no data. */
        boolean isTitle() {
            return cells.size() <= 1;
        }
    }

    private record Hanging(String text, int rowsLeft) {}

    private HtmlTable(List<Row> rows) {
        this.rows = rows;
    }

    static HtmlTable of(SourceId source, Element table, ParsedPage page) {
        List<Row> rows = new ArrayList<>();
        List<@Nullable Hanging> hanging = new ArrayList<>();
        int cells = 0;
        for (Element row : ownRows(table)) {
            page.checkTime();
            Row made = row(row, hanging);
            cells += made.grid().size();
            if (cells > MOST_CELLS) {
                throw new ProviderException(
                        source, FailureReason.MALFORMED_RESPONSE, "a table of more than " + MOST_CELLS + " cells");
            }
            rows.add(made);
        }
        return new HtmlTable(rows);
    }

    private static List<Element> ownRows(Element table) {
        List<Element> rows = new ArrayList<>();
        for (Element child : table.children()) {
            if (child.normalName().equals("tr")) {
                rows.add(child);
            } else if (GROUPS.contains(child.normalName())) {
                child.children().stream()
                        .filter(row -> row.normalName().equals("tr"))
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    private static Row row(Element row, List<@Nullable Hanging> hanging) {
        List<String> cells = new ArrayList<>();
        List<String> grid = new ArrayList<>();
        for (Element cell : row.children()) {
            if (!cell.normalName().equals("td") && !cell.normalName().equals("th")) {
                continue;
            }
            takeHanging(grid, hanging);
            String text = text(cell);
            cells.add(text);
            int width = span(cell, "colspan", WIDEST);
            int height = span(cell, "rowspan", TALLEST);
            for (int i = 0; i < width; i++) {
                setHanging(hanging, grid.size(), height > 1 ? new Hanging(text, height - 1) : null);
                grid.add(text);
            }
        }
        takeHanging(grid, hanging);
        return new Row(List.copyOf(cells), List.copyOf(grid));
    }

    private static void takeHanging(List<String> grid, List<@Nullable Hanging> hanging) {
        while (grid.size() < hanging.size()) {
            Hanging above = hanging.get(grid.size());
            if (above == null) {
                return;
            }
            hanging.set(grid.size(), above.rowsLeft() > 1 ? new Hanging(above.text(), above.rowsLeft() - 1) : null);
            grid.add(above.text());
        }
    }

    private static void setHanging(List<@Nullable Hanging> hanging, int column, @Nullable Hanging value) {
        while (hanging.size() <= column) {
            hanging.add(null);
        }
        hanging.set(column, value);
    }

    private static int span(Element cell, String name, int most) {
        String text = cell.attr(name).strip();
        return text.matches("[0-9]{1,6}") ? Math.max(1, Math.min(most, Integer.parseInt(text))) : 1;
    }

    /** Returns what people see of a cell; footnote marks are no part of it. */
    private static String text(Element cell) {
        Element shown = cell;
        if (cell.childrenSize() > 0 && cell.selectFirst(HIDDEN) != null) {
            shown = cell.clone();
            shown.select(HIDDEN).remove();
        }
        return shown.text().replace('\u00a0', ' ').strip();
    }

    List<Row> rows() {
        return rows;
    }
}
