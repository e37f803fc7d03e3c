package io.quotron.providers.yahoo;

import io.quotron.model.Adjustment;
import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.internal.http.AddressCheck;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.ActionSource;
import io.quotron.spi.BarSource;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.OptionSource;
import io.quotron.spi.ProfileSource;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Yahoo Finance: quotes, indices, live quotes, history, profiles, options, lists and search for shares, funds, indices, futures, currencies
 * and crypto pairs, without a key.
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
    private static final URI DEFAULT_STREAM = URI.create("wss://streamer.finance.yahoo.com/?version=2");

    private final ProviderDescriptor descriptor;
    private final HttpGateway gateway;
    private final YahooRest rest;
    private final YahooHistory history;
    private final YahooCatalog catalog;
    private final @Nullable StreamSource stream;

    private YahooProvider(Builder builder) {
        this.gateway = HttpGateway.create(YahooErrors.SOURCE, builder.httpSettings, Set.of());
        YahooHosts hosts =
                new YahooHosts(builder.baseUri, builder.effectiveAlternateUri(), builder.effectiveCookieUri());
        YahooApi api = new YahooApi(gateway, hosts, new YahooSession(gateway, hosts));
        this.rest = new YahooRest(api, builder.quotesWithoutSession);
        this.history = new YahooHistory(api, !builder.unlimitedLookback);
        this.catalog = new YahooCatalog(rest);
        URI streamUri = builder.effectiveStreamUri();
        this.stream = streamUri == null ? null : new YahooStream(gateway, streamUri);
        ProviderDescriptor.Builder described = descriptor(!builder.unlimitedLookback);
        this.descriptor = (stream == null ? described : described.streams(StreamKind.QUOTES)).build();
    }

    private static ProviderDescriptor.Builder descriptor(boolean limited) {
        return ProviderDescriptor.builder(YahooErrors.SOURCE, "Yahoo Finance")
                .symbolKinds(EnumSet.allOf(Symbol.Kind.class))
                .history(YahooHistory.offers(limited))
                .adjustments(Adjustment.RAW, Adjustment.SPLITS, Adjustment.SPLITS_AND_DIVIDENDS)
                .assetClasses(
                        Instrument.Kind.EQUITY,
                        Instrument.Kind.ETF,
                        Instrument.Kind.FUND,
                        Instrument.Kind.INDEX,
                        Instrument.Kind.CURRENCY,
                        Instrument.Kind.CRYPTO,
                        Instrument.Kind.FUTURE,
                        Instrument.Kind.OPTION)
                .rateLimit(RateLimit.of(2, Duration.ofSeconds(4)).and(300, Duration.ofHours(1)))
                .maxSymbolsPerRequest(YahooRest.MAX_SYMBOLS);
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

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
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
     * Returns the role that answers for history. Raw prices are computed back from the splits; weeks and months in which shares were split
     * have none. Total-return prices below a day take the factor of their day. Raw and total-return prices below a day cost one more
     * request. A span without any trading gives an empty series.
     */
    @Override
    public Optional<BarSource> bars() {
        return Optional.of(history::fetchBars);
    }

    /** Returns the role that finds instruments by words, and by ISIN or SEDOL, which Yahoo's search takes too. */
    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.of(catalog);
    }

    /**
     * Returns the role that lists what many people look at and what Yahoo's screeners find: {@code trending/us} first, other regions as
     * {@code trending/de}, and for example {@code day_gainers}, {@code day_losers}, {@code most_actives}.
     */
    @Override
    public Optional<DiscoverySource> discovery() {
        return Optional.of(catalog);
    }

    /** Returns the role that tells who a company or fund is. Of shares that trade in pence all amounts are in pounds. */
    @Override
    public Optional<ProfileSource> profiles() {
        return Optional.of(rest::fetchProfile);
    }

    /** Returns the role that answers for options; their days are those that Yahoo lists. */
    @Override
    public Optional<OptionSource> options() {
        return Optional.of(rest::fetchOptions);
    }

    /** Returns the role that answers for splits and payments; capital gains of funds are payments too. */
    @Override
    public Optional<ActionSource> actions() {
        return Optional.of(history::fetchActions);
    }

    /**
     * Returns the role that streams quotes: one sample or so each second while a symbol is traded, each with the numbers that it carries and no
     * more. The first one after subscribing may be days old, which its time tells. There are no single trades, and for a symbol that Yahoo does
     * not know there is silence.
     *
     * @return the role; empty where the base address was changed and no address of a stream was set
     */
    @Override
    public Optional<StreamSource> stream() {
        return Optional.ofNullable(stream);
    }

    @Override
    public HealthCheck check(RequestContext context) {
        return history.check(context);
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Returns the id of the provider. */
    @Override
    public String toString() {
        return YahooErrors.SOURCE.id();
    }

    /** Collects what a {@link YahooProvider} needs. Not thread-safe. */
    public static final class Builder {
        private URI baseUri = YahooHosts.DEFAULT_API;
        private @Nullable URI alternateUri;
        private @Nullable URI cookieUri;
        private @Nullable URI streamUri;
        private boolean quotesWithoutSession;
        private boolean unlimitedLookback;
        private HttpSettings httpSettings = HttpSettings.defaults();

        private Builder() {}

        /**
         * Sets where the API is, for tests and gateways. It then stands for all hosts of Yahoo, those of the consent page included; nothing is
         * sent to Yahoo itself, and there is no stream unless {@link #streamUri} says where.
         *
         * @param value an http or https address; {@code https://query2.finance.yahoo.com} by default
         * @return this builder
         */
        public Builder baseUri(URI value) {
            this.baseUri = Objects.requireNonNull(value, "baseUri");
            return this;
        }

        /**
         * Sets a second address of the API, which the next request goes to after one to the first could not be answered.
         *
         * @param value an http or https address; by default {@code https://query1.finance.yahoo.com}, or none where the base address was changed
         * @return this builder
         */
        public Builder alternateUri(URI value) {
            this.alternateUri = Objects.requireNonNull(value, "alternateUri");
            return this;
        }

        /**
         * Sets where live quotes come from.
         *
         * @param value a ws or wss address, used as it is; {@code wss://streamer.finance.yahoo.com/?version=2} by default
         * @return this builder
         */
        public Builder streamUri(URI value) {
            this.streamUri = Objects.requireNonNull(value, "streamUri");
            return this;
        }

        /**
         * Takes quotes from an endpoint (spark) that needs neither cookie nor crumb, for places from which Yahoo gives no session. Those quotes
         * have no bid, offer or change, and one request holds 20 symbols. Profiles and options still need the session.
         *
         * @return this builder
         */
        public Builder quotesWithoutSession() {
            this.quotesWithoutSession = true;
            return this;
        }

        /**
         * Asks for bars of any age, for archives and recordings behind {@link #baseUri}. The public service reaches back only some days with
         * minutes, and is not asked in vain unless this is set.
         *
         * @return this builder
         */
        public Builder unlimitedLookback() {
            this.unlimitedLookback = true;
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
            AddressCheck check = new AddressCheck()
                    .web("baseUri", baseUri)
                    .web("alternateUri", effectiveAlternateUri())
                    .web("cookieUri", effectiveCookieUri());
            URI stream = effectiveStreamUri();
            if (stream != null) {
                check.webSocket("streamUri", stream);
            }
            check.throwIfWrong("yahoo");
            return new YahooProvider(this);
        }

        private boolean isYahoo() {
            return baseUri.equals(YahooHosts.DEFAULT_API);
        }

        private URI effectiveCookieUri() {
            if (cookieUri != null) {
                return cookieUri;
            }
            return isYahoo() ? YahooHosts.DEFAULT_COOKIE : baseUri;
        }

        private URI effectiveAlternateUri() {
            if (alternateUri != null) {
                return alternateUri;
            }
            return isYahoo() ? YahooHosts.DEFAULT_ALTERNATE : baseUri;
        }

        private @Nullable URI effectiveStreamUri() {
            return streamUri == null && isYahoo() ? DEFAULT_STREAM : streamUri;
        }
    }
}
