package io.quotron.providers.http;

import java.net.ProxySelector;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a provider talks to its server: times, sizes, proxy and trust. The defaults suit public services; a whole call is bounded by
 * the deadline of the request, whatever is set here.
 *
 * <pre>{@code
 * HttpSettings settings = HttpSettings.builder()
 *         .connectTimeout(Duration.ofSeconds(2))
 *         .userAgent("my-app/1.0 (ops@example.org)")
 *         .build();
 * }</pre>
 *
 * <p>There is no way to switch off the checks of certificates; a host with its own authority adds it by
 * {@link Builder#trustedCertificates(KeyStore)}.
 *
 * <p>Immutable and thread-safe.
 */
public final class HttpSettings {
    private static final String DEFAULT_USER_AGENT = "Mozilla/5.0 (compatible; Quotron/0.1)";
    private static final long DEFAULT_MAX_BODY_BYTES = 16L << 20;

    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final long maxBodyBytes;
    private final String userAgent;
    private final @Nullable ProxySelector proxySelector;
    private final @Nullable KeyStore trustedCertificates;
    private final Duration webSocketConnectTimeout;
    private final Duration webSocketPingInterval;
    private final long maxWebSocketMessageBytes;

    private HttpSettings(Builder builder) {
        this.connectTimeout = builder.connectTimeout;
        this.readTimeout = builder.readTimeout;
        this.maxBodyBytes = builder.maxBodyBytes;
        this.userAgent = builder.userAgent;
        this.proxySelector = builder.proxySelector;
        this.trustedCertificates = builder.trustedCertificates;
        this.webSocketConnectTimeout = builder.webSocketConnectTimeout;
        this.webSocketPingInterval = builder.webSocketPingInterval;
        this.maxWebSocketMessageBytes = builder.maxWebSocketMessageBytes;
    }

    /**
     * Returns the defaults.
     *
     * @return 5 s to connect, 10 s between bytes, bodies up to 16 MiB, pings every 20 s
     */
    public static HttpSettings defaults() {
        return builder().build();
    }

    /**
     * Starts settings from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how long one address of a server may take to accept a connection.
     *
     * @return a positive duration
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * Returns how long the server may be silent in the middle of an answer.
     *
     * @return a positive duration
     */
    public Duration readTimeout() {
        return readTimeout;
    }

    /**
     * Returns how long an answer may be after decompression; longer ones are refused.
     *
     * @return bytes, at least 1
     */
    public long maxBodyBytes() {
        return maxBodyBytes;
    }

    /**
     * Returns how requests introduce themselves.
     *
     * @return the value of the {@code User-Agent} header
     */
    public String userAgent() {
        return userAgent;
    }

    /**
     * Returns what chooses the proxy.
     *
     * @return the selector; empty for that of the JVM
     */
    public Optional<ProxySelector> proxySelector() {
        return Optional.ofNullable(proxySelector);
    }

    /**
     * Returns the authorities that are trusted instead of those of the JVM.
     *
     * @return a key store with certificates; empty for the authorities of the JVM
     */
    public Optional<KeyStore> trustedCertificates() {
        return Optional.ofNullable(trustedCertificates);
    }

    /**
     * Returns how long a WebSocket may take to open.
     *
     * @return a positive duration
     */
    public Duration webSocketConnectTimeout() {
        return webSocketConnectTimeout;
    }

    /**
     * Returns how often a WebSocket is probed; a peer that leaves one probe unanswered for that long is taken for dead.
     *
     * @return a positive duration
     */
    public Duration webSocketPingInterval() {
        return webSocketPingInterval;
    }

    /**
     * Returns how long a WebSocket message may be; a longer one ends the connection.
     *
     * @return bytes, at least 1
     */
    public long maxWebSocketMessageBytes() {
        return maxWebSocketMessageBytes;
    }

    /** Collects {@link HttpSettings}. Not thread-safe. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration readTimeout = Duration.ofSeconds(10);
        private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private String userAgent = DEFAULT_USER_AGENT;
        private @Nullable ProxySelector proxySelector;
        private @Nullable KeyStore trustedCertificates;
        private Duration webSocketConnectTimeout = Duration.ofSeconds(10);
        private Duration webSocketPingInterval = Duration.ofSeconds(20);
        private long maxWebSocketMessageBytes = 4L << 20;

        private Builder() {}

        /**
         * Sets how long one address of a server may take to accept a connection.
         *
         * @param value 1 ms to 10 minutes; 5 s by default
         * @return this builder
         */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = Objects.requireNonNull(value, "connectTimeout");
            return this;
        }

        /**
         * Sets how long the server may be silent in the middle of an answer.
         *
         * @param value 1 ms to 10 minutes; 10 s by default
         * @return this builder
         */
        public Builder readTimeout(Duration value) {
            this.readTimeout = Objects.requireNonNull(value, "readTimeout");
            return this;
        }

        /**
         * Sets how long an answer may be after decompression.
         *
         * @param value bytes, at least 1; 16 MiB by default
         * @return this builder
         */
        public Builder maxBodyBytes(long value) {
            this.maxBodyBytes = value;
            return this;
        }

        /**
         * Sets how requests introduce themselves.
         *
         * @param value printable ASCII; some services refuse the names of common libraries
         * @return this builder
         */
        public Builder userAgent(String value) {
            this.userAgent = Objects.requireNonNull(value, "userAgent");
            return this;
        }

        /**
         * Sets what chooses the proxy.
         *
         * @param value the selector, for example {@link ProxySelector#of(java.net.InetSocketAddress)}
         * @return this builder
         */
        public Builder proxySelector(ProxySelector value) {
            this.proxySelector = Objects.requireNonNull(value, "proxySelector");
            return this;
        }

        /**
         * Trusts the authorities in a key store instead of those of the JVM.
         *
         * @param value a loaded key store that holds certificates
         * @return this builder
         */
        public Builder trustedCertificates(KeyStore value) {
            this.trustedCertificates = Objects.requireNonNull(value, "trustedCertificates");
            return this;
        }

        /**
         * Sets how long a WebSocket may take to open.
         *
         * @param value 1 ms to 10 minutes; 10 s by default
         * @return this builder
         */
        public Builder webSocketConnectTimeout(Duration value) {
            this.webSocketConnectTimeout = Objects.requireNonNull(value, "webSocketConnectTimeout");
            return this;
        }

        /**
         * Sets how often a WebSocket is probed.
         *
         * @param value 1 ms to 10 minutes; 20 s by default
         * @return this builder
         */
        public Builder webSocketPingInterval(Duration value) {
            this.webSocketPingInterval = Objects.requireNonNull(value, "webSocketPingInterval");
            return this;
        }

        /**
         * Sets how long a WebSocket message may be.
         *
         * @param value bytes, at least 1; 4 MiB by default
         * @return this builder
         */
        public Builder maxWebSocketMessageBytes(long value) {
            this.maxWebSocketMessageBytes = value;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         * @throws IllegalStateException if a value is out of its range; the message names every one
         */
        public HttpSettings build() {
            List<String> mistakes = new ArrayList<>();
            checkTime("connectTimeout", connectTimeout, mistakes);
            checkTime("readTimeout", readTimeout, mistakes);
            checkTime("webSocketConnectTimeout", webSocketConnectTimeout, mistakes);
            checkTime("webSocketPingInterval", webSocketPingInterval, mistakes);
            checkSize("maxBodyBytes", maxBodyBytes, mistakes);
            checkSize("maxWebSocketMessageBytes", maxWebSocketMessageBytes, mistakes);
            if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                mistakes.add("userAgent must be printable ASCII and not blank");
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalStateException("HTTP settings: " + String.join("; ", mistakes));
            }
            return new HttpSettings(this);
        }

        private static void checkTime(String name, Duration value, List<String> mistakes) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMinutes(10)) > 0) {
                mistakes.add(name + " must be 1 ms to 10 minutes, but is " + value);
            }
        }

        private static void checkSize(String name, long value, List<String> mistakes) {
            if (value < 1 || value > Integer.MAX_VALUE - 8) {
                mistakes.add(name + " must be 1 to " + (Integer.MAX_VALUE - 8) + ", but is " + value);
            }
        }
    }
}
