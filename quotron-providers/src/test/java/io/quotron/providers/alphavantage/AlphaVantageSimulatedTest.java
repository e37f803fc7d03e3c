package io.quotron.providers.alphavantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.registry.ProviderValidator;
import io.quotron.registry.ValidationPlan;
import io.quotron.registry.ValidationReport;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The provider against the simulator, whose trades are the truth. */
class AlphaVantageSimulatedTest {
    /** A Wednesday, 45 minutes after the opening in New York. */
    private static final Instant OPEN = Instant.parse("2026-03-04T15:15:30Z");

    private final Seed seed = Seed.of("AlphaVantageSimulatedTest");
    private final VirtualTime time = VirtualTime.autoAdvancing(OPEN);
    private final MarketSimulator simulator =
            MarketSimulator.builder().seed(seed.value()).time(time).start();
    private final AlphaVantageProvider free = AlphaVantageProvider.builder()
            .apiKey(AlphaVantageServer.KEY)
            .baseUri(simulator.alphaVantageUri())
            .build();
    private final AlphaVantageProvider premium = AlphaVantageProvider.builder()
            .apiKey(AlphaVantageServer.KEY)
            .baseUri(simulator.alphaVantageUri())
            .premium(RateLimit.of(75, Duration.ofMinutes(1)))
            .bulkQuotes()
            .build();

    @AfterEach
    void close() {
        free.close();
        premium.close();
        simulator.close();
    }

    private RequestContext context() {
        return RequestContext.builder(time).build();
    }

    private BarSeries bars(
            AlphaVantageProvider provider, String symbol, String interval, Adjustment adjustment, String from) {
        TimeRange range = TimeRange.of(Instant.parse(from), OPEN.plusSeconds(1));
        BarQuery query = new BarQuery(Symbol.of(symbol), Interval.parse(interval), range, adjustment, false);
        return provider.bars().orElseThrow().fetchBars(query, context());
    }

