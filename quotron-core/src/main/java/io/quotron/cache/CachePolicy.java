package io.quotron.cache;

import java.time.Duration;
import java.util.Objects;

/**
 * How long answers are kept in memory. By default quotes 5 s, intraday bars half their length up to 60 s, daily bars 15 minutes,
 * history that has ended 24 hours, instruments, lists and profiles 24 hours, splits and dividends 6 hours, options 60 s, order books
 * 1 s, "unknown symbol" 60 s and other failures 1 s. When every provider fails,
 * an older answer is given for up to ten times as long, and marked as stale.
 *
 * <p>Immutable and thread-safe.
 */
public final class CachePolicy {
    private static final CachePolicy DEFAULTS = builder().build();

    private final Duration quotes;
    private final Duration dailyBars;
    private final Duration endedHistory;
    private final Duration instruments;
    private final Duration profiles;
    private final Duration actions;
    private final Duration options;
    private final Duration books;
    private final Duration notFound;
    private final Duration failures;
    private final int staleFactor;
    private final int maxEntries;

    private CachePolicy(Builder builder) {
        this.quotes = builder.quotes;
        this.dailyBars = builder.dailyBars;
        this.endedHistory = builder.endedHistory;
        this.instruments = builder.instruments;
        this.profiles = builder.profiles;
        this.actions = builder.actions;
        this.options = builder.options;
        this.books = builder.books;
        this.notFound = builder.notFound;
        this.failures = builder.failures;
        this.staleFactor = builder.staleFactor;
        this.maxEntries = builder.maxEntries;
    }

    /**
     * Returns the policy that holds where the host sets none.
     *
     * @return the defaults
     */
    public static CachePolicy defaults() {
        return DEFAULTS;
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
     * Returns how long quotes, index values and recent trades are fresh.
     *
     * @return zero for not at all
     */
    public Duration quotes() {
        return quotes;
    }

    /**
     * Returns how long daily and longer bars are fresh.
     *
     * @return zero for not at all
     */
    public Duration dailyBars() {
        return dailyBars;
    }

    /**
     * Returns how long history is fresh whose span ended more than a day ago.
     *
     * @return zero for not at all
     */
    public Duration endedHistory() {
        return endedHistory;
    }

    /**
     * Returns how long found instruments and lists of them are fresh.
     *
     * @return zero for not at all
     */
    public Duration instruments() {
        return instruments;
    }

    /**
     * Returns how long order books are fresh; a second is the most that makes sense.
     *
     * @return zero for not at all
     */
    public Duration books() {
        return books;
    }

    /**
     * Returns how long option chains are fresh.
     *
     * @return zero for not at all
     */
    public Duration options() {
        return options;
    }

    /**
     * Returns how long splits and dividends are fresh.
     *
     * @return zero for not at all
     */
    public Duration actions() {
        return actions;
    }

    /**
     * Returns how long profiles are fresh.
     *
     * @return zero for not at all
     */
    public Duration profiles() {
        return profiles;
    }

    /**
     * Returns how long "unknown symbol" and "no data" are remembered.
     *
     * @return zero for not at all
     */
    public Duration notFound() {
        return notFound;
    }

    /**
     * Returns how long other failures are remembered, so that a broken provider is not asked by everybody at once.
     *
     * @return zero for not at all
     */
    public Duration failures() {
        return failures;
    }

    /**
     * Returns how many times its freshness an answer may be old when every provider fails.
     *
     * @return 0 for never
     */
    public int staleFactor() {
        return staleFactor;
    }

    /**
     * Returns how many answers of each kind are kept.
     *
     * @return at least 1
     */
    public int maxEntries() {
        return maxEntries;
    }

    /** Collects the settings of a {@link CachePolicy}. Not thread-safe. */
    public static final class Builder {
        private Duration quotes = Duration.ofSeconds(5);
        private Duration dailyBars = Duration.ofMinutes(15);
        private Duration endedHistory = Duration.ofHours(24);
        private Duration instruments = Duration.ofHours(24);
        private Duration profiles = Duration.ofHours(24);
        private Duration actions = Duration.ofHours(6);
        private Duration options = Duration.ofSeconds(60);
        private Duration books = Duration.ofSeconds(1);
        private Duration notFound = Duration.ofSeconds(60);
        private Duration failures = Duration.ofSeconds(1);
        private int staleFactor = 10;
        private int maxEntries = 10_000;

        private Builder() {}

        /**
         * Sets how long quotes, index values and recent trades are fresh.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder quotes(Duration value) {
            this.quotes = value;
            return this;
        }

        /**
         * Sets how long daily and longer bars are fresh.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder dailyBars(Duration value) {
            this.dailyBars = value;
            return this;
        }

        /**
         * Sets how long history is fresh whose span ended more than a day ago.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder endedHistory(Duration value) {
            this.endedHistory = value;
            return this;
        }

        /**
         * Sets how long found instruments and lists of them are fresh.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder instruments(Duration value) {
            this.instruments = value;
            return this;
        }

        /**
         * Sets how long order books are fresh; a second is the most that makes sense.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder books(Duration value) {
            this.books = value;
            return this;
        }

        /**
         * Sets how long option chains are fresh.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder options(Duration value) {
            this.options = value;
            return this;
        }

        /**
         * Sets how long splits and dividends are fresh.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder actions(Duration value) {
            this.actions = value;
            return this;
        }

        /**
         * Sets how long profiles are fresh.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder profiles(Duration value) {
            this.profiles = value;
            return this;
        }

        /**
         * Sets how long "unknown symbol" and "no data" are remembered.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder notFound(Duration value) {
            this.notFound = value;
            return this;
        }

        /**
         * Sets how long other failures are remembered.
         *
         * @param value zero for not at all
         * @return this builder
         */
        public Builder failures(Duration value) {
            this.failures = value;
            return this;
        }

        /**
         * Sets how many times its freshness an answer may be old when every provider fails.
         *
         * @param value 0 for never
         * @return this builder
         */
        public Builder staleFactor(int value) {
            this.staleFactor = value;
            return this;
        }

        /**
         * Sets how many answers of each kind are kept.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder maxEntries(int value) {
            this.maxEntries = value;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @return the policy
         * @throws IllegalStateException if a number makes no sense; the message names it
         */
        public CachePolicy build() {
            for (Duration duration : new Duration[] {
                quotes, dailyBars, endedHistory, instruments, profiles, actions, options, books, notFound, failures
            }) {
                if (Objects.requireNonNull(duration, "duration").isNegative()) {
                    throw new IllegalStateException("cache times must not be negative, but one is " + duration);
                }
            }
            if (staleFactor < 0 || maxEntries < 1) {
                throw new IllegalStateException("staleFactor must be at least 0 and maxEntries at least 1, but are "
                        + staleFactor + " and " + maxEntries);
            }
            return new CachePolicy(this);
        }
    }
}
