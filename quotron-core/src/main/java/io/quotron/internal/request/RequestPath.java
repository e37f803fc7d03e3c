package io.quotron.internal.request;

import io.quotron.error.ProviderException;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All stages that a question of one kind passes, outermost first: cache, single flight, failover over the providers, and for
 * each provider breaker, retry, rate limit, deadline and the call itself.
 *
 * @param <K> the type of the question
 * @param <V> the type of the answer
 */
final class RequestPath<K, V> {
    /** What is special about one kind. */
    record Kind<K, V>(
            String name,
            Function<K, Optional<Symbol>> symbolOf,
            AnswerCache.Rules<K, V> cacheRules,
            Function<MarketDataProvider, Optional<CallStage.Role<K, V>>> role,
            Function<MarketDataProvider, Integer> batch,
            Offers<K> offers) {
        /** A kind that is asked for one by one, and that descriptors say nothing about. */
        static <K, V> Kind<K, V> of(
                String name,
                Function<K, Optional<Symbol>> symbolOf,
                AnswerCache.Rules<K, V> cacheRules,
                Function<MarketDataProvider, Optional<CallStage.Role<K, V>>> role) {
            return new Kind<>(name, symbolOf, cacheRules, role, provider -> 1, Offers.everything());
        }
    }

    /** What the descriptor of a provider tells about questions of one kind. */
    @FunctionalInterface
    interface Offers<K> {
        /** Returns why there is no use in asking the provider; empty if there may be. */
        Optional<ProviderException> refusal(ProviderDescriptor descriptor, K question);

        static <K> Offers<K> everything() {
            return (descriptor, question) -> Optional.empty();
        }
    }

    private final AnswerCache<K, V> cache;
    private final Stage<K, V> first;

    RequestPath(EngineParts parts, Kind<K, V> kind) {
        List<ProviderPath<K, V>> providers = parts.providers().stream()
                .flatMap(state -> providerPath(parts, kind, state).stream())
                .toList();
        Stage<K, V> failover = new FailoverStage<>(parts, providers, kind);
        cache = new AnswerCache<>(parts, kind.cacheRules());
        Stage<K, V> filling = cache.fill(failover);
        Stage<K, V> singleFlight = new SingleFlightStage<>(filling);
        first = cache.lookUp(singleFlight);
    }

    private static <K, V> Optional<ProviderPath<K, V>> providerPath(
            EngineParts parts, Kind<K, V> kind, ProviderState state) {
        return kind.role().apply(state.provider()).map(role -> {
            Stage<K, V> call = new CallStage<>(state, role, parts.registry());
            Stage<K, V> deadline = new DeadlineStage<>(state, call);
            Stage<K, V> rateLimit = new RateLimitStage<>(state, deadline);
            Stage<K, V> retry = new RetryStage<>(state, state.settings().retry(), parts.random(), rateLimit);
            Stage<K, V> breaker = new BreakerStage<>(state, retry);
            return new ProviderPath<>(state, kind, breaker);
        });
    }

    Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        return first.ask(keys, call);
    }

    V askOne(Asked<K> key, Call call) {
        Outcome<V> outcome = first.ask(Set.of(key), call).get(key);
        if (outcome == null) {
            throw new AssertionError("no outcome for " + key);
        }
        return outcome.get();
    }

    @Nullable
    V peek(Asked<K> key) {
        return cache.peek(key);
    }
}
