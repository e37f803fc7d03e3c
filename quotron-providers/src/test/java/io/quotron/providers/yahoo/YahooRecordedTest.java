package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what the provider makes of recorded answers, number by number, with a plain reading of the same file. */
class YahooRecordedTest {
    private final YahooStub yahoo = new YahooStub();

    @AfterEach
    void close() {
        yahoo.close();
    }

    static Stream<Recordings.Recording> charts() throws IOException {
        return Recordings.of("chart").stream().filter(recording -> {
            JsonNode result = recording.json().path("chart").path("result").path(0);
            boolean complete = result.path("indicators").path("quote").path(0).has("open");
            return complete && result.has("timestamp");
        });
    }

    static Stream<Recordings.Recording> quoteFiles() throws IOException {
        return Recordings.of("quote").stream()
                .filter(recording ->
                        recording.json().path("quoteResponse").path("result").isArray());
    }

    private BarSeries fetch(Recordings.Recording recording, Adjustment adjustment) {
        JsonNode result = recording.json().path("chart").path("result").path(0);
        JsonNode meta = result.path("meta");
        JsonNode times = result.path("timestamp");
        Symbol symbol = Symbol.of("TEST");
        yahoo.override(symbol, meta.path("symbol").asText());
        yahoo.now(Instant.ofEpochSecond(Math.max(
                meta.path("regularMarketTime").asLong() + 3_600,
                times.path(times.size() - 1).asLong() + 3_600)));
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(recording.body()));
        TimeRange range = TimeRange.of(
                Instant.ofEpochSecond(times.path(0).asLong()).minus(Duration.ofDays(1)),
                Instant.ofEpochSecond(times.path(times.size() - 1).asLong()).plus(Duration.ofDays(1)));
        Interval interval = Interval.parse(meta.path("dataGranularity").asText());
        BarQuery query = new BarQuery(symbol, interval, range, adjustment, false);
        return yahoo.provider.bars().orElseThrow().fetchBars(query, yahoo.context());
    }

    /** A row as the file has it. */
    private record Row(double open, double high, double low, double close, double volume, double adjusted) {}

    private static Map<Long, Row> rows(Recordings.Recording recording) {
        JsonNode result = recording.json().path("chart").path("result").path(0);
        JsonNode quote = result.path("indicators").path("quote").path(0);
        JsonNode meta = result.path("meta");
        JsonNode adjusted = result.path("indicators").path("adjclose").path(0).path("adjclose");
        boolean intraday = meta.path("dataGranularity").asText().endsWith("m");
        Map<Long, Row> rows = new TreeMap<>();
        for (int i = 0; i < result.path("timestamp").size(); i++) {
            long time = result.path("timestamp").path(i).asLong();
            boolean skipped = quote.path("open").path(i).isNull() || (intraday && !inSession(meta, time));
            if (!skipped) {
                boolean live =
                        !intraday && time == meta.path("regularMarketTime").asLong();
                long start = meta.path("currentTradingPeriod")
                        .path("regular")
                        .path("start")
                        .asLong();
                rows.put(
                        live ? start : time,
                        new Row(
                                quote.path("open").path(i).asDouble(),
                                quote.path("high").path(i).asDouble(),
                                quote.path("low").path(i).asDouble(),
                                quote.path("close").path(i).asDouble(),
                                quote.path("volume").path(i).asDouble(),
                                adjusted.path(i).asDouble()));
            }
        }
        return rows;
    }

    private static boolean inSession(JsonNode meta, long time) {
        JsonNode periods = meta.path("tradingPeriods");
        JsonNode days = periods.has("regular") ? periods.path("regular") : periods;
        for (JsonNode day : days) {
            for (JsonNode period : day) {
                if (time >= period.path("start").asLong()
                        && time < period.path("end").asLong()) {
                    return true;
                }
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("charts")
    void fetchBars_recordedChart_hasEveryNumberOfTheFile(Recordings.Recording recording) {
        Map<Long, Row> expected = rows(recording);

        BarSeries series = fetch(recording, Adjustment.SPLITS);

        assertThat(series.size()).isEqualTo(expected.size());
        int i = 0;
        for (Map.Entry<Long, Row> row : expected.entrySet()) {
            Bar bar = series.bar(i++);
            assertThat(bar.openTime().getEpochSecond()).isEqualTo(row.getKey());
            assertThat(new double[] {bar.open(), bar.high(), bar.low(), bar.close()})
                    .containsExactly(
                            row.getValue().open(),
                            row.getValue().high(),
                            row.getValue().low(),
                            row.getValue().close());
            assertThat(bar.volume().orElse(0)).isEqualTo(row.getValue().volume());
        }
        JsonNode meta = recording.json().path("chart").path("result").path(0).path("meta");
        assertThat(String.valueOf(series.identity().currency()))
                .isEqualTo(meta.path("currency").asText());
        assertThat(series.identity().zone())
                .isEqualTo(ZoneId.of(meta.path("exchangeTimezoneName").asText()));
        assertThat(yahoo.charged()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("charts")
    void fetchBars_recordedDaysForTotalReturn_closeAtTheAdjustedClose(Recordings.Recording recording) {
        JsonNode result = recording.json().path("chart").path("result").path(0);
        assumeTrue(result.path("indicators").has("adjclose"), "bars below a day have no adjusted close");
        List<Row> expected = new ArrayList<>(rows(recording).values());

        BarSeries series = fetch(recording, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(series.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Row row = expected.get(i);
            assertThat(series.bar(i).close()).isEqualTo(row.adjusted());
            double open = row.open() * row.adjusted() / row.close();
            assertThat(series.bar(i).open()).isCloseTo(open, Offset.offset(open * 1e-12));
        }
    }

    @Test
    void fetchBars_recordedAppleOf2020Raw_isAsTradedBeforeTheSplit() throws IOException {
        Recordings.Recording apple = Recordings.of("chart").stream()
                .filter(recording -> recording.name().startsWith("historicalv8-AAPL"))
                .findFirst()
                .orElseThrow();
        List<Row> rows = new ArrayList<>(rows(apple).values());

        BarSeries raw = fetch(apple, Adjustment.RAW);

        LocalDate split = LocalDate.of(2020, 8, 31);
        for (int i = 0; i < raw.size(); i++) {
            LocalDate day = raw.bar(i).openTime().atZone(raw.identity().zone()).toLocalDate();
            double factor = day.isBefore(split) ? 4 : 1;
            assertThat(raw.bar(i).close()).isEqualTo(rows.get(i).close() * factor);
            assertThat(raw.bar(i).volume()).hasValue(rows.get(i).volume() / factor);
        }
        assertThat(raw.actions())
                .filteredOn(Split.class::isInstance)
                .containsExactly(new Split(raw.symbol(), split, 4, 1));
        assertThat(raw.actions().stream()
                        .filter(Dividend.class::isInstance)
                        .map(Dividend.class::cast)
                        .map(Dividend::amount))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                .containsExactly(0.77, 0.82, 0.82, 0.205);
        assertThat(raw.actions()).extracting(CorporateAction::exDate).contains(LocalDate.of(2020, 2, 7));
    }

    @Test
    void fetchBars_recordedWithoutTimes_areEmpty() throws IOException {
        for (Recordings.Recording recording : Recordings.of("chart")) {
            if (recording.name().startsWith("chart-APS") || recording.name().startsWith("chart-_VXAPL")) {
                JsonNode meta =
                        recording.json().path("chart").path("result").path(0).path("meta");
                Symbol symbol = Symbol.of(meta.path("symbol").asText());
                yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(recording.body()));

                assertThat(fetchYear2020(symbol).isEmpty()).isTrue();
            }
        }
    }

    private BarSeries fetchYear2020(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));
        BarQuery query = new BarQuery(symbol, Interval.DAY_1, range, Adjustment.SPLITS, false);
        return yahoo.provider.bars().orElseThrow().fetchBars(query, yahoo.context());
    }

    @Test
    void fetchBars_recordedContradictions_areMalformed() throws IOException {
        for (Recordings.Recording recording : Recordings.of("chart")) {
            boolean contradicts = recording.name().contains("notimestamp")
                    || recording.name().startsWith("MUV2")
                    || recording.name().startsWith("pageWithUnknownError");
            if (contradicts) {
                String name = recording.name().startsWith("MUV2") ? "MUV2.DE" : "AAPL";
                yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(recording.body()));

                ProviderException e =
                        catchThrowableOfType(ProviderException.class, () -> fetchYear2020(Symbol.of(name)));

                assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("quoteFiles")
    void fetchQuotes_recordedQuotes_haveEveryNumberOfTheFile(Recordings.Recording recording) {
        JsonNode entries = recording.json().path("quoteResponse").path("result");
        Map<Symbol, JsonNode> expected = new HashMap<>();
        for (JsonNode entry : entries) {
            Symbol symbol = YahooSymbols.toCanonical(
                            entry.path("symbol").asText(),
                            entry.path("quoteType").asText())
                    .orElseThrow();
            expected.put(symbol, entry);
        }
        Set<Symbol> asked = new LinkedHashSet<>(expected.keySet());
        Symbol absent = Symbol.of("NOTTHERE");
        asked.add(absent);
        yahoo.answer(YahooStub.QUOTE, YahooStub.Answer.ok(recording.body()));

        Map<Symbol, Result<Quote>> quotes =
                yahoo.provider.quotes().orElseThrow().fetchQuotes(asked, yahoo.context());

        assertThat(quotes).containsOnlyKeys(asked);
        assertThat(reason(quotes, absent)).isEqualTo(FailureReason.SYMBOL_UNKNOWN);
        expected.forEach((symbol, entry) -> {
            if (entry.path("quoteType").asText().equals("NONE")) {
                assertThat(reason(quotes, symbol)).isEqualTo(FailureReason.SYMBOL_UNKNOWN);
            } else {
                compare(Objects.requireNonNull(quotes.get(symbol)).get(), entry);
            }
        });
    }

    private static FailureReason reason(Map<Symbol, Result<Quote>> quotes, Symbol symbol) {
        return ((Result.Failure<Quote>) Objects.requireNonNull(quotes.get(symbol))).reason();
    }

    private static void compare(Quote quote, JsonNode entry) {
        assertThat(quote.price()).isEqualTo(entry.path("regularMarketPrice").asDouble());
        assertThat(quote.eventTime())
                .isEqualTo(Instant.ofEpochSecond(entry.path("regularMarketTime").asLong()));
        assertPrice(quote.open(), entry.path("regularMarketOpen"));
        assertPrice(quote.high(), entry.path("regularMarketDayHigh"));
        assertPrice(quote.low(), entry.path("regularMarketDayLow"));
        assertPrice(quote.previousClose(), entry.path("regularMarketPreviousClose"));
        assertPrice(quote.bid(), entry.path("bid"));
        assertPrice(quote.ask(), entry.path("ask"));
        assertNumber(quote.change(), entry.path("regularMarketChange"));
        assertNumber(quote.changePercent(), entry.path("regularMarketChangePercent"));
        assertThat(quote.volume().orElse(0))
                .isEqualTo(entry.path("regularMarketVolume").asDouble());
        boolean lots = entry.path("market").asText().equals("us_market");
        boolean hasBid = entry.path("bid").asDouble() > 0;
        double bidSize = hasBid ? entry.path("bidSize").asDouble() * (lots ? 100 : 1) : 0;
        assertThat(quote.bidSize().orElse(0)).isEqualTo(bidSize);
        if (entry.has("currency")) {
            assertThat(String.valueOf(quote.currency()))
                    .isEqualTo(entry.path("currency").asText());
        } else {
            assertThat(quote.currency()).isNull();
        }
    }

    private static void assertPrice(OptionalDouble value, JsonNode node) {
        if (node.asDouble() > 0) {
            assertThat(value).hasValue(node.asDouble());
        } else {
            assertThat(value).isEmpty();
        }
    }

    private static void assertNumber(OptionalDouble value, JsonNode node) {
        if (node.isNumber()) {
            assertThat(value).hasValue(node.asDouble());
        } else {
            assertThat(value).isEmpty();
        }
    }

    @Test
    void search_recordedSearches_listWhatIsListed() throws IOException {
        for (Recordings.Recording recording : Recordings.of("search")) {
            JsonNode quotes = recording.json().path("quotes");
            if (!quotes.isArray() || recording.name().contains("badResult")) {
                continue;
            }
            List<String> expected = new ArrayList<>();
            quotes.forEach(quote -> {
                if (quote.path("isYahooFinance").asBoolean()) {
                    expected.add(quote.path("symbol").asText());
                }
            });
            yahoo.answer(YahooStub.SEARCH, YahooStub.Answer.ok(recording.body()));

            List<Instrument> found = yahoo.provider.instruments().orElseThrow().search("x", yahoo.context());

            assertThat(found).extracting(Instrument::nativeSymbol).containsExactlyElementsOf(expected);
            assertThat(found).allMatch(i -> i.name().isPresent() && i.venue().isPresent());
            assertThat(found).allMatch(i -> YahooSymbols.toNative(i.symbol()).equals(i.nativeSymbol()));
        }
    }
}
