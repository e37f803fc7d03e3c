package io.quotron.providers.eodhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.LimitReport;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Handler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EodhdRestTest {
    private static final Instant NOW = Instant.parse("2026-03-05T15:00:00Z");
    private static final Symbol ACME = EodhdServer.ACME;

    private final FaultServer server = FaultServer.start().otherwise(EodhdServer::answer);
    private final EodhdProvider provider = EodhdServer.provider(server.uri());
    private final List<Integer> weights = new ArrayList<>();
    private final List<LimitReport> limits = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private RequestContext context() {
        return RequestContext.builder(VirtualTime.startingAt(NOW))
                .gate((weight, context) -> weights.add(weight))
                .limitReports(limits::add)
                .notes(notes::add)
                .build();
    }

    private void serve(String body) {
        server.clear();
        server.otherwise((request, response) -> response.sendJson(body));
    }

    private BarSeries bars(Interval interval, Adjustment adjustment, String from, String to) {
        TimeRange range = TimeRange.of(Instant.parse(from), Instant.parse(to));
        return provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(ACME, interval, range, adjustment, false), context());
    }

    private BarSeries bars(Interval interval, Adjustment adjustment) {
        return bars(interval, adjustment, "2026-02-01T05:00:00Z", "2026-04-01T00:00:00Z");
    }

    private Quote quote(Symbol symbol) {
        return Objects.requireNonNull(quotes(symbol).get(symbol)).get();
    }

    private Map<Symbol, Result<Quote>> quotes(Symbol... symbols) {
        return provider.quotes().orElseThrow().fetchQuotes(new LinkedHashSet<>(List.of(symbols)), context());
    }

    // ---- days ----

    @Test
    void days_rawBeforeASplit_haveTheVolumeOfThatTime() {
        assertThat(bars(Interval.DAY_1, Adjustment.RAW).volumes()).containsExactly(1000, 1500, 1700, 1800);
        assertThat(weights).containsExactly(1, 1);
    }

    @Test
    void days_splits_dividesPricesAndKeepsVolumes() {
        BarSeries series = bars(Interval.DAY_1, Adjustment.SPLITS);

        assertThat(series.closes()).containsExactly(101, 102, 103, 104.5);
        assertThat(series.highs()).containsExactly(102.125, 103, 104, 105);
        assertThat(series.volumes()).containsExactly(2000, 1500, 1700, 1800);
    }

    @Test
    void days_splitsAndDividends_scaleToTheAdjustedClose() {
        BarSeries series = bars(Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(series.closes()).containsExactly(100.5, 101.49, 102.485, 104.5);
        assertThat(series.opens()[0]).isEqualTo(200.5 * (100.5 / 202));
        assertThat(series.volumes()).containsExactly(2000, 1500, 1700, 1800);
        assertThat(weights).as("no splits are needed").containsExactly(1);
    }

    @Test
    void days_nothingAdjusted_saveTheRequestForSplits() {
        serve(
                "[{\"date\":\"2026-03-03\",\"open\":1,\"high\":2,\"low\":1,\"close\":2,\"adjusted_close\":2,\"volume\":5}]");

        assertThat(bars(Interval.DAY_1, Adjustment.SPLITS).closes()).containsExactly(2);
        assertThat(weights).containsExactly(1);
    }

    @Test
    void days_identity_isOfTheExchange() {
        SeriesIdentity identity = bars(Interval.DAY_1, Adjustment.RAW).identity();

        assertThat(identity.zone()).isEqualTo(EodhdServer.NEW_YORK);
        assertThat(identity.currency()).isEqualTo(CurrencyUnit.of("USD"));
        assertThat(server.requests().get(0).path()).isEqualTo("/api/eod/ACME.US");
        assertThat(server.requests().get(0).parameters())
                .containsEntry("fmt", "json")
                .containsEntry("from", "2026-02-01")
                .containsEntry("to", "2026-03-05")
                .containsEntry("api_token", EodhdServer.TOKEN);
    }

    @Test
    void weeks_aroundASplit_areMadeOfAdjustedDays() {
        BarSeries weeks = bars(Interval.WEEK_1, Adjustment.SPLITS);

        assertThat(weeks.bars().map(Bar::tradingDay))
                .containsExactly(LocalDate.of(2026, 2, 23), LocalDate.of(2026, 3, 2));
        assertThat(weeks.opens()).containsExactly(100.25, 101.5);
        assertThat(weeks.highs()).containsExactly(102.125, 105);
        assertThat(weeks.lows()).containsExactly(99, 100.25);
        assertThat(weeks.closes()).containsExactly(101, 104.5);
        assertThat(weeks.volumes()).containsExactly(2000, 5000);
        assertThat(weeks.last().state()).isEqualTo(Bar.State.FORMING);
    }

    @Test
    void months_haveTheirFirstDay() {
        BarSeries months = bars(Interval.MONTH_1, Adjustment.RAW);

        assertThat(months.bars().map(Bar::tradingDay))
                .containsExactly(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 3, 1));
        assertThat(months.volumes()).containsExactly(1000, 5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "high", "low", "close", "volume"})
    void days_spoiledNumber_refusesTheDayAndTheWeek(String field) {
        for (String poison : List.of(
                "null",
                "\"\"",
                "\" \"",
                "\"NA\"",
                "\"None\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"-\"",
                "\"1,5\"",
                "\"0x10\"",
                "\"1e999\"",
                "1e999",
                "-1e999",
                "-5",
                "true",
                "{}",
                "[]",
                "\"abc\"",
                "\"１\"",
                "\"1 2\"")) {
            String row =
                    "{\"date\":\"2026-03-03\",\"open\":102.5,\"high\":104,\"low\":101.75,\"close\":103,\"adjusted_close\":103,\"volume\":1700}";
            String good = row.replace("-03\"", "-04\"").replace("1700", "1800");
            serve("[" + row.replaceFirst("\"" + field + "\":[0-9.]+", "\"" + field + "\":" + poison) + "," + good
                    + "]");

            BarSeries days = bars(Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS);

            assertThat(days.size()).as("%s is %s", field, poison).isEqualTo(1);
            assertThat(days.rejectedRows()).isEqualTo(1);
            assertThat(days.volumes()).containsExactly(1800);
            assertThat(bars(Interval.WEEK_1, Adjustment.SPLITS_AND_DIVIDENDS).isEmpty())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"2026-13-03\"", "\"0000-00-00\"", "20260303", "\"2030-01-01\"", "\"03.03.2026\""})
    void days_spoiledDate_refusesTheRowAndNamesItWhereNothingIsLeft(String poison) {
        serve("[{\"date\":" + poison
                + ",\"open\":1,\"high\":2,\"low\":1,\"close\":2,\"adjusted_close\":2,\"volume\":5}]");

        assertThatThrownBy(() -> bars(Interval.DAY_1, Adjustment.RAW))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE))
                .hasMessageContaining("[0].date");
    }

    @Test
    void days_ofAnUnknownExchange_beginAtMidnightUtcAndSaySo() {
        RequestContext context = RequestContext.builder(VirtualTime.startingAt(NOW))
                .overrides(symbol -> Optional.of("ACME.NEWX"))
                .notes(notes::add)
                .build();
        serve(EodhdServer.DAYS);
        TimeRange range = TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), NOW);

        BarSeries series = provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(ACME, Interval.DAY_1, range, Adjustment.SPLITS_AND_DIVIDENDS, false), context);

        assertThat(series.bar(0).openTime()).isEqualTo(Instant.parse("2026-02-27T00:00:00Z"));
        assertThat(series.identity().currency()).isNull();
        assertThat(notes).anyMatch(note -> note.contains("ACME.NEWX"));
    }

    // ---- minutes ----

    @Test
    void minutes_longSpan_takesPagesOfTheLongestSpan() {
        TimeRange range = TimeRange.of(Instant.parse("2025-09-01T00:00:00Z"), NOW);
        serve("[]");

        assertThatThrownBy(() -> provider.bars()
                        .orElseThrow()
                        .fetchBars(new BarQuery(ACME, Interval.MINUTE_1, range, Adjustment.RAW, false), context()))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.NO_DATA));
        assertThat(weights).containsExactly(5, 5);
        long from = Instant.parse("2025-09-01T00:00:00Z").getEpochSecond();
        assertThat(server.requests().get(0).parameters())
                .containsEntry("from", Long.toString(from))
                .containsEntry("to", Long.toString(from + 120 * 86_400 - 1))
                .containsEntry("interval", "1m");
        assertThat(server.requests().get(1).parameters())
                .containsEntry("from", Long.toString(from + 120 * 86_400))
                .containsEntry("to", Long.toString(NOW.getEpochSecond() - 1));
    }

    @Test
    void minutes_timesThatContradictEachOther_areRefused() {
        serve(EodhdServer.MINUTES.replace("2026-03-02 14:35:00", "2026-03-02 14:40:00"));

        BarSeries series = bars(Interval.MINUTE_5, Adjustment.RAW);

        assertThat(series.size()).isEqualTo(1);
        assertThat(series.rejectedRows()).isEqualTo(1);
    }

    @Test
    void minutes_splits_divideThePricesBefore() {
        server.clear();
        server.otherwise((request, response) -> response.sendJson(
                request.path().contains("/splits/")
                        ? "[{\"date\":\"2026-03-03\",\"split\":\"4.000000/1.000000\"}]"
                        : EodhdServer.MINUTES));

        BarSeries series = bars(Interval.MINUTE_5, Adjustment.SPLITS);

        assertThat(series.closes()).containsExactly(101.75 / 4, 102.25 / 4);
        assertThat(series.volumes()).containsExactly(1200, 1000);
        assertThatThrownBy(() -> bars(Interval.MINUTE_5, Adjustment.SPLITS_AND_DIVIDENDS))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNSUPPORTED));
    }

    // ---- quotes ----

    @Test
    void quotes_several_costOneCallEach() {
        Map<Symbol, Result<Quote>> answers = quotes(ACME, Symbol.of("VOD.L"), Symbol.of("FOO.QQ"), Symbol.of("NOPE"));

        assertThat(weights).containsExactly(3);
        assertThat(server.requests().get(0).path()).isEqualTo("/api/real-time/ACME.US");
        assertThat(server.requests().get(0).parameter("s")).contains("VOD.LSE,NOPE.US");
        assertThat(Objects.requireNonNull(answers.get(Symbol.of("VOD.L"))).get().currency())
                .isEqualTo(CurrencyUnit.of("GBp"));
        assertThat(List.of(answers.get(Symbol.of("FOO.QQ")), answers.get(Symbol.of("NOPE"))))
                .allMatch(result -> result instanceof Result.Failure<Quote> failure
                        && failure.reason() == FailureReason.SYMBOL_UNKNOWN);
    }

    @Test
    void quotes_twoSpellingsOfOneName_areAskedOnce() {
        Map<Symbol, Result<Quote>> answers = quotes(Symbol.of("BHP.AX"), Symbol.of("BHP.AU"));

        assertThat(weights).containsExactly(1);
        assertThat(answers.values()).hasSize(2).allMatch(Result::isSuccess);
    }

    @Test
    void days_noRowReadable_namesTheFieldThatIsNone() {
        serve(
                "[{\"date\":\"2026-03-03\",\"open\":1,\"high\":\"x\",\"low\":1,\"close\":2,\"adjusted_close\":2,\"volume\":5}]");

        assertThatThrownBy(() -> bars(Interval.DAY_1, Adjustment.RAW)).hasMessageContaining("[0].high");
    }

    @Test
    void quotes_numbersThatAreNotAvailable_areAbsent() {
        serve(
                "{\"code\":\"ACME.US\",\"timestamp\":1772658000,\"gmtoffset\":0,\"open\":\"NA\",\"high\":null,\"low\":0,\"close\":\"104.5\","
                        + "\"volume\":\"NA\",\"previousClose\":\"NA\",\"change\":\"NA\",\"change_p\":\"NA\"}");

        Quote quote = quote(ACME);

        assertThat(quote.price()).isEqualTo(104.5);
        assertThat(List.of(
                        quote.open(), quote.high(), quote.low(), quote.volume(), quote.previousClose(), quote.change()))
                .allMatch(number -> number.isEmpty());
        assertThat(quote.changePercent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"close\":\"NA\"|\"close\":104.5|NO_DATA",
                "\"close\":0|\"close\":104.5|NO_DATA",
                "\"close\":-1|\"close\":104.5|MALFORMED_RESPONSE",
                "\"close\":\"x\"|\"close\":104.5|MALFORMED_RESPONSE",
                "\"timestamp\":\"NA\"|\"timestamp\":1772658000|NO_DATA",
                "\"timestamp\":1772658000000|\"timestamp\":1772658000|MALFORMED_RESPONSE",
                "\"code\":\"OTHER.US\"|\"code\":\"ACME.US\"|NO_DATA",
            })
    void quotes_withoutAPrice_tellWhy(String bad, String good, FailureReason reason) {
        serve(EodhdServer.quote("ACME.US").replace(good, bad));

        assertThat(quotes(ACME).get(ACME))
                .isInstanceOfSatisfying(
                        Result.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void quotes_percentOfOldReplies_isComputed() {
        serve(
                "{\"code\":\"ACME.US\",\"timestamp\":1543957413,\"close\":15.66,\"previousClose\":15.95,\"change\":-0.29,\"change_p\":-0.018}");

        assertThat(quote(ACME).changePercent()).hasValue(-0.29 / 15.95 * 100);
    }

    // ---- actions ----

    @Test
    void actions_oneListUnknownToTheServer_givesTheOther() {
        server.route(
                "/api/splits/ACME.US",
                (request, response) ->
                        response.sendJson("[{\"date\":\"2020-08-31\",\"split\":\"4.000000/1.000000\"}]"));
        server.route(
                "/api/div/ACME.US", (request, response) -> response.status(404).send("Ticker Not Found."));
        TimeRange range = TimeRange.of(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2025-01-01T00:00:00Z"));

        assertThat(provider.actions().orElseThrow().fetchActions(ACME, range, context()))
                .singleElement()
                .isInstanceOf(Split.class);
    }

    @Test
    void actions_valueOnly_isRestatedBySplits() {
        server.clear();
        server.otherwise(
                (request, response) -> response.sendJson(
                        request.path().contains("/splits/")
                                ? EodhdServer.SPLITS
                                : "[{\"date\":\"2026-02-26\",\"value\":\"0.25\",\"currency\":\"\"},{\"date\":\"2026-02-27\",\"value\":0}]"));
        TimeRange range = TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), NOW);

        List<CorporateAction> actions = provider.actions().orElseThrow().fetchActions(ACME, range, context());

        assertThat(actions)
                .containsExactly(
                        new Dividend(ACME, LocalDate.of(2026, 2, 26), 0.5, null),
                        new Split(ACME, LocalDate.of(2026, 3, 2), 2, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"4\"",
                "\"4/0\"",
                "\"0.000000/1.000000\"",
                "\"-4/1\"",
                "\"a/b\"",
                "\"1e999/1\"",
                "4",
                "\"4/1/1\""
            })
    void actions_spoiledSplit_spoilsTheAnswer(String poison) {
        serve("[{\"date\":\"2026-03-02\",\"split\":" + poison + "}]");
        TimeRange range = TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), NOW);

        assertThatThrownBy(() -> provider.actions().orElseThrow().fetchActions(ACME, range, context()))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE))
                .hasMessageContaining("[0].split");
    }

    // ---- exchanges ----

    @Test
    void exchangeDay_costsAHundredCallsAndLeavesOutWhatCannotBeRead() {
        serve(
                "[{\"code\":\"VOD\",\"exchange_short_name\":\"LSE\",\"date\":\"2026-03-04\",\"open\":74,\"high\":75,\"low\":73,\"close\":74.5,"
                        + "\"adjusted_close\":74.5,\"volume\":\"NA\"},"
                        + "{\"code\":\"BAD\",\"date\":\"2026-03-04\",\"open\":0,\"high\":0,\"low\":0,\"close\":0,\"volume\":0},"
                        + "{\"code\":\"OLD\",\"date\":\"2026-03-03\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":0}]");

        Map<Symbol, Bar> bars = provider.fetchExchangeDay("lse", LocalDate.of(2026, 3, 4), context());

        assertThat(bars).containsOnlyKeys(Symbol.of("VOD.L"));
        assertThat(Objects.requireNonNull(bars.get(Symbol.of("VOD.L"))).volume())
                .isEmpty();
        assertThat(weights).containsExactly(100);
        assertThat(notes).anyMatch(note -> note.startsWith("2 rows"));
        assertThat(server.requests().get(0).path()).isEqualTo("/api/eod-bulk-last-day/LSE");
    }

    @Test
    void exchangeActions_areSplitsAndDividends() {
        server.clear();
        server.otherwise((request, response) -> response.sendJson(
                request.parameter("type").orElse("").equals("splits")
                        ? "[{\"code\":\"ACME\",\"exchange\":\"US\",\"date\":\"2026-03-04\",\"split\":\"2/1\"}]"
                        : "[{\"code\":\"ACF\",\"date\":\"2026-03-04\",\"dividend\":\"0.5\",\"currency\":\"USD\"}]"));

        assertThat(provider.fetchExchangeActions("US", LocalDate.of(2026, 3, 4), context()))
                .containsExactly(
                        new Dividend(Symbol.of("ACF"), LocalDate.of(2026, 3, 4), 0.5, CurrencyUnit.of("USD")),
                        new Split(ACME, LocalDate.of(2026, 3, 4), 2, 1));
        assertThat(weights).containsExactly(100, 100);
    }

    @Test
    void lists_ofTheUnitedStates_nameTheVenueAndKeepTheExchange() {
        List<Instrument> found = provider.discovery().orElseThrow().discover("", context());

        assertThat(found).extracting(Instrument::symbol).containsExactly(ACME, Symbol.of("ACME.B"), Symbol.of("ACF"));
        assertThat(found.get(0).venue()).contains("NASDAQ");
        assertThat(found.get(0).nativeSymbol()).isEqualTo("ACME.US");
        assertThat(found.get(2).kind()).isEqualTo(Instrument.Kind.ETF);
        assertThat(found.get(2).name()).contains("Acme Fund");
        assertThat(found.get(2).identifiers()).isEmpty();
    }

    // ---- errors, limits, account ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|Unauthenticated|AUTHENTICATION",
                "402|Payment Required|AUTHENTICATION",
                "402|You exceeded your daily API requests limit.|RATE_LIMITED",
                "403|Forbidden. Please contact support|AUTHENTICATION",
                "404|Ticker Not Found.|SYMBOL_UNKNOWN",
                "404|Symbol not found|SYMBOL_UNKNOWN",
                "422|{\"errors\":{\"from\":[\"The from must be an integer.\"]}}|INVALID_REQUEST",
                "429|Too Many Requests|RATE_LIMITED",
                "451|no|BLOCKED",
                "500|Server Error|UNAVAILABLE",
                "502|<html><body>502 Bad Gateway</body></html>|UNAVAILABLE",
                "200|<html><body>Maintenance</body></html>|BLOCKED",
                "200|Ticker Not Found.|SYMBOL_UNKNOWN",
                "200|Unauthenticated|AUTHENTICATION",
                "200|{\"error\":\"Error message description\",\"code\":403}|AUTHENTICATION",
                "200|{\"message\":\"Unknown error\",\"code\":500}|UNAVAILABLE",
                "200|{\"error\":\"?\"}|MALFORMED_RESPONSE",
                "200|Exceeded? no, something else|MALFORMED_RESPONSE",
            })
    void errors_haveTheirReasons(int status, String body, FailureReason reason) {
        server.clear();
        Handler answer = (request, response) ->
                response.status(status).header("Content-Type", "text/html").send(body);
        server.otherwise(answer);

        QuotronException thrown =
                catchThrowableOfType(QuotronException.class, () -> bars(Interval.DAY_1, Adjustment.RAW));

        assertThat(thrown.reason()).isEqualTo(reason);
        assertThat(thrown.getMessage()).doesNotContain(EodhdServer.TOKEN);
    }

    @Test
    void dailyLimitReached_pausesUntilMidnightUtc() {
        server.clear();
        server.otherwise((request, response) -> response.status(402).send("daily limit reached"));

        RateLimitedException thrown =
                catchThrowableOfType(RateLimitedException.class, () -> bars(Interval.DAY_1, Adjustment.RAW));

        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofHours(9));
    }

    @Test
    void limitHeaders_arePassedOn() {
        quotes(ACME);

        assertThat(limits).containsExactly(LimitReport.remaining(Duration.ofMinutes(1), 1400, 1399));
    }

    @Test
    void check_tellsTheCallsOfTheDayAndNotThePerson() {
        assertThat(provider.check(context()).detail()).isEqualTo("139 of 100000 calls were used on 2026-03-04");
    }

    @Test
    void descriptor_tellsLimitsAndCosts() {
        assertThat(provider.descriptor().weights())
                .containsEntry("intraday", 5)
                .containsEntry("eod-bulk-last-day", 100);
        assertThat(provider.descriptor().delay()).isEqualTo(Duration.ofMinutes(15));
        assertThat(provider.descriptor().keyRequired()).isTrue();
        try (EodhdProvider free =
                EodhdProvider.builder().apiToken("t0ken").freePlan().build()) {
            assertThat(free.descriptor().rateLimit().windows())
                    .extracting(window -> window.permits())
                    .containsExactlyInAnyOrder(1000, 20);
        }
    }

    @Test
    void build_withoutToken_saysWhatToDo() {
        assertThatThrownBy(() -> EodhdProvider.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("apiToken");
        assertThatThrownBy(() ->
                        EodhdProvider.builder().apiToken("t").callsPerDay(0).build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> EodhdProvider.create(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Set.of(provider.toString())).containsExactly("eodhd");
    }
}
