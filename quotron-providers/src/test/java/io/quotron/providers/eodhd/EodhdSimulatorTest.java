package io.quotron.providers.eodhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.registry.ProviderValidator;
import io.quotron.registry.ValidationPlan;
import io.quotron.registry.ValidationReport;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider against the market simulator, whose trades are the truth. */
class EodhdSimulatorTest {
    private static final Symbol AAPL = Symbol.of("AAPL");
    /** A Friday, one hour before the close of New York. */
    private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(NOW);
    private final MarketSimulator simulator =
            MarketSimulator.builder().seed(7).time(time).start();
    private final EodhdProvider provider = EodhdProvider.builder()
            .apiToken(EodhdServer.TOKEN)
            .baseUri(simulator.eodhdUri())
            .socketUri(simulator.eodhdSocketUri())
            .build();

    @AfterEach
    void close() {
        provider.close();
        simulator.close();
    }

    private RequestContext context() {
        return RequestContext.builder(time).build();
    }

    private BarSeries bars(Symbol symbol, Interval interval, Adjustment adjustment, String from, String to) {
        TimeRange range = TimeRange.of(Instant.parse(from), Instant.parse(to));
        return provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(symbol, interval, range, adjustment, false), context());
    }

    private Quote quote(Symbol symbol) {
        return Objects.requireNonNull(provider.quotes()
                        .orElseThrow()
                        .fetchQuotes(Set.of(symbol), context())
                        .get(symbol))
                .get();
    }

    @Test
    void days_aroundASplit_areTheTrades() {
        String from = "2020-08-27T00:00:00Z";
        String to = "2020-09-02T00:00:00Z";
        BarSeries raw = bars(AAPL, Interval.DAY_1, Adjustment.RAW, from, to);
        BarSeries split = bars(AAPL, Interval.DAY_1, Adjustment.SPLITS, from, to);
        BarSeries total = bars(AAPL, Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS, from, to);

        assertThat(raw.bars().map(Bar::tradingDay))
                .containsExactly(
                        LocalDate.of(2020, 8, 27),
                        LocalDate.of(2020, 8, 28),
                        LocalDate.of(2020, 8, 31),
                        LocalDate.of(2020, 9, 1));
        for (int i = 0; i < raw.size(); i++) {
            Bar bar = raw.bar(i);
            List<Trade> trades = simulator.tradesBetween(AAPL, bar.openTime(), bar.closeTime());
            assertThat(bar.close()).isEqualTo(trades.get(trades.size() - 1).price());
            assertThat(bar.high())
                    .isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElseThrow());
            assertThat(bar.volume().orElseThrow())
                    .isEqualTo(trades.stream().mapToDouble(Trade::size).sum());
            double ratio = i < 2 ? 4 : 1;
            assertThat(split.bar(i).close()).isEqualTo(bar.close() / ratio);
            assertThat(split.bar(i).volume()).hasValue(bar.volume().orElseThrow() * ratio);
            assertThat(total.bar(i).close()).isLessThan(split.bar(i).close());
        }
    }

    @Test
    void minutes_ofADay_addUpToItsTrades() {
        BarSeries minutes =
                bars(AAPL, Interval.MINUTE_5, Adjustment.RAW, "2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z");

        Instant start = Instant.parse("2026-11-19T14:30:00Z");
        List<Trade> trades = simulator.tradesBetween(AAPL, start, start.plus(Duration.ofMinutes(390)));
        assertThat(minutes.size()).isEqualTo(78);
        assertThat(minutes.rejectedRows()).isZero();
        assertThat(minutes.bars().mapToDouble(bar -> bar.volume().orElseThrow()).sum())
                .isEqualTo(trades.stream().mapToDouble(Trade::size).sum());
        assertThat(minutes.last().close())
                .isEqualTo(trades.get(trades.size() - 1).price());
    }

    @Test
    void weeks_areTheirDays() {
        BarSeries weeks = bars(
                Symbol.of("VOD.L"), Interval.WEEK_1, Adjustment.RAW, "2026-10-31T12:00:00Z", "2026-11-15T00:00:00Z");
        BarSeries days = bars(
                Symbol.of("VOD.L"), Interval.DAY_1, Adjustment.RAW, "2026-11-01T12:00:00Z", "2026-11-15T00:00:00Z");

        assertThat(weeks.size()).isEqualTo(2);
        assertThat(days.size()).isEqualTo(10);
        assertThat(weeks.bars().mapToDouble(bar -> bar.volume().orElseThrow()).sum())
                .isEqualTo(days.bars()
                        .mapToDouble(bar -> bar.volume().orElseThrow())
                        .sum());
        assertThat(weeks.identity().currency()).isEqualTo(CurrencyUnit.of("GBp"));
    }

    @Test
    void quotes_areFifteenMinutesBehind() {
        List<Trade> trades = simulator.tradesBetween(
                AAPL, NOW.minusSeconds(3_600), NOW.minusSeconds(900).plusNanos(1));

        assertThat(quote(AAPL).price()).isEqualTo(trades.get(trades.size() - 1).price());
        assertThat(quote(Symbol.of("EUR/USD")).volume()).isEmpty();
        assertThat(quote(Symbol.of("BTC/USD")).price()).isPositive();
        assertThat(quote(Symbol.of("^GSPC")).price()).isPositive();
    }

    @Test
    void actions_areThoseOfTheSimulator() {
        TimeRange range = TimeRange.of(Instant.parse("2020-08-01T00:00:00Z"), Instant.parse("2020-09-01T00:00:00Z"));

        List<CorporateAction> actions = provider.actions().orElseThrow().fetchActions(AAPL, range, context());

        assertThat(actions)
                .containsExactly(
                        new Dividend(AAPL, LocalDate.of(2020, 8, 14), 0.24, CurrencyUnit.of("USD")),
                        new Split(AAPL, LocalDate.of(2020, 8, 31), 4, 1));
        assertThat(provider.fetchExchangeActions("US", LocalDate.of(2020, 8, 31), context()))
                .extracting(CorporateAction::symbol)
                .containsExactly(AAPL, Symbol.of("TSLA"));
    }

    @Test
    void lists_searchAndExchangeDays_agree() {
        List<Instrument> listed = provider.discovery().orElseThrow().discover("us", context());
        Map<Symbol, Bar> day = provider.fetchExchangeDay("US", LocalDate.of(2026, 11, 19), context());

        assertThat(listed).extracting(Instrument::symbol).containsExactlyInAnyOrderElementsOf(day.keySet());
        assertThat(provider.discovery().orElseThrow().lists(context()))
                .startsWith("US")
                .contains("LSE", "CC", "FOREX", "INDX");
        assertThat(provider.instruments().orElseThrow().search("vodafone", context()))
                .extracting(Instrument::symbol, Instrument::currency)
                .containsExactly(tuple(Symbol.of("VOD.L"), CurrencyUnit.of("GBp")));
        assertThat(provider.check(context()).healthy()).isTrue();
    }

    @Test
    void stream_ofTrades_isTheTape() {
        RecordingStreamListener told = new RecordingStreamListener();
        StreamKey key = new StreamKey(Symbol.of("BTC/USD"), StreamKind.TRADES);
        try (StreamConnection connection = provider.stream().orElseThrow().connect(told, context())) {
            connection.subscribe(Set.of(key, new StreamKey(Symbol.of("EUR/USD"), StreamKind.QUOTES)));
            told.await(Kind.SUBSCRIBED, 2);
            await(() -> simulator.subscriptions().size() == 2);

            time.advance(Duration.ofMinutes(1));

            List<Trade> truth = simulator.tradesBetween(
                    key.symbol(), NOW.plusNanos(1), NOW.plusSeconds(60).plusNanos(1));
            assertThat(truth).isNotEmpty();
            await(() -> prices(told, key).size() >= truth.size());
            assertThat(prices(told, key))
                    .containsExactlyElementsOf(truth.stream().map(Trade::price).toList());
        }
    }

    private static List<Double> prices(RecordingStreamListener told, StreamKey key) {
        return told.events().stream()
                .filter(event -> event.symbol().equals(key.symbol()))
                .map(event -> ((Trade) event).price())
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long giveUp = TimeSource.system().nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && TimeSource.system().nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
    }

    @Test
    void faults_haveTheirReasons() {
        simulator.faults().failNext(SimulatedProvider.EODHD, 1, 401);
        assertThat(failure()).isEqualTo(FailureReason.AUTHENTICATION);
        simulator.faults().failNext(SimulatedProvider.EODHD, 1, 502);
        assertThat(failure()).isEqualTo(FailureReason.UNAVAILABLE);
        simulator.faults().rateLimit(SimulatedProvider.EODHD, Duration.ofSeconds(7));
        assertThat(failure()).isEqualTo(FailureReason.RATE_LIMITED);
        simulator.faults().clear();
        simulator.faults().schemaChange(SimulatedProvider.EODHD);
        assertThat(failure()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
        assertThat(simulator.requests()).noneMatch(request -> request.query().contains(EodhdServer.TOKEN));
    }

    private FailureReason failure() {
        return catchThrowableOfType(
                        QuotronException.class,
                        () -> bars(
                                AAPL, Interval.DAY_1, Adjustment.RAW, "2026-11-02T00:00:00Z", "2026-11-19T00:00:00Z"))
                .reason();
    }

    @Test
    void validate_simulatorOnAGoodDay_failsNothing() {
        VirtualTime running = VirtualTime.autoAdvancing(NOW);
        ValidationReport report = ProviderValidator.validate(provider, ValidationPlan.of("AAPL", "NOPE"), running);

        assertThat(report.failures()).as(report.toString()).isEmpty();
    }
}
