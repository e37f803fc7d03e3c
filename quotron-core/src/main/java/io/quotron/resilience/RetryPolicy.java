package io.quotron.resilience;

import java.time.Duration;
import java.util.Objects;

/**
 * How often and after what delay a provider is asked again. By default three attempts in all, with a random delay between zero
 * and 200 ms, doubling, up to 20 s ("full jitter"), and no more retries than 10 % of the calls and ten.
 *
 * <p>Immutable and thread-safe.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = builder().build();

    private final int maxAttempts;
    private final Duration baseDelay;
    private final Duration maxDelay;
    private final double budgetShare;
    private final int budgetReserve;

    private RetryPolicy(Builder builder) {
        this.maxAttempts = builder.maxAttempts;
        this.baseDelay = builder.baseDelay;
        this.maxDelay = builder.maxDelay;
        this.budgetShare = builder.budgetShare;
        this.budgetReserve = builder.budgetReserve;
    }

    /**
     * Returns the policy that holds where the host sets none.
     *
     * @return three attempts
     */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a policy that never tries again.
     *
     * @return one attempt
     */
    public static RetryPolicy never() {
        return builder().maxAttempts(1).build();
    }

    /**
     * Starts a policy.
     *
     * @return a builder that holds the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how often a provider is asked at most, the first time included.
     *
     * @return at least 1
     */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * Returns the upper end of the first random delay.
     *
     * @return a positive duration
     */
    public Duration baseDelay() {
        return baseDelay;
    }

    /**
     * Returns the upper end that the random delay never passes.
     *
     * @return at least the base delay
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /**
     * Returns how many retries each call earns.
     *
     * @return for example 0.1
     */
    public double budgetShare() {
        return budgetShare;
    }

    /**
     * Returns how many retries are there before any call was made.
     *
     * @return 0 or more
     */
    public int budgetReserve() {
        return budgetReserve;
    }

    /** Collects the settings of a {@link RetryPolicy}. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 3;
        private Duration baseDelay = Duration.ofMillis(200);
        private Duration maxDelay = Duration.ofSeconds(20);
        private double budgetShare = 0.1;
        private int budgetReserve = 10;

        private Builder() {}

        /**
         * Sets how often a provider is asked at most; fewer attempts fail over sooner.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder maxAttempts(int value) {
            this.maxAttempts = value;
            return this;
        }

        /**
         * Sets the range of the random delay.
         *
         * @param base the upper end of the first delay
         * @param max the upper end that no delay passes
         * @return this builder
         */
        public Builder delay(Duration base, Duration max) {
            this.baseDelay = Objects.requireNonNull(base, "base");
            this.maxDelay = Objects.requireNonNull(max, "max");
            return this;
        }

        /**
         * Sets how many retries there may be beside the calls, so that a dead provider is not asked three times as often.
         *
         * @param share how many retries each call earns
         * @param reserve how many there are before any call
         * @return this builder
         */
        public Builder budget(double share, int reserve) {
            this.budgetShare = share;
            this.budgetReserve = reserve;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @return the policy
         * @throws IllegalStateException if a number makes no sense; the message names it
         */
        public RetryPolicy build() {
            if (maxAttempts < 1) {
                throw new IllegalStateException("maxAttempts must be at least 1, but is " + maxAttempts);
            }
            if (baseDelay.isNegative() || maxDelay.compareTo(baseDelay) < 0) {
                throw new IllegalStateException(
                        "delay must be 0 <= base <= max, but is " + baseDelay + " to " + maxDelay);
            }
            if (!(budgetShare >= 0) || budgetReserve < 0) {
                throw new IllegalStateException(
                        "budget must not be negative, but is " + budgetShare + " and " + budgetReserve);
            }
            return new RetryPolicy(this);
        }
    }
}
