package io.quotron.providers.html;

import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.PageLimits;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.providers.internal.html.Selectors;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.util.List;

/** Shows what {@link HtmlProvider} sees of a table, for hosts that describe a page. */
public final class HtmlTables {
    private HtmlTables() {}

    /**
     * Returns the cells of the first table that a selector finds.
     *
     * @param html a page
     * @param selector a CSS selector of a table, without regular expressions
     * @return the visible text of its own cells, row by row, without those of tables inside of it; empty if there is no such table
     * @throws IllegalArgumentException if it is no selector
     * @throws io.quotron.error.ProviderException MALFORMED_RESPONSE if the page is too large or takes too long
     */
    public static List<List<String>> cells(String html, String selector) {
        SourceId source = SourceId.of("html");
        RequestContext context = RequestContext.builder(TimeSource.system()).build();
        ParsedPage page = ParsedPage.parse(source, html, PageLimits.defaults(), context);
        return page.first(Selectors.checked(selector))
                .map(table -> HtmlTable.of(source, table, page))
                .map(table -> table.rows().stream().map(HtmlTable.Row::cells).toList())
                .orElse(List.of());
    }
}
