package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.RequestContext;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The stages of one provider: splits large questions and turns the failure of a whole call into one for each key. */
final class ProviderPath<K, V> implements Stage<K, V> {
    private static final Set<FailureReason> DRIFT = EnumSet.of(FailureReason.MALFORMED_RESPONSE, FailureReason.BLOCKED);

    private final ProviderState state;
    private final ProviderDescriptor descriptor;
    private final String kind;
    private final DriftWatch drift;
    private final RequestPath.Offers<K> offers;
    private final int batch;
    private final Stage<K, V> first;

    ProviderPath(ProviderState state, RequestPath.Kind<K, V> kind, Stage<K, V> first) {
        this.state = state;
        this.descriptor = state.provider().descriptor();
        this.kind = kind.name();
        this.drift = state.newDriftWatch();
        this.offers = kind.offers();
        this.batch = kind.batch().apply(state.provider());
        this.first = first;
    }

    SourceId source() {
        return descriptor.id();
    }

    boolean covers(Symbol symbol) {
        return descriptor.symbolKinds().contains(symbol.kind());
    }

    RequestContext.SymbolOverrides spellings(InstrumentRegistry registry) {
        return state.spellings(registry);
    }

    DriftWatch drift() {
        return drift;
    }

    /** Returns why there is no use in asking, by what the descriptor tells. */
    Optional<ProviderException> refusal(K question) {
        return offers.refusal(descriptor, question);
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        Map<Asked<K>, Outcome<V>> outcomes = new HashMap<>();
        Set<Asked<K>> chunk = new LinkedHashSet<>();
        for (Asked<K> key : keys) {
            chunk.add(key);
            if (chunk.size() == batch) {
                askChunk(chunk, call, outcomes);
                chunk = new LinkedHashSet<>();
            }
        }
        if (!chunk.isEmpty()) {
            askChunk(chunk, call, outcomes);
        }
        watch(outcomes.values());
        return outcomes;
    }

    /** One good answer shows that the provider can still be read. */
    private void watch(Collection<Outcome<V>> outcomes) {
        if (outcomes.stream().anyMatch(outcome -> outcome.failure() == null)) {
            drift.onGood();
            return;
        }
        outcomes.stream()
                .map(Outcome::failure)
                .filter(Objects::nonNull)
                .filter(failure -> DRIFT.contains(failure.reason()))
                .forEach(failure -> {
                    String detail = ProviderState.detail(failure);
                    state.onDrift(kind, detail, drift.onDrift(detail));
                });
    }

    private void askChunk(Set<Asked<K>> chunk, Call call, Map<Asked<K>, Outcome<V>> outcomes) {
        try {
            call.throwIfEnded();
            outcomes.putAll(first.ask(chunk, call));
        } catch (QuotronException e) {
            if (e.reason() == FailureReason.CANCELLED || e.reason() == FailureReason.CLOSED) {
                throw e;
            }
            chunk.forEach(key -> outcomes.put(key, Outcome.failed(e)));
        }
    }
}
