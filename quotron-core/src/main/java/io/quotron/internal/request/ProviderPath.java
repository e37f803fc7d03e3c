package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.ProviderDescriptor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stages of one provider: splits large questions and turns the failure of a whole call into one for each key. */
final class ProviderPath<K, V> implements Stage<K, V> {
    private final ProviderDescriptor descriptor;
    private final RequestPath.Offers<K> offers;
    private final int batch;
    private final Stage<K, V> first;

    ProviderPath(ProviderState state, RequestPath.Kind<K, V> kind, Stage<K, V> first) {
        this.descriptor = state.provider().descriptor();
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
        return outcomes;
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
