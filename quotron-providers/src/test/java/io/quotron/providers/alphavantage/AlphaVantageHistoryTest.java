package io.quotron.providers.alphavantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.QuotronException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Dividend;
import io.quotron.model.Interval;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlphaVantageHistoryTest {
    private static final String NO_ENTRIES = "{\"symbol\":\"ACME\",\"data\":[]}";
    private static final String SPLIT = "{\"symbol\":\"ACME\",\"data\":["
            + "{\"effective_date\":\"2026-12-15\",\"split_factor\":\"3.0000\"},"
            + "{\"effective_date\":\"2026-11-18\",\"split_factor\":\"4.0000\"}]}";
    private static final String DIVIDEND = "{\"symbol\":\"ACME\",\"data\":["
            + "{\"ex_dividend_date\":\"None\",\"amount\":\"9.9\"},"
            + "{\"ex_dividend_date\":\"2026-11-17\",\"declaration_date\":\"None\",\"amount\":\"10\"}]}";

    private final AlphaVantageStub stub = new AlphaVantageStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static String series(String name, String... rows) {
        return "{\"Meta Data\":{\"2. Symbol\":\"ACME\"},\"" + name + "\":{" + String.join(",", rows) + "}}";
    }

    private static String row(String stamp, int price, int volume) {
        return AlphaVantageServer.row(stamp, "" + price, "" + (price + 10), "" + (price - 10), "" + price, "" + volume);
    }

    private static String adjusted(String stamp, int close, String adjusted, String dividend, String coefficient) {
        return "\"" + stamp + "\":{\"1. open\":\"" + (close - 4) + "\",\"2. high\":\"" + (close + 8)
                + "\",\"3. low\":\""
                + (close - 8) + "\",\"4. close\":\"" + close + "\",\"5. adjusted close\":\"" + adjusted
                + "\",\"6. volume\":\"100\",\"7. dividend amount\":\"" + dividend + "\",\"8. split coefficient\":\""
                + coefficient + "\"}";
    }

    private BarSeries november(AlphaVantageProvider provider, Interval interval, Adjustment adjustment) {
        return stub.bars(provider, "ACME", interval, adjustment, "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z");
    }

    private static List<Double> closes(BarSeries series) {
        return series.bars().map(Bar::close).toList();
    }

    private static List<Double> volumes(BarSeries series) {
        return series.bars().map(bar -> bar.volume().orElseThrow()).toList();
    }

    private void threeDays() {
        stub.on(
                        "TIME_SERIES_DAILY",
                        series(
                                "Time Series (Daily)",
                                row("2026-11-18", 100, 4000),
                                row("2026-11-17", 380, 900),
                                row("2026-11-16", 400, 1000)))
                .on("SPLITS", SPLIT)
                .on("DIVIDENDS", DIVIDEND);
    }

    @Test
    void days_raw_areAsTradedForOneRequest() {
        threeDays();

        BarSeries series = november(stub.free(), Interval.DAY_1, Adjustment.RAW);

        assertThat(closes(series)).containsExactly(400.0, 380.0, 100.0);
        assertThat(volumes(series)).containsExactly(1000.0, 900.0, 4000.0);
        assertThat(stub.asked()).containsExactly("TIME_SERIES_DAILY");
        assertThat(stub.charges()).isEqualTo(1);
    }

    @Test
    void days_splits_divideAllPricesAndMultiplyVolumes() {
        threeDays();

        BarSeries series = november(stub.free(), Interval.DAY_1, Adjustment.SPLITS);

        assertThat(closes(series)).containsExactly(100.0, 95.0, 100.0);
        assertThat(volumes(series)).containsExactly(4000.0, 3600.0, 4000.0);
        assertThat(series.bar(0).high()).isEqualTo(102.5);
        assertThat(series.bar(0).low()).isEqualTo(97.5);
        assertThat(series.actions()).containsExactly(new Split(Symbol.of("ACME"), LocalDate.of(2026, 11, 18), 4, 1));
        assertThat(stub.asked()).containsExactly("TIME_SERIES_DAILY", "SPLITS");
        assertThat(stub.charges()).isEqualTo(2);
    }

    @Test
    void days_splitsAndDividends_cutWhatTheDividendTookFromTheCloseBefore() {
        threeDays();

        BarSeries series = november(stub.free(), Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(closes(series)).containsExactly(400.0 / 4 * (1 - 10.0 / 400), 95.0, 100.0);
        assertThat(series.bar(0).high()).isCloseTo(410.0 / 4 * 0.975, within(1e-12));
        assertThat(volumes(series)).containsExactly(4000.0, 3600.0, 4000.0);
        assertThat(series.actions()).hasSize(2).hasAtLeastOneElementOfType(Dividend.class);
        assertThat(stub.asked()).containsExactly("TIME_SERIES_DAILY", "SPLITS", "DIVIDENDS");
        assertThat(stub.charges()).isEqualTo(3);
    }

    @Test
    void days_dividendOnTheDayOfASplit_countsInNewShares() {
        stub.on(
                        "TIME_SERIES_DAILY",
                        series("Time Series (Daily)", row("2026-11-17", 100, 1), row("2026-11-16", 400, 1)))
                .on("SPLITS", SPLIT.replace("2026-11-18", "2026-11-17"))
                .on("DIVIDENDS", DIVIDEND);

        BarSeries series = november(stub.free(), Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(closes(series)).containsExactly(400.0 / 4 * (1 - 10.0 / 100), 100.0);
    }

    @Test
    void days_premium_takeOneRequestAndTheAdjustedCloses() {
        stub.on(
                "TIME_SERIES_DAILY_ADJUSTED",
                series(
                        "Time Series (Daily)",
                        adjusted("2026-11-18", 100, "100.0000", "0.0000", "4.0000"),
                        adjusted("2026-11-17", 380, "95.0000", "10.0000", "1.0000"),
                        adjusted("2026-11-16", 400, "97.5000", "0.0000", "1.0000")));

        BarSeries total = november(stub.premium(), Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS);
        BarSeries splits = november(stub.premium(), Interval.DAY_1, Adjustment.SPLITS);

        assertThat(closes(total)).containsExactly(97.5, 95.0, 100.0);
        assertThat(total.bar(0).open()).isCloseTo(396 * 97.5 / 400, within(1e-12));
        assertThat(volumes(total)).containsExactly(400.0, 400.0, 100.0);
        assertThat(total.actions()).hasSize(2);
        assertThat(closes(splits)).containsExactly(100.0, 95.0, 100.0);
        assertThat(volumes(splits)).containsExactly(400.0, 400.0, 100.0);
        assertThat(stub.asked()).containsExactly("TIME_SERIES_DAILY_ADJUSTED", "TIME_SERIES_DAILY_ADJUSTED");
    }

    @ParameterizedTest
    @CsvSource({"SPLITS, 100", "SPLITS_AND_DIVIDENDS, 97.5"})
    void days_rowsThatTellTheirAdjustment_needNoFurtherRequest(Adjustment adjustment, double close) {
        stub.on(
                "TIME_SERIES_DAILY",
                series(
                        "Time Series (Daily)",
                        adjusted("2026-11-18", 100, "100", "0.0000", "4.0"),
                        adjusted("2026-11-17", 390, "97.5", "10.0000", "1.0"),
                        adjusted("2026-11-16", 400, "97.5", "0.0000", "1.0")));

        BarSeries series = november(stub.free(), Interval.DAY_1, adjustment);

        assertThat(closes(series)).containsExactly(close, 97.5, 100.0);
        assertThat(volumes(series)).containsExactly(400.0, 400.0, 100.0);
        assertThat(series.actions()).hasSize(2);
        assertThat(stub.asked()).containsExactly("TIME_SERIES_DAILY");
    }

    @Test
    void days_tableWithByteOrderMark_isRead() {
        stub.on(
                "TIME_SERIES_DAILY",
                "\uFEFFtimestamp,open,high,low,close,volume\r\n2026-11-18,100,110,90,105,4000\r\n");

        assertThat(closes(november(stub.free(), Interval.DAY_1, Adjustment.RAW)))
                .containsExactly(105.0);
    }

    @Test
    void days_zoneInUnknownWords_doesNotMatter() {
        String body = series("Time Series (Daily)", row("2026-11-18", 100, 4000))
                .replace("\"2. Symbol\"", "\"5. Time Zone\":\"Wall Street\",\"2. Symbol\"");
        stub.on("TIME_SERIES_DAILY", body);

        assertThat(closes(november(stub.free(), Interval.DAY_1, Adjustment.RAW)))
                .containsExactly(100.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"US/Eastern", "US/Eastern Time", "Eastern Time", "EST", "EDT", "America/New_York"})
    void intraday_wordsForNewYork_areItsTime(String zone) {
        String body = series("Time Series (60min)", row("2026-07-17 10:00:00", 100, 4000))
                .replace("\"2. Symbol\"", "\"6. Time Zone\":\"" + zone + "\",\"2. Symbol\"");
        stub.on("TIME_SERIES_INTRADAY", body);

        BarSeries series = stub.bars(
                stub.free(), "ACME", Interval.HOUR_1, Adjustment.RAW, "2026-07-17T00:00:00Z", "2026-07-18T00:00:00Z");

        assertThat(series.bar(0).openTime()).isEqualTo(Instant.parse("2026-07-17T14:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"10:00:00, 2026-07-17T13:00:00Z", "08:00:00, 2026-07-17T19:00:00Z"})
    void hours_theOneThatTheSessionBeginsIn_isKeptUnlessOtherHoursWereSent(String other, Instant first) {
        stub.on(
                "TIME_SERIES_INTRADAY",
                series(
                        "Time Series (60min)",
                        row("2026-07-17 15:00:00", 100, 4000),
                        row("2026-07-17 " + other, 100, 4000),
                        row("2026-07-17 09:00:00", 100, 4000)));
        TimeRange day = TimeRange.of(Instant.parse("2026-07-17T00:00:00Z"), Instant.parse("2026-07-18T00:00:00Z"));
        BarQuery query = new BarQuery(Symbol.of("ACME"), Interval.HOUR_1, day, Adjustment.RAW, false);

        BarSeries series = stub.free().bars().orElseThrow().fetchBars(query, stub.context());

        assertThat(series.bar(0).openTime()).isEqualTo(first);
    }

    @Test
    void days_premiumWithoutACoefficient_isMalformedAndNamesIt() {
        stub.on(
                "TIME_SERIES_DAILY_ADJUSTED",
                series("Time Series (Daily)", adjusted("2026-11-18", 100, "100.0000", "0.0000", "None")));

        assertThatThrownBy(() -> november(stub.premium(), Interval.DAY_1, Adjustment.SPLITS))
                .hasMessageContaining("Time Series (Daily)/2026-11-18/8. split coefficient")
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"symbol\":\"ACME\",\"data\":[{\"effective_date\":\"2026-11-18\",\"split_factor\":\"None\"}]}",
                "{\"symbol\":\"ACME\",\"data\":[{\"effective_date\":\"2026-11-18\",\"split_factor\":\"0.0\"}]}",
                "{\"symbol\":\"ACME\",\"data\":[{\"effective_date\":\"soon\",\"split_factor\":\"2\"}]}",
                "{\"symbol\":\"ACME\",\"data\":[{\"split_factor\":\"2\"}]}",
                "{\"symbol\":\"ACME\",\"data\":[null]}",
                "{\"symbol\":\"OTHER\",\"data\":[]}"
            })
    void days_splitsThatCannotBeRead_makeNoPrices(String splits) {
        threeDays();
        stub.on("SPLITS", splits);

        assertThatThrownBy(() -> november(stub.free(), Interval.DAY_1, Adjustment.SPLITS))
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
    }

    @Test
    void weeks_splitWithinAWeek_isRejectedWhereAdjustedAndKeptRaw() {
        String rows = series(
                "Weekly Time Series",
                row("2026-11-20", 100, 10),
                row("2026-11-13", 400, 10),
                row("2026-11-06", 400, 10));
        stub.on("TIME_SERIES_WEEKLY", rows).on("SPLITS", SPLIT).at("2026-11-30T15:00:00Z");

        BarSeries splits = november(stub.free(), Interval.WEEK_1, Adjustment.SPLITS);
        BarSeries raw = november(stub.free(), Interval.WEEK_1, Adjustment.RAW);

        assertThat(closes(splits)).containsExactly(100.0, 100.0);
        assertThat(splits.rejectedRows()).isEqualTo(1);
        assertThat(closes(raw)).containsExactly(400.0, 400.0, 100.0);
    }

    @Test
    void weeks_splitOnMonday_isNotMixed() {
        String rows = series("Weekly Time Series", row("2026-11-20", 100, 10), row("2026-11-13", 400, 10));
        stub.on("TIME_SERIES_WEEKLY", rows)
                .on("SPLITS", SPLIT.replace("2026-11-18", "2026-11-16"))
                .at("2026-11-30T15:00:00Z");

        BarSeries splits = november(stub.free(), Interval.WEEK_1, Adjustment.SPLITS);

        assertThat(closes(splits)).containsExactly(100.0, 100.0);
        assertThat(splits.rejectedRows()).isZero();
    }

    @Test
    void weeks_totalReturnAcrossASplit_asksForTheSplits() {
        String rows = series(
                "Weekly Adjusted Time Series",
                adjusted("2026-11-20", 100, "100.0", "0.0", "-"),
                adjusted("2026-11-13", 400, "100.0", "0.0", "-"));
        stub.on("TIME_SERIES_WEEKLY_ADJUSTED", rows)
                .on("SPLITS", SPLIT.replace("2026-11-18", "2026-11-16"))
                .at("2026-11-30T15:00:00Z");

        BarSeries series = november(stub.free(), Interval.WEEK_1, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(volumes(series)).containsExactly(400.0, 100.0);
        assertThat(stub.asked()).containsExactly("TIME_SERIES_WEEKLY_ADJUSTED", "SPLITS");
    }

    @ParameterizedTest
    @CsvSource({
        "1w,2026-11-20,2026-11-22T12:00:00Z,FORMING",
        "1w,2026-11-20,2026-11-23T05:00:00Z,FINAL",
        "1w,2026-11-19,2026-11-24T12:00:00Z,FORMING",
        "1w,2026-04-02,2026-04-07T12:00:00Z,FINAL",
        "1mo,2026-10-30,2026-11-20T12:00:00Z,FINAL",
        "1mo,2026-10-29,2026-11-20T12:00:00Z,FORMING",
        "1d,2026-11-20,2026-11-20T20:59:00Z,FORMING",
        "1d,2026-11-20,2026-11-20T21:29:00Z,FORMING",
        "1d,2026-11-20,2026-11-20T21:30:00Z,FINAL"
    })
    void newestRow_isFormingUntilItsSpanIsOver(String interval, String stamp, String now, Bar.State state) {
        String body = series("Time Series", row(stamp, 100, 1));
        stub.on("TIME_SERIES_WEEKLY", body)
                .on("TIME_SERIES_MONTHLY", body)
                .on("TIME_SERIES_DAILY", body)
                .at(now);

        BarSeries series = stub.bars(
                stub.free(),
                "ACME",
                Interval.parse(interval),
                Adjustment.RAW,
                "2026-03-01T00:00:00Z",
                "2026-12-01T00:00:00Z");

        assertThat(series.last().state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"2026-08-05T00:00:00Z,compact", "2026-07-01T00:00:00Z,full"})
    void days_rangeStart_choosesTheSize(String from, String size) {
        threeDays();

        stub.bars(stub.free(), "ACME", Interval.DAY_1, Adjustment.RAW, from, "2026-11-20T00:00:00Z");

        assertThat(stub.lastRequest().parameter("outputsize")).contains(size);
        assertThat(stub.lastRequest().parameter("apikey")).contains(AlphaVantageServer.KEY);
    }

    @Test
    void intraday_oldRange_isAskedMonthByMonthAndJoined() {
        stub.on("TIME_SERIES_INTRADAY 2026-05", series("Time Series (5min)", row("2026-05-01 09:30:00", 30, 1)))
                .on("TIME_SERIES_INTRADAY 2026-04", series("Time Series (5min)", row("2026-04-30 15:55:00", 20, 1)));

        BarSeries series = stub.bars(
                stub.free(), "ACME", Interval.MINUTE_5, Adjustment.RAW, "2026-04-15T00:00:00Z", "2026-05-02T00:00:00Z");

        assertThat(closes(series)).containsExactly(20.0, 30.0);
        assertThat(series.bar(1).openTime()).isEqualTo(Instant.parse("2026-05-01T13:30:00Z"));
        assertThat(stub.asked()).containsExactly("TIME_SERIES_INTRADAY 2026-05", "TIME_SERIES_INTRADAY 2026-04");
        assertThat(stub.charges()).isEqualTo(2);
        assertThat(stub.lastRequest().parameters())
                .containsEntry("adjusted", "false")
                .containsEntry("extended_hours", "true")
                .containsEntry("interval", "5min");
    }

    @Test
    void intraday_monthsBeforeTheListing_areTheStartOfTheHistory() {
        stub.on("TIME_SERIES_INTRADAY 2026-05", series("Time Series (5min)", row("2026-05-01 09:30:00", 30, 1)));

        BarSeries series = stub.bars(
                stub.free(), "ACME", Interval.MINUTE_5, Adjustment.RAW, "2026-01-15T00:00:00Z", "2026-05-02T00:00:00Z");

        assertThat(closes(series)).containsExactly(30.0);
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void intraday_unknownSymbol_isNotAskedForEveryMonth() {
        assertThatThrownBy(() -> stub.bars(
                        stub.free(),
                        "NOPE",
                        Interval.MINUTE_5,
                        Adjustment.RAW,
                        "2024-01-15T00:00:00Z",
                        "2026-05-02T00:00:00Z"))
                .isInstanceOf(SymbolNotFoundException.class);
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void intraday_recentRange_takesOneRequestWithoutAMonth() {
        stub.on(
                "TIME_SERIES_INTRADAY",
                series("Time Series (1min)", row("2026-11-19 16:00:00", 30, 1), row("2026-11-19 09:30:00", 20, 1)));
        TimeRange range = TimeRange.of(Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-11-20T00:00:00Z"));

        BarSeries series = stub.free()
                .bars()
                .orElseThrow()
                .fetchBars(
                        new BarQuery(
                                Symbol.of("ACME"), Interval.MINUTE_1, range, Adjustment.SPLITS_AND_DIVIDENDS, false),
                        stub.context());

        assertThat(closes(series)).as("without what is after the session").containsExactly(20.0);
        assertThat(stub.asked()).containsExactly("TIME_SERIES_INTRADAY");
        assertThat(stub.lastRequest().parameters())
                .containsEntry("adjusted", "true")
                .containsEntry("extended_hours", "false");
    }

    @ParameterizedTest
    @CsvSource({"1990-01-01T00:00:00Z,PROVIDER_LIMIT", "2027-01-01T00:00:00Z,OUT_OF_RANGE"})
    void intraday_impossibleRange_isRefusedAndNobodyIsAsked(String from, NoDataException.Why why) {
        assertThatThrownBy(() ->
                        stub.bars(stub.free(), "ACME", Interval.MINUTE_5, Adjustment.RAW, from, "2028-01-01T00:00:00Z"))
                .isInstanceOfSatisfying(
                        NoDataException.class, e -> assertThat(e.why()).isEqualTo(why));
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void pairIntraday_rowsThatDoNotReachTheStart_areRefused() {
        stub.on("CRYPTO_INTRADAY", "{\"Time Series Crypto (5min)\":{" + row("2026-11-19 00:00:00", 30, 1) + "}}");

        assertThatThrownBy(() -> stub.bars(
                        stub.free(),
                        "BTC/USD",
                        Interval.MINUTE_5,
                        Adjustment.RAW,
                        "2026-11-10T00:00:00Z",
                        "2026-11-20T00:00:00Z"))
                .isInstanceOfSatisfying(
                        NoDataException.class, e -> assertThat(e.why()).isEqualTo(NoDataException.Why.PROVIDER_LIMIT));
    }

    @Test
    void cryptoDays_oldKeys_takeThePricesOfTheMarket() {
        stub.on(
                "DIGITAL_CURRENCY_DAILY",
                "{\"Meta Data\":{\"2. Digital Currency Code\":\"BTC\",\"4. Market Code\":\"EUR\"},"
                        + "\"Time Series (Digital Currency Daily)\":{\"2026-11-10\":{\"1a. open (EUR)\":\"90\",\"1b. open (USD)\":\"100\","
                        + "\"2a. high (EUR)\":\"95\",\"2b. high (USD)\":\"105\",\"3a. low (EUR)\":\"85\",\"3b. low (USD)\":\"95\","
                        + "\"4a. close (EUR)\":\"91\",\"4b. close (USD)\":\"101\",\"5. volume\":\"1.5\",\"6. market cap (USD)\":\"150\"}}}");

        BarSeries series = stub.bars(
                stub.free(),
                "BTC/EUR",
                Interval.DAY_1,
                Adjustment.SPLITS,
                "2026-11-01T00:00:00Z",
                "2026-11-20T00:00:00Z");

        assertThat(closes(series)).containsExactly(91.0);
        assertThat(series.bar(0).open()).isEqualTo(90);
        assertThat(series.bar(0).openTime()).isEqualTo(Instant.parse("2026-11-10T00:00:00Z"));
        assertThat(volumes(series)).containsExactly(1.5);
    }

    @ParameterizedTest
    @EnumSource(Adjustment.class)
    void currencies_anyAdjustment_isOneRequestWithoutVolume(Adjustment adjustment) {
        stub.on(
                "FX_DAILY",
                "{\"Time Series FX (Daily)\":{\"2026-11-10\":{\"1. open\":\"1.1\",\"2. high\":\"1.2\",\"3. low\":\"1.0\",\"4. close\":\"1.15\"}}}");

        BarSeries series = stub.bars(
                stub.free(), "EUR/USD", Interval.DAY_1, adjustment, "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z");

        assertThat(series.hasVolume()).isFalse();
        assertThat(series.identity().adjustment()).isEqualTo(adjustment);
        assertThat(stub.asked()).containsExactly("FX_DAILY");
    }

    static Stream<String> poisons() {
        return Stream.of(
                "null",
                "\"\"",
                "\" \"",
                "\"None\"",
                "\"-\"",
                "\".\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"-Infinity\"",
                "\"1e999\"",
                "\"abc\"",
                "\"1,5\"",
                "\"0x10\"",
                "\"12abc\"",
                "\"-1\"",
                "true",
                "{}",
                "[]",
                "\"١٢\"",
                "\"1.5.2\"");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("poisons")
    void days_poisonInEachField_rejectsThatRowOnly(String poison) {
        String good = row("2026-11-17", 380, 900);
        for (String field : List.of("1. open", "2. high", "3. low", "4. close", "5. volume")) {
            String bad = row("2026-11-16", 400, 1000)
                    .replaceAll(
                            "\"" + java.util.regex.Pattern.quote(field) + "\":\"[^\"]*\"",
                            "\"" + field + "\":" + poison);
            stub.on("TIME_SERIES_DAILY", series("Time Series (Daily)", bad, good));

            BarSeries series = november(stub.free(), Interval.DAY_1, Adjustment.RAW);

            assertThat(closes(series)).as("%s is %s", field, poison).containsExactly(380.0);
            assertThat(series.rejectedRows()).isEqualTo(1);
        }
    }

    @Test
    void actions_range_isHalfOpenAndSorted() {
        stub.on("SPLITS", SPLIT).on("DIVIDENDS", DIVIDEND);
        TimeRange range = TimeRange.of(Instant.parse("2026-11-17T00:00:00Z"), Instant.parse("2026-12-15T00:00:00Z"));

        List<?> actions = stub.free().actions().orElseThrow().fetchActions(Symbol.of("ACME"), range, stub.context());

        assertThat(actions)
                .isEqualTo(List.of(
                        AlphaVantageActions.dividend(
                                AlphaVantageSymbols.asset(Symbol.of("ACME"), stub.context()),
                                LocalDate.of(2026, 11, 17),
                                10),
                        new Split(Symbol.of("ACME"), LocalDate.of(2026, 11, 18), 4, 1)));
        assertThat(stub.charges()).isEqualTo(2);
    }

    @Test
    void actions_none_areEmpty() {
        stub.on("SPLITS", NO_ENTRIES).on("DIVIDENDS", NO_ENTRIES);

        assertThat(stub.free()
                        .actions()
                        .orElseThrow()
                        .fetchActions(Symbol.of("ACME"), TimeRange.of(Instant.EPOCH, stub.now()), stub.context()))
                .isEmpty();
    }
}
