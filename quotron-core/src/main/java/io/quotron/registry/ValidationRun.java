package io.quotron.registry;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.registry.ValidationCall.Answer;
import io.quotron.registry.ValidationReport.Check;
import io.quotron.registry.ValidationReport.Outcome;
import io.quotron.spi.BarQuery;
import io.quotron.spi.BarSource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One validation of one provider: asks, looks, and writes down what it found. Not thread-safe. */
final class ValidationRun {
    private static final Duration SHORT_DEADLINE = Duration.ofMillis(1);
    private static final Duration LATEST_END = Duration.ofMillis(250);
    private static final Duration JUST_IN_TIME = Duration.ofMillis(10);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Set<FailureReason> NOT_KNOWN =
            EnumSet.of(FailureReason.SYMBOL_UNKNOWN, FailureReason.NO_DATA, FailureReason.UNSUPPORTED);
    private static final Set<FailureReason> OUT_OF_TIME = EnumSet.of(FailureReason.TIMEOUT, FailureReason.RATE_LIMITED);

    /** The rules in the order of the report. */
    enum Rule {
        DESCRIPTOR("descriptor", "the descriptor is sane"),
        HEALTH("health", "the health check answers"),
        ENTRIES("quotes.entries", "one entry for each symbol"),
        PRICE("quotes.price", "the known symbol has a price"),
        SOURCE("quotes.source", "the quote names its symbol and source"),
        TIMES("quotes.times", "no time lies in the future"),
        UNKNOWN("quotes.unknown", "an unknown symbol is a failure entry"),
        BATCH("quotes.batch", "an unknown symbol harms no other"),
        BARS("bars.answer", "the known symbol has bars"),
        ORDER("bars.order", "bars are told once and do not overlap"),
        RANGE("bars.range", "bars open in the range that was asked"),
        IDENTITY("bars.identity", "the series is what was asked"),
        STREAM("stream.kinds", "the descriptor names what the stream carries"),
        PROFILE("profile", "the profile is that of the known symbol"),
        OPTIONS("options", "options are those of one day and of the known symbol"),
        BOOK("book", "the book is sane and no deeper than asked"),
        ACTIONS("actions", "splits and dividends are in order and in the range"),
        LISTS("discovery.lists", "lists have names of their own"),
        DISCOVERY("discovery.instruments", "instruments are on a list once"),
        RESOLVE("instruments.resolve", "an identifier that nobody has gives nothing"),
        GATE("gate", "requests are charged"),
        DEADLINE("deadline", "a short deadline is kept");

        private final String id;
        private final String text;

        Rule(String id, String text) {
            this.id = id;
            this.text = text;
        }

        Check check(Outcome outcome, String detail, Duration took) {
            return new Check(id, text, outcome, detail, took);
        }
    }

    private final MarketDataProvider provider;
    private final ValidationPlan plan;
    private final TimeSource time;
    private final Map<Rule, Check> checks = new EnumMap<>(Rule.class);

    ValidationRun(MarketDataProvider provider, ValidationPlan plan, TimeSource time) {
        this.provider = provider;
        this.plan = plan;
        this.time = time;
    }

    ValidationReport run() {
        String name = provider.getClass().getName();
        Optional<ProviderDescriptor> told = told(Rule.DESCRIPTOR, () -> Optional.of(provider.descriptor()));
        if (told.isPresent()) {
            ProviderDescriptor descriptor = told.get();
            name = descriptor.id().id();
            ask(descriptor);
        }
        for (Rule rule : Rule.values()) {
            checks.computeIfAbsent(rule, any -> rule.check(Outcome.SKIPPED, "nothing to look at", Duration.ZERO));
        }
        return new ValidationReport(name, List.copyOf(checks.values()));
    }

    private void ask(ProviderDescriptor descriptor) {
        ValidationGate gate = new ValidationGate(descriptor.id(), descriptor.rateLimit(), time);
        ValidationCall calls = new ValidationCall(time, gate);
        Optional<QuoteSource> quotes = told(Rule.ENTRIES, provider::quotes);
        Optional<BarSource> bars = told(Rule.BARS, provider::bars);
        look(Rule.DESCRIPTOR, Duration.ZERO, () -> descriptorProblem(descriptor, bars.isPresent()));
        health(calls);
        quotes.ifPresent(source -> quotes(source, descriptor, calls));
        bars.ifPresent(source -> bars(source, descriptor, calls));
        stream(descriptor);
        new RoleChecks(this, provider, plan, descriptor, calls).checkAll(time.now());
        look(Rule.GATE, Duration.ZERO, () -> gate.charged() > 0 ? null : "no call has charged a request");
        deadline(quotes, calls, gate);
    }

    /** Returns what an accessor tells; where it fails, that is what the rule has found. */
    <T> Optional<T> told(Rule rule, Supplier<Optional<T>> accessor) {
        try {
            return accessor.get().map(Objects::requireNonNull);
        } catch (RuntimeException | LinkageError e) {
            checks.put(
                    rule,
                    rule.check(Outcome.FAILED, "cannot be asked for: " + Excerpt.of(e.toString()), Duration.ZERO));
            return Optional.empty();
        }
    }

