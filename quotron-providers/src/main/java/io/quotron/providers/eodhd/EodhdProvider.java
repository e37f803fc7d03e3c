package io.quotron.providers.eodhd;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.CorporateAction;
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
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * EODHD: quotes, history, splits and dividends, search, identifiers, lists of exchanges and live streams for shares, funds, indices,
 * currencies and coins. Needs an API token.
 *
 * <pre>{@code
 * EodhdProvider eodhd = EodhdProvider.create(System.getenv("EODHD_TOKEN"));
 * EodhdProvider free = EodhdProvider.builder().apiToken(token).freePlan().build();
 * }</pre>
 *
 * <p>What the numbers of each role mean, and what a call costs, is told in the description of this package.
 *
 * <p>Making a provider does no I/O and starts no thread. Thread-safe. The token is sent to the configured hosts and appears in no text.
 */
public final class EodhdProvider implements MarketDataProvider {
    /** Bit of {@link io.quotron.model.Trade#conditions()}: the trade was made in a dark pool. Bits 0 to 47 are EODHD's condition codes. */
    public static final long CONDITION_DARK_POOL = 1L << 48;

    /** Bit of {@link io.quotron.model.Trade#conditions()}: the trade was made before or after the regular hours. */
    public static final long CONDITION_EXTENDED_HOURS = 1L << 49;

    /** Bit of {@link io.quotron.model.Trade#conditions()}: the trade was reported while the market was closed. */
    public static final long CONDITION_MARKET_CLOSED = 1L << 50;

    /** Bit of {@link io.quotron.model.Trade#conditions()}: there is a condition whose code is not 0 to 47. */
    public static final long CONDITION_OTHER = 1L << 51;

    private static final URI REST = URI.create("https://eodhd.com");
    private static final URI SOCKET = URI.create("wss://ws.eodhistoricaldata.com");
    private static final Duration DELAY = Duration.ofMinutes(15);

    private final ProviderDescriptor descriptor;
    private final HttpGateway gateway;
    private final EodhdRest rest;
    private final EodhdQuotes quotes;
    private final EodhdActions actions;
    private final EodhdBars bars;
    private final EodhdInstruments instruments;
    private final EodhdExchangeDay exchangeDay;
    private final EodhdStreams streams;

    private EodhdProvider(Builder builder, Secret token) {
        this.descriptor = descriptor(builder.limit());
        this.gateway = HttpGateway.create(EodhdErrors.SOURCE, builder.httpSettings, Set.of());
        this.rest = new EodhdRest(gateway, builder.baseUri, token);
        this.quotes = new EodhdQuotes(rest);
        this.actions = new EodhdActions(rest);
        this.bars = new EodhdBars(rest, actions);
        this.instruments = new EodhdInstruments(rest);
        this.exchangeDay = new EodhdExchangeDay(rest);
        this.streams = new EodhdStreams(gateway, builder.socketUri, token);
    }

    private static ProviderDescriptor descriptor(RateLimit limit) {
        return ProviderDescriptor.builder(EodhdErrors.SOURCE, "EODHD")
                .symbolKinds(EnumSet.allOf(Symbol.Kind.class))
                .intervals(EodhdBars.INTERVALS)
                .adjustments(Adjustment.values())
                .assetClasses(
                        Instrument.Kind.EQUITY,
                        Instrument.Kind.ETF,
                        Instrument.Kind.FUND,
                        Instrument.Kind.INDEX,
                        Instrument.Kind.CURRENCY,
                        Instrument.Kind.CRYPTO)
                .streams(StreamKind.TRADES, StreamKind.QUOTES)
                .delay(DELAY)
                .weight("intraday", EodhdRest.INTRADAY_COST)
                .weight("eod-bulk-last-day", EodhdRest.EXCHANGE_COST)
                .rateLimit(limit)
                .maxSymbolsPerRequest(EodhdQuotes.MAX_SYMBOLS)
                .keyRequired()
                .build();
    }

    /**
     * Makes a provider with all defaults.
     *
     * @param apiToken the token of your account at EODHD
     * @return a provider for the public service
     * @throws IllegalArgumentException if the token is blank or holds control characters
     */
    public static EodhdProvider create(String apiToken) {
        return builder().apiToken(apiToken).build();
    }

