package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YahooBarsTest {
    private static final Symbol TEST = Symbol.of("TEST");
    private final YahooStub yahoo = new YahooStub();

    @AfterEach
    void close() {
        yahoo.close();
    }

    private BarSeries fetch(ChartBody body, Interval interval, Adjustment adjustment, boolean extended) {
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body.json()));
        return ask(interval, "2026-11-01T00:00:00Z", adjustment, extended);
    }

    private BarSeries ask(Interval interval, String start, Adjustment adjustment, boolean extended) {
        TimeRange range = TimeRange.of(Instant.parse(start), Instant.parse("2026-12-01T00:00:00Z"));
        BarQuery query = new BarQuery(TEST, interval, range, adjustment, extended);
        return yahoo.provider.bars().orElseThrow().fetchBars(query, yahoo.context());
    }

    private BarSeries days(ChartBody body) {
        return fetch(body, Interval.DAY_1, Adjustment.SPLITS, false);
    }

    private static ChartBody newYork() {
        return new ChartBody()
                .session("2026-11-20T14:30:00Z", "2026-11-20T21:00:00Z")
                .marketTime("2026-11-20T11:59:00Z");
    }

    @Test
    void days_ofTheExchange_haveItsDateAndSession() {
        BarSeries series = fetch(
                new ChartBody()
                        .zone("Australia/Sydney")
                        .currency("AUD")
                        .session("2026-11-19T23:00:00Z", "2026-11-20T05:00:00Z")
                        .row("2026-11-17T23:00:00Z", 10, 12, 9, 11, 100),
                Interval.DAY_1,
                Adjustment.SPLITS,
                false);

        Bar bar = series.bar(0);
        assertThat(bar.tradingDay()).isEqualTo(LocalDate.of(2026, 11, 18));
        assertThat(Duration.between(bar.openTime(), bar.closeTime())).isEqualTo(Duration.ofHours(6));
        assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
        assertThat(series.identity().currency()).isEqualTo(CurrencyUnit.of("AUD"));
        assertThat(series.identity().session()).isEqualTo(SeriesIdentity.Session.REGULAR);
    }

    @Test
    void days_liveRowBesideOneOfTheSameDay_replacesItAndIsForming() {
        yahoo.now(Instant.parse("2026-11-20T16:00:30Z"));
        BarSeries series = days(newYork()
                .marketTime("2026-11-20T16:00:07Z")
                .row("2026-11-19T14:30:00Z", 10, 12, 9, 11, 100)
                .row("2026-11-20T14:30:00Z", 11, 12, 10, 11.5, 50)
                .row("2026-11-20T16:00:07Z", 11, 13, 10, 12.5, 60));

        assertThat(series.size()).isEqualTo(2);
        assertThat(series.duplicateRows()).isEqualTo(1);
        assertThat(series.last().openTime()).isEqualTo(Instant.parse("2026-11-20T14:30:00Z"));
        assertThat(series.last().close()).isEqualTo(12.5);
        assertThat(series.last().state()).isEqualTo(Bar.State.FORMING);
        assertThat(series.bar(0).state()).isEqualTo(Bar.State.FINAL);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T20:59:58Z, 2026-11-23T12:00:00Z, FORMING",
        "2026-11-20T21:00:01Z, 2026-11-20T21:10:00Z, FORMING",
        "2026-11-20T21:00:01Z, 2026-11-20T21:30:00Z, FINAL",
    })
    void days_liveRowOfTheBell_isFinalHalfAnHourLater(String stamp, String now, Bar.State state) {
        yahoo.now(Instant.parse(now));

        BarSeries series = days(newYork().marketTime(stamp).row(stamp, 11, 13, 10, 12.5, 60));

        assertThat(series.last().openTime()).isEqualTo(Instant.parse("2026-11-20T14:30:00Z"));
        assertThat(series.last().state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "70, 2"})
    void minutes_rowAtTheBellOfAnotherDayWithoutSessions_isLeftOutIfNothingWasTraded(long volume, int bars) {
        BarSeries series = fetch(
                newYork()
                        .interval("60m")
                        .row("2026-11-18T20:00:00Z", 10, 12, 9, 11, 100)
                        .row("2026-11-18T21:00:00Z", 11, 11, 11, 11, volume),
                Interval.HOUR_1,
                Adjustment.SPLITS,
                false);

        assertThat(series.size()).isEqualTo(bars);
    }

    @ParameterizedTest
    @EnumSource(Adjustment.class)
    void hours_ofAPair_areOneRequestWhateverTheAdjustment(Adjustment adjustment) {
        ChartBody body = new ChartBody()
                .symbol("EURUSD=X")
                .type("CURRENCY")
                .zone("Europe/London")
                .interval("1h")
                .row("2026-11-18T20:00:00Z", 10, 12, 9, 11, 0);
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body.json()));
        TimeRange range = TimeRange.of(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        BarQuery query = new BarQuery(Symbol.of("EUR/USD"), Interval.HOUR_1, range, adjustment, false);

        BarSeries series = yahoo.provider.bars().orElseThrow().fetchBars(query, yahoo.context());

        assertThat(series.last().close()).isEqualTo(11);
        assertThat(yahoo.charged()).isEqualTo(1);
    }

    @Test
    void actions_paymentThatCannotBeRead_isNoted() {
        String spoiled = newYork()
                .row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100)
                .dividend("2026-11-16T14:30:00Z", 0.25)
                .dividend("2026-11-17T14:30:00Z", 0.5)
                .json()
                .replace("0.25", "\"none\"");
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(spoiled));
        TimeRange range = TimeRange.of(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

        List<CorporateAction> actions =
                yahoo.provider.actions().orElseThrow().fetchActions(Symbol.of("TEST"), range, yahoo.context());

        assertThat(actions)
                .singleElement()
                .isInstanceOfSatisfying(
                        Dividend.class,
                        dividend -> assertThat(dividend.amount()).isEqualTo(0.5));
        assertThat(yahoo.notes()).contains("1 rows or payments could not be read");
    }

    @Test
    void days_liveRowAlone_opensAtTheSession() {
        yahoo.now(Instant.parse("2026-11-20T16:00:30Z"));
        BarSeries series =
                days(newYork().marketTime("2026-11-20T16:00:07Z").row("2026-11-20T16:00:07Z", 11, 13, 10, 12.5, 60));

        assertThat(series.last().openTime()).isEqualTo(Instant.parse("2026-11-20T14:30:00Z"));
        assertThat(series.last().state()).isEqualTo(Bar.State.FORMING);
    }

    @Test
    void days_nullsZerosAndFuture_areRejectedAndCounted() {
        BarSeries series = days(newYork()
                .row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100)
                .raw("1763476200", "null", "null", "null", "null", "null", "null")
                .raw("1795012200", "0", "0", "0", "0", "0", "0")
                .raw("1795098600", "10", "12", "9", "11", "null", "11")
                .raw("null", "10", "12", "9", "11", "5", "11")
                .row("2026-11-25T14:30:00Z", 10, 12, 9, 11, 100));

        assertThat(series.size()).isEqualTo(2);
        assertThat(series.bar(1).volume()).hasValue(0);
        assertThat(series.rejectedRows()).isEqualTo(3); // the fourth bad row lies before the range
    }

    @Test
    void days_shuffledAndRepeated_areSortedAndUnique() {
        BarSeries series = days(newYork()
                .row("2026-11-18T14:30:00Z", 3, 3, 3, 3, 1)
                .row("2026-11-16T14:30:00Z", 1, 1, 1, 1, 1)
                .row("2026-11-18T14:30:00Z", 4, 4, 4, 4, 1)
                .row("2026-11-17T14:30:00Z", 2, 2, 2, 2, 1));

        assertThat(series.closes()).containsExactly(1, 2, 4);
        assertThat(series.duplicateRows()).isEqualTo(1);
    }

    @Test
    void days_raw_undoesSplitsAfterEachDayEvenAfterTheRange() {
        ChartBody body = newYork()
                .row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 1200)
                .row("2026-11-17T14:30:00Z", 20, 24, 18, 22, 1200)
                .row("2026-11-19T14:30:00Z", 30, 36, 27, 33, 1200)
                .split("2026-11-17T14:30:00Z", 3, 1)
                .split("2026-11-18T14:30:00Z", 1, 2)
                .dividend("2026-11-16T14:30:00Z", 0.5);
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body.json()));
        TimeRange range = TimeRange.of(Instant.parse("2026-11-16T00:00:00Z"), Instant.parse("2026-11-18T00:00:00Z"));

        BarSeries raw = yahoo.provider
                .bars()
                .orElseThrow()
                .fetchBars(new BarQuery(TEST, Interval.DAY_1, range, Adjustment.RAW, false), yahoo.context());

        assertThat(raw.closes()).containsExactly(11 * 1.5, 22 * 0.5);
        assertThat(raw.volumes()).containsExactly(1200 / 1.5, 1200 / 0.5);
        assertThat(raw.actions())
                .containsExactly(
                        new Dividend(TEST, LocalDate.of(2026, 11, 16), 0.75, CurrencyUnit.of("USD")),
                        new Split(TEST, LocalDate.of(2026, 11, 17), 3, 1));
        assertThat(yahoo.targets(YahooStub.CHART).get(0))
                .contains("period2=" + (Instant.parse("2026-11-20T12:00:00Z").getEpochSecond() + 1));
        assertThat(yahoo.charged()).isEqualTo(1);
    }

    @Test
    void days_totalReturn_scalesEveryPriceAndRejectsRowsWithoutAdjustedClose() {
        BarSeries series = fetch(
                newYork()
                        .raw(
                                "" + Instant.parse("2026-11-16T14:30:00Z").getEpochSecond(),
                                "10",
                                "12",
                                "8",
                                "10",
                                "7",
                                "5")
                        .raw(
                                "" + Instant.parse("2026-11-17T14:30:00Z").getEpochSecond(),
                                "10",
                                "12",
                                "8",
                                "10",
                                "7",
                                "null")
                        .raw(
                                "" + Instant.parse("2026-11-18T14:30:00Z").getEpochSecond(),
                                "10",
                                "12",
                                "8",
                                "10",
                                "7",
                                "\"Infinity\""),
                Interval.DAY_1,
                Adjustment.SPLITS_AND_DIVIDENDS,
                false);

        assertThat(series.size()).isEqualTo(1);
        assertThat(series.bar(0).open()).isEqualTo(5);
        assertThat(series.bar(0).high()).isEqualTo(6);
        assertThat(series.bar(0).low()).isEqualTo(4);
        assertThat(series.bar(0).close()).isEqualTo(5);
        assertThat(series.rejectedRows()).isEqualTo(2);
    }

    @Test
    void weeks_liveRowInTheWeek_isMerged() {
        yahoo.now(Instant.parse("2026-11-20T16:00:30Z"));
        BarSeries series = fetch(
                newYork()
                        .interval("1wk")
                        .marketTime("2026-11-20T16:00:07Z")
                        .row("2026-11-09T05:00:00Z", 10, 12, 9, 11, 100)
                        .row("2026-11-16T05:00:00Z", 11, 12, 10, 11.5, 50)
                        .row("2026-11-20T16:00:07Z", 11.5, 13, 11, 12.5, 60),
                Interval.WEEK_1,
                Adjustment.SPLITS,
                false);

        assertThat(series.closes()).containsExactly(11, 12.5);
        assertThat(series.last().open()).isEqualTo(11);
        assertThat(series.last().high()).isEqualTo(13);
        assertThat(series.last().low()).isEqualTo(10);
        assertThat(series.last().volume()).hasValue(110);
        assertThat(series.last().state()).isEqualTo(Bar.State.FORMING);
        assertThat(series.last().closeTime()).isEqualTo(Instant.parse("2026-11-23T05:00:00Z"));
        assertThat(yahoo.targets(YahooStub.CHART).get(0)).contains("interval=1wk");
    }

    private static ChartBody minutes() {
        return newYork()
                .interval("1m")
                .session("2026-11-19T14:30:00Z", "2026-11-19T21:00:00Z")
                .withPeriods()
                .row("2026-11-19T14:29:00Z", 8, 8, 8, 8, 0)
                .row("2026-11-19T20:58:00Z", 10, 12, 9, 11, 100)
                .row("2026-11-19T20:59:00Z", 10, 12, 9, 11, 100)
                .row("2026-11-19T21:00:00Z", 11.2, 11.2, 11.2, 11.2, 0);
    }

    @Test
    void minutes_rowsOutsideTheSession_areLeftOutUnlessAskedFor() {
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(minutes().json()));

        BarSeries regular = ask(Interval.MINUTE_1, "2026-11-19T00:00:00Z", Adjustment.SPLITS, false);
        BarSeries extended = ask(Interval.MINUTE_1, "2026-11-19T00:00:00Z", Adjustment.SPLITS, true);

        assertThat(regular.size()).isEqualTo(2);
        assertThat(regular.last().closeTime()).isEqualTo(Instant.parse("2026-11-19T21:00:00Z"));
        assertThat(extended.size()).isEqualTo(4);
        assertThat(extended.identity().session()).isEqualTo(SeriesIdentity.Session.EXTENDED);
        assertThat(yahoo.targets(YahooStub.CHART)).anyMatch(target -> target.contains("includePrePost=true"));
    }

    @Test
    void minutes_newestPriceBesideItsMinute_leavesTheMinuteAsItIs() {
        yahoo.now(Instant.parse("2026-11-20T15:00:40Z"));
        ChartBody body = newYork()
                .interval("1m")
                .marketTime("2026-11-20T15:00:37Z")
                .withPeriods()
                .row("2026-11-20T14:59:00Z", 10, 12, 9, 11, 100)
                .row("2026-11-20T15:00:00Z", 10, 14, 9, 11, 70)
                .row("2026-11-20T15:00:37Z", 11, 11, 11, 11, 0);
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body.json()));

        BarSeries series = ask(Interval.MINUTE_1, "2026-11-20T00:00:00Z", Adjustment.SPLITS, false);

        assertThat(series.size()).isEqualTo(2);
        assertThat(series.last().high()).isEqualTo(14);
        assertThat(series.last().state()).isEqualTo(Bar.State.FORMING);
    }

    @Test
    void minutes_longSpan_isFetchedInPagesOfAWeekEachCharged() {
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(minutes().json()));

        ask(Interval.MINUTE_1, "2026-11-01T00:00:00Z", Adjustment.SPLITS, false);

        assertThat(yahoo.targets(YahooStub.CHART)).hasSize(3);
        assertThat(yahoo.charged()).isEqualTo(3);
    }

    @Test
    void minutes_raw_askOnceMoreForTheSplitsSince() {
        yahoo.answer(
                YahooStub.CHART,
                request -> YahooStub.Answer.ok(
                        request.get(0).contains("interval=1d")
                                ? newYork().split("2026-11-20T14:30:00Z", 2, 1).json()
                                : minutes().json()));

        BarSeries raw = ask(Interval.MINUTE_1, "2026-11-19T00:00:00Z", Adjustment.RAW, false);

        assertThat(raw.closes()).containsExactly(22, 22);
        assertThat(yahoo.charged()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1m,31", "2m,61", "5m,61", "15m,61", "30m,61", "90m,61", "1h,731"})
    void fetchBars_olderThanYahooReaches_failsWithoutARequest(String interval, long days) {
        Instant start = Instant.parse("2026-11-20T12:00:00Z").minus(Duration.ofDays(days));

        NoDataException e = catchThrowableOfType(
                NoDataException.class, () -> ask(Interval.parse(interval), start.toString(), Adjustment.SPLITS, false));

        assertThat(e.why()).isEqualTo(NoDataException.Why.PROVIDER_LIMIT);
        assertThat(yahoo.requests()).isEmpty();
    }

    @Test
    void fetchBars_unsupported_failsWithoutARequest() {
        assertThat(reason(Interval.of(4, Interval.Unit.HOUR), Adjustment.SPLITS))
                .isEqualTo(FailureReason.UNSUPPORTED);
        assertThat(yahoo.requests()).isEmpty();
    }

    private static String daily(String adjustedClose) {
        return newYork()
                .raw(
                        "" + Instant.parse("2026-11-19T14:30:00Z").getEpochSecond(),
                        "8",
                        "12",
                        "8",
                        "10",
                        "7",
                        adjustedClose)
                .dividend("2026-11-20T14:30:00Z", 1)
                .json();
    }

    @Test
    void minutes_totalReturn_takeTheFactorOfTheirDay() {
        yahoo.answer(
                YahooStub.CHART,
                request -> YahooStub.Answer.ok(
                        request.get(0).contains("interval=1d")
                                ? daily("9")
                                : minutes().json()));

        BarSeries series = ask(Interval.MINUTE_1, "2026-11-19T00:00:00Z", Adjustment.SPLITS_AND_DIVIDENDS, false);

        assertThat(series.closes()).containsExactly(11 * 0.9, 11 * 0.9);
        assertThat(series.highs()).containsExactly(12 * 0.9, 12 * 0.9);
        assertThat(series.volumes()).containsExactly(100, 100);
        assertThat(yahoo.charged()).isEqualTo(2);
    }

    @Test
    void minutes_totalReturnOfADayWithoutFactor_areRejected() {
        yahoo.answer(
                YahooStub.CHART,
                request -> YahooStub.Answer.ok(
                        request.get(0).contains("interval=1d")
                                ? daily("null")
                                : minutes().json()));

        BarSeries series = ask(Interval.MINUTE_1, "2026-11-19T00:00:00Z", Adjustment.SPLITS_AND_DIVIDENDS, false);

        assertThat(series.isEmpty()).isTrue();
        assertThat(series.rejectedRows()).isEqualTo(2);
    }

    @Test
    void minutes_pagesOverlapAtTheSeam_haveEachBarOnce() {
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(minutes().json()));

        BarSeries series = ask(Interval.MINUTE_1, "2026-11-05T00:00:00Z", Adjustment.SPLITS, false);

        assertThat(yahoo.targets(YahooStub.CHART)).hasSize(3);
        assertThat(series.size()).isEqualTo(2);
        assertThat(series.duplicateRows()).isEqualTo(4);
        List<String> targets = yahoo.targets(YahooStub.CHART);
        for (int i = 1; i < targets.size(); i++) {
            assertThat(parameter(targets.get(i), "period1")).isEqualTo(parameter(targets.get(i - 1), "period2"));
        }
    }

    private static String parameter(String target, String name) {
        return target.replaceFirst(".*[?&]" + name + "=([^&]*).*", "$1");
    }

    @Test
    void minutes_pageWithoutTrading_isNoFailureUnlessAllAre() {
        String nothing = "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Bad Request\","
                + "\"description\":\"Data doesn't exist for startDate = 1, endDate = 2\"}}}";
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        yahoo.answer(YahooStub.CHART, request -> {
            seen.add(request.get(0));
            return seen.size() == 2
                    ? YahooStub.Answer.of("400 Bad Request", nothing)
                    : YahooStub.Answer.ok(minutes().json());
        });
        assertThat(ask(Interval.MINUTE_1, "2026-11-05T00:00:00Z", Adjustment.SPLITS, false)
                        .size())
                .isEqualTo(2);

        yahoo.answer(YahooStub.CHART, YahooStub.Answer.of("400 Bad Request", nothing));
        assertThat(catchThrowableOfType(
                                NoDataException.class,
                                () -> ask(Interval.MINUTE_1, "2026-11-05T00:00:00Z", Adjustment.SPLITS, false))
                        .why())
                .isEqualTo(NoDataException.Why.OUT_OF_RANGE);
    }

    @Test
    void weeks_rawWithASplitInside_areUnsupportedRatherThanWrong() {
        ChartBody body = newYork()
                .interval("1wk")
                .row("2026-11-16T05:00:00Z", 10, 12, 9, 11, 100)
                .split("2026-11-18T14:30:00Z", 2, 1);
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body.json()));

        assertThat(reason(Interval.WEEK_1, Adjustment.RAW)).isEqualTo(FailureReason.UNSUPPORTED);
        yahoo.answer(
                YahooStub.CHART,
                YahooStub.Answer.ok(newYork()
                        .interval("1wk")
                        .row("2026-11-09T05:00:00Z", 10, 12, 9, 11, 100)
                        .split("2026-11-16T14:30:00Z", 2, 1)
                        .json()));
        assertThat(ask(Interval.WEEK_1, "2026-11-09T00:00:00Z", Adjustment.RAW, false)
                        .closes())
                .containsExactly(22);
    }

    static Stream<Arguments> formatChanges() {
        String good = newYork().row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100).json();
        String quote = "chart.result[0].indicators.quote[0].";
        return Stream.of(
                Arguments.of("chart.result[0].timestamp is missing", good.replace("\"timestamp\"", "\"times\"")),
                Arguments.of(
                        "chart.result[0].timestamp[0] is STRING",
                        good.replaceFirst("\"timestamp\":\\[(\\d+)]", "\"timestamp\":[\"$1\"]")),
                Arguments.of(quote + "close is missing", good.replace("\"close\":[", "\"last\":[")),
                Arguments.of(quote + "close[0] is STRING", good.replace("\"close\":[11.0]", "\"close\":[\"11.0\"]")),
                Arguments.of(quote + "open[0] is OBJECT", good.replace("\"open\":[10.0]", "\"open\":[{\"raw\":10}]")),
                Arguments.of(quote + "volume is STRING", good.replace("\"volume\":[100]", "\"volume\":\"100\"")),
                Arguments.of("chart.result[0].indicators.quote is missing", good.replace("indicators", "columns")),
                Arguments.of("chart.result is missing", good.replace("\"result\"", "\"results\"")),
                Arguments.of(
                        "chart.result[0].meta.exchangeTimezoneName is missing",
                        good.replace("exchangeTimezoneName", "zone")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formatChanges")
    void fetchBars_fieldRenamedOrRetyped_isMalformedByItsPath(String path, String body) {
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body));

        assertThat(catchThrowableOfType(
                        ProviderException.class,
                        () -> ask(Interval.DAY_1, "2026-11-15T00:00:00Z", Adjustment.SPLITS, false)))
                .hasMessageContaining(path)
                .hasMessageContaining("{\"chart")
                .extracting(ProviderException::reason)
                .isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    private FailureReason reason(Interval interval, Adjustment adjustment) {
        return catchThrowableOfType(
                        ProviderException.class, () -> ask(interval, "2026-11-15T00:00:00Z", adjustment, false))
                .reason();
    }

    @Test
    void days_ofCurrency_haveNoVolumeAndLastAllDay() {
        BarSeries series = days(new ChartBody()
                .type("CURRENCY")
                .zone("Europe/London")
                .session("2026-11-20T00:00:00Z", "2026-11-20T23:59:00Z")
                .marketTime("2026-11-20T11:59:58Z")
                .row("2026-11-19T00:00:00Z", 1.1, 1.3, 1, 1.2, 0));

        assertThat(series.hasVolume()).isFalse();
        assertThat(series.bar(0).closeTime()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(series.identity().session()).isEqualTo(SeriesIdentity.Session.CONTINUOUS);
    }

    @Test
    void days_negativePrices_areForFuturesOnly() {
        ChartBody future = newYork().type("FUTURE").row("2026-04-20T04:00:00Z", 1, 2, -40, -37, 5);
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(future.json()));
        assertThat(ask(Interval.DAY_1, "2026-04-01T00:00:00Z", Adjustment.SPLITS, false)
                        .lows())
                .containsExactly(-40);

        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(future.type("EQUITY").json()));
        BarSeries share = ask(Interval.DAY_1, "2026-04-01T00:00:00Z", Adjustment.SPLITS, false);
        assertThat(share.isEmpty()).isTrue();
        assertThat(share.rejectedRows()).isEqualTo(1);
    }

    static Stream<Arguments> contradictions() {
        String good = newYork().row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100).json();
        return Stream.of(
                Arguments.of("two closes for one time", good.replace("\"close\":[11.0]", "\"close\":[11.0,12.0]")),
                Arguments.of("no column of opens", good.replace("\"open\":[10.0],", "")),
                Arguments.of("another symbol", good.replace("\"symbol\":\"TEST\"", "\"symbol\":\"TSET\"")),
                Arguments.of("no symbol", good.replace("\"symbol\":\"TEST\",", "")),
                Arguments.of("another interval", good.replace("\"1d\"", "\"1wk\"")),
                Arguments.of("no zone", good.replace("\"exchangeTimezoneName\":\"America/New_York\",", "")),
                Arguments.of("unknown zone", good.replace("America/New_York", "Mars/Olympus")),
                Arguments.of("two results", good.replace("\"result\":[{", "\"result\":[{},{")),
                Arguments.of("no result", "{\"chart\":{\"result\":null,\"error\":null}}"),
                Arguments.of("a key twice", good.replace("\"chart\":", "\"chart\":1,\"chart\":")),
                Arguments.of("something after the document", good + "x"),
                Arguments.of(
                        "an unreadable split",
                        good.replace(
                                "\"splits\":{}", "\"splits\":{\"1\":{\"date\":1,\"numerator\":0,\"denominator\":1}}")),
                Arguments.of("closes as an object", good.replace("\"close\":[11.0]", "\"close\":{\"0\":11.0}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void fetchBars_contradiction_isMalformed(String what, String body) {
        yahoo.answer(YahooStub.CHART, YahooStub.Answer.ok(body));

        FailureReason reason = reason(Interval.DAY_1, Adjustment.SPLITS);

        assertThat(reason).as(what).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    private static final List<String> POISONS = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "1e400",
            "-1e400",
            "1e1000000000",
            "\"N/A\"",
            "\"None\"",
            "\"-\"",
            "\".\"",
            "true",
            "false",
            "[5]",
            "{\"raw\":5}",
            "\"1,234.5\"",
            "\"0x10\"",
            "\"5\"",
            "{}",
            "[]");

    static Stream<Arguments> poisonedColumns() {
        return Stream.of(1, 2, 3, 4, 5, 6)
                .flatMap(column -> POISONS.stream().map(poison -> Arguments.of(column, poison)));
    }

    @ParameterizedTest
    @MethodSource("poisonedColumns")
    void fetchBars_poisonInARow_neverBecomesANumber(int column, String poison) {
        String[] row = {"" + Instant.parse("2026-11-17T14:30:00Z").getEpochSecond(), "10", "12", "9", "11", "100", "5.5"
        };
        row[column] = poison;
        ChartBody body =
                newYork().row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100).raw(row);

        BarSeries series = fetch(body, Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS, false);

        boolean volumeLeftOut = column == 5 && poison.equals("null");
        assertThat(series.size()).isEqualTo(volumeLeftOut ? 2 : 1);
        assertThat(series.rejectedRows()).isEqualTo(volumeLeftOut ? 0 : 1);
        assertThat(series.bar(0).close()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.9", "9223372036854775808", "1e15"})
    void fetchBars_oddVolume_isKeptExactly(String volume) {
        String time = "" + Instant.parse("2026-11-17T14:30:00Z").getEpochSecond();

        BarSeries series = days(newYork().raw(time, "10", "12", "9", "11", volume, "11"));

        assertThat(series.bar(0).volume()).hasValue(Double.parseDouble(volume));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBp", "ZAc", "ILA"})
    void fetchBars_hundredths_areAUnitOfTheirOwn(String code) {
        BarSeries series = days(newYork().currency(code).row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100));

        CurrencyUnit unit = series.identity().currency();
        assertThat(unit).isEqualTo(CurrencyUnit.of(code));
        assertThat(unit == null ? 0 : unit.unitsPerCurrency()).isEqualTo(100);
    }
}