    /** Writes down what is wrong; null stands for nothing. */
    void look(Rule rule, Duration took, Supplier<@Nullable String> problem) {
        String found;
        try {
            found = problem.get();
        } catch (RuntimeException e) {
            found = "the answer cannot be read: " + Excerpt.of(e.toString());
        }
        Outcome outcome = found == null ? Outcome.PASSED : Outcome.FAILED;
        checks.put(rule, rule.check(outcome, found == null ? "" : found, took));
    }

    /** Writes down why there was nothing to look at. */
    void skip(Rule rule, String why, Duration took) {
        checks.put(rule, rule.check(Outcome.SKIPPED, why, took));
    }

    private void stream(ProviderDescriptor descriptor) {
        Optional<StreamSource> stream = told(Rule.STREAM, provider::stream);
        if (checks.containsKey(Rule.STREAM)
                || (stream.isEmpty() && descriptor.streams().isEmpty())) {
            return;
        }
        look(Rule.STREAM, Duration.ZERO, () -> {
            Set<StreamKind> carried = stream.map(StreamSource::kinds).orElse(Set.of());
            return descriptor.streams().equals(carried)
                    ? null
                    : "the descriptor names " + descriptor.streams() + ", but the stream carries " + carried;
        });
    }

    private @Nullable String descriptorProblem(ProviderDescriptor descriptor, boolean hasBars) {
        if (!provider.descriptor().id().equals(descriptor.id())) {
            return "the id changes";
        }
        if (!descriptor.symbolKinds().contains(plan.known().kind())) {
            return "does not cover '" + plan.known() + "', which is "
                    + plan.known().kind();
        }
        if (hasBars == descriptor.intervals().isEmpty()) {
            return hasBars ? "has bars but no intervals" : "has intervals but no bars: " + descriptor.intervals();
        }
        return null;
    }

    private void health(ValidationCall calls) {
        Answer<HealthCheck> answer = calls.ask(plan.timeout(), provider::check);
        HealthCheck health = answer.value();
        look(Rule.HEALTH, answer.took(), () -> {
            if (health == null) {
                return answer.problem();
            }
            return health.healthy() ? null : Excerpt.of(health.detail());
        });
    }

    // ---- quotes ----

    private void quotes(QuoteSource source, ProviderDescriptor descriptor, ValidationCall calls) {
        Set<Symbol> known = Set.of(plan.known());
        Answer<Map<Symbol, Result<Quote>>> answer = fetch(source, known, calls);
        look(Rule.ENTRIES, answer.took(), () -> entriesProblem(answer, known));
        quote(answer)
                .ifPresentOrElse(
                        quote -> lookAt(quote, descriptor, answer.took()),
                        () -> look(
                                Rule.PRICE,
                                answer.took(),
                                () -> "no quote of " + plan.known() + ": " + answer.value()));
        Set<Symbol> unknown = Set.of(plan.unknown());
        Answer<Map<Symbol, Result<Quote>>> refusal = fetch(source, unknown, calls);
        look(Rule.UNKNOWN, refusal.took(), () -> unknownProblem(refusal, unknown));
        if (descriptor.maxSymbolsPerRequest() > 1) {
            Set<Symbol> both = Set.of(plan.known(), plan.unknown());
            Answer<Map<Symbol, Result<Quote>>> batch = fetch(source, both, calls);
            look(Rule.BATCH, batch.took(), () -> batchProblem(batch, both));
        }
    }

    private Answer<Map<Symbol, Result<Quote>>> fetch(QuoteSource source, Set<Symbol> symbols, ValidationCall calls) {
        return calls.ask(plan.timeout(), context -> source.fetchQuotes(symbols, context));
    }

    private static @Nullable String entriesProblem(Answer<Map<Symbol, Result<Quote>>> answer, Set<Symbol> asked) {
        Map<Symbol, Result<Quote>> entries = answer.value();
        if (entries == null) {
            return answer.problem();
        }
        return entries.keySet().equals(asked) ? null : "asked for " + asked + ", but got " + entries.keySet();
    }

    private Optional<Quote> quote(Answer<Map<Symbol, Result<Quote>>> answer) {
        Map<Symbol, Result<Quote>> entries = answer.value();
        Result<Quote> result = entries == null ? null : entries.get(plan.known());
        return result instanceof Result.Success<Quote> success ? Optional.of(success.value()) : Optional.empty();
    }

    private void lookAt(Quote quote, ProviderDescriptor descriptor, Duration took) {
        Instant latest = time.now().plus(CLOCK_SKEW);
        look(Rule.PRICE, took, () -> quote.price() > 0 ? null : "the price is " + quote.price());
        look(Rule.SOURCE, took, () -> {
            boolean own =
                    quote.source().equals(descriptor.id()) && quote.symbol().equals(plan.known());
            return own ? null : "the quote is one of " + quote.symbol() + " by " + quote.source();
        });
        look(Rule.TIMES, took, () -> {
            boolean future =
                    quote.eventTime().isAfter(latest) || quote.receivedTime().isAfter(latest);
            return future ? "made " + quote.eventTime() + ", received " + quote.receivedTime() : null;
        });
    }

