package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.resilience.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/** Asks a provider again after a random delay, within the deadline and a budget that keeps a dead provider from a storm. */
final class RetryStage<K, V> implements Stage<K, V> {
    private final ProviderState state;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Stage<K, V> next;

    RetryStage(ProviderState state, RetryPolicy policy, RandomGenerator random, Stage<K, V> next) {
        this.state = state;
        this.policy = policy;
        this.random = random;
        this.next = next;
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        state.budget().onCall();
        for (int attempt = 1; ; attempt++) {
            try {
                return next.ask(keys, call);
            } catch (QuotronException e) {
                if (attempt >= policy.maxAttempts()) {
                    throw e;
                }
                pauseOrGiveUp(e, attempt, call);
            }
        }
    }

    private void pauseOrGiveUp(QuotronException failure, int attempt, Call call) {
        Duration pause = switch (failure.reason().retry()) {
            case NO -> throw failure;
            case YES -> backoff(failure, attempt);
            case AFTER_PAUSE -> afterPause(failure, call);
        };
        if (pause.compareTo(call.remaining()) >= 0
                || state.breaker().refusesAll()
                || !state.budget().take()) {
            throw failure;
        }
        call.note(Trail.Kind.BACKOFF, state.source(), failure.reason(), "attempt " + attempt + " failed", pause);
        call.sleep(pause);
    }

    private Duration backoff(QuotronException failure, int attempt) {
        if (isTls(failure)) {
            throw failure; // a certificate does not get better by asking again
        }
        double doubled =
                Math.scalb((double) Nanos.of(policy.baseDelay()), attempt - 1); // never overflows to below zero
        long ceiling = (long) Math.min(doubled, (double) Nanos.of(policy.maxDelay()));
        return Duration.ofNanos(ceiling <= 0 ? 0 : random.nextLong(ceiling));
    }

    private static boolean isTls(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** Our own limiter has refused or the server has named a pause: worth waiting for only if nobody else can answer. */
    private static Duration afterPause(QuotronException failure, Call call) {
        Duration retryAfter = failure instanceof RateLimitedException limited ? limited.retryAfter() : Duration.ZERO;
        if (call.hasAlternatives() || retryAfter.isZero() || failure.reason() != FailureReason.RATE_LIMITED) {
            throw failure;
        }
        return retryAfter;
    }
}
