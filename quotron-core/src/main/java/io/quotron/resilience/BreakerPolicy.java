package io.quotron.resilience;

import java.time.Duration;
import java.util.Objects;

/**
 * When a provider is left alone. By default it is left alone for 60 seconds after 5 failed calls in a row; then up to 2 calls
 * are let through as probes, of which 2 must succeed; any failed probe leaves it alone for another 60 seconds.
 *
 * <p>Immutable and thread-safe.
 */
public final class BreakerPolicy {
    private static final BreakerPolicy DEFAULTS = new BreakerPolicy(5, Duration.ofSeconds(60), 2);

    private final int failures;
    private final Duration openFor;
    private final int successes;

    /** The states of a circuit breaker. */
    public enum State {
        /** Calls pass. */
        CLOSED,
        /** Calls are refused. */
        OPEN,
        /** A few calls pass as probes. */
        HALF_OPEN
    }

    private BreakerPolicy(int failures, Duration openFor, int successes) {
        Objects.requireNonNull(openFor, "openFor");
        if (failures < 1 || successes < 1) {
            throw new IllegalArgumentException(
                    "breaker needs at least 1 failure and 1 success, but has " + failures + " and " + successes);
        }
        if (openFor.isNegative() || openFor.isZero()) {
            throw new IllegalArgumentException("breaker must stay open for a positive time, but for " + openFor);
        }
        this.failures = failures;
        this.openFor = openFor;
        this.successes = successes;
    }

    /**
     * Returns the policy that holds where the host sets none.
     *
     * @return 5 failures, 60 seconds, 2 successes
     */
    public static BreakerPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a policy.
     *
     * @param failures how many failed calls in a row open the breaker, at least 1
     * @param openFor how long it stays open, above zero
     * @param successes how many probes must succeed, and how many may be under way, at least 1
     * @return the policy
     * @throws IllegalArgumentException if a number makes no sense; the message names it
     */
    public static BreakerPolicy of(int failures, Duration openFor, int successes) {
        return new BreakerPolicy(failures, openFor, successes);
    }

    /**
     * Returns how many failed calls in a row open the breaker.
     *
     * @return at least 1
     */
    public int failures() {
        return failures;
    }

    /**
     * Returns how long it stays open.
     *
     * @return a positive duration
     */
    public Duration openFor() {
        return openFor;
    }

    /**
     * Returns how many probes must succeed.
     *
     * @return at least 1
     */
    public int successes() {
        return successes;
    }
}