    private @Nullable String unknownProblem(Answer<Map<Symbol, Result<Quote>>> answer, Set<Symbol> asked) {
        String problem = entriesProblem(answer, asked);
        if (problem != null || answer.value() == null) {
            return problem;
        }
        Result<Quote> result = answer.value().get(plan.unknown());
        boolean refused = result instanceof Result.Failure<Quote> failure && NOT_KNOWN.contains(failure.reason());
        return refused ? null : "the entry is " + Excerpt.of(String.valueOf(result));
    }

    private @Nullable String batchProblem(Answer<Map<Symbol, Result<Quote>>> answer, Set<Symbol> asked) {
        String problem = unknownProblem(answer, asked);
        return problem != null || quote(answer).isPresent() ? problem : "no quote of " + plan.known();
    }

    // ---- bars ----

    private void bars(BarSource source, ProviderDescriptor descriptor, ValidationCall calls) {
        List<Interval> offered = descriptor.intervals();
        if (offered.isEmpty()) {
            return;
        }
        Interval interval = offered.contains(plan.interval()) ? plan.interval() : offered.get(offered.size() - 1);
        Instant now = time.now();
        TimeRange range = TimeRange.of(now.minus(plan.lookback()), now);
        BarQuery query = new BarQuery(plan.known(), interval, range, Adjustment.SPLITS, false);
        Answer<BarSeries> answer = calls.ask(plan.timeout(), context -> source.fetchBars(query, context));
        BarSeries series = answer.value();
        if (series == null || series.isEmpty()) {
            look(Rule.BARS, answer.took(), () -> series == null ? answer.problem() : "no bars for the " + query);
            return;
        }
        look(Rule.BARS, answer.took(), () -> null);
        look(Rule.ORDER, answer.took(), () -> orderProblem(series));
        look(Rule.RANGE, answer.took(), () -> rangeProblem(series, range));
        look(Rule.IDENTITY, answer.took(), () -> identityProblem(series.identity(), query, descriptor));
    }

    /** A series is sorted when it is made; what can be wrong is what it was made of. */
    private static @Nullable String orderProblem(BarSeries series) {
        if (series.duplicateRows() > 0) {
            return series.duplicateRows() + " bars were told more than once";
        }
        long[] opens = series.openTimes();
        long[] closes = series.closeTimes();
        for (int i = 1; i < opens.length; i++) {
            if (opens[i] < closes[i - 1]) {
                return "the bars overlap: " + series.bar(i - 1) + ", " + series.bar(i);
            }
        }
        return null;
    }

    private static @Nullable String rangeProblem(BarSeries series, TimeRange range) {
        return series.bars()
                .map(bar -> bar.openTime())
                .filter(open -> !range.contains(open))
                .findFirst()
                .map(open -> "a bar opens at " + open + ", which is not in " + range)
                .orElse(null);
    }

    private static @Nullable String identityProblem(
            SeriesIdentity identity, BarQuery query, ProviderDescriptor descriptor) {
        boolean own = identity.symbol().equals(query.symbol())
                && identity.source().equals(descriptor.id())
                && identity.interval().equals(query.interval())
                && identity.adjustment() == query.adjustment();
        return own ? null : "asked for " + query + ", but got " + identity;
    }

    // ---- the deadline ----

    private void deadline(Optional<QuoteSource> quotes, ValidationCall calls, ValidationGate gate) {
        gate.awaitTurn();
        Function<RequestContext, @Nullable Object> call = quotes.isPresent()
                ? context -> quotes.get().fetchQuotes(Set.of(plan.known()), context)
                : provider::check;
        Answer<Object> answer = calls.ask(SHORT_DEADLINE, call);
        look(Rule.DEADLINE, answer.took(), () -> deadlineProblem(answer));
    }

    private static @Nullable String deadlineProblem(Answer<Object> answer) {
        if (answer.took().compareTo(LATEST_END) > 0) {
            return "the call ended after " + answer.took().toMillis() + " ms";
        }
        Object value = answer.value();
        if (value == null) {
            return OUT_OF_TIME.contains(answer.reason()) ? null : answer.problem();
        }
        boolean inTime = answer.took().compareTo(JUST_IN_TIME) <= 0;
        return inTime || toldOutOfTime(value)
                ? null
                : "answered " + answer.took().toMillis() + " ms after it was asked";
    }

    /** An answer that is no answer: all entries, or the health, tell that the time was not enough. */
    private static boolean toldOutOfTime(Object value) {
        if (value instanceof HealthCheck health) {
            return !health.healthy();
        }
        return value instanceof Map<?, ?> entries
                && entries.values().stream()
                        .allMatch(entry ->
                                entry instanceof Result.Failure<?> failure && OUT_OF_TIME.contains(failure.reason()));
    }
}
