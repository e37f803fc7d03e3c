package io.quotron.providers.html;

import io.quotron.providers.internal.html.Selectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page that holds a table: of bars, of quotes or of instruments. Columns are found by the words of the header and never by position;
 * repeated headers and titles of groups are left out; tables for layout do not matter, because the table is the first one that the
 * selector finds whose own rows have such a header.
 *
 * <pre>{@code
 * TablePage page = TablePage.builder("https://funds.example/history?id={symbol}")
 *         .column("date", "Datum").column("open", "Eröffnung").column("high", "Hoch")
 *         .column("low", "Tief").column("close", "Schluss").optional("volume", "Volumen")
 *         .numbers(NumberStyle.german()).dates(DateStyle.of("dd.MM.yyyy"))
 *         .build();
 * }</pre>
 *
 * <p>Columns of bars: {@code date}, {@code clock} (the time of day), {@code open}, {@code high}, {@code low}, {@code close},
 * {@code volume}. Of quotes: {@code symbol}, {@code price}, {@code change}, {@code change_percent}, {@code open}, {@code high},
 * {@code low}, {@code previous_close}, {@code bid}, {@code ask}, {@code volume}, {@code date}, {@code clock}. Of instruments:
 * {@code symbol}, {@code name}, {@code venue}, {@code currency}, {@code isin}, {@code cusip}, {@code sedol}, {@code figi}, {@code lei},
 * {@code cik}.
 *
 * <p>Immutable and thread-safe.
 */
public final class TablePage {
    private static final Set<String> COLUMNS = Set.of(
            "date",
            "clock",
            "open",
            "high",
            "low",
            "close",
            "volume",
            "symbol",
            "price",
            "change",
            "change_percent",
            "previous_close",
            "bid",
            "ask",
            "name",
            "venue",
            "currency",
            "isin",
            "cusip",
            "sedol",
            "figi",
            "lei",
            "cik");

    private final PageRules rules;
    private final String selector;
    private final Map<String, Column> columns;
    private final int mostRows;

    /**
     * One column.
     *
     * @param headers its possible headers in lower case
     * @param nth which of several columns below such a header, from 1
     * @param required whether a table without it is no table of this kind
     */
    record Column(List<String> headers, int nth, boolean required) {}

    private TablePage(Builder builder) {
        this.rules = builder.rules();
        this.selector = builder.selector;
        this.columns = new LinkedHashMap<>(builder.columns);
        this.mostRows = builder.mostRows;
    }

    /**
     * Starts a page.
     *
     * @param address where it is; {@code {symbol}}, {@code {interval}} (as {@code 1d}), {@code {from}} and {@code {to}} (days as
     *     {@code yyyyMMdd}) are filled in
     * @return a builder that takes any table
     * @throws IllegalArgumentException if it is no address with a fixed host
     */
    public static Builder builder(String address) {
        return new Builder(address);
    }

    PageRules rules() {
        return rules;
    }

    String selector() {
        return selector;
    }

    Map<String, Column> columns() {
        return columns;
    }

    int mostRows() {
        return mostRows;
    }

    /** Collects a {@link TablePage}. Not thread-safe. */
    public static final class Builder extends PageBuilder<Builder> {
        private final Map<String, Column> columns = new LinkedHashMap<>();
        private String selector = "table";
        private int mostRows = Integer.MAX_VALUE;

        private Builder(String address) {
            super(address);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Says which tables come into question.
         *
         * @param value a CSS selector without regular expressions, for example {@code table#history}
         * @return this builder
         * @throws IllegalArgumentException if it is no selector
         */
        public Builder table(String value) {
            this.selector = Selectors.checked(value);
            return this;
        }

        /**
         * Adds a column that the table must have.
         *
         * @param name what it means, for example {@code close}
         * @param headers its header, in any case, or several of which one must be there
         * @return this builder
         * @throws IllegalArgumentException if there is no such meaning or no header is given
         */
        public Builder column(String name, String... headers) {
            return add(name, 1, true, headers);
        }

        /**
         * Adds a column that the table may have.
         *
         * @param name what it means, for example {@code volume}
         * @param headers its header, in any case, or several of which one may be there
         * @return this builder
         * @throws IllegalArgumentException if there is no such meaning or no header is given
         */
        public Builder optional(String name, String... headers) {
            return add(name, 1, false, headers);
        }

        /**
         * Adds a column that shares its header with others, as where one {@code Change} stands above percent and amount.
         *
         * @param name what it means, for example {@code change}
         * @param nth which of the columns below that header, from 1
         * @param headers the header, in any case
         * @return this builder
         * @throws IllegalArgumentException if there is no such meaning, no header is given, or the number is below 1
         */
        public Builder optional(String name, int nth, String... headers) {
            return add(name, nth, false, headers);
        }

        private Builder add(String name, int nth, boolean required, String... headers) {
            if (!COLUMNS.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no column '" + name + "'; the columns are " + new TreeSet<>(COLUMNS));
            }
            if (headers.length == 0 || nth < 1) {
                throw new IllegalArgumentException(
                        "column '" + name + "' needs a header and a number from 1, but has " + nth);
            }
            columns.put(
                    name,
                    new Column(Arrays.stream(headers).map(PageSigns::folded).toList(), nth, required));
            return this;
        }

        /**
         * Says how many rows the page shows at most. A question that would need more is refused and never answered in part.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder mostRows(int value) {
            this.mostRows = value;
            return this;
        }

        /**
         * Makes the page.
         *
         * @return the page
         * @throws IllegalStateException if no column is required
         */
        public TablePage build() {
            if (columns.values().stream().noneMatch(Column::required)) {
                throw new IllegalStateException("a table page needs at least one column(...)");
            }
            return new TablePage(this);
        }
    }
}
