package io.quotron.providers.yahoo;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.internal.http.AddressCheck;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarSource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Yahoo Finance: quotes, indices, history and search for shares, funds, indices, futures, currencies and crypto pairs, without a key.
 * There is no live stream; the client polls quotes instead.
 *
 * <pre>{@code
 * MarketDataProvider yahoo = YahooProvider.create();
 * MarketDataProvider behindProxy = YahooProvider.builder()
 *         .httpSettings(HttpSettings.builder().proxySelector(selector).build())
 *         .build();
 * }</pre>
 *
 * <p>The endpoints are not official; the description of this package says what that means. Thread-safe; makes no connection and starts no
 * thread before the first call, and leaves none after {@link #close()}.
 */
public final class YahooProvider implements MarketDataProvider {
    private static final URI DEFAULT_BASE = URI.create("https://query2.finance.yahoo.com");
    private static final URI DEFAULT_COOKIE = URI.create("https://fc.yahoo.com");
    static final List<Interval> INTERVALS = List.of(
            Interval.MINUTE_1,
            Interval.of(2, Interval.Unit.MINUTE),
            Interval.MINUTE_5,
            Interval.MINUTE_15,
            Interval.MINUTE_30,
            Interval.of(90, Interval.Unit.MINUTE),
            Interval.HOUR_1,
            Interval.DAY_1,
            Interval.of(5, Interval.Unit.DAY),
            Interval.WEEK_1,
            Interval.MONTH_1,
            Interval.of(3, Interval.Unit.MONTH));

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder(YahooErrors.SOURCE, "Yahoo Finance")
            .symbolKinds(EnumSet.allOf(Symbol.Kind.class))
            .intervals(INTERVALS)
            .rateLimit(RateLimit.of(2, Duration.ofSeconds(4)).and(300, Duration.ofHours(1)))
            .maxSymbolsPerRequest(YahooRest.MAX_SYMBOLS)
            .build();

    private final HttpGateway gateway;
    private final YahooRest rest;

    private YahooProvider(Builder builder) {
        this.gateway = HttpGateway.create(YahooErrors.SOURCE, builder.httpSettings, Set.of());
        this.rest = new YahooRest(
                gateway, builder.baseUri, new YahooSession(gateway, builder.effectiveCookieUri(), builder.baseUri));
    }

    /**
     * Makes a provider with the defaults.
     *
     * @return a provider that has made no connection yet
     */
    public static YahooProvider create() {
        return builder().build();
    }

    /**
     * Starts a provider.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns Yahoo's spelling of an interval. */
    static String spelling(Interval interval) {
        return interval.unit() == Interval.Unit.WEEK ? interval.amount() + "wk" : interval.toString();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /**
     * Returns the role that answers for quotes. Numbers that Yahoo leaves out, and zeros that stand for a missing price, are absent; the sizes
     * of American shares, which Yahoo counts in lots, are in shares.
     */
    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(rest::fetchQuotes);
    }

    /**
     * Returns the role that answers for history. Raw prices are computed back from the splits, total-return prices exist for days and longer.
     * A span without any trading gives an empty series.
     */
    @Override
    public Optional<BarSource> bars() {
        return Optional.of(rest::fetchBars);
    }

    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.of(rest::search);
    }

    @Override
    public HealthCheck check(RequestContext context) {
        return rest.check(context);
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Returns the id of the provider. */
    @Override
    public String toString() {
        return DESCRIPTOR.toString();
    }

    /** Collects what a {@link YahooProvider} needs. Not thread-safe. */
    public static final class Builder {
        private URI baseUri = DEFAULT_BASE;
        private @Nullable URI cookieUri;
        private HttpSettings httpSettings = HttpSettings.defaults();

        private Builder() {}

        /**
         * Sets where the API is, for tests and gateways.
         *
         * @param value an http or https address; {@code https://query2.finance.yahoo.com} by default
         * @return this builder
         */
        public Builder baseUri(URI value) {
            this.baseUri = Objects.requireNonNull(value, "baseUri");
            return this;
        }

        /**
         * Sets where the session cookie comes from.
         *
         * @param value an http or https address; by default {@code https://fc.yahoo.com}, or the base address where that was changed
         * @return this builder
         */
        public Builder cookieUri(URI value) {
            this.cookieUri = Objects.requireNonNull(value, "cookieUri");
            return this;
        }

        /**
         * Sets times, sizes, proxy and trust.
         *
         * @param value the settings
         * @return this builder
         */
        public Builder httpSettings(HttpSettings value) {
            this.httpSettings = Objects.requireNonNull(value, "httpSettings");
            return this;
        }

        /**
         * Makes the provider; does no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if an address is not http or https; the message names every one
         */
        public YahooProvider build() {
            new AddressCheck()
                    .web("baseUri", baseUri)
                    .web("cookieUri", effectiveCookieUri())
                    .throwIfWrong("yahoo");
            return new YahooProvider(this);
        }

        private URI effectiveCookieUri() {
            if (cookieUri != null) {
                return cookieUri;
            }
            return baseUri.equals(DEFAULT_BASE) ? DEFAULT_COOKIE : baseUri;
        }
    }
}
