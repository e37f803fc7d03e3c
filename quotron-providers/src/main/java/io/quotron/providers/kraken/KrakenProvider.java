package io.quotron.providers.kraken;

import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.internal.http.AddressCheck;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarOffer;
import io.quotron.spi.BarSource;
import io.quotron.spi.BookSource;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TradeSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Kraken's spot market: quotes, bars, past trades, order books, the list of markets, and live trades, quotes, books, bars
 * and states. Needs no key.
 *
 * <pre>{@code
 * KrakenProvider kraken = KrakenProvider.create();
 * }</pre>
 *
 * <p>Symbols are pairs such as {@code BTC/USD}; the first call of a day loads the list of markets, which costs one
 * request more. All times are UTC and the market never closes. What the numbers of each role mean is told in the
 * description of this package.
 *
 * <p>Making a provider does no I/O and starts no thread. Thread-safe.
 */
public final class KrakenProvider implements MarketDataProvider {
    private static final URI REST = URI.create("https://api.kraken.com");
    private static final URI SOCKET = URI.create("wss://ws.kraken.com/v2");
    private static final int SYMBOLS_PER_REQUEST = 50;

    private static final Set<StreamKind> KINDS = Set.of(StreamKind.values());

    private final ProviderDescriptor descriptor;
    private final HttpGateway gateway;
    private final KrakenRest rest;
    private final StreamSource stream;

    private KrakenProvider(Builder builder) {
        this.descriptor = descriptor(!builder.unlimitedLookback);
        this.gateway = HttpGateway.create(KrakenErrors.SOURCE, builder.httpSettings, Set.of());
        this.rest = new KrakenRest(gateway, builder.restUri);
        this.stream = new Stream(gateway, builder.socketUri, rest.symbols());
    }

    private static ProviderDescriptor descriptor(boolean limited) {
        return ProviderDescriptor.builder(KrakenErrors.SOURCE, "Kraken")
                .symbolKinds(Set.of(Symbol.Kind.PAIR))
                .history(offers(limited))
                .assetClasses(Instrument.Kind.CRYPTO, Instrument.Kind.CURRENCY, Instrument.Kind.OTHER)
                .streams(StreamKind.values())
                .rateLimit(RateLimit.of(1, Duration.ofSeconds(1)))
                .maxSymbolsPerRequest(SYMBOLS_PER_REQUEST)
                .build();
    }

    /** The newest 720 bars of each length, one of which is still forming. */
    private static BarOffer[] offers(boolean limited) {
        return KrakenRest.MINUTES.keySet().stream()
                .map(interval -> {
                    BarOffer offer = BarOffer.of(interval).perRequest(KrakenBars.MAX_ROWS);
                    Duration reach = Duration.ofNanos(interval.nanos() * (KrakenBars.MAX_ROWS - 1L));
                    return limited ? offer.within(reach) : offer;
                })
                .toArray(BarOffer[]::new);
    }

    /**
     * Makes a provider with all defaults.
     *
     * @return a provider for the public service
     */
    public static KrakenProvider create() {
        return builder().build();
    }

    /**
     * Starts a provider.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(rest::fetchQuotes);
    }

    @Override
    public Optional<BarSource> bars() {
        return Optional.of(rest::fetchBars);
    }

    @Override
    public Optional<TradeSource> trades() {
        return Optional.of(rest::fetchTrades);
    }

    @Override
    public Optional<StreamSource> stream() {
        return Optional.of(stream);
    }

    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.of(rest::search);
    }

    @Override
    public Optional<DiscoverySource> discovery() {
        return Optional.of(new Discovery(rest));
    }

    @Override
    public Optional<BookSource> books() {
        return Optional.of(rest::fetchBook);
    }

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
        return KrakenErrors.SOURCE.id();
    }

    private record Discovery(KrakenRest rest) implements DiscoverySource {
        @Override
        public List<String> lists(RequestContext context) {
            return rest.lists(context);
        }

        @Override
        public List<Instrument> discover(String list, RequestContext context) {
            return rest.discover(list, context);
        }
    }

    private record Stream(HttpGateway gateway, URI uri, KrakenSymbolCache symbols) implements StreamSource {
        @Override
        public Set<StreamKind> kinds() {
            return KINDS;
        }

        @Override
        public boolean offers(StreamKey key) {
            return KrakenChannel.offers(key);
        }

        @Override
        public StreamConnection connect(StreamListener listener, RequestContext context) {
            return KrakenSocket.open(gateway, uri, symbols, listener, context);
        }
    }

    /** Collects the settings of a {@link KrakenProvider}. Not thread-safe. */
    public static final class Builder {
        private URI restUri = REST;
        private URI socketUri = SOCKET;
        private HttpSettings httpSettings = HttpSettings.defaults();
        private boolean unlimitedLookback;

        private Builder() {}

        /**
         * Sets where REST is, for a proxy or a simulator.
         *
         * @param value {@code http} or {@code https} with host and perhaps port and path; {@code /0/public/...} is
         * appended
         * @return this builder
         */
        public Builder restUri(URI value) {
            this.restUri = Objects.requireNonNull(value, "restUri");
            return this;
        }

        /**
         * Sets where the WebSocket (version 2) is.
         *
         * @param value {@code ws} or {@code wss}, used as it is
         * @return this builder
         */
        public Builder socketUri(URI value) {
            this.socketUri = Objects.requireNonNull(value, "socketUri");
            return this;
        }

        /**
         * Asks for bars of any age, for archives and recordings behind {@link #restUri}. The public service has the newest 720 bars of a
         * length, and is not asked in vain for older ones unless this is set.
         *
         * @return this builder
         */
        public Builder unlimitedLookback() {
            this.unlimitedLookback = true;
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
         * Makes the provider; no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if an address has another scheme or no host; names every mistake
         */
        public KrakenProvider build() {
            new AddressCheck()
                    .web("restUri", restUri)
                    .webSocket("socketUri", socketUri)
                    .throwIfWrong("kraken");
            return new KrakenProvider(this);
        }
    }
}
