package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Trail;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Ends calls that are out of time or no longer wanted, and records each attempt with its outcome and duration. */
final class DeadlineStage<K, V> implements Stage<K, V> {
    private final ProviderState state;
    private final Stage<K, V> next;

    DeadlineStage(ProviderState state, Stage<K, V> next) {
        this.state = state;
        this.next = next;
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        call.throwIfEnded();
        long started = call.time().nanoTime();
        try {
            Map<Asked<K>, Outcome<V>> outcomes = next.ask(keys, call);
            Duration took = Duration.ofNanos(call.time().nanoTime() - started);
            state.onSuccess(took);
            call.note(Trail.Kind.ATTEMPT, state.source(), null, "", took);
            return outcomes;
        } catch (QuotronException e) {
            QuotronException failure = named(e);
            Duration took = Duration.ofNanos(call.time().nanoTime() - started);
            state.onFailure(failure, took);
            call.note(Trail.Kind.ATTEMPT, state.source(), failure.reason(), message(failure), took);
            throw failure;
        }
    }

    /** A deadline that passed inside the provider is the provider's. */
    private QuotronException named(QuotronException failure) {
        boolean own = failure.reason() == FailureReason.TIMEOUT && !(failure instanceof ProviderException);
        return own
                ? new ProviderException(state.source(), FailureReason.TIMEOUT, "no answer within the deadline", failure)
                : failure;
    }

    private static String message(QuotronException failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