    @ParameterizedTest
    @CsvSource({
        "AAPL,1d,2026-02-20T00:00:00Z",
        "AAPL,5m,2026-03-02T00:00:00Z",
        "AAPL,1h,2026-03-02T00:00:00Z",
        "AAPL,15m,2025-12-29T00:00:00Z",
        "BTC/USD,5m,2026-03-04T00:00:00Z",
        "BTC/USD,1d,2026-02-20T00:00:00Z",
        "EUR/USD,15m,2026-03-04T00:00:00Z"
    })
    void bars_raw_foldTheTrades(String symbol, String interval, String from) {
        BarSeries series = bars(free, symbol, interval, Adjustment.RAW, from);

        assertThat(series.size()).isGreaterThan(5);
        assertThat(series.rejectedRows()).isZero();
        for (Bar bar : series.bars().toList()) {
            Instant end = bar.closeTime().isAfter(OPEN) ? OPEN.plusNanos(1) : bar.closeTime();
            List<Trade> trades = simulator.tradesBetween(Symbol.of(symbol), bar.openTime(), end);
            assertThat(bar.open()).isEqualTo(trades.get(0).price());
            assertThat(bar.close()).isEqualTo(trades.get(trades.size() - 1).price());
            assertThat(bar.high())
                    .isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElseThrow());
            assertThat(bar.low())
                    .isEqualTo(trades.stream().mapToDouble(Trade::price).min().orElseThrow());
            assertThat(bar.state() == Bar.State.FORMING)
                    .isEqualTo(bar.closeTime().isAfter(OPEN));
        }
    }

    @ParameterizedTest
    @EnumSource(Adjustment.class)
    void bars_computedAndPremiumDays_agree(Adjustment adjustment) {
        BarSeries computed = bars(free, "TSLA", "1d", adjustment, "2020-06-01T00:00:00Z");
        BarSeries given = bars(premium, "TSLA", "1d", adjustment, "2020-06-01T00:00:00Z");

        assertThat(computed.size()).isEqualTo(given.size()).isGreaterThan(1000);
        assertThat(computed.closes()).containsExactly(given.closes(), within(1e-3));
        assertThat(computed.highs()).containsExactly(given.highs(), within(1e-3));
        assertThat(computed.volumes()).containsExactly(given.volumes(), within(1e-3));
        assertThat(computed.actions()).hasSize(adjustment == Adjustment.RAW ? 0 : 2);
    }

    @Test
    void bars_weeksWithDividends_agreeWithTheComputedDays() {
        BarSeries weeks = bars(free, "SPY", "1w", Adjustment.SPLITS_AND_DIVIDENDS, "2024-01-01T12:00:00Z");
        BarSeries days = bars(free, "SPY", "1d", Adjustment.SPLITS_AND_DIVIDENDS, "2024-01-01T00:00:00Z");

        for (Bar week : weeks.bars().toList()) {
            Bar last = days.bars()
                    .filter(day -> day.openTime().isBefore(week.closeTime()))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(week.close()).isCloseTo(last.close(), within(1e-3));
        }
        assertThat(weeks.last().state()).isEqualTo(Bar.State.FORMING);
    }

    private Quote quote(AlphaVantageProvider provider, String symbol) {
        Map<Symbol, Result<Quote>> answer =
                provider.quotes().orElseThrow().fetchQuotes(Set.of(Symbol.of(symbol)), context());
        return Objects.requireNonNull(answer.get(Symbol.of(symbol))).get();
    }

    private double lastPrice(String symbol) {
        List<Trade> trades =
                simulator.tradesBetween(Symbol.of(symbol), OPEN.minus(Duration.ofDays(1)), OPEN.plusNanos(1));
        return trades.get(trades.size() - 1).price();
    }

    @ParameterizedTest
    @CsvSource({"AAPL,USD", "EUR/USD,USD", "BTC/USD,USD", "VOD.L,GBp"})
    void quote_price_isOfTheLastTrade(String symbol, String currency) {
        Quote quote = quote(free, symbol);

        assertThat(quote.price()).isCloseTo(lastPrice(symbol), within(1e-4));
        assertThat(String.valueOf(quote.currency())).isEqualTo(currency);
        assertThat(quote.eventTime()).isBeforeOrEqualTo(OPEN);
    }

    @Test
    void quotes_bulk_takeOneRequest() {
        Set<Symbol> symbols = Set.of(Symbol.of("AAPL"), Symbol.of("MSFT"), Symbol.of("NOPE"));

        Map<Symbol, Result<Quote>> answer = premium.quotes().orElseThrow().fetchQuotes(symbols, context());

        assertThat(answer.keySet()).isEqualTo(symbols);
        assertThat(answer.get(Symbol.of("NOPE"))).isInstanceOf(Result.Failure.class);
        assertThat(quote(premium, "AAPL").price()).isCloseTo(lastPrice("AAPL"), within(1e-4));
        assertThat(simulator.requestCount(SimulatedProvider.ALPHA_VANTAGE)).isEqualTo(2);
    }

    @Test
    void otherRoles_answer() {
        List<Instrument> found = free.instruments().orElseThrow().search("vod", context());
        List<Instrument> listed = free.discovery().orElseThrow().discover("active", context());

        assertThat(found).extracting(Instrument::symbol).containsExactly(Symbol.of("VOD.L"));
        assertThat(listed).extracting(Instrument::symbol).contains(Symbol.of("AAPL"), Symbol.of("SPY"));
        assertThat(listed).allMatch(instrument -> instrument.name().orElse("").endsWith("(simulated)"));
        assertThat(free.profiles()
                        .orElseThrow()
                        .fetchProfile(Symbol.of("AAPL"), context())
                        .sector())
                .contains("SIMULATION");
        assertThat(free.check(context()).detail()).endsWith("open");
    }

    @Test
    void validate_simulator_failsNothing() {
        ValidationReport report = ProviderValidator.validate(free, ValidationPlan.of("AAPL", "NOPE"), time);

        assertThat(report.failures()).as(report.toString()).isEmpty();
    }

    private FailureReason failure() {
        try {
            quote(free, "AAPL");
        } catch (QuotronException e) {
            assertThat(e).hasMessageNotContaining("CANARY");
            return e.reason();
        }
        throw new AssertionError("no failure");
    }

    @ParameterizedTest
    @CsvSource({"401,AUTHENTICATION", "403,AUTHENTICATION", "429,RATE_LIMITED", "503,UNAVAILABLE"})
    void faults_texts_haveTheirReasons(int status, FailureReason reason) {
        simulator.faults().failNext(SimulatedProvider.ALPHA_VANTAGE, 1, status);

        assertThat(failure()).isEqualTo(reason);
        assertThat(quote(free, "AAPL").price()).isPositive();
    }

    @Test
    void faults_spentDay_pausesForHours() {
        simulator.faults().ban(SimulatedProvider.ALPHA_VANTAGE);

        RateLimitedException limited =
                org.junit.jupiter.api.Assertions.assertThrows(RateLimitedException.class, () -> quote(free, "AAPL"));

        assertThat(limited.retryAfter()).isGreaterThan(Duration.ofHours(8));
    }

    @Test
    void faults_schemaChange_givesNoNumber() {
        simulator.faults().schemaChange(SimulatedProvider.ALPHA_VANTAGE);

        assertThat(failure()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void requests_log_holdsNoKey() {
        quote(free, "AAPL");

        assertThat(simulator.requests().toString()).doesNotContain("CANARY").contains("apikey=***");
    }
}
