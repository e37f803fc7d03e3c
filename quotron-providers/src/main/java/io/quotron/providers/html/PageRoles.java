package io.quotron.providers.html;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.BarQuery;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.PageLoader;
import io.quotron.spi.RequestContext;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The roles of an {@link HtmlProvider}: which page answers which question. Immutable and thread-safe. */
final class PageRoles implements InstrumentSource {
    static final int SYMBOLS_OF_A_TABLE = 500;
    private static final List<String> BAR_COLUMNS = List.of("date", "open", "high", "low", "close");
    private static final Set<String> IDENTIFIERS = Set.of("isin", "cusip", "sedol", "figi", "lei", "cik");

    private final SourceId source;
    private final PageCalls calls;
    private final @Nullable Object quotes;
    private final Map<Interval, Object> bars;
    private final Map<String, ListPage> lists;

    /**
     * A list of instruments.
     *
     * @param page where it is
     * @param kind what they are
     */
    record ListPage(TablePage page, Instrument.Kind kind) {}

    PageRoles(
            SourceId source,
            PageCalls calls,
            @Nullable Object quotes,
            Map<Interval, Object> bars,
            Map<String, ListPage> lists) {
        this.source = source;
        this.calls = calls;
        this.quotes = quotes;
        this.bars = new LinkedHashMap<>(bars);
        this.lists = new LinkedHashMap<>(lists);
    }

    // -----------------------------------------------------------------------------------------------------------
    // checks

    static List<String> mistakes(@Nullable Object quotes, Map<Interval, Object> bars, Map<String, ListPage> lists) {
        List<String> mistakes = new ArrayList<>();
        if (quotes == null && bars.isEmpty() && lists.isEmpty()) {
            mistakes.add("it has no page; add one with quotes(...), bars(...) or instruments(...)");
        }
        if (quotes instanceof TablePage table) {
            need(table, List.of("symbol", "price"), "quotes", mistakes);
        }
        bars.forEach((interval, page) -> {
            if (page instanceof TablePage table) {
                need(table, BAR_COLUMNS, interval + " bars", mistakes);
            }
        });
        lists.forEach((name, list) -> {
            need(list.page(), List.of("symbol"), "list '" + name + "'", mistakes);
            if (list.page().rules().address().toString().indexOf('{') >= 0) {
                mistakes.add("the address of list '" + name + "' has places, but nothing to fill in");
            }
        });
        return mistakes;
    }

    private static void need(TablePage page, List<String> columns, String role, List<String> mistakes) {
        for (String name : columns) {
            TablePage.Column column = page.columns().get(name);
            if (column == null || !column.required()) {
                mistakes.add("the page of " + role + " needs column(\"" + name + "\", ...)");
            }
        }
    }

    static List<PageRules> rules(@Nullable Object quotes, Map<Interval, Object> bars, Map<String, ListPage> lists) {
        List<PageRules> rules = new ArrayList<>();
        if (quotes != null) {
            rules.add(rules(quotes));
        }
        bars.values().forEach(page -> rules.add(rules(page)));
        lists.values().forEach(list -> rules.add(list.page().rules()));
        return rules;
    }

    private static PageRules rules(Object page) {
        if (page instanceof QuotePage quote) {
            return quote.rules();
        }
        return page instanceof TablePage table ? table.rules() : ((CsvPage) page).rules();
    }

    static Adjustment adjustment(Object page) {
        return page instanceof CsvPage csv
                ? csv.format().adjustment()
                : rules(page).adjustment();
    }

    boolean hasQuotes() {
        return quotes != null;
    }

    boolean hasBars() {
        return !bars.isEmpty();
    }

    boolean hasLists() {
        return !lists.isEmpty();
    }

