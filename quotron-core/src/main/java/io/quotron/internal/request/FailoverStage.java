package io.quotron.internal.request;

import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Trail;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.spi.MetricsListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks the providers in order until each key has an answer. A key goes to the next provider only where the table of reasons
 * says so, and an answer is always whole from one provider. A provider whose answers could not be read lately is asked last, unless
 * the request names its providers.
 */
final class FailoverStage<K, V> implements Stage<K, V> {
    private final List<ProviderPath<K, V>> paths;
    private final Function<K, Optional<Symbol>> symbolOf;
    private final InstrumentRegistry registry;
    private final MetricsListener metrics;
    private final String kind;

    FailoverStage(EngineParts parts, List<ProviderPath<K, V>> paths, RequestPath.Kind<K, V> kind) {
        this.paths = List.copyOf(paths);
        this.symbolOf = kind.symbolOf();
        this.registry = parts.registry();
        this.metrics = parts.metrics();
        this.kind = kind.name();
    }

    /** How far the keys of one call have come. */
    private final class Progress {
        private final Map<Asked<K>, Outcome<V>> answers = new HashMap<>();
        private final Map<Asked<K>, List<QuotronException>> failures = new HashMap<>();
        private final Map<Asked<K>, SourceId> failedAt = new HashMap<>();
        private final Set<Asked<K>> open;

        private Progress(Set<Asked<K>> keys) {
            open = new LinkedHashSet<>(keys);
        }

        private List<QuotronException> failures(Asked<K> key) {
            return failures.computeIfAbsent(key, any -> new ArrayList<>());
        }

        private void add(Asked<K> key, Outcome<V> outcome, SourceId source) {
            QuotronException failure = outcome.failure();
            if (failure != null) {
                failures(key).add(failure);
                failedAt.put(key, source);
            }
            if (failure == null || failure.reason().failover() == FailureReason.Failover.NO) {
                answers.put(key, outcome);
                open.remove(key);
            }
        }

        private Map<Asked<K>, Outcome<V>> finish() {
            open.forEach(key -> answers.put(key, Outcome.failed(summary(key, failures(key)))));
            return answers;
        }
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        Progress progress = new Progress(keys);
        boolean named = !keys.iterator().next().only().isEmpty();
        Deque<ProviderPath<K, V>> waiting = new ArrayDeque<>(inOrder(keys));
        Set<SourceId> behind = new HashSet<>();
        while (!waiting.isEmpty()) {
            ProviderPath<K, V> path = waiting.removeFirst();
            boolean first = !behind.contains(path.source());
            Set<Asked<K>> mine = candidates(path, progress, call, first);
            boolean mayWait = first && !named && !waiting.isEmpty();
            if (!mine.isEmpty() && mayWait && !path.drift().takeTurn()) {
                call.note(Trail.Kind.NOTE, path.source(), null, "asked last: its answers could not be read lately");
                behind.add(path.source());
                waiting.addLast(path);
            } else if (!mine.isEmpty()) {
                noteFailover(path, mine, progress, call);
                call.beginPart(anyCovers(waiting, mine));
                path.ask(mine, call).forEach((key, outcome) -> progress.add(key, outcome, path.source()));
            }
        }
        call.endParts();
        return progress.finish();
    }

    /** The open keys that there is use in asking this provider for; what its descriptor rules out is noted once. */
    private Set<Asked<K>> candidates(ProviderPath<K, V> path, Progress progress, Call call, boolean first) {
        Set<Asked<K>> mine = new LinkedHashSet<>(progress.open);
        mine.removeIf(key -> !isCandidate(path, key, progress));
        mine.removeIf(key -> {
            Optional<ProviderException> refusal = path.refusal(key.what());
            refusal.filter(any -> first).ifPresent(failure -> {
                call.note(Trail.Kind.NOTE, path.source(), failure.reason(), "not asked: " + failure.getMessage());
                progress.failures(key).add(failure);
            });
            return refusal.isPresent();
        });
        return mine;
    }

    /** The order of the client, or that of the request if it names its providers. */
    private List<ProviderPath<K, V>> inOrder(Set<Asked<K>> keys) {
        List<SourceId> only = keys.iterator().next().only();
        if (only.isEmpty()) {
            return paths;
        }
        return only.stream()
                .flatMap(id -> paths.stream().filter(path -> path.source().equals(id)))
                .toList();
    }

    private boolean isCandidate(ProviderPath<K, V> path, Asked<K> key, Progress progress) {
        boolean unknownBefore = progress.failures(key).stream()
                .anyMatch(failure -> failure.reason().failover() == FailureReason.Failover.IF_MAPPED);
        boolean mapped = symbolOf.apply(key.what())
                .flatMap(path.spellings(registry)::nativeSymbol)
                .isPresent();
        return mapped || (!unknownBefore && covers(path, key));
    }

    private boolean covers(ProviderPath<K, V> path, Asked<K> key) {
        return symbolOf.apply(key.what()).map(path::covers).orElse(true);
    }

    private boolean anyCovers(Collection<ProviderPath<K, V>> later, Set<Asked<K>> keys) {
        return later.stream()
                .anyMatch(path -> keys.stream()
                        .allMatch(key ->
                                covers(path, key) && path.refusal(key.what()).isEmpty()));
    }

    private void noteFailover(ProviderPath<K, V> path, Set<Asked<K>> keys, Progress progress, Call call) {
        List<SourceId> failed = keys.stream()
                .map(progress.failedAt::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!failed.isEmpty()) {
            call.note(Trail.Kind.FAILOVER, path.source(), null, keys.size() == 1 ? "" : keys.size() + " symbols");
            failed.forEach(from -> metrics.onFailover(from, path.source()));
        }
    }

    private QuotronException summary(Asked<K> key, List<QuotronException> failures) {
        if (failures.isEmpty()) {
            return new QuotronException(
                    FailureReason.UNSUPPORTED,
                    "no provider offers " + kind + " for '" + key.what() + "'; the client has "
                            + paths.stream().map(ProviderPath::source).toList() + " for " + kind);
        }
        return failures.size() == 1
                ? failures.get(0)
                : new AllProvidersFailedException(kind + " for " + key.what(), failures);
    }
}
