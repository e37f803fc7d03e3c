package io.quotron.registry;

import io.quotron.error.FailureReason;
import io.quotron.model.CorporateAction;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.registry.ValidationCall.Answer;
import io.quotron.registry.ValidationRun.Rule;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules for the roles that few providers have. Not thread-safe. */
final class RoleChecks {
    private static final int DEPTH = 5;
    private static final Duration ACTIONS = Duration.ofDays(5 * 365);
    /** Has the right check digit, but no country gives it out. */
    private static final String NO_ISIN = "ZZ0000000008";
    /** Not every symbol has options or a profile; a provider that says so keeps its contract. */
    private static final Set<FailureReason> HAS_NONE =
            EnumSet.of(FailureReason.NO_DATA, FailureReason.UNSUPPORTED, FailureReason.SYMBOL_UNKNOWN);

    private final ValidationRun run;
    private final MarketDataProvider provider;
    private final ValidationPlan plan;
    private final SourceId id;
    private final ValidationCall calls;

    RoleChecks(
            ValidationRun run,
            MarketDataProvider provider,
            ValidationPlan plan,
            ProviderDescriptor descriptor,
            ValidationCall calls) {
        this.run = run;
        this.provider = provider;
        this.plan = plan;
        this.id = descriptor.id();
        this.calls = calls;
    }

    void checkAll(Instant now) {
        Symbol known = plan.known();
        run.told(Rule.PROFILE, provider::profiles)
                .ifPresent(
                        role -> ask(Rule.PROFILE, context -> role.fetchProfile(known, context), this::profileProblem));
        run.told(Rule.OPTIONS, provider::options)
                .ifPresent(role -> ask(
                        Rule.OPTIONS,
                        context -> role.fetchOptions(known, Optional.empty(), context),
                        this::optionsProblem));
        run.told(Rule.BOOK, provider::books)
                .ifPresent(role -> ask(Rule.BOOK, context -> role.fetchBook(known, DEPTH, context), this::bookProblem));
        TimeRange range = TimeRange.of(now.minus(ACTIONS), now);
        run.told(Rule.ACTIONS, provider::actions)
                .ifPresent(role -> ask(
                        Rule.ACTIONS,
                        context -> role.fetchActions(known, range, context),
                        actions -> actionsProblem(actions, range)));
        run.told(Rule.LISTS, provider::discovery).ifPresent(this::discovery);
        run.told(Rule.RESOLVE, provider::instruments)
                .filter(InstrumentSource::resolvesIdentifiers)
                .ifPresent(role -> ask(
                        Rule.RESOLVE,
                        context -> role.resolve(NO_ISIN, context),
                        found -> found.isEmpty() ? null : "an identifier that nobody has gives " + found));
    }

    private <T> void ask(Rule rule, Function<RequestContext, T> call, Function<T, @Nullable String> problem) {
        Answer<T> answer = calls.ask(plan.timeout(), call);
        T value = answer.value();
        FailureReason reason = answer.reason();
        if (reason != null && HAS_NONE.contains(reason)) {
            run.skip(rule, answer.problem(), answer.took());
            return;
        }
        run.look(rule, answer.took(), () -> value == null ? answer.problem() : problem.apply(value));
    }

    private @Nullable String identity(Symbol symbol, SourceId source) {
        return symbol.equals(plan.known()) && source.equals(id)
                ? null
                : "the answer is one of " + symbol + " by " + source;
    }

    private @Nullable String profileProblem(Profile profile) {
        return identity(profile.symbol(), profile.source());
    }

    private @Nullable String optionsProblem(OptionChain chain) {
        String problem = identity(chain.underlying(), chain.source());
        if (problem != null) {
            return problem;
        }
        if (!chain.expirations().contains(chain.expiration())) {
            return chain.expiration() + " is not one of the days " + chain.expirations();
        }
        return Stream.concat(chain.calls().stream(), chain.puts().stream())
                .filter(contract -> !isAtHome(contract, chain))
                .findFirst()
                .map(contract -> contract.symbol() + " does not belong there: " + contract.type() + " of "
                        + contract.expiration())
                .orElse(null);
    }

    private static boolean isAtHome(OptionContract contract, OptionChain chain) {
        List<OptionContract> side = contract.type() == OptionContract.Type.CALL ? chain.calls() : chain.puts();
        return contract.expiration().equals(chain.expiration()) && side.contains(contract);
    }

    private @Nullable String bookProblem(OrderBook book) {
        String problem = identity(book.symbol(), book.source());
        if (problem != null) {
            return problem;
        }
        if (book.bids().isEmpty() && book.asks().isEmpty()) {
            return "the book is empty";
        }
        if (book.isCrossed()) {
            return "the best bid is not below the best ask: " + book;
        }
        return Math.max(book.bids().size(), book.asks().size()) > DEPTH
                ? "the book is deeper than the " + DEPTH + " levels that were asked: " + book
                : null;
    }

    private @Nullable String actionsProblem(List<CorporateAction> actions, TimeRange range) {
        Instant before = range.startInclusive();
        for (CorporateAction action : actions) {
            Instant at = action.exDate().atStartOfDay(ZoneOffset.UTC).toInstant();
            if (!action.symbol().equals(plan.known()) || !range.contains(at)) {
                return action + " is not in " + range + " of " + plan.known();
            }
            if (at.isBefore(before)) {
                return "actions are not in order: " + action;
            }
            before = at;
        }
        return null;
    }

    private void discovery(DiscoverySource role) {
        ask(Rule.LISTS, role::lists, RoleChecks::listsProblem);
        ask(Rule.DISCOVERY, context -> role.discover("", context), this::discoveryProblem);
    }

    private static @Nullable String listsProblem(List<String> names) {
        Set<String> seen = new HashSet<>();
        boolean good = names.stream().allMatch(name -> !name.isBlank() && seen.add(name.toLowerCase(Locale.ROOT)));
        return good && !names.isEmpty() ? null : "the lists are " + names;
    }

    private @Nullable String discoveryProblem(List<Instrument> found) {
        Set<Symbol> seen = new HashSet<>();
        return found.stream()
                .filter(instrument -> !instrument.source().equals(id) || !seen.add(instrument.symbol()))
                .findFirst()
                .map(instrument -> "twice, or not by this provider: " + instrument)
                .orElse(null);
    }
}
