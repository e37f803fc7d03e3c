package io.quotron.providers.html;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads bars, quotes and instruments from a {@link TablePage}. */
final class TableReader {
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final List<String> PRICES = List.of("open", "high", "low", "close");
    private static final Set<String> TEXTS = Set.of("symbol", "name", "venue", "currency", "date", "clock");
    private static final Map<String, Instrument.Identifier> IDENTIFIERS = Map.of(
            "isin", Instrument.Identifier.ISIN,
            "cusip", Instrument.Identifier.CUSIP,
            "sedol", Instrument.Identifier.SEDOL,
            "figi", Instrument.Identifier.FIGI,
            "lei", Instrument.Identifier.LEI,
            "cik", Instrument.Identifier.CIK);

    private final SourceId source;
    private final TablePage page;
    private final FoundTable table;
    private final Instant now;

    TableReader(SourceId source, TablePage page, ParsedPage parsed, RequestContext context) {
        this.source = source;
        this.page = page;
        this.table = FoundTable.find(source, page, parsed);
        this.now = context.time().now();
    }

    private ZoneId zone() {
        return page.rules().zone();
    }

    /** Returns a number; NaN where there is none or it cannot be read. */
    private double number(HtmlTable.Row row, String column) {
        String text = table.cell(row, column);
        NumberStyle style = page.rules().numbers();
        return text == null || style.isAbsent(text)
                ? Double.NaN
                : style.read(text, column.equals("change_percent"), 0).orElse(Double.NaN);
    }

    private Optional<DateStyle.Moment> moment(HtmlTable.Row row) {
        String day = table.cell(row, "date");
        if (day == null) {
            return Optional.empty();
        }
        Optional<DateStyle.Moment> moment = page.rules().dates().read(day, zone(), now);
        String clock = table.cell(row, "clock");
        return clock == null
                ? moment
                : moment.flatMap(
                        found -> time(clock).map(time -> new DateStyle.Moment(found.day(), time, found.zone())));
    }

    private static Optional<LocalTime> time(String clock) {
        try {
            return Optional.of(LocalTime.parse(clock.strip()));
        } catch (DateTimeException notTime) {
            return Optional.empty();
        }
    }

    // -------------------------------------------------------------------------------------------------------------
    // bars

    BarSeries bars(BarQuery query) {
        PageRules rules = page.rules();
        SeriesIdentity identity = new SeriesIdentity(
                query.symbol(),
                source,
                query.interval(),
                query.adjustment(),
                rules.currency(),
                zone(),
                rules.session());
        BarSeries.Builder series = BarSeries.builder(identity, now);
        if (!table.has("volume")) {
            series.withoutVolume();
        }
        Instant oldest = Instant.MAX;
        Instant newest = Instant.MIN;
        int readable = 0;
        for (HtmlTable.Row row : table.rows()) {
            Optional<Instant> open = moment(row).map(moment -> moment.instant(zone()));
            if (open.isEmpty() || open.get().isAfter(now.plus(AHEAD))) {
                series.rejectRow();
                continue;
            }
            oldest = open.get().isBefore(oldest) ? open.get() : oldest;
            newest = open.get().isAfter(newest) ? open.get() : newest;
            if (!query.range().contains(open.get()) || add(series, query, row, open.get())) {
                readable++;
            }
        }
        checkRows(readable);
        checkRange(query, oldest, newest);
        return series.build();
    }

    /** A table of which nothing can be read has changed, whatever its header says. */
    private void checkRows(int readable) {
        if (table.rows().isEmpty()) {
            throw new NoDataException(
                    source, NoDataException.Why.NOT_TOLD, "the table '" + page.selector() + "' is empty");
        }
        if (readable == 0) {
            throw new ProviderException(
                    source,
                    FailureReason.MALFORMED_RESPONSE,
                    "no row of the table '" + page.selector() + "' can be read, for example: "
                            + Excerpt.of(String.join(" | ", table.rows().get(0).cells())));
        }
    }

    private void checkRange(BarQuery query, Instant oldest, Instant newest) {
        boolean cut = table.rows().size() >= page.mostRows()
                && oldest.isAfter(query.range().startInclusive());
        if (cut) {
            throw new NoDataException(
                    source,
                    NoDataException.Why.PROVIDER_LIMIT,
                    "the page reaches back to " + oldest + " only; ask for a range that starts later");
        }
        boolean beside = newest.isBefore(query.range().startInclusive())
                || !oldest.isBefore(query.range().endExclusive());
        if (beside) {
            throw new NoDataException(
                    source, NoDataException.Why.OUT_OF_RANGE, "the page has " + oldest + " to " + newest + " only");
        }
    }

