package io.quotron.providers.alphavantage;

import io.quotron.model.Adjustment;
import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.internal.http.AddressCheck;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.ActionSource;
import io.quotron.spi.BarOffer;
import io.quotron.spi.BarSource;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProfileSource;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alpha Vantage: quotes, history, search, profiles, splits and dividends of shares and funds, rates and history of currencies and
 * coins, and the list of what is listed in the United States. Needs a key; a free one has 25 requests per day.
 *
 * <pre>{@code
 * MarketDataProvider free = AlphaVantageProvider.create(System.getenv("ALPHAVANTAGE_API_KEY"));
 * MarketDataProvider paid = AlphaVantageProvider.builder()
 *         .apiKey(Secret.fromEnvironment("ALPHAVANTAGE_API_KEY"))
 *         .premium(RateLimit.of(75, Duration.ofMinutes(1)))
 *         .build();
 * }</pre>
 *
 * <p>The description of this package says what the numbers mean and what each question costs. Thread-safe; makes no connection and
 * starts no thread before the first call, and leaves none after {@link #close()}. The key is sent to the configured host only and
 * appears in no text.
 */
public final class AlphaVantageProvider implements MarketDataProvider {
    private static final URI DEFAULT_BASE = URI.create("https://www.alphavantage.co");
    private static final RateLimit FREE = RateLimit.of(25, Duration.ofDays(1)).and(1, Duration.ofSeconds(1));

    private final ProviderDescriptor descriptor;
    private final HttpGateway gateway;
    private final AlphaVantageRest rest;
    private final AlphaVantageHistory history;

    private AlphaVantageProvider(Builder builder, Secret apiKey) {
        this.descriptor = descriptor(builder);
        this.gateway = HttpGateway.create(AlphaVantageErrors.SOURCE, builder.httpSettings, Set.of());
        AlphaVantageCalls calls = new AlphaVantageCalls(gateway, builder.baseUri, apiKey);
        this.rest = new AlphaVantageRest(calls, builder.bulkQuotes);
        this.history = new AlphaVantageHistory(calls, builder.premium);
    }

    private static ProviderDescriptor descriptor(Builder builder) {
        return ProviderDescriptor.builder(AlphaVantageErrors.SOURCE, "Alpha Vantage")
                .symbolKinds(Set.of(Symbol.Kind.LISTED, Symbol.Kind.PAIR))
                .history(
                        AlphaVantageHistory.INTERVALS.stream().map(BarOffer::of).toArray(BarOffer[]::new))
                .adjustments(Adjustment.values())
                .assetClasses(
                        Instrument.Kind.EQUITY,
                        Instrument.Kind.ETF,
                        Instrument.Kind.FUND,
                        Instrument.Kind.CURRENCY,
                        Instrument.Kind.CRYPTO)
                .rateLimit(builder.rateLimit)
                .maxSymbolsPerRequest(builder.bulkQuotes ? AlphaVantageRest.MAX_BULK : 1)
                .keyRequired()
                .build();
    }

    /**
     * Makes a provider for a free key, with all defaults.
     *
     * @param apiKey the key
     * @return a provider that has made no connection yet
     * @throws IllegalArgumentException if the key is blank or holds control characters
     */
    public static AlphaVantageProvider create(String apiKey) {
        return builder().apiKey(apiKey).build();
    }

    /**
     * Starts a provider.
     *
     * @return a builder with the limits of a free key and without a key
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    /**
     * Returns the role that answers for quotes. One symbol costs one request, except with {@link Builder#bulkQuotes()}. The time of a
     * share's quote is the close of its trading day, or while that day still runs its opening, because only the day is told.
     */
    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(rest::fetchQuotes);
    }

    /**
     * Returns the role that answers for history. A question costs one request; adjusted days cost one more for splits and one more for
     * dividends without a paid plan; bars below a day that are older than 29 days cost one request per calendar month.
     */
    @Override
    public Optional<BarSource> bars() {
        return Optional.of(history::fetchBars);
    }

    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.of(rest::search);
    }

    /** Returns the role that tells who a company is; one request each, shares of the United States only. */
    @Override
    public Optional<ProfileSource> profiles() {
        return Optional.of(rest::fetchProfile);
    }

    /** Returns the role that answers for splits and dividends; two requests each. Dividends are as they were paid. */
    @Override
    public Optional<ActionSource> actions() {
        return Optional.of(history::fetchActions);
    }

    /** Returns the role that lists shares and funds of the United States: {@code active} and {@code delisted}. */
    @Override
    public Optional<DiscoverySource> discovery() {
        return Optional.of(rest);
    }

    /** Asks which markets are open, which costs one request like any other. */
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
        return descriptor.toString();
    }

    /** Collects what an {@link AlphaVantageProvider} needs. Not thread-safe. */
    public static final class Builder {
        private @Nullable Secret apiKey;
        private URI baseUri = DEFAULT_BASE;
        private HttpSettings httpSettings = HttpSettings.defaults();
        private RateLimit rateLimit = FREE;
        private boolean premium;
        private boolean bulkQuotes;

        private Builder() {}

        /**
         * Sets the key; required.
         *
         * @param value the key
         * @return this builder
         */
        public Builder apiKey(Secret value) {
            this.apiKey = Objects.requireNonNull(value, "apiKey");
            return this;
        }

        /**
         * Sets the key; required.
         *
         * @param value the key
         * @return this builder
         * @throws IllegalArgumentException if the key is blank or holds control characters
         */
        public Builder apiKey(String value) {
            return apiKey(Secret.of(Objects.requireNonNull(value, "apiKey")));
        }

        /**
         * Sets where the service is, for a proxy or a simulator.
         *
         * @param value {@code http} or {@code https} with host and perhaps port and path; {@code /query} is appended
         * @return this builder
         */
        public Builder baseUri(URI value) {
            this.baseUri = Objects.requireNonNull(value, "baseUri");
            return this;
        }

        /**
         * Sets times, sizes, proxy and trust of the connections.
         *
         * @param value the settings
         * @return this builder
         */
        public Builder httpSettings(HttpSettings value) {
            this.httpSettings = Objects.requireNonNull(value, "httpSettings");
            return this;
        }

        /**
         * Says that the key is of a paid plan: its limit holds instead of 25 requests per day, and adjusted days are asked with one
         * request instead of three.
         *
         * @param limit the limit of the plan, for example 75 per minute
         * @return this builder
         */
        public Builder premium(RateLimit limit) {
            this.rateLimit = Objects.requireNonNull(limit, "limit");
            this.premium = true;
            return this;
        }

        /**
         * Says that the plan includes real-time data of the United States: up to 100 of its shares are then quoted with one request.
         *
         * @return this builder
         */
        public Builder bulkQuotes() {
            this.bulkQuotes = true;
            return this;
        }

        /**
         * Makes the provider; no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if the key is missing, or the address has another scheme or no host
         */
        public AlphaVantageProvider build() {
            Secret key = apiKey;
            if (key == null) {
                throw new IllegalStateException(
                        "the alphavantage provider needs a key: call apiKey(...); there are free ones at"
                                + " https://www.alphavantage.co/support/#api-key");
            }
            new AddressCheck().web("baseUri", baseUri).throwIfWrong("alphavantage");
            return new AlphaVantageProvider(this, key);
        }
    }
}
