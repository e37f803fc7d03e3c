package io.quotron.health;

import io.quotron.error.FailureReason;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.spi.LimitReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the client knows about one provider, from the requests it made. Immutable and thread-safe.
 *
 * @param source the provider
 * @param status the state in one word
 * @param breaker the state of its circuit breaker
 * @param pausedFor how long it still wants to be left alone; zero if it does not
 * @param attempts how often it was asked, retries included
 * @param successes how often it answered
 * @param failures how often it failed, by reason
 * @param requests how many requests its server was sent, all charged to the rate limit
 * @param latency the moving average of the time of a successful attempt; zero before the first
 * @param lastSuccess when it last answered
 * @param lastFailure when it last failed
 * @param lastError reason and message of the last failure; holds no secret
 * @param lastDrift the last answer that could not be read
 * @param limits what its server last told about its own count of our requests, the shortest window first; empty if it tells nothing
 */
public record SourceHealth(
        SourceId source,
        Status status,
        BreakerPolicy.State breaker,
        Duration pausedFor,
        long attempts,
        long successes,
        Map<FailureReason, Long> failures,
        long requests,
        Duration latency,
        Optional<Instant> lastSuccess,
        Optional<Instant> lastFailure,
        Optional<String> lastError,
        Optional<Drift> lastDrift,
        List<LimitReport> limits) {
    /**
     * An answer that could not be read, as after a change of the server.
     *
     * @param time when it came
     * @param kind the kind of question that it was to answer, as {@code quotes}
     * @param detail the reason and what could not be read, at most 200 characters; holds no secret
     */
    public record Drift(Instant time, String kind, String detail) {
        /** Checks that nothing is missing. */
        public Drift {
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** The state of a provider in one word. */
    public enum Status {
        /** Answers, or was not asked yet. */
        UP,
        /** Failed last, is paused, or is being probed. */
        DEGRADED,
        /** Is left alone by the circuit breaker. */
        DOWN,
        /** Refused the credentials. */
        CREDENTIALS
    }

    /** Copies the collections. */
    public SourceHealth {
        failures = Map.copyOf(failures);
        limits = List.copyOf(limits);
    }
}
