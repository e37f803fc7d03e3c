package io.quotron.internal.request;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Trail;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.spi.RequestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Asks the provider itself. The last stage; whatever a provider throws becomes one of the reasons here. */
final class CallStage<K, V> implements Stage<K, V> {
    /** How a role of a provider is asked. */
    @FunctionalInterface
    interface Role<K, V> {
        Map<K, Outcome<V>> ask(Set<K> keys, RequestContext context);
    }

    private final ProviderState state;
    private final Role<K, V> role;
    private final InstrumentRegistry registry;

    CallStage(ProviderState state, Role<K, V> role, InstrumentRegistry registry) {
        this.state = state;
        this.role = role;
        this.registry = registry;
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        RequestContext context = RequestContext.builder(call.time())
                .timeout(call.remaining())
                .cancellation(call.cancellation())
                .gate(state.gate(call))
                .notes(text -> call.note(Trail.Kind.NOTE, state.source(), null, text))
                .overrides(state.spellings(registry))
                .build();
        Map<K, Asked<K>> asked = new HashMap<>();
        keys.forEach(key -> asked.put(key.what(), key));
        Map<K, Outcome<V>> answers = askRole(asked.keySet(), context);
        Map<Asked<K>, Outcome<V>> outcomes = new HashMap<>();
        asked.forEach((what, key) -> {
            Outcome<V> answer = answers.get(what);
            outcomes.put(key, answer != null ? answer : leftOut(what));
        });
        return outcomes;
    }

    private Map<K, Outcome<V>> askRole(Set<K> keys, RequestContext context) {
        try {
            return role.ask(keys, context);
        } catch (Throwable e) { // providers in other languages throw checked exceptions without saying so
            throw judged(e);
        }
    }

    /** A machine that is out of memory is nobody's answer; everything else is the provider's. */
    private QuotronException judged(Throwable e) {
        if (e instanceof QuotronException failure) {
            return failure;
        }
        if (e instanceof VirtualMachineError broken && !(e instanceof StackOverflowError)) {
            throw broken;
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return Call.cancelled();
        }
        return defect(e);
    }

    private ProviderException defect(Throwable e) {
        return new ProviderException(
                state.source(),
                FailureReason.MALFORMED_RESPONSE,
                "the provider failed with " + e.getClass().getSimpleName() + ": "
                        + Excerpt.of(String.valueOf(e.getMessage())),
                e);
    }

    private Outcome<V> leftOut(K what) {
        return Outcome.failed(new ProviderException(
                state.source(), FailureReason.MALFORMED_RESPONSE, "the provider left out " + what));
    }
}
