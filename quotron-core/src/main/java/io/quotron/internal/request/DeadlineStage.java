package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Trail;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
            record(firstFailureOfAll(outcomes), took, call);
            return outcomes;
        } catch (QuotronException e) {
            QuotronException failure = named(e);
            record(failure, Duration.ofNanos(call.time().nanoTime() - started), call);
            throw failure;
        }
    }

    private void record(@Nullable QuotronException failure, Duration took, Call call) {
        if (failure == null) {
            state.onSuccess(took);
            call.note(Trail.Kind.ATTEMPT, state.source(), null, "", took);
        } else {
            state.onFailure(failure, took);
            call.note(Trail.Kind.ATTEMPT, state.source(), failure.reason(), message(failure), took);
        }
    }

    /** An answer in which nothing can be used is a failure, whether the provider throws it or puts it into a result. */
    private @Nullable QuotronException firstFailureOfAll(Map<Asked<K>, Outcome<V>> outcomes) {
        QuotronException first = null;
        for (Outcome<V> outcome : outcomes.values()) {
            if (outcome.failure() == null) {
                return null;
            }
            first = first == null ? outcome.failure() : first;
        }
        return first;
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
