package io.quotron.providers.binance;

import io.quotron.model.Adjustment;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
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
 * Binance's spot market: quotes, bars, past trades, order books, live data, and the list of markets. Needs no key.
 *
 * <pre>{@code
 * BinanceProvider binance = BinanceProvider.create();                             // api.binance.com
 * BinanceProvider american = BinanceProvider.us();                                // binance.us, another exchange
 * BinanceProvider open = BinanceProvider.builder().marketDataOnly().build();      // data-api.binance.vision
 * }</pre>
 *
 * <p>Symbols are pairs such as {@code BTC/USDT}; {@code USD}, {@code USDT} and {@code USDC} are different things. The first call of a day
 * loads the list of markets, which costs one request more. All times are UTC and the market never closes. What the numbers of each role
 * mean is told in the description of this package.
 *
 * <p>Making a provider does no I/O and starts no thread. Thread-safe.
 */
public final class BinanceProvider implements MarketDataProvider {
    private static final int SYMBOLS_PER_REQUEST = 20;

    /** Quotes take two streams each, and a connection carries 1024. */
    private static final int KEYS_PER_CONNECTION = 400;

    private final ProviderDescriptor descriptor;
    private final HttpGateway gateway;
    private final BinanceRest rest;
    private final StreamSource stream;

    private BinanceProvider(Builder builder) {
        SourceId source = builder.venue.source;
        this.descriptor = descriptor(builder.venue);
        this.gateway = HttpGateway.create(source, builder.httpSettings, Set.of());
        this.rest = new BinanceRest(gateway, builder.restUri, source, builder.venue.title);
        this.stream = new Stream(gateway, builder.socketUri, rest);
    }

    /** An exchange that speaks this protocol. */
    private record Venue(SourceId source, String title, int weightPerMinute, URI restUri, URI socketUri) {
        private static final Venue GLOBAL =
                of("binance", "Binance", 4_800, "https://api.binance.com", "wss://stream.binance.com:9443");
        private static final Venue US =
                of("binanceus", "Binance.US", 960, "https://api.binance.us", "wss://stream.binance.us:9443");

        private static Venue of(String id, String title, int weightPerMinute, String restUri, String socketUri) {
            return new Venue(SourceId.of(id), title, weightPerMinute, URI.create(restUri), URI.create(socketUri));
        }
    }

    private static ProviderDescriptor descriptor(Venue venue) {
        BarOffer[] offers = BinanceBars.INTERVALS.keySet().stream()
                .map(interval -> BarOffer.of(interval).perRequest(BinanceBars.PAGE_SIZE))
                .toArray(BarOffer[]::new);
        return ProviderDescriptor.builder(venue.source, venue.title)
                .symbolKinds(Set.of(Symbol.Kind.PAIR))
                .history(offers)
                .adjustments(Adjustment.values())
                .assetClasses(Instrument.Kind.CRYPTO, Instrument.Kind.CURRENCY)
                .streams(StreamKind.TRADES, StreamKind.QUOTES, StreamKind.BARS, StreamKind.BOOK)
                .rateLimit(RateLimit.of(venue.weightPerMinute, Duration.ofMinutes(1)))
                .weight("instruments", 20)
                .weight("quotes", BinanceRest.tickerWeight(SYMBOLS_PER_REQUEST))
                .weight("bars", 2)
                .weight("trades", 4)
                .weight("book of 100 levels", BinanceRest.depthWeight(100))
                .weight("book of 500 levels", BinanceRest.depthWeight(500))
                .weight("book of 1000 levels", BinanceRest.depthWeight(1_000))
                .weight("book of 5000 levels", BinanceRest.depthWeight(5_000))
                .maxSymbolsPerRequest(SYMBOLS_PER_REQUEST)
                .build();
    }

    /**
     * Makes a provider for binance.com with all defaults.
     *
     * @return a provider with the source {@code binance}
     */
    public static BinanceProvider create() {
        return builder().build();
    }

    /**
     * Makes a provider for binance.us, which is another exchange with prices of its own, with all defaults.
     *
     * @return a provider with the source {@code binanceus}
     */
    public static BinanceProvider us() {
        return usBuilder().build();
    }

