package io.quotron.providers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Reads the recorded pages; what is expected was made by other means than this library's. */
class HtmlRecordedTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static String page(String file) throws IOException {
        return Files.readString(SharedData.require("wire/visible/" + file));
    }

    private static List<JsonNode> index(String provider) throws IOException {
        Path index = SharedData.require("wire/visible/" + provider + "/INDEX.json");
        JsonNode files = new ObjectMapper().readTree(Files.readString(index)).get("files");
        return StreamSupport.stream(files.spliterator(), false).toList();
    }

    private static JsonNode expected(String provider, String file) throws IOException {
        return index(provider).stream()
                .filter(entry -> entry.get("file").asText().equals(file))
                .findFirst()
                .orElseThrow()
                .get("expected");
    }

    private static List<List<String>> rows(JsonNode rows) {
        List<List<String>> all = new ArrayList<>();
        for (JsonNode row : rows) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.asText()));
            all.add(cells);
        }
        return all;
    }

    @Test
    void tables_cellByCell_areAsRecorded() throws IOException {
        int compared = 0;
        for (JsonNode entry : index("html")) {
            JsonNode rows = entry.path("expected").path("rows");
            if (rows.isEmpty() || !rows.get(0).isArray()) {
                continue;
            }
            String selector = entry.get("expected").path("table").asText("table");
            String file = entry.get("file").asText();
            assertThat(HtmlTables.cells(page("html/" + file), selector))
                    .as(file)
                    .isEqualTo(rows(rows));
            compared++;
        }
        assertThat(compared).isGreaterThanOrEqualTo(5);
    }

    @Test
    void stooqHistory_recorded_givesEveryBar() throws IOException {
        List<List<String>> rows =
                rows(expected("html", "stooq/fix_history.html").get("rows"));
        Symbol symbol = Symbol.of("UCO");
        HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .bars(Interval.DAY_1, HtmlPages.stooqHistory())
                .loader(Samples.always(page("html/stooq/fix_history.html")))
                .build();
        BarQuery query = new BarQuery(
                symbol,
                Interval.DAY_1,
                TimeRange.of(Instant.parse("2026-06-11T04:00:00Z"), Instant.parse("2026-08-09T00:00:00Z")),
                Adjustment.SPLITS_AND_DIVIDENDS,
                false);

        BarSeries series = provider.bars().orElseThrow().fetchBars(query, Samples.context());

        assertThat(series.size()).isEqualTo(rows.size() - 1);
        assertThat(series.rejectedRows()).isZero();
        for (int i = 0; i < series.size(); i++) {
            List<String> row = rows.get(rows.size() - 1 - i);
            Bar bar = series.bar(i);
            assertThat(List.of(
                            bar.open(),
                            bar.high(),
                            bar.low(),
                            bar.close(),
                            bar.volume().orElseThrow()))
                    .isEqualTo(List.of(
                            Double.valueOf(row.get(2)),
                            Double.valueOf(row.get(3)),
                            Double.valueOf(row.get(4)),
                            Double.valueOf(row.get(5)),
                            Double.valueOf(row.get(8).replace(",", ""))));
            assertThat(bar.openTime())
                    .isEqualTo(day(row.get(1)).atStartOfDay(NEW_YORK).toInstant());
        }
        provider.close();
    }

    /** Reads {@code 7 Aug 2026} without the library's own means. */
    private static LocalDate day(String text) {
        String[] parts = text.split(" ", -1);
        List<String> months =
                List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
        return LocalDate.of(Integer.parseInt(parts[2]), months.indexOf(parts[1]) + 1, Integer.parseInt(parts[0]));
    }

    @Test
    void stooqHistory_rangeBeyondThePage_isRefused() throws IOException {
        HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .bars(Interval.DAY_1, HtmlPages.stooqHistory())
                .loader(Samples.always(page("html/stooq/fix_history.html")))
                .build();
        BarQuery query = new BarQuery(
                Symbol.of("UCO"),
                Interval.DAY_1,
                TimeRange.of(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-08-09T00:00:00Z")),
                Adjustment.SPLITS_AND_DIVIDENDS,
                false);

        assertThatThrownBy(() -> provider.bars().orElseThrow().fetchBars(query, Samples.context()))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.NO_DATA));
        provider.close();
    }

    @Test
    void stooqLists_recorded_giveEveryQuote() throws IOException {
        for (String file : List.of("stooq/fix_indices.html", "stooq/fix_bonds.html")) {
            HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                    .quotes(HtmlPages.stooqList(510))
                    .loader(Samples.always(page("html/" + file)))
                    .build();
            for (List<String> row : rows(expected("html", file).get("rows"))) {
                if (row.size() < 5 || row.get(0).equals("Symbol")) {
                    continue;
                }
                Symbol symbol = Symbol.of(row.get(0));
                Quote quote = Samples.quote(provider, symbol);
                assertThat(quote.price()).as(row.get(0)).isEqualTo(Double.parseDouble(row.get(2)));
                assertThat(quote.changePercent()).isEqualTo(decimal(row.get(3).replace("%", "")));
                assertThat(quote.change()).isEqualTo(decimal(row.get(4)));
                assertThat(quote.eventTime())
                        .isEqualTo(LocalDate.of(
                                        2026, 8, Integer.parseInt(row.get(5).substring(4)))
                                .atStartOfDay(ZoneId.of("Europe/Warsaw"))
                                .toInstant());
            }
            provider.close();
        }
    }

    private static OptionalDouble decimal(String text) {
        return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    @Test
    void germanTable_recorded_isReadByItsOwnStyle() throws IOException {
        BarSeries series = german(page("html/tables/HTMLTableQuoteFeedHistoricalSample.html"));

        assertThat(series.size()).isEqualTo(3);
        assertThat(series.closes()).containsExactly(675.00, 675.37, 677.13);
        assertThat(series.opens()).containsExactly(665.89, 675.00, 678.24);
        assertThat(series.volumes()).containsExactly(0, 3, 8);
        assertThat(series.bar(0).openTime()).isEqualTo(Instant.parse("2020-12-02T23:00:00Z"));
    }

    @Test
    void intradayTable_recorded_isNotTakenForHistory() throws IOException {
        String page = page("html/tables/HTMLTableQuoteFeedNonHistoricalSample.html");

        assertThatThrownBy(() -> german(page)).isInstanceOfSatisfying(QuotronException.class, e -> {
            assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
            assertThat(e).hasMessageContaining("date").hasMessageContaining("datum");
        });
    }

    private static BarSeries german(String html) {
        TablePage page = TablePage.builder("https://funds.example/history?id={symbol}")
                .column("date", "Datum")
                .column("open", "Eröffnung")
                .column("high", "Hoch")
                .column("low", "Tief")
                .column("close", "Schluss")
                .optional("volume", "Volumen")
                .numbers(NumberStyle.german())
                .dates(DateStyle.of("dd.MM.yyyy"))
                .zone(ZoneId.of("Europe/Berlin"))
                .build();
        try (HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .bars(Interval.DAY_1, page)
                .loader(Samples.always(html))
                .build()) {
            BarQuery query = new BarQuery(
                    Symbol.of("LU0302296495"),
                    Interval.DAY_1,
                    TimeRange.of(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z")),
                    Adjustment.RAW,
                    false);
            return provider.bars().orElseThrow().fetchBars(query, Samples.context());
        }
    }

    @Test
    void constituents_recorded_keepTheirNumbers() throws IOException {
        JsonNode rows =
                expected("html", "wikipedia/sp500-constituents-fragment.html").get("rows");
        HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .instruments("S&P 500", HtmlPages.sp500())
                .loader(Samples.always(page("html/wikipedia/sp500-constituents-fragment.html")))
                .build();

        List<Instrument> found = provider.discovery().orElseThrow().discover("", Samples.context());

        assertThat(found).hasSize(rows.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).symbol().code())
                    .isEqualTo(rows.get(i).get("symbol").asText());
            assertThat(found.get(i).name()).contains(rows.get(i).get("security").asText());
            assertThat(found.get(i).identifiers())
                    .containsEntry(
                            Instrument.Identifier.CIK, rows.get(i).get("cik").asText());
        }
        provider.close();
    }

    @Test
    void yahooQuote_recorded_givesTheNumbersOfTheAskedSymbol() throws IOException {
        JsonNode expected = expected("yahoo", "html/getCrumb-quote-AAPL_2023-05-07.html");
        Symbol apple = Symbol.of("AAPL");
        HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .quotes(HtmlPages.yahooQuote())
                .loader(Samples.always(page("yahoo/html/getCrumb-quote-AAPL_2023-05-07.html")))
                .build();

        Quote quote = Samples.quote(provider, apple);

        assertThat(quote.price()).isEqualTo(expected.get("price").asDouble());
        assertThat(quote.change()).hasValue(expected.get("change").asDouble());
        assertThat(quote.changePercent()).hasValue(4.6926923);
        assertThat(quote.volume()).hasValue(expected.get("volume").asDouble());
        assertThat(quote.previousClose()).hasValue(expected.get("previousClose").asDouble());
        assertThat(quote.open()).hasValue(expected.get("open").asDouble());
        assertThat(quote.bid()).hasValue(expected.get("bid").asDouble());
        assertThat(quote.bidSize()).hasValue(expected.get("bidSize").asDouble());
        assertThat(quote.ask()).hasValue(expected.get("ask").asDouble());
        assertThat(quote.askSize()).hasValue(expected.get("askSize").asDouble());
        assertThat(quote.low()).hasValue(expected.get("dayLow").asDouble());
        assertThat(quote.high()).hasValue(expected.get("dayHigh").asDouble());
        assertThat(quote.eventTime())
                .isEqualTo(Instant.ofEpochSecond(
                        expected.get("postMarketTimeEpochS").asLong()));
        provider.close();
    }

    @Test
    void yahooQuote_consentPage_isBlocked() throws IOException {
        HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .quotes(HtmlPages.yahooQuote())
                .loader(Samples.always(page("yahoo/consent/getCrumb-quote-AAPL-collectConsent.html.html")))
                .build();

        assertThatThrownBy(
                        () -> provider.quotes().orElseThrow().fetchQuotes(Set.of(Symbol.of("AAPL")), Samples.context()))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.BLOCKED));
        provider.close();
    }

    @Test
    void locale_ofTheMachine_doesNotMatter() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            stooqHistory_recorded_givesEveryBar();
            germanTable_recorded_isReadByItsOwnStyle();
        } finally {
            Locale.setDefault(before);
        }
    }
}