    /**
     * Starts a provider.
     *
     * @return a builder with all defaults, to which a token must be given
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    /** Returns the role that answers for quotes, one call for each symbol. What EODHD calls {@code NA} is absent. */
    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(quotes::fetch);
    }

    /**
     * Returns the role that answers for history: one call for days and longer, one more where splits matter, five for each request of
     * minutes and hours.
     */
    @Override
    public Optional<BarSource> bars() {
        return Optional.of(bars::fetch);
    }

    /** Returns the role that answers for splits and dividends, one call each. Currencies, coins and indices have none. */
    @Override
    public Optional<ActionSource> actions() {
        return Optional.of(actions::fetch);
    }

    /** Returns the role that searches and looks up ISIN, CUSIP, FIGI, LEI and CIK. */
    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.of(instruments);
    }

    /** Returns the role that lists what an exchange has; the lists are EODHD's codes of exchanges, {@code US} first. */
    @Override
    public Optional<DiscoverySource> discovery() {
        return Optional.of(new Lists(instruments));
    }

    /** Returns the role that streams trades of American shares and coins, and quotes of American shares, currencies and indices. */
    @Override
    public Optional<StreamSource> stream() {
        return Optional.of(streams);
    }

    /**
     * Fetches the daily bars of all that was traded on an exchange, with one request that costs 100 calls. Prices are raw; volumes count
     * shares as they are today. Rows that cannot be read are left out, which is noted in the trail.
     *
     * @param exchange EODHD's code of the exchange, for example {@code US} or {@code LSE}
     * @param day the trading day
     * @param context the call
     * @return the bars by symbol, in the order of the server
     * @throws io.quotron.error.NoDataException if the server has nothing of that day
     * @throws io.quotron.error.ProviderException if the call failed, with reason INVALID_REQUEST for an exchange that there is not
     */
    public Map<Symbol, Bar> fetchExchangeDay(String exchange, LocalDate day, RequestContext context) {
        return exchangeDay.bars(exchange, Objects.requireNonNull(day, "day"), context);
    }

    /**
     * Fetches all splits and dividends of an exchange with one ex date, with two requests that cost 100 calls each.
     *
     * @param exchange EODHD's code of the exchange, for example {@code US} or {@code LSE}
     * @param exDate the ex date
     * @param context the call
     * @return the actions by symbol; empty if there were none
     * @throws io.quotron.error.ProviderException if the call failed, with reason INVALID_REQUEST for an exchange that there is not
     */
    public List<CorporateAction> fetchExchangeActions(String exchange, LocalDate exDate, RequestContext context) {
        return exchangeDay.actions(exchange, Objects.requireNonNull(exDate, "exDate"), context);
    }

    /** Asks for the account behind the token, one call, and tells how many of the day's calls are used. */
    @Override
    public HealthCheck check(RequestContext context) {
        return rest.check(context);
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return EodhdErrors.SOURCE.id();
    }

    private record Lists(EodhdInstruments instruments) implements DiscoverySource {
        @Override
        public List<String> lists(RequestContext context) {
            return instruments.lists(context);
        }

        @Override
        public List<Instrument> discover(String list, RequestContext context) {
            return instruments.discover(list, context);
        }
    }

    /** Collects the settings of an {@link EodhdProvider}. Not thread-safe. */
    public static final class Builder {
        private static final int CALLS_PER_MINUTE = 1_000;
        private static final int CALLS_PER_DAY = 100_000;
        private static final int FREE_CALLS_PER_DAY = 20;

        private URI baseUri = REST;
        private URI socketUri = SOCKET;
        private HttpSettings httpSettings = HttpSettings.defaults();
        private int callsPerMinute = CALLS_PER_MINUTE;
        private int callsPerDay = CALLS_PER_DAY;
        private @Nullable Secret apiToken;

        private Builder() {}

        /**
         * Sets the token; required.
         *
         * @param value the token of your account at EODHD
         * @return this builder
         * @throws IllegalArgumentException if the token is blank or holds control characters
         */
        public Builder apiToken(String value) {
            return apiToken(Secret.of(value));
        }

        /**
         * Sets the token; required.
         *
         * @param value the token of your account at EODHD
         * @return this builder
         */
        public Builder apiToken(Secret value) {
            this.apiToken = Objects.requireNonNull(value, "apiToken");
            return this;
        }

        /**
         * Sets where REST is, for a proxy or a simulator.
         *
         * @param value {@code http} or {@code https} with host and perhaps port and path; {@code /api/...} is appended
         * @return this builder
         */
        public Builder baseUri(URI value) {
            this.baseUri = Objects.requireNonNull(value, "baseUri");
            return this;
        }

        /**
         * Sets where the WebSockets are, for a proxy or a simulator.
         *
         * @param value {@code ws} or {@code wss} with host and perhaps port and path; {@code /ws/us} and its sisters are appended
         * @return this builder
         */
        public Builder socketUri(URI value) {
            this.socketUri = Objects.requireNonNull(value, "socketUri");
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
         * Sets the limit of a minute; 1000 unless set.
         *
         * @param value how many calls, at least 1
         * @return this builder
         */
        public Builder callsPerMinute(int value) {
            this.callsPerMinute = value;
            return this;
        }

        /**
         * Sets the limit of a day; 100,000 unless set.
         *
         * @param value how many calls, at least 1
         * @return this builder
         */
        public Builder callsPerDay(int value) {
            this.callsPerDay = value;
            return this;
        }

        /**
         * Sets the limit of the free plan: 20 calls a day.
         *
         * @return this builder
         */
        public Builder freePlan() {
            return callsPerDay(FREE_CALLS_PER_DAY);
        }

        private RateLimit limit() {
            return RateLimit.of(callsPerMinute, Duration.ofMinutes(1)).and(callsPerDay, Duration.ofDays(1));
        }

        /**
         * Makes the provider; no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if there is no token, a limit is below 1, or an address has another scheme or no host
         */
        public EodhdProvider build() {
            Secret token = apiToken;
            if (token == null) {
                throw new IllegalStateException("the eodhd provider needs a token; set it by apiToken(...)");
            }
            if (callsPerMinute < 1 || callsPerDay < 1) {
                throw new IllegalStateException("the eodhd provider needs limits of at least 1 call, but has "
                        + callsPerMinute + " a minute and " + callsPerDay + " a day");
            }
            new AddressCheck()
                    .web("baseUri", baseUri)
                    .webSocket("socketUri", socketUri)
                    .throwIfWrong("eodhd");
            return new EodhdProvider(this, token);
        }
    }
}