    /**
     * Starts a provider for binance.com.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder(Venue.GLOBAL);
    }

    /**
     * Starts a provider for binance.us.
     *
     * @return a builder with all defaults
     */
    public static Builder usBuilder() {
        return new Builder(Venue.US);
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
    public Optional<BookSource> books() {
        return Optional.of(rest::fetchBook);
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
        return Optional.of(rest.discovery());
    }

    /**
     * Fetches the mean price of a market over the last minutes, five of them as a rule. Costs 2.
     *
     * @param symbol the market
     * @param context the call
     * @return the mean price
     * @throws io.quotron.error.ProviderException if the call failed, with reason SYMBOL_UNKNOWN for a market that there is not
     */
    public BinanceAveragePrice fetchAveragePrice(Symbol symbol, RequestContext context) {
        return rest.fetchAveragePrice(symbol, context);
    }

    /**
     * Fetches the newest single trades of a market. Those of a span are told by {@link #trades()}, which adds up what one order took at one
     * price and numbers that anew; the two kinds of numbers do not compare. Costs 25.
     *
     * @param symbol the market
     * @param count how many, 1 to 1000
     * @param context the call
     * @return the trades, oldest first
     * @throws IllegalArgumentException if the count is out of range
     * @throws io.quotron.error.ProviderException if the call failed, with reason SYMBOL_UNKNOWN for a market that there is not
     */
    public List<Trade> fetchRecentTrades(Symbol symbol, int count, RequestContext context) {
        return rest.fetchRecentTrades(symbol, count, context);
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
        return descriptor.id().id();
    }

    private record Stream(HttpGateway gateway, URI uri, BinanceRest rest) implements StreamSource {
        @Override
        public Set<StreamKind> kinds() {
            return Set.of(StreamKind.TRADES, StreamKind.QUOTES, StreamKind.BARS, StreamKind.BOOK);
        }

        @Override
        public boolean offers(StreamKey key) {
            Interval interval = key.interval();
            return switch (key.kind()) {
                case TRADES, QUOTES -> true;
                case BARS -> interval != null && BinanceBars.INTERVALS.containsKey(interval);
                case BOOK -> key.depth() <= BinanceBooks.MAX_DEPTH;
                case STATUS -> false;
            };
        }

        @Override
        public int maxStreamsPerConnection() {
            return KEYS_PER_CONNECTION;
        }

        @Override
        public StreamConnection connect(StreamListener listener, RequestContext context) {
            return BinanceSocket.open(gateway, uri, rest, listener, context);
        }
    }

    /** Collects the settings of a {@link BinanceProvider}. Not thread-safe. */
    public static final class Builder {
        private static final URI DATA_REST = URI.create("https://data-api.binance.vision");
        private static final URI DATA_SOCKET = URI.create("wss://data-stream.binance.vision");

        private final Venue venue;
        private URI restUri;
        private URI socketUri;
        private HttpSettings httpSettings = HttpSettings.defaults();

        private Builder(Venue venue) {
            this.venue = venue;
            this.restUri = venue.restUri;
            this.socketUri = venue.socketUri;
        }

        /**
         * Uses the servers of binance.com that have market data only, for example where the others refuse a country.
         *
         * @return this builder
         * @throws IllegalStateException for binance.us, which has no such servers
         */
        public Builder marketDataOnly() {
            if (!venue.equals(Venue.GLOBAL)) {
                throw new IllegalStateException(venue.title + " has no servers for market data only");
            }
            return restUri(DATA_REST).socketUri(DATA_SOCKET);
        }

        /**
         * Sets where REST is, for a proxy, a simulator or another server of the exchange.
         *
         * @param value {@code http} or {@code https} with host and perhaps port and path; {@code /api/v3/...} is appended
         * @return this builder
         */
        public Builder restUri(URI value) {
            this.restUri = Objects.requireNonNull(value, "restUri");
            return this;
        }

        /**
         * Sets where the WebSocket is.
         *
         * @param value {@code ws} or {@code wss} with host and perhaps port and path; {@code /stream} is appended unless it is the end
         *     of the path
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
         * Makes the provider; no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if an address has another scheme or no host; names every mistake
         */
        public BinanceProvider build() {
            new AddressCheck()
                    .web("restUri", restUri)
                    .webSocket("socketUri", socketUri)
                    .throwIfWrong(venue.source.id());
            return new BinanceProvider(this);
        }
    }
}
