package io.quotron.resilience;

import java.util.Objects;
import java.util.Optional;

/**
 * What the client enforces around one provider. What is not set follows the provider's descriptor or the defaults of the policy.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProviderSettings {
    private final Optional<RateLimit> rateLimit;
    private final RetryPolicy retry;
    private final BreakerPolicy breaker;

    private ProviderSettings(Builder builder) {
        this.rateLimit = builder.rateLimit;
        this.retry = builder.retry;
        this.breaker = builder.breaker;
    }

    /**
     * Starts the settings.
     *
     * @return a builder that holds the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the limit that the host set.
     *
     * @return the limit; empty where the provider's own holds
     */
    public Optional<RateLimit> rateLimit() {
        return rateLimit;
    }

    /**
     * Returns how often the provider is asked again.
     *
     * @return the policy
     */
    public RetryPolicy retry() {
        return retry;
    }

    /**
     * Returns when the provider is left alone.
     *
     * @return the policy
     */
    public BreakerPolicy breaker() {
        return breaker;
    }

    /** Collects the {@link ProviderSettings}. Not thread-safe. */
    public static final class Builder {
        private Optional<RateLimit> rateLimit = Optional.empty();
        private RetryPolicy retry = RetryPolicy.defaults();
        private BreakerPolicy breaker = BreakerPolicy.defaults();

        private Builder() {}

        /**
         * Sets the limit, for hosts whose plan allows more than the free tier or who share it with others.
         *
         * @param value the limit
         * @return this builder
         */
        public Builder rateLimit(RateLimit value) {
            this.rateLimit = Optional.of(Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets how often the provider is asked again.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder retry(RetryPolicy value) {
            this.retry = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets when the provider is left alone.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder breaker(BreakerPolicy value) {
            this.breaker = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         */
        public ProviderSettings build() {
            return new ProviderSettings(this);
        }
    }
}
