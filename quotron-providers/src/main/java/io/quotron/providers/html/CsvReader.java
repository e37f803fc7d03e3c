package io.quotron.providers.html;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.BarSeries;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.csv.BarCsv;
import io.quotron.providers.csv.CsvException;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Reads bars and quotes from the text of a {@link CsvPage}. */
final class CsvReader {
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final SourceId source;
    private final CsvPage page;
    private final String text;

    CsvReader(SourceId source, CsvPage page, String text) {
        this.source = source;
        this.page = page;
        this.text = text;
    }

    private BarCsv open() {
        boolean web = text.stripLeading().startsWith("<");
        if (web || text.isBlank()) {
            throw PageSigns.explain(source, page.rules(), text, "no data");
        }
        try {
            return BarCsv.open(page.rules().address().host(), new StringReader(text), page.format());
        } catch (CsvException e) {
            throw PageSigns.explain(source, page.rules(), text, String.valueOf(e.getMessage()));
        }
    }

    BarSeries bars(BarQuery query, RequestContext context) {
        BarSeries all = all(query, context.time().now());
        if (all.isEmpty()) {
            throw all.rejectedRows() > 0
                    ? malformed("no row can be read")
                    : new NoDataException(source, NoDataException.Why.NOT_TOLD, "the answer has no rows");
        }
        BarSeries within = all.slice(query.range(), true);
        boolean beside = all.bar(0).openTime().compareTo(query.range().endExclusive()) >= 0
                || all.last().openTime().isBefore(query.range().startInclusive());
        if (within.isEmpty() && beside) {
            throw new NoDataException(source, NoDataException.Why.OUT_OF_RANGE, "the answer has nothing in the range");
        }
        return within;
    }

    private BarSeries all(BarQuery query, Instant now) {
        SeriesIdentity identity = new SeriesIdentity(
                query.symbol(),
                source,
                query.interval(),
                query.adjustment(),
                page.format().currency().orElse(page.rules().currency()),
                page.format().zone(),
                page.format().session());
        try (BarCsv rows = open()) {
            return rows.series(identity, now);
        } catch (CsvException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private ProviderException malformed(String message) {
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, message);
    }

    /** Reads the row of a light quote; its close is the price. A row of {@code N/D} is one of a symbol that the site does not know. */
    Quote quote(Symbol symbol, String spelling, RequestContext context) {
        Instant now = context.time().now();
        try (BarCsv rows = open()) {
            while (rows.advance()) {
                String told = rows.symbol();
                if (told == null || told.equalsIgnoreCase(spelling)) {
                    return quote(symbol, rows, now);
                }
            }
            boolean nothing =
                    rows.rejectedRows() > 0 && text.toUpperCase(Locale.ROOT).contains("N/D");
            throw nothing
                    ? new SymbolNotFoundException(source, symbol)
                    : malformed("no row of " + symbol + " can be read: " + Excerpt.of(text));
        } catch (CsvException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private Quote quote(Symbol symbol, BarCsv row, Instant now) {
        Instant time = Instant.ofEpochSecond(0, row.timeNanos());
        if (time.isAfter(now.plus(AHEAD))) {
            throw malformed("the quote of " + symbol + " is from the future, " + time);
        }
        Quote.Builder quote = Quote.builder(symbol, source)
                .price(row.closePrice())
                .open(row.openPrice())
                .high(row.highPrice())
                .low(row.lowPrice())
                .currency(page.format().currency().orElse(page.rules().currency()))
                .eventTime(time)
                .receivedTime(now);
        row.volume().ifPresent(quote::volume);
        return quote.build();
    }
}
