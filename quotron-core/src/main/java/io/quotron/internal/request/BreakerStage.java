package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import java.util.Map;
import java.util.Set;

/**
 * Leaves a provider alone that has failed several calls in a row. It surrounds the retries, so that a call counts once however
 * often it was tried.
 */
final class BreakerStage<K, V> implements Stage<K, V> {
    private final ProviderState state;
    private final Stage<K, V> next;

    BreakerStage(ProviderState state, Stage<K, V> next) {
        this.state = state;
        this.next = next;
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        Breaker.Permit permit = state.breaker().acquire(call);
        try {
            Map<Asked<K>, Outcome<V>> outcomes = next.ask(keys, call);
            report(permit, outcomes);
            return outcomes;
        } catch (QuotronException e) {
            report(permit, e.reason());
            throw e;
        } finally {
            permit.release();
        }
    }

    /** A batch is a failure only if nothing in it could be used; symbols that are unknown say nothing either way. */
    private void report(Breaker.Permit permit, Map<Asked<K>, Outcome<V>> outcomes) {
        FailureReason counted = null;
        for (Outcome<V> outcome : outcomes.values()) {
            QuotronException failure = outcome.failure();
            if (failure == null) {
                permit.succeeded();
                return;
            }
            counted = failure.reason().countedByBreaker() ? failure.reason() : counted;
        }
        if (counted != null) {
            report(permit, counted);
        }
    }

    private static void report(Breaker.Permit permit, FailureReason reason) {
        if (reason.countedByBreaker()) {
            permit.failed();
        }
    }
}