    // -----------------------------------------------------------------------------------------------------------
    // quotes

    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context) {
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        TableReader table = quotes instanceof TablePage page && !symbols.isEmpty() ? table(page, context) : null;
        for (Symbol symbol : symbols) {
            answers.put(
                    symbol, result(() -> table != null ? fromTable(table, symbol, context) : quote(symbol, context)));
        }
        return answers;
    }

    /** What is wrong with one symbol is told in its entry; what is wrong with the site ends the call. */
    private static Result<Quote> result(Supplier<Quote> reading) {
        try {
            return Result.success(reading.get());
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN || e.reason() == FailureReason.NO_DATA) {
                return Result.failure(e.reason(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private TableReader table(TablePage page, RequestContext context) {
        PageLoader.Page loaded = calls.load(page.rules(), Map.of(), null, context);
        return new TableReader(source, page, calls.parse(loaded, context), context);
    }

    private Quote fromTable(TableReader table, Symbol symbol, RequestContext context) {
        String spelling = calls.spelling(rules(quotesPage()), symbol, context);
        return table.quote(symbol, spelling, context).orElseThrow(() -> new SymbolNotFoundException(source, symbol));
    }

    private Object quotesPage() {
        if (quotes == null) {
            throw new IllegalStateException("this provider has no quotes");
        }
        return quotes;
    }

    private Quote quote(Symbol symbol, RequestContext context) {
        Object page = quotesPage();
        PageRules rules = rules(page);
        String spelling = calls.spelling(rules, symbol, context);
        PageLoader.Page loaded = calls.load(rules, Map.of(PageAddress.SYMBOL, spelling), symbol, context);
        if (page instanceof CsvPage csv) {
            return new CsvReader(source, csv, loaded.text()).quote(symbol, spelling, context);
        }
        return new QuoteReader(source, (QuotePage) page, symbol, spelling, calls.parse(loaded, context), context)
                .read();
    }

    // -------------------------------------------------------------------------------------------------------------
    // bars

    BarSeries fetchBars(BarQuery query, RequestContext context) {
        Object page = bars.get(query.interval());
        if (page == null) {
            throw unsupported("there is no page of " + query.interval() + " bars");
        }
        Adjustment had = adjustment(page);
        boolean shares = query.symbol().kind() == Symbol.Kind.LISTED;
        if (shares && had != query.adjustment()) {
            throw unsupported("the page has " + had + " prices, not " + query.adjustment());
        }
        PageRules rules = rules(page);
        PageLoader.Page loaded = calls.load(rules, values(page, query, context), query.symbol(), context);
        try {
            return page instanceof CsvPage csv
                    ? new CsvReader(source, csv, loaded.text()).bars(query, context)
                    : new TableReader(source, (TablePage) page, calls.parse(loaded, context), context).bars(query);
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN) {
                throw new SymbolNotFoundException(source, query.symbol(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Map<String, String> values(Object page, BarQuery query, RequestContext context) {
        PageRules rules = rules(page);
        ZoneId zone = page instanceof CsvPage csv ? csv.format().zone() : rules.zone();
        LocalDate from = LocalDate.ofInstant(query.range().startInclusive(), zone);
        LocalDate to = LocalDate.ofInstant(query.range().endExclusive().minusNanos(1), zone);
        Map<String, String> values = new HashMap<>();
        values.put(PageAddress.SYMBOL, calls.spelling(rules, query.symbol(), context));
        values.put(
                "interval",
                page instanceof CsvPage csv
                        ? csv.spelling(query.interval())
                        : query.interval().toString());
        values.put("from", DateTimeFormatter.BASIC_ISO_DATE.format(from));
        values.put("to", DateTimeFormatter.BASIC_ISO_DATE.format(to));
        return values;
    }

    private ProviderException unsupported(String message) {
        return new ProviderException(source, FailureReason.UNSUPPORTED, message);
    }

    // ------------------------------------------------------------------------------------------------------
    // instruments

    @Override
    public List<Instrument> search(String text, RequestContext context) {
        String wanted = PageSigns.folded(text);
        List<Instrument> exact = new ArrayList<>();
        List<Instrument> partly = new ArrayList<>();
        for (Instrument instrument : all(context)) {
            String name = instrument.name().map(PageSigns::folded).orElse("");
            String code = instrument.symbol().code().toLowerCase(Locale.ROOT);
            if (code.equals(wanted) || name.equals(wanted)) {
                exact.add(instrument);
            } else if (code.contains(wanted) || name.contains(wanted)) {
                partly.add(instrument);
            }
        }
        exact.addAll(partly);
        return exact;
    }

    private List<Instrument> all(RequestContext context) {
        List<Instrument> found = new ArrayList<>();
        for (ListPage list : lists.values()) {
            found.addAll(load(list, context));
        }
        return found;
    }

    private List<Instrument> load(ListPage list, RequestContext context) {
        return table(list.page(), context).instruments(list.kind(), context);
    }

    @Override
    public List<Instrument> resolve(String identifier, RequestContext context) {
        if (!resolvesIdentifiers()) {
            throw new UnsupportedOperationException("the pages have no column of identifiers");
        }
        String wanted = identifier.strip();
        return all(context).stream()
                .filter(instrument -> instrument.identifiers().containsValue(wanted))
                .toList();
    }

    @Override
    public boolean resolvesIdentifiers() {
        return lists.values().stream()
                .anyMatch(list -> list.page().columns().keySet().stream().anyMatch(IDENTIFIERS::contains));
    }

    DiscoverySource discovery() {
        return new Lists();
    }

    private final class Lists implements DiscoverySource {
        @Override
        public List<String> lists(RequestContext context) {
            return List.copyOf(lists.keySet());
        }

        @Override
        public List<Instrument> discover(String name, RequestContext context) {
            ListPage found = lists.entrySet().stream()
                    .filter(list -> name.isBlank() || list.getKey().equalsIgnoreCase(name.strip()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new ProviderException(
                            source,
                            FailureReason.INVALID_REQUEST,
                            "there is no list '" + name + "'; the lists are " + lists.keySet()));
            return load(found, context);
        }
    }
}
