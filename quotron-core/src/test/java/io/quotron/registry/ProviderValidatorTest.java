package io.quotron.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.internal.request.RolesProvider;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.OptionChain;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.registry.ValidationReport.Check;
import io.quotron.registry.ValidationReport.Outcome;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarQuery;
import io.quotron.spi.BarSource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProviderValidatorTest {
    private static final ValidationPlan PLAN = ValidationPlan.of("AAPL", "NOPE");
    private static final String[] RARE = {
        "stream.kinds",
        "profile",
        "options",
        "book",
        "actions",
        "discovery.lists",
        "discovery.instruments",
        "instruments.resolve"
    };
    private static final long DAY = 86_400_000_000_000L;

    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));
    private final ScriptedProvider good = new ScriptedProvider("good").withBars(days(0, 1));

    /** Two daily bars that open the given numbers of days after the start of the range. */
    private BarSource days(double... opens) {
        return (query, context) -> series(query, "good", opens);
    }

    private BarSeries series(BarQuery query, String source, double... opens) {
        BarSeries.Builder builder = BarSeries.builder(
                new SeriesIdentity(
                        query.symbol(),
                        SourceId.of(source),
                        query.interval(),
                        query.adjustment(),
                        null,
                        ZoneOffset.UTC,
                        SeriesIdentity.Session.REGULAR),
                time.now());
        Instant from = query.range().startInclusive();
        long start = from.getEpochSecond() * 1_000_000_000L + from.getNano();
        for (double open : opens) {
            long at = start + (long) (open * DAY);
            builder.add(at, at + DAY, 10, 12, 9, 11, 1000);
        }
        return builder.build();
    }

    private ValidationReport validate(MarketDataProvider provider) {
        return ProviderValidator.validate(provider, PLAN, time);
    }

    private static Check check(ValidationReport report, String id) {
        return report.checks().stream()
                .filter(check -> check.id().equals(id))
                .reduce((one, other) -> {
                    throw new AssertionError(id + " is told twice");
                })
                .orElseThrow();
    }

    private static void assertFails(ValidationReport report, String... ids) {
        assertThat(report.failures())
                .as(report.toString())
                .extracting(Check::id)
                .containsExactly(ids);
    }

    private ScriptedProvider.Mood changed(UnaryOperator<Quote> change) {
        return (symbols, context) -> {
            Map<Symbol, Result<Quote>> answers = new HashMap<>(good.priceOf100(symbols, context));
            answers.replaceAll((symbol, result) -> result instanceof Result.Success<Quote> success
                    ? Result.success(change.apply(success.value()))
                    : result);
            return answers;
        };
    }

    @Test
    void validate_goodProvider_passesEverything() {
        ValidationReport report = validate(good);

        assertThat(report.provider()).isEqualTo("good");
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.checks())
                .hasSize(22)
                .filteredOn(check -> check.outcome() == Outcome.SKIPPED)
                .extracting(Check::id)
                .containsExactly(RARE);
        assertThat(good.isClosed()).isFalse();
    }

    @Test
    void validate_withoutBars_skipsThem() {
        ValidationReport report = validate(new ScriptedProvider("good"));

        assertThat(report.passed()).isTrue();
        assertThat(report.checks())
                .filteredOn(check -> check.outcome() == Outcome.SKIPPED)
                .extracting(Check::id)
                .startsWith("bars.answer", "bars.order", "bars.range", "bars.identity")
                .endsWith(RARE);
    }

    @Test
    void validate_limitedProvider_pacesItsRequests() {
        ScriptedProvider limited = new ScriptedProvider(
                "good", RateLimit.of(2, Duration.ofSeconds(10)), EnumSet.allOf(Symbol.Kind.class), 1);
        ValidationReport report = validate(limited);

        assertThat(report.passed()).as(report.toString()).isTrue();
        List<Long> times = limited.requestTimes();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(5_000_000_000L);
        }
    }

    @Test
    void validate_serverDown_failsWhatNeedsAnAnswerAndThrowsNothing() {
        good.always(good.failing(FailureReason.UNAVAILABLE)).withBars((query, context) -> {
            throw new ProviderException(SourceId.of("good"), FailureReason.UNAVAILABLE, "down");
        });
        ValidationReport report = validate(good);

        assertFails(
                report, "quotes.entries", "quotes.price", "quotes.unknown", "quotes.batch", "bars.answer", "deadline");
        assertThat(check(report, "bars.answer").detail()).isEqualTo("UNAVAILABLE: good: down");
        assertThat(check(report, "bars.order").outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(check(report, "quotes.source").outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void validate_wrongQuotes_failsTheirRules() {
        good.always(changed(quote -> Quote.builder(quote.symbol(), SourceId.of("other"))
                .price(-1)
                .eventTime(quote.eventTime().plus(Duration.ofMinutes(6)))
                .build()));

        assertFails(validate(good), "quotes.price", "quotes.source", "quotes.times");
    }

    @Test
    void validate_entriesLeftOutOrAdded_failsEntries() {
        good.always((symbols, context) -> Map.of());
        assertFails(validate(good), "quotes.entries", "quotes.price", "quotes.unknown", "quotes.batch");

        good.always((symbols, context) -> {
            Set<Symbol> more = new HashSet<>(symbols);
            more.add(Symbol.of("MSFT"));
            return good.priceOf100(more, context);
        });
        assertFails(validate(good), "quotes.entries", "quotes.unknown", "quotes.batch");
    }

    @Test
    void validate_inventedQuoteForUnknownSymbol_failsUnknown() {
        good.always((symbols, context) -> {
            Map<Symbol, Result<Quote>> answers = new HashMap<>();
            symbols.forEach(symbol -> answers.put(
                    symbol,
                    Result.success(Quote.builder(symbol, SourceId.of("good"))
                            .price(1)
                            .eventTime(context.time().now())
                            .build())));
            return answers;
        });

        assertFails(validate(good), "quotes.unknown", "quotes.batch");
    }

    @Test
    void validate_nullAnswersAndErrors_failsAndThrowsNothing() {
        good.always((symbols, context) -> {
            throw new StackOverflowError("deep\u001b[31m");
        });
        good.withBars((query, context) -> nothing());
        ValidationReport report = validate(good);

        assertThat(check(report, "quotes.entries").detail())
                .contains("StackOverflowError")
                .doesNotContain("\u001b");
        assertThat(check(report, "bars.answer").detail()).isEqualTo("the answer is null");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void validate_wrongBars_failsTheirRules() {
        assertFails(validate(good.withBars(days())), "bars.answer");
        assertFails(validate(good.withBars(days(0, 0.5))), "bars.order");
        assertFails(validate(good.withBars(days(0, 1, 1))), "bars.order");
        assertFails(validate(good.withBars(days(-1, 1))), "bars.range");
        assertFails(validate(good.withBars(days(29, 30))), "bars.range");
        assertFails(validate(good.withBars((query, context) -> series(query, "other", 0))), "bars.identity");
        assertFails(
                validate(good.withBars((query, context) -> series(
                        new BarQuery(query.symbol(), Interval.DAY_1, query.range(), Adjustment.RAW, false),
                        "good",
                        0))),
                "bars.identity");
    }

    /** Does what a test wants it to do. */
    private static class Odd implements MarketDataProvider {
        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder(SourceId.of("odd"), "Odd").build();
        }

        @Override
        public HealthCheck check(RequestContext context) {
            return HealthCheck.ok();
        }

        @Override
        public void close() {}
    }

    @Test
    void validate_noChargesAndBadHealth_failsGateAndHealth() {
        assertFails(validate(new Odd()), "gate");
        assertFails(
                validate(new Odd() {
                    @Override
                    public HealthCheck check(RequestContext context) {
                        context.beforeRequest();
                        return HealthCheck.failed("server says no");
                    }
                }),
                "health");
    }

    @Test
    void validate_accessorsThatThrow_failsTheirRules() {
        ValidationReport report = validate(new Odd() {
            @Override
            public Optional<QuoteSource> quotes() {
                throw new IllegalStateException("no role");
            }

            @Override
            public Optional<BarSource> bars() {
                return nothing();
            }
        });
        assertFails(report, "quotes.entries", "bars.answer", "gate");
        assertThat(check(report, "quotes.price").outcome()).isEqualTo(Outcome.SKIPPED);

        ValidationReport nameless = validate(new Odd() {
            @Override
            public ProviderDescriptor descriptor() {
                throw new IllegalStateException("nobody");
            }
        });
        assertFails(nameless, "descriptor");
        assertThat(nameless.provider()).contains("ProviderValidatorTest");
        assertThat(nameless.checks()).hasSize(22);
    }

    @Test
    void validate_barsWithoutIntervalsOrKind_failsTheDescriptor() {
        assertFails(
                validate(new Odd() {
                    @Override
                    public Optional<BarSource> bars() {
                        return Optional.of(days(0));
                    }
                }),
                "descriptor",
                "gate");
        ScriptedProvider pairs = new ScriptedProvider("good", RateLimit.unlimited(), EnumSet.of(Symbol.Kind.PAIR), 1);
        assertThat(check(validate(pairs), "descriptor").detail()).contains("AAPL");
    }

    @Test
    void validate_slowAgainstTheDeadline_failsDeadline() {
        good.always((symbols, context) -> {
            time.advance(Duration.ofMillis(300));
            return good.priceOf100(symbols, context);
        });
        assertFails(validate(good), "deadline");

        good.always((symbols, context) -> {
            time.advance(Duration.ofMillis(50));
            return good.priceOf100(symbols, context);
        });
        assertFails(validate(good), "deadline");

        good.always((symbols, context) -> {
            time.advance(Duration.ofMillis(50));
            context.throwIfEnded();
            return good.priceOf100(symbols, context);
        });
        assertThat(validate(good).passed()).isTrue();
    }

    @Test
    void validate_callThatDoesNotEnd_isAbandonedAndReported() {
        CountDownLatch never = new CountDownLatch(1);
        ValidationReport report = ProviderValidator.validate(
                new Odd() {
                    @Override
                    public HealthCheck check(RequestContext context) {
                        context.beforeRequest();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return HealthCheck.ok();
                    }
                },
                PLAN.withTimeout(Duration.ofMillis(100)),
                time);

        assertFails(report, "health", "deadline");
        assertThat(check(report, "health").detail()).contains("did not end");
    }

    @Test
    void plan_nonsense_isAMistake() {
        assertThatThrownBy(() -> ValidationPlan.of("AAPL", "AAPL")).hasMessageContaining("AAPL");
        assertThatThrownBy(() -> PLAN.withTimeout(Duration.ZERO)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> PLAN.withBars(Interval.DAY_1, Duration.ofDays(-1)))
                .hasMessageContaining("lookback");
    }

    // ---- the roles that few have ----

    private RolesProvider rare() {
        SourceId rare = SourceId.of("rare");
        LocalDate june = LocalDate.parse("2026-06-19");
        return new RolesProvider("rare")
                .withProfiles((symbol, context) -> Profile.builder(
                                Instrument.builder(symbol, rare).build())
                        .receivedTime(time.now())
                        .build())
                .withOptions((symbol, day, context) -> new OptionChain(
                        symbol, rare, List.of(june), june, List.of(), List.of(), OptionalDouble.empty(), time.now()))
                .withBooks((symbol, depth, context) -> book(symbol, 1).top(depth))
                .withActions((symbol, range, context) ->
                        List.of(dividend(symbol, "2025-01-02"), dividend(symbol, "2025-04-02")))
                .withLists(Map.of(
                        "all",
                        List.of(Instrument.builder(Symbol.of("AAPL"), rare).build())))
                .withIdentifiers(Map.of());
    }

    private OrderBook book(Symbol symbol, double spread) {
        OrderBook.Builder book = OrderBook.builder(symbol, SourceId.of("rare")).eventTime(time.now());
        for (int i = 0; i < 10; i++) {
            book.bid(100 - i, 1).ask(100 + spread + i, 1);
        }
        return book.build();
    }

    private static Dividend dividend(Symbol symbol, String exDate) {
        return new Dividend(symbol, LocalDate.parse(exDate), 1, null);
    }

    @Test
    void validate_rareRoles_areLookedAt() {
        ValidationReport report = validate(rare());

        assertThat(report.passed()).as(report.toString()).isTrue();
        for (String id : RARE) {
            Outcome expected = id.equals("stream.kinds") ? Outcome.SKIPPED : Outcome.PASSED;
            assertThat(check(report, id).outcome()).as(id).isEqualTo(expected);
        }
    }

    @Test
    void validate_wrongRareAnswers_failTheirRules() {
        Symbol other = Symbol.of("OTHER");
        assertFails(
                validate(rare().withProfiles((symbol, context) -> Profile.builder(
                                Instrument.builder(other, SourceId.of("rare")).build())
                        .receivedTime(time.now())
                        .build())),
                "profile");
        assertFails(validate(rare().withBooks((symbol, depth, context) -> book(symbol, 1))), "book");
        assertFails(
                validate(rare().withBooks(
                                (symbol, depth, context) -> book(symbol, 0).top(depth))),
                "book");
        assertFails(
                validate(rare().withActions((symbol, range, context) ->
                        List.of(dividend(symbol, "2025-04-02"), dividend(symbol, "2025-01-02")))),
                "actions");
        assertFails(
                validate(rare().withActions((symbol, range, context) -> List.of(dividend(other, "2025-04-02")))),
                "actions");
        assertFails(validate(rare().withLists(Map.of(" ", List.of()))), "discovery.lists");
        assertFails(validate(rare().withIdentifiers(Map.of("ZZ0000000008", other))), "instruments.resolve");
    }

    @Test
    void validate_noOptionsOfTheSymbol_isNoFault() {
        ValidationReport report = validate(rare().withOptions((symbol, day, context) -> {
            throw new ProviderException(SourceId.of("rare"), FailureReason.NO_DATA, "none of this one");
        }));

        assertThat(report.passed()).isTrue();
        assertThat(check(report, "options").outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(check(report, "options").detail()).contains("none of this one");
    }

    @Test
    void validate_descriptorAndRolesDiffer_failsTheDescriptor() {
        RolesProvider promises = new RolesProvider(
                "rare",
                descriptor -> descriptor.intervals(List.of(Interval.DAY_1)).streams(StreamKind.TRADES));
        ValidationReport report = validate(promises);

        assertThat(check(report, "descriptor").detail()).isEqualTo("has intervals but no bars: [1d]");
        assertThat(check(report, "stream.kinds").detail())
                .isEqualTo("the descriptor names [TRADES], but the stream carries []");
    }

    @Test
    void report_asText_tellsLatencyRuleByRule() {
        good.always((symbols, context) -> {
            time.advance(Duration.ofMillis(7));
            return good.priceOf100(symbols, context);
        });

        assertThat(validate(good).toString())
                .contains("PASSED quotes.price: the known symbol has a price, 7 ms\n")
                .contains("SKIPPED book: ");
    }
}
