package io.quotron.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How live data is kept alive. Immutable and thread-safe.
 *
 * <p>Reconnecting never gives up: the first try comes after a random time of up to {@code reconnectDelay}, then the delay doubles
 * from {@code reconnectDelay} to {@code maxReconnectDelay}, each time changed at random by up to half. After a connection that
 * carried data for 30 seconds it starts anew.
 */
public final class StreamSettings {
    private static final StreamSettings STANDARD = builder().build();

    private final Duration connectTimeout;
    private final Duration subscribeTimeout;
    private final Duration idleTimeout;
    private final Duration reconnectDelay;
    private final Duration maxReconnectDelay;
    private final Duration pollInterval;
    private final int pollBatch;
    private final int queueCapacity;
    private final int workers;

    private StreamSettings(Builder builder) {
        this.connectTimeout = builder.connectTimeout;
        this.subscribeTimeout = builder.subscribeTimeout;
        this.idleTimeout = builder.idleTimeout;
        this.reconnectDelay = builder.reconnectDelay;
        this.maxReconnectDelay = builder.maxReconnectDelay;
        this.pollInterval = builder.pollInterval;
        this.pollBatch = builder.pollBatch;
        this.queueCapacity = builder.queueCapacity;
        this.workers = builder.workers;
    }

    /**
     * Returns the settings that fit most hosts.
     *
     * @return the defaults of the builder
     */
    public static StreamSettings defaults() {
        return STANDARD;
    }

    /**
     * Starts settings.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how long a connection may take to open.
     *
     * @return 10 seconds unless set
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * Returns how long a source may take to confirm a stream before it is asked again, three times at most.
     *
     * @return 10 seconds unless set
     */
    public Duration subscribeTimeout() {
        return subscribeTimeout;
    }

    /**
     * Returns how long a stream may bring no data, and a connection nothing at all, before it counts as stale. For a stream whose
     * usual pause is longer, five times the median of its own pauses counts instead.
     *
     * @return 60 seconds unless set
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * Returns the first delay before a new connection.
     *
     * @return 1 second unless set
     */
    public Duration reconnectDelay() {
        return reconnectDelay;
    }

    /**
     * Returns the longest delay before a new connection, before chance changes it.
     *
     * @return 30 seconds unless set
     */
    public Duration maxReconnectDelay() {
        return maxReconnectDelay;
    }

    /**
     * Returns how often quotes are asked of a provider that does not stream them.
     *
     * @return 5 seconds unless set
     */
    public Duration pollInterval() {
        return pollInterval;
    }

    /**
     * Returns how many symbols one poll asks for at most.
     *
     * @return 50 unless set
     */
    public int pollBatch() {
        return pollBatch;
    }

    /**
     * Returns how many events may wait between a socket and its worker, and for a listener unless its request says otherwise.
     *
     * @return 65,536 unless set
     */
    public int queueCapacity() {
        return queueCapacity;
    }

    /**
     * Returns how many threads call listeners at most. A listener that blocks holds one of them.
     *
     * @return 8 unless set
     */
    public int workers() {
        return workers;
    }

    /** Collects {@link StreamSettings}. Not thread-safe. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration subscribeTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration reconnectDelay = Duration.ofSeconds(1);
        private Duration maxReconnectDelay = Duration.ofSeconds(30);
        private Duration pollInterval = Duration.ofSeconds(5);
        private int pollBatch = 50;
        private int queueCapacity = 65_536;
        private int workers = 8;

        private Builder() {}

        /**
         * Sets how long a connection may take to open.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /**
         * Sets how long a source may take to confirm a stream.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder subscribeTimeout(Duration value) {
            this.subscribeTimeout = value;
            return this;
        }

        /**
         * Sets how long silence is taken for health.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder idleTimeout(Duration value) {
            this.idleTimeout = value;
            return this;
        }

        /**
         * Sets the first delay before a new connection.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder reconnectDelay(Duration value) {
            this.reconnectDelay = value;
            return this;
        }

        /**
         * Sets the longest delay before a new connection.
         *
         * @param value a positive duration, not below the first delay
         * @return this builder
         */
        public Builder maxReconnectDelay(Duration value) {
            this.maxReconnectDelay = value;
            return this;
        }

        /**
         * Sets how often quotes are polled.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder pollInterval(Duration value) {
            this.pollInterval = value;
            return this;
        }

        /**
         * Sets how many symbols one poll asks for at most.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder pollBatch(int value) {
            this.pollBatch = value;
            return this;
        }

        /**
         * Sets how many events may wait.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder queueCapacity(int value) {
            this.queueCapacity = value;
            return this;
        }

        /**
         * Sets how many threads call listeners at most.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder workers(int value) {
            this.workers = value;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         * @throws IllegalStateException naming every value that cannot be used
         */
        public StreamSettings build() {
            List<String> mistakes = new ArrayList<>();
            positive(mistakes, "connectTimeout", connectTimeout);
            positive(mistakes, "subscribeTimeout", subscribeTimeout);
            positive(mistakes, "idleTimeout", idleTimeout);
            positive(mistakes, "reconnectDelay", reconnectDelay);
            positive(mistakes, "maxReconnectDelay", maxReconnectDelay);
            positive(mistakes, "pollInterval", pollInterval);
            atLeastOne(mistakes, "pollBatch", pollBatch);
            atLeastOne(mistakes, "queueCapacity", queueCapacity);
            atLeastOne(mistakes, "workers", workers);
            if (maxReconnectDelay.compareTo(reconnectDelay) < 0) {
                mistakes.add("maxReconnectDelay " + maxReconnectDelay + " is below reconnectDelay " + reconnectDelay);
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalStateException("stream settings: " + String.join("; ", mistakes));
            }
            return new StreamSettings(this);
        }

        private static void positive(List<String> mistakes, String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                mistakes.add(name + " must be positive, but is " + value);
            }
        }

        private static void atLeastOne(List<String> mistakes, String name, int value) {
            if (value < 1) {
                mistakes.add(name + " must be at least 1, but is " + value);
            }
        }
    }
}
