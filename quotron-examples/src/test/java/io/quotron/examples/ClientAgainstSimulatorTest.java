package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.error.Trail;
import io.quotron.health.SourceHealth;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.IndexValue;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.request.Traced;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client with the providers that are shipped, against servers that speak their formats; time is virtual. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class ClientAgainstSimulatorTest {
    private static final SourceId YAHOO = SourceId.of("yahoo");
    private static final SourceId KRAKEN = SourceId.of("kraken");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final VirtualTime time = VirtualTime.autoAdvancing(SimulatedMarket.OPEN);
    private final SimulatedMarket market = new SimulatedMarket(time, builder -> {});

    @AfterEach
    void close() {
        market.close();
    }

    // ---- answers

    @Test
    void quotes_knownAndUnknown_haveOneEntryEachAndOneRequest() {
        Map<Symbol, Result<Quote>> answers =
                market.client().quotes("AAPL", "NOPE1", "MSFT", "VOD.L").fetch();

        assertThat(answers.keySet())
                .containsExactly(Symbol.of("AAPL"), Symbol.of("NOPE1"), Symbol.of("MSFT"), Symbol.of("VOD.L"));
        assertThat(of(answers, "AAPL").get().price()).isPositive();
        assertThat(answers.get(Symbol.of("NOPE1")))
                .isInstanceOfSatisfying(
                        Result.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.SYMBOL_UNKNOWN));
        assertThat(market.simulator().requestCount(SimulatedProvider.YAHOO))
                .as("cookie, crumb and one batch")
                .isEqualTo(3);
        market.assertEveryRequestWasCharged();
    }

    private static Result<Quote> of(Map<Symbol, Result<Quote>> answers, String symbol) {
        return Objects.requireNonNull(answers.get(Symbol.of(symbol)), symbol);
    }

    @Test
    void quotes_someCachedSomeNot_asksForTheRestOnly() {
        Quote cached = market.client().quote("AAPL").fetch();
        market.simulator().forgetRequests();
        Map<Symbol, Result<Quote>> answers =
                market.client().quotes("AAPL", "MSFT").fetch();

        assertThat(of(answers, "AAPL").get()).isSameAs(cached);
        assertThat(market.simulator().requests())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.query()).contains("MSFT").doesNotContain("AAPL"));
    }

    @Test
    void quote_unknownSymbol_isNotFoundAndAskedOnceAMinute() {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> market.client().quote("NOPE1").fetch())
                    .isInstanceOf(SymbolNotFoundException.class);
        }
        assertThat(market.simulator().requestCount(SimulatedProvider.YAHOO)).isEqualTo(3);
        assertThat(market.simulator().requestCount(SimulatedProvider.KRAKEN)).isZero();
    }

    @Test
    void index_byCommonName_isTheIndex() {
        IndexValue value = market.client().index("SPX").fetch();

        assertThat(value.symbol()).isEqualTo(Symbol.of("^GSPC"));
        market.assertEveryRequestWasCharged();
    }

    @Test
    void bars_ofAllAdjustments_agreeWithEachOtherAndWithTheActions() {
        TimeRange years = TimeRange.of(Instant.parse("2020-06-01T00:00:00Z"), Instant.parse("2022-12-01T00:00:00Z"));
        BarSeries raw = bars("TSLA", years, Adjustment.RAW);
        BarSeries splits = bars("TSLA", years, Adjustment.SPLITS);
        BarSeries total = bars("TSLA", years, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(splits.openTimes()).isEqualTo(raw.openTimes()).isEqualTo(total.openTimes());
        assertThat(raw.actions()).filteredOn(Split.class::isInstance).hasSize(2);
        for (int i = 0; i < raw.size(); i++) {
            double factor = splitsAfter(raw.actions(), day(raw, i));
            assertThat(raw.closes()[i] / splits.closes()[i])
                    .as("close of %s", day(raw, i))
                    .isCloseTo(factor, within(factor * 1e-3));
            assertThat(splits.volumes()[i] / raw.volumes()[i])
                    .as("volume of %s", day(raw, i))
                    .isCloseTo(factor, within(factor * 1e-3));
            assertThat(total.closes()[i]).isCloseTo(splits.closes()[i], within(splits.closes()[i] * 1e-4));
        }
        market.assertEveryRequestWasCharged();
    }

    @Test
    void bars_dividendsPaid_lowerOnlyTheAdjustedPastByTheirShare() {
        TimeRange year = TimeRange.of(Instant.parse("2025-10-01T00:00:00Z"), SimulatedMarket.OPEN);
        BarSeries splits = bars("MSFT", year, Adjustment.SPLITS);
        BarSeries total = bars("MSFT", year, Adjustment.SPLITS_AND_DIVIDENDS);

        assertThat(splits.actions()).filteredOn(Dividend.class::isInstance).isNotEmpty();
        int last = total.size() - 1;
        assertThat(total.closes()[last]).isCloseTo(splits.closes()[last], within(splits.closes()[last] * 1e-3));
        for (int i = 1; i < splits.size(); i++) {
            double before = total.closes()[i - 1] / splits.closes()[i - 1];
            double after = total.closes()[i] / splits.closes()[i];
            double paid = dividendOn(splits.actions(), day(splits, i));
            assertThat(before / after)
                    .as("step at %s", day(splits, i))
                    .isCloseTo(1 - paid / splits.closes()[i - 1], within(1e-4));
        }
    }

    private BarSeries bars(String symbol, TimeRange range, Adjustment adjustment) {
        return market.client()
                .bars(symbol)
                .interval(Interval.DAY_1)
                .range(range)
                .adjusted(adjustment)
                .fetch();
    }

    private static LocalDate day(BarSeries series, int index) {
        return Instant.ofEpochSecond(0, series.openTimes()[index])
                .atZone(NEW_YORK)
                .toLocalDate();
    }

    private static double splitsAfter(List<CorporateAction> actions, LocalDate day) {
        return actions.stream()
                .filter(Split.class::isInstance)
                .map(Split.class::cast)
                .filter(split -> split.exDate().isAfter(day))
                .mapToDouble(Split::ratio)
                .reduce(1, (a, b) -> a * b);
    }

    private static double dividendOn(List<CorporateAction> actions, LocalDate day) {
        return actions.stream()
                .filter(Dividend.class::isInstance)
                .map(Dividend.class::cast)
                .filter(dividend -> dividend.exDate().equals(day))
                .mapToDouble(Dividend::amount)
                .sum();
    }

    @Test
    void trades_ofAnHour_areThoseThatHappened() {
        Instant end = Instant.parse("2026-11-16T14:00:00Z");
        TimeRange hour = TimeRange.of(end.minus(Duration.ofHours(1)), end);
        List<Trade> trades = market.client().trades("BTC/USD", hour).fetch();
        List<Trade> truth =
                market.simulator().tradesBetween(Symbol.of("BTC/USD"), hour.startInclusive(), hour.endExclusive());

        assertThat(trades).hasSameSizeAs(truth).isNotEmpty();
        assertThat(trades.stream().map(Trade::price))
                .containsExactlyElementsOf(truth.stream().map(Trade::price).toList());
        assertThatThrownBy(trades::clear).isInstanceOf(UnsupportedOperationException.class);
        market.assertEveryRequestWasCharged();
    }

    @Test
    void instruments_byName_areFound() {
        List<Instrument> found = market.client().instruments().search("apple").fetch();

        assertThat(found).anyMatch(instrument -> instrument.symbol().equals(Symbol.of("AAPL")));
        market.assertEveryRequestWasCharged();
    }

    @Test
    void from_oneProvider_neverAnswersFromTheCacheOfAnother() {
        Quote any = market.client().quote("BTC/USD").fetch();
        Quote kraken = market.client().quote("BTC/USD").from("kraken").fetch();
        Quote yahoo = market.client().quote("BTC/USD").from("yahoo").fetch();

        assertThat(any.source()).isEqualTo(YAHOO);
        assertThat(kraken.source()).isEqualTo(KRAKEN);
        assertThat(yahoo.source()).isEqualTo(YAHOO);
    }

    // ---- bad days

    /** What can be wrong with Yahoo, and how the trail names it. */
    private enum BadDay {
        LIMITED(FailureReason.RATE_LIMITED) {
            @Override
            void begin(SimulatedMarket market) {
                market.simulator().faults().rateLimit(SimulatedProvider.YAHOO, Duration.ofSeconds(7));
            }
        },
        BANNED(FailureReason.RATE_LIMITED) {
            @Override
            void begin(SimulatedMarket market) {
                market.simulator().faults().ban(SimulatedProvider.YAHOO);
            }
        },
        BROKEN(FailureReason.UNAVAILABLE) {
            @Override
            void begin(SimulatedMarket market) {
                market.simulator().faults().failNext(SimulatedProvider.YAHOO, 1_000, 500);
            }
        },
        OTHER_FORMAT(FailureReason.MALFORMED_RESPONSE) {
            @Override
            void begin(SimulatedMarket market) {
                market.simulator().faults().schemaChange(SimulatedProvider.YAHOO);
            }
        };

        private final FailureReason reason;

        BadDay(FailureReason reason) {
            this.reason = reason;
        }

        abstract void begin(SimulatedMarket market);
    }

    @ParameterizedTest
    @EnumSource(BadDay.class)
    void quote_yahooHasABadDay_isAnsweredByKraken(BadDay day) {
        day.begin(market);
        Traced<Quote> answer = market.client().quote("BTC/USD").fetchTraced();

        assertThat(answer.value().source()).isEqualTo(KRAKEN);
        assertThat(answer.value().stale()).isFalse();
        assertThat(answer.trail().steps()).anyMatch(step -> YAHOO.equals(step.source()) && step.reason() == day.reason);
        market.assertEveryRequestWasCharged();
    }

    /** A provider that has no price now is not down, so an older price does not stand in for it. */
    @ParameterizedTest
    @EnumSource(value = BadDay.class, mode = EnumSource.Mode.EXCLUDE, names = "OTHER_FORMAT")
    void quote_everybodyHasABadDay_isOneFailureOrAnOlderAnswerThatSaysSo(BadDay day) {
        Quote fresh = market.client().quote("BTC/USD").fetch();
        time.advance(Duration.ofSeconds(10));
        day.begin(market);
        market.simulator().faults().failNext(SimulatedProvider.KRAKEN, 1_000, 500);

        Traced<Quote> stale = market.client().quote("BTC/USD").fetchTraced();
        assertThat(stale.value().stale()).isTrue();
        assertThat(stale.value().price()).isEqualTo(fresh.price());
        assertThat(stale.trail().steps()).anyMatch(step -> step.kind() == Trail.Kind.STALE_ANSWER);

        time.advance(Duration.ofSeconds(60));
        day.begin(market);
        assertThatThrownBy(() -> market.client().quote("BTC/USD").fetch())
                .isInstanceOfSatisfying(
                        AllProvidersFailedException.class,
                        failure -> assertThat(failure.attempts()).hasSize(2));
        market.assertEveryRequestWasChargedBut(day == BadDay.BANNED ? 2 : 0);
    }

    @Test
    void quote_yahooIsRateLimited_leavesExactlyThisTrail() {
        market.client().quote("ETH/USD").from("kraken").fetch(); // Kraken's list of markets is known
        market.simulator().faults().rateLimit(SimulatedProvider.YAHOO, Duration.ofSeconds(7));

        Trail trail = market.client().quote("BTC/USD").fetchTraced().trail();
        assertThat(trail.steps().stream().map(ClientAgainstSimulatorTest::shortly))
                .containsExactly("ATTEMPT yahoo RATE_LIMITED", "FAILOVER kraken", "ATTEMPT kraken");

        Trail next = market.client().quote("SOL/USD").fetchTraced().trail();
        assertThat(next.steps().stream().map(ClientAgainstSimulatorTest::shortly))
                .as("nobody asks Yahoo while it wants to be left alone")
                .containsExactly("FAILOVER kraken", "ATTEMPT kraken");
        assertThat(market.simulator().requestCount(SimulatedProvider.YAHOO)).isEqualTo(1);
        assertThat(market.health(SimulatedProvider.YAHOO).pausedFor()).isPositive();
        assertThat(market.health(SimulatedProvider.YAHOO).status()).isEqualTo(SourceHealth.Status.DEGRADED);
    }

    private static String shortly(Trail.Step step) {
        return Stream.of(step.kind(), step.source(), step.reason())
                .filter(part -> part != null)
                .map(String::valueOf)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    @Test
    void quotes_crumbExpiredFor32Threads_isRenewedOnce() throws Exception {
        market.client().quote("AAPL").fetch();
        market.simulator().forgetRequests();
        long before = market.health(SimulatedProvider.YAHOO).requests();
        market.simulator().faults().expireCrumbs();

        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Quote>> answers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            CompletableFuture<Quote> answer = new CompletableFuture<>();
            answers.add(answer);
            String symbol = List.of("AAPL", "MSFT", "TSLA", "GOOG").get(i % 4);
            threads.add(new Thread(() -> ask(symbol, start, answer)));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.get().price()).isPositive());
        assertThat(market.simulator().requests())
                .filteredOn(request -> request.path().endsWith("getcrumb"))
                .hasSize(1);
        assertThat(market.health(SimulatedProvider.YAHOO).requests() - before)
                .isEqualTo(market.simulator().requestCount(SimulatedProvider.YAHOO));
    }

    private void ask(String symbol, CountDownLatch start, CompletableFuture<Quote> answer) {
        try {
            start.await();
            answer.complete(market.client().quote(symbol).fresh().fetch());
        } catch (InterruptedException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    @Test
    void quote_refusedEachTime_isAuthenticationAfterOneRenewal() {
        market.simulator().faults().failNext(SimulatedProvider.YAHOO, "/quote", 1_000, 401);
        QuotronException failure = catchThrowableOfType(
                QuotronException.class, () -> market.client().quote("AAPL").fetch());

        assertThat(failure.reason()).isEqualTo(FailureReason.AUTHENTICATION);
        assertThat(market.simulator().requests())
                .filteredOn(request -> request.path().endsWith("getcrumb"))
                .hasSize(2);
        market.assertEveryRequestWasCharged();
        assertThat(market.health(SimulatedProvider.YAHOO).status()).isEqualTo(SourceHealth.Status.CREDENTIALS);
    }

    @Test
    void fetch_clockStepsBackAnHour_expiresAndLimitsAsBefore() {
        Quote first = market.client().quote("AAPL").fetch();
        time.jumpWallClock(Duration.ofHours(-1));
        assertThat(market.client().quote("AAPL").fetch()).isSameAs(first);
        time.advance(Duration.ofSeconds(6));

        assertThat(market.client().quote("AAPL").fetch()).isNotSameAs(first);
        market.assertEveryRequestWasCharged();
    }
}