    private boolean add(BarSeries.Builder series, BarQuery query, HtmlTable.Row row, Instant open) {
        Instant close = end(open, query.interval());
        return series.add(
                nanos(open),
                nanos(close),
                number(row, PRICES.get(0)),
                number(row, PRICES.get(1)),
                number(row, PRICES.get(2)),
                number(row, PRICES.get(3)),
                number(row, "volume"),
                Double.NaN,
                -1,
                close.isAfter(now) ? Bar.State.FORMING : Bar.State.FINAL);
    }

    private Instant end(Instant open, Interval interval) {
        if (interval.isIntraday()) {
            return open.plusNanos(interval.nanos());
        }
        ZonedDateTime start = open.atZone(zone());
        return (switch (interval.unit()) {
                    case WEEK -> start.plusWeeks(interval.amount());
                    case MONTH -> start.plusMonths(interval.amount());
                    default -> start.plusDays(interval.amount());
                })
                .toInstant();
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    // -----------------------------------------------------------------------------------------------------------
    // quotes

    /** Returns the quote of a symbol; empty if the table has no row of it. */
    Optional<Quote> quote(Symbol symbol, String spelling, RequestContext context) {
        List<HtmlTable.Row> found = table.rows().stream()
                .filter(row -> spelling.equalsIgnoreCase(table.cell(row, "symbol")))
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.size() > 1) {
            throw new ProviderException(
                    source, FailureReason.MALFORMED_RESPONSE, "the table has " + symbol + " more than once");
        }
        return Optional.of(quote(symbol, found.get(0), context));
    }

    private Quote quote(Symbol symbol, HtmlTable.Row row, RequestContext context) {
        Map<String, Double> numbers = new HashMap<>();
        for (String column : page.columns().keySet()) {
            double value = TEXTS.contains(column) ? Double.NaN : number(row, column);
            if (!Double.isNaN(value)) {
                numbers.put(column, value);
            }
        }
        Optional<Instant> told = moment(row).map(moment -> moment.instant(zone()));
        boolean dated = page.columns().containsKey("date") && table.has("date");
        if (dated && (told.isEmpty() || told.get().isAfter(now.plus(AHEAD)))) {
            throw new ProviderException(
                    source,
                    FailureReason.MALFORMED_RESPONSE,
                    "date of " + symbol + " is '" + Excerpt.of(String.valueOf(table.cell(row, "date"))) + "'");
        }
        if (told.isEmpty()) {
            context.note("the page tells no time; the quote has that of its receipt");
        }
        return Quotes.fill(source, symbol, numbers)
                .currency(page.rules().currency())
                .eventTime(told.orElse(now))
                .receivedTime(now)
                .build();
    }

    // ------------------------------------------------------------------------------------------------------
    // instruments

    List<Instrument> instruments(Instrument.Kind kind, RequestContext context) {
        List<Instrument> found = new ArrayList<>();
        for (HtmlTable.Row row : table.rows()) {
            instrument(row, kind).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            checkRows(0);
        }
        int rejected = table.rows().size() - found.size();
        if (rejected > 0) {
            context.note(rejected + " rows of the page name no symbol");
        }
        return found;
    }

    private Optional<Instrument> instrument(HtmlTable.Row row, Instrument.Kind kind) {
        String spelling = text(row, "symbol");
        if (spelling == null) {
            return Optional.empty();
        }
        try {
            String currency = text(row, "currency");
            Instrument.Builder instrument = Instrument.builder(Symbol.of(spelling), source)
                    .nativeSymbol(spelling)
                    .kind(kind)
                    .name(text(row, "name"))
                    .venue(text(row, "venue"))
                    .currency(currency == null ? page.rules().currency() : CurrencyUnit.of(currency));
            IDENTIFIERS.forEach((column, registry) -> instrument.identifier(registry, text(row, column)));
            return Optional.of(instrument.build());
        } catch (IllegalArgumentException notSymbol) {
            return Optional.empty();
        }
    }

    private @Nullable String text(HtmlTable.Row row, String column) {
        String text = table.cell(row, column);
        return text == null || page.rules().numbers().isAbsent(text) ? null : text;
    }
}
