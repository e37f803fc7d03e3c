package io.quotron.error;

import io.quotron.model.SourceId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an answer, or the lack of one, came about: every step of the request in order. Immutable and thread-safe.
 *
 * @param steps the steps, oldest first
 */
public record Trail(List<Step> steps) {
    /** A trail without steps. */
    public static final Trail EMPTY = new Trail(List.of());

    /** What a step was. */
    public enum Kind {
        /** The cache had a fresh answer. */
        CACHE_HIT,
        /** The cache remembered a recent failure, so nobody was asked. */
        CACHED_FAILURE,
        /** Every provider failed and an older answer was used. */
        STALE_ANSWER,
        /** The same question was already being asked, and its answer was shared. */
        JOINED,
        /** A permit of the rate limiter was waited for. */
        LIMIT_WAIT,
        /** A provider was asked once. */
        ATTEMPT,
        /** A random delay before the next attempt. */
        BACKOFF,
        /** The circuit breaker of a provider refused the call. */
        BREAKER_OPEN,
        /** The next provider was turned to. */
        FAILOVER,
        /** A provider reports something worth knowing, for example a renewed session. */
        NOTE
    }

    /**
     * One step.
     *
     * @param kind what it was
     * @param source the provider concerned; null where none is
     * @param reason why it failed; null where it did not
     * @param detail what happened, in words; holds no secret
     * @param took how long it took
     */
    public record Step(
            Kind kind, @Nullable SourceId source, @Nullable FailureReason reason, String detail, Duration took) {
        /** Checks that nothing is missing. */
        public Step {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(took, "took");
        }

        /** Returns the step on one line. */
        @Override
        public String toString() {
            StringBuilder line = new StringBuilder(kind.name());
            if (source != null) {
                line.append(' ').append(source);
            }
            if (reason != null) {
                line.append(' ').append(reason);
            }
            if (!detail.isEmpty()) {
                line.append(": ").append(detail);
            }
            return line.append(" (").append(took.toMillis()).append(" ms)").toString();
        }
    }

    /** Copies the steps. */
    public Trail {
        steps = List.copyOf(steps);
    }

    /**
     * Returns how often providers were asked.
     *
     * @return the number of attempts
     */
    public int attempts() {
        return (int) steps.stream().filter(step -> step.kind() == Kind.ATTEMPT).count();
    }

    /** Returns one line for each step. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
