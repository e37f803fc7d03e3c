package io.quotron.health;

import io.quotron.error.FailureReason;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
        Optional<String> lastError) {
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

    /** Copies the map. */
    public SourceHealth {
        failures = Map.copyOf(failures);
    }
}
