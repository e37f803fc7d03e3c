package io.quotron.testkit.simulator;

import io.quotron.model.BarSeries;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import io.quotron.testkit.http.WebSocketHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A market on the loopback interface that speaks the wire formats of the library's providers over HTTP and WebSocket.
 * It runs
 * without network and key, from a seeded synthetic market or from recorded data, and goes wrong on demand.
 *
 * <pre>{@code
 * try (MarketSimulator simulator = MarketSimulator.builder().seed(42).start()) {
 *     // point a provider at simulator.krakenRestUri() and simulator.krakenSocketUri()
 *     simulator.faults().cutConnections(SimulatedProvider.KRAKEN);
 *     List<Trade> truth = simulator.tradesBetween(Symbol.of("BTC/USD"), from, to);
 * }
 * }</pre>
 *
 * <p><b>Nothing of it is real.</b> Every HTTP answer carries the header {@code X-Quotron-Simulated: true}, and Yahoo's
 * names end
 * with {@code (simulated)}.
 *
 * <p><b>One price path.</b> Each instrument is a pure function of seed, symbol and time: days, minutes and trades are
 * cut from the
 * same path, so history, quotes and live data agree with each other and across providers, and the same seed gives the
 * same bytes
 * for the same requests at the same clock readings. Trades have consecutive ids. Data begins in the year 2000.
 *
 * <p><b>Hours.</b> Shares trade from 09:30 to 16:00 in New York ({@code .L}: 08:00 to 16:30 in London) on working days
 * without the
 * whole-day holidays of the exchange by today's rules; half days are not simulated. Currencies trade from Monday to
 * Friday, coins
 * always.
 *
 * <p>Answers are made for the clock that is handed in; with a virtual clock live data comes on the thread that advances
 * it.
 * Threads are daemons named {@code quotron-simulator-...}; {@link #close()} ends them. Thread-safe.
 */
public final class MarketSimulator implements AutoCloseable {
    private static final String MARK = "X-Quotron-Simulated";
    private static final long CLOSE_MILLIS = 1_000;

    private final Market market;
    private final RequestLog log;
    private final YahooEndpoints yahooEndpoints;
    private final KrakenRest krakenRest;
    private final AlphaVantageEndpoints alphaVantage;
    private final KrakenFeed krakenFeed;
    private final BinanceRest binanceRest;
    private final BinanceFeed binanceFeed;
    private final EodhdEndpoints eodhdEndpoints;
    private final EodhdFeed eodhdFeed;
    private final MarketFaults faults;
    private final Map<SimulatedProvider, Endpoint> endpoints = new EnumMap<>(SimulatedProvider.class);
    private final Queue<Thread> feedThreads = new ConcurrentLinkedQueue<>();

    private MarketSimulator(Builder builder) {
        this.market = new Market(builder.seed, builder.time, builder.listings());
        this.log = new RequestLog(builder.limits);
        List<KrakenPair> pairs = KrakenPair.all(market);
        this.yahooEndpoints = new YahooEndpoints(market);
        this.krakenRest = new KrakenRest(market, pairs);
        this.alphaVantage = new AlphaVantageEndpoints(market);
        this.faults = new MarketFaults(builder.time::nanoTime, new Sockets());
        this.krakenFeed = new KrakenFeed(market, pairs, faults, builder.time.newScheduler(this::newFeedThread));
        List<BinancePair> binancePairs = BinancePair.all(market);
        this.binanceRest = new BinanceRest(market, binancePairs);
        this.binanceFeed =
                new BinanceFeed(market, binancePairs, faults, builder.time.newScheduler(this::newFeedThread));
        this.eodhdEndpoints = new EodhdEndpoints(market);
        this.eodhdFeed =
                new EodhdFeed(market, eodhdEndpoints.names(), faults, builder.time.newScheduler(this::newFeedThread));
    }

    private Thread newFeedThread(Runnable task) {
        Thread thread = new Thread(task, "quotron-simulator-feed-" + (feedThreads.size() + 1));
        thread.setDaemon(true);
        feedThreads.add(thread);
        return thread;
    }

    private void listen() {
        endpoints.put(SimulatedProvider.YAHOO, new Endpoint(SimulatedProvider.YAHOO, this::answerYahoo));
        endpoints.put(SimulatedProvider.KRAKEN, new Endpoint(SimulatedProvider.KRAKEN, this::answerKraken));
        endpoints.put(
                SimulatedProvider.ALPHA_VANTAGE,
                new Endpoint(SimulatedProvider.ALPHA_VANTAGE, this::answerAlphaVantage));
        endpoints.put(SimulatedProvider.BINANCE, new Endpoint(SimulatedProvider.BINANCE, this::answerBinance));
        endpoints.put(SimulatedProvider.EODHD, new Endpoint(SimulatedProvider.EODHD, this::answerEodhd));
    }

    /**
     * Starts the settings of a simulator.
     *
     * @return a builder with seed 1, the clock of the machine and {@link SimulatedInstrument#defaults()}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns where Yahoo's query host is.
     *
     * @return for example {@code http://127.0.0.1:40123}, without a slash at the end
     */
    public URI yahooUri() {
        return endpoint(SimulatedProvider.YAHOO).uri();
    }

    /**
     * Returns a page of Yahoo that sets the cookie to which a crumb belongs; it answers 404, as the real one does.
     *
     * @return for example {@code http://127.0.0.1:40123/cookie}
     */
    public URI yahooCookieUri() {
        return URI.create(yahooUri() + "/cookie");
    }

    /**
     * Returns where Kraken's REST interface is. Its methods answer under {@code /0/public/} and directly under the
     * root.
     *
     * @return for example {@code http://127.0.0.1:40124}, without a slash at the end
     */
    public URI krakenRestUri() {
        return endpoint(SimulatedProvider.KRAKEN).uri();
    }

    /**
     * Returns where Kraken's WebSocket v2 is.
     *
     * @return for example {@code ws://127.0.0.1:40124/v2}
     */
    public URI krakenSocketUri() {
        return endpoint(SimulatedProvider.KRAKEN).socketUri("/v2");
    }

    /**
     * Returns where EODHD's REST interface is; its endpoints answer under {@code /api/}, to any token.
     *
     * @return for example {@code http://127.0.0.1:40125}, without a slash at the end
     */
    public URI eodhdUri() {
        return endpoint(SimulatedProvider.EODHD).uri();
    }

    /**
     * Returns where EODHD's WebSockets are: {@code /ws/us}, {@code /ws/us-quote}, {@code /ws/forex}, {@code /ws/crypto} and
     * {@code /ws/index} below it.
     *
     * @return for example {@code ws://127.0.0.1:40125}, without a slash at the end
     */
    public URI eodhdSocketUri() {
        return endpoint(SimulatedProvider.EODHD).socketUri("");
    }

    /**
     * Returns where Alpha Vantage is. Its functions answer under {@code /query}; any key will do.
     *
     * @return for example {@code http://127.0.0.1:40125}, without a slash at the end
     */
    public URI alphaVantageUri() {
        return endpoint(SimulatedProvider.ALPHA_VANTAGE).uri();
    }

    /**
     * Returns where Binance's REST interface is. Its methods answer under {@code /api/v3/}.
     *
     * @return for example {@code http://127.0.0.1:40125}, without a slash at the end
     */
    public URI binanceRestUri() {
        return endpoint(SimulatedProvider.BINANCE).uri();
    }

    /**
     * Returns where Binance's WebSocket is; combined streams are at {@code /stream} below it.
     *
     * @return for example {@code ws://127.0.0.1:40125}
     */
    public URI binanceSocketUri() {
        return endpoint(SimulatedProvider.BINANCE).socketUri("");
    }

    private Endpoint endpoint(SimulatedProvider provider) {
        return Objects.requireNonNull(endpoints.get(provider));
    }

    /**
     * Returns the script of what goes wrong.
     *
     * @return the faults, to be switched at any time
     */
    public MarketFaults faults() {
        return faults;
    }

    /**
     * Returns the instruments that are traded.
     *
     * @return their symbols
     */
    public Set<Symbol> symbols() {
        return Set.copyOf(
                market.listings().stream().map(l -> l.instrument().symbol()).toList());
    }

    /**
     * Returns all trades of a span, whether they were ever sent or not, also those that lie after the clock.
     *
     * @param symbol the instrument
     * @param startInclusive the first instant
     * @param endExclusive the instant after the last
     * @return oldest first, with their ids, and with the source {@code simulator}
     * @throws IllegalArgumentException if the simulator does not trade the symbol
     */
    public List<Trade> tradesBetween(Symbol symbol, Instant startInclusive, Instant endExclusive) {
        return market.trades(symbol, startInclusive, endExclusive);
    }

    /**
     * Returns what was asked: HTTP requests and opened sockets.
     *
     * @return the newest 10,000, oldest first
     */
    public List<SimulatedRequest> requests() {
        return log.requests();
    }

    /**
     * Returns how often a provider was asked: HTTP requests and opened sockets.
     *
     * @param provider the provider
     * @return 0 or more
     */
    public long requestCount(SimulatedProvider provider) {
        return log.count(provider);
    }

    /**
     * Returns how the limits of {@link Builder#rateLimit} were broken.
     *
     * @return one text for each request that came too soon
     */
    public List<String> rateLimitViolations() {
        return log.violations();
    }

    /** Forgets requests, counts and violations. */
    public void forgetRequests() {
        log.forget();
    }

    /**
     * Returns what is subscribed on the sockets of all providers now.
     *
     * @return channel and symbol of Kraken, for example {@code trade BTC/USD}, streams of Binance, for example
     *     {@code btcusd@aggTrade}, endpoint and name of EODHD, for example {@code us AAPL}
     */
    public SortedSet<String> subscriptions() {
        SortedSet<String> all = krakenFeed.subscriptions();
        all.addAll(binanceFeed.subscriptions());
        all.addAll(eodhdFeed.subscriptions());
        return all;
    }

    /**
     * Returns how many WebSockets are open.
     *
     * @return 0 or more
     */
    public int openSockets() {
        return krakenFeed.openSockets() + binanceFeed.openSockets() + eodhdFeed.openSockets();
    }

    /** Stops listening, ends all connections and threads. Idempotent. */
    @Override
    public void close() {
        endpoints.values().forEach(Endpoint::close);
        krakenFeed.close();
        binanceFeed.close();
        eodhdFeed.close();
        feedThreads.forEach(MarketSimulator::join);
    }

    /** A scheduler that has ended may have a thread that is about to; nothing of ours is to be seen after a close. */
    private static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answerYahoo(Request request, Response response) throws IOException {
        answer(SimulatedProvider.YAHOO, request, response, path -> {
            String cookies = request.header("Cookie").orElse("");
            return yahooEndpoints.answer(path, request.parameters(), cookies);
        });
    }

    private void answerKraken(Request request, Response response) throws IOException {
        if (response.isUpgrade()) {
            answerSocket(SimulatedProvider.KRAKEN, request, response, path -> krakenFeed.newClient());
            return;
        }
        answer(SimulatedProvider.KRAKEN, request, response, path -> krakenRest.answer(path, request.parameters()));
    }

    private void answerEodhd(Request request, Response response) throws IOException {
        if (!response.isUpgrade()) {
            answer(
                    SimulatedProvider.EODHD,
                    request,
                    response,
                    path -> eodhdEndpoints.answer(path, request.parameters()));
        } else if (request.parameter("api_token").orElse("").isBlank()) {
            record(SimulatedProvider.EODHD, request, decoded(request.path()), 401);
            send(SimulatedProvider.EODHD, EodhdEndpoints.unauthenticated(), response);
        } else {
            answerSocket(SimulatedProvider.EODHD, request, response, eodhdFeed::newClient);
        }
    }

    private void answerAlphaVantage(Request request, Response response) throws IOException {
        answer(
                SimulatedProvider.ALPHA_VANTAGE,
                request,
                response,
                path -> alphaVantage.answer(path, request.parameters()));
    }

    private void answerBinance(Request request, Response response) throws IOException {
        if (response.isUpgrade()) {
            answerSocket(SimulatedProvider.BINANCE, request, response, path -> binanceFeed.newClient());
            return;
        }
        answer(SimulatedProvider.BINANCE, request, response, path -> binanceRest.answer(path, request.parameters()));
    }

    /** Makes the answer for a decoded path. */
    private interface Answer {
        Reply to(String path);
    }

    private void answer(SimulatedProvider provider, Request request, Response response, Answer answer)
            throws IOException {
        String path = decoded(request.path());
        boolean tooFast = log.arrives(provider, path, market.time().nanoTime());
        pause(faults.delay(provider));
        Reply reply = tooFast
                ? MarketFaults.tooFast(provider, 1)
                : faults.next(provider, path, false).orElseGet(() -> answer.to(path));
        record(provider, request, path, reply.status());
        send(provider, reply, response);
    }

    private void answerSocket(
            SimulatedProvider provider,
            Request request,
            Response response,
            Function<String, WebSocketHandler> newClient)
            throws IOException {
        String path = decoded(request.path());
        pause(faults.delay(provider));
        Optional<Reply> failure = faults.next(provider, path, true);
        record(provider, request, path, failure.map(Reply::status).orElse(101));
        if (failure.isPresent()) {
            send(provider, failure.get(), response);
        } else {
            response.upgradeToWebSocket(newClient.apply(path));
        }
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void pause(Duration delay) throws IOException {
        try {
            market.time().sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the simulator was closed");
        }
    }

    private void record(SimulatedProvider provider, Request request, String path, int status) {
        String query = request.query().replaceAll("(^|&)(crumb|apikey|api_token)=[^&]*", "$1$2=***");
        log.add(new SimulatedRequest(provider, path, query, market.time().now(), status));
    }

    private void send(SimulatedProvider provider, Reply reply, Response response) throws IOException {
        response.status(reply.status()).header(MARK, "true");
        reply.headers().forEach(response::header);
        if (reply.body() instanceof Reply.Text text) {
            response.header("Content-Type", text.contentType()).send(text.content());
        } else {
            response.sendJson(Json.write(changed(provider, reply.body())));
        }
    }

    private @Nullable Object changed(SimulatedProvider provider, @Nullable Object tree) {
        if (!faults.isChanged(provider)) {
            return tree;
        }
        return Json.renamed(tree, name -> SchemaChange.of(provider, name));
    }

    /** Lets the fault script reach the servers. */
    private final class Sockets implements MarketFaults.Connections {
        @Override
        public void cut(SimulatedProvider provider) {
            endpoint(provider).cut();
        }

        @Override
        public void listen(SimulatedProvider provider, boolean accepting) {
            endpoint(provider).listen(accepting);
        }

        @Override
        public void expireCrumbs() {
            yahooEndpoints.expireCrumbs();
        }

        @Override
        public void announceShutdown() {
            binanceFeed.announceShutdown();
        }
    }

    /** Collects the settings of a {@link MarketSimulator}. Not thread-safe. */
    public static final class Builder {
        private static final Set<String> FIAT = Set.of("USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD");

        private final Map<Symbol, Tape> recorded = new HashMap<>();
        private final Map<SimulatedProvider, RateLimit> limits = new EnumMap<>(SimulatedProvider.class);
        private List<SimulatedInstrument> instruments = SimulatedInstrument.defaults();
        private TimeSource time = TimeSource.system();
        private long seed = 1;

        private Builder() {}

        /**
         * Sets what chance begins with.
         *
         * @param value any number
         * @return this builder
         */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /**
         * Sets the clock.
         *
         * @param value tells now and runs what is due
         * @return this builder
         */
        public Builder time(TimeSource value) {
            this.time = Objects.requireNonNull(value, "time");
            return this;
        }

        /**
         * Sets what is traded, instead of the default instruments.
         *
         * @param values the instruments
         * @return this builder
         */
        public Builder instruments(SimulatedInstrument... values) {
            this.instruments = List.copyOf(Arrays.asList(values));
            return this;
        }

        /**
         * Lets an instrument repeat recorded trades at their own times, instead of synthetic ones. Where the trades
         * have ids that
         * are increasing numbers, these are kept.
         *
         * @param symbol the instrument; added if it is not among {@link #instruments}
         * @param trades the trades, in any order
         * @return this builder
         */
        public Builder recordedTrades(Symbol symbol, List<Trade> trades) {
            recorded.put(symbol, RecordedTape.ofTrades(trades));
            return this;
        }

        /**
         * Lets an instrument repeat recorded bars at their own times: each becomes four trades, its open at the start
         * and its
         * close at three quarters.
         *
         * @param symbol the instrument; added if it is not among {@link #instruments}
         * @param bars the bars
         * @return this builder
         */
        public Builder recordedBars(Symbol symbol, BarSeries bars) {
            recorded.put(symbol, RecordedTape.ofBars(bars));
            return this;
        }

        /**
         * Sets a limit that a provider enforces: a request that comes too soon is refused as by the real provider and
         * recorded
         * in {@link MarketSimulator#rateLimitViolations()}. Refused requests count, too. Sockets do not count.
         *
         * @param provider the provider
         * @param limit the limit
         * @return this builder
         */
        public Builder rateLimit(SimulatedProvider provider, RateLimit limit) {
            limits.put(Objects.requireNonNull(provider, "provider"), Objects.requireNonNull(limit, "limit"));
            return this;
        }

        /**
         * Starts the simulator.
         *
         * @return a simulator that listens
         * @throws java.io.UncheckedIOException if no port can be opened
         */
        public MarketSimulator start() {
            MarketSimulator simulator = new MarketSimulator(this);
            simulator.listen();
            return simulator;
        }

        private Map<Symbol, Listing> listings() {
            Map<Symbol, Listing> listings = new LinkedHashMap<>();
            for (SimulatedInstrument instrument : instruments) {
                Tape tape = recorded.get(instrument.symbol());
                listings.put(
                        instrument.symbol(),
                        new Listing(
                                instrument,
                                tape != null ? tape : new SyntheticTape(seed, instrument),
                                instrument.hours()));
            }
            recorded.forEach((symbol, tape) -> {
                SimulatedInstrument instrument = plain(symbol);
                listings.putIfAbsent(symbol, new Listing(instrument, tape, instrument.hours()));
            });
            return listings;
        }

        private static SimulatedInstrument plain(Symbol symbol) {
            return switch (symbol.kind()) {
                case INDEX -> SimulatedInstrument.index(symbol.code()).build();
                case LISTED -> SimulatedInstrument.share(symbol.code()).build();
                case PAIR ->
                    FIAT.contains(symbol.base().orElse(""))
                            ? SimulatedInstrument.currency(symbol.code()).build()
                            : SimulatedInstrument.crypto(symbol.code()).build();
            };
        }
    }
}
