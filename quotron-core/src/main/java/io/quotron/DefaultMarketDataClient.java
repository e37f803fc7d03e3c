package io.quotron;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.health.HealthReport;
import io.quotron.health.SourceHealth;
import io.quotron.health.StreamHealth;
import io.quotron.internal.concurrent.ClientThreads;
import io.quotron.internal.metrics.GuardedMetrics;
import io.quotron.internal.pipeline.PipelineEngine;
import io.quotron.internal.request.EngineParts;
import io.quotron.internal.request.InstrumentRequests;
import io.quotron.internal.request.ProviderState;
import io.quotron.internal.request.ReferenceRequests;
import io.quotron.internal.request.RequestEngine;
import io.quotron.internal.request.Requests;
import io.quotron.internal.stream.StreamHub;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.pipeline.PipelineRequest;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.request.ActionsRequest;
import io.quotron.request.BarsRequest;
import io.quotron.request.BookRequest;
import io.quotron.request.IndexRequest;
import io.quotron.request.Instruments;
import io.quotron.request.OptionsRequest;
import io.quotron.request.ProfileRequest;
import io.quotron.request.QuoteRequest;
import io.quotron.request.QuotesRequest;
import io.quotron.request.TradesRequest;
import io.quotron.spi.EventSink;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.StorageSink;
import io.quotron.spi.TimeSource;
import io.quotron.stream.StreamRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts together and takes them down in the right order. */
final class DefaultMarketDataClient implements MarketDataClient {
    private static final Logger LOG = LoggerFactory.getLogger(MarketDataClient.class);
    private static final int FETCH_THREADS = 16;
    private static final int WAITING_FETCHES = 10_000;
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final TimeSource time;
    private final long startedNanos;
    private final MetricsListener metrics;
    private final List<ProviderState> providers;
    private final InstrumentRegistry registry;
    private final Optional<StorageSink> storage;
    private final Optional<EventSink> events;
    private final ExecutorService executor;
    private final boolean ownsExecutor;
    private final RequestEngine engine;
    private final Instruments instruments;
    private final StreamHub streams;
    private final PipelineEngine pipelines;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Thread> fetchThreads = ConcurrentHashMap.newKeySet();

    DefaultMarketDataClient(MarketDataClientBuilder builder) {
        ClientThreads threads = new ClientThreads(builder.name());
        this.time = builder.time();
        this.startedNanos = time.nanoTime();
        this.metrics = GuardedMetrics.around(builder.metrics());
        this.registry = builder.registry();
        this.storage = builder.storage();
        this.events = builder.events();
        this.providers = builder.providers().entrySet().stream()
                .map(entry -> new ProviderState(entry.getKey(), entry.getValue(), time, metrics))
                .toList();
        ExecutorService borrowed = builder.executor();
        this.ownsExecutor = borrowed == null;
        this.executor = borrowed == null ? fetchPool(threads) : borrowed;
        Random random = new Random(builder.seed());
        this.engine = new RequestEngine(
                new EngineParts(providers, builder.cache(), registry, time, random, metrics), executor);
        this.instruments = new InstrumentRequests(engine);
        List<StreamHub.Feed> feeds = providers.stream().map(this::feed).toList();
        this.streams = new StreamHub(feeds, time, threads::role, builder.streaming(), random);
        this.pipelines = new PipelineEngine(streams, storage, events, time, threads::role, builder.name());
    }

    private StreamHub.Feed feed(ProviderState state) {
        return new StreamHub.Feed(
                state.provider(),
                state.streamGate(),
                state.spellings(registry),
                symbols -> engine.poll(state.source(), symbols, POLL_TIMEOUT),
                metrics);
    }

    private ExecutorService fetchPool(ClientThreads threads) {
        ThreadFactory daemons = threads.role("fetch");
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                FETCH_THREADS,
                FETCH_THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_FETCHES),
                task -> daemons.newThread(() -> runOnFetchThread(task)));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private void runOnFetchThread(Runnable task) {
        fetchThreads.add(Thread.currentThread());
        try {
            task.run();
        } finally {
            fetchThreads.remove(Thread.currentThread());
        }
    }

    @Override
    public QuoteRequest quote(String symbol) {
        return quote(symbol(symbol));
    }

    @Override
    public QuoteRequest quote(Symbol symbol) {
        return Requests.quote(engine, Objects.requireNonNull(symbol, "symbol"));
    }

    @Override
    public QuotesRequest quotes(String... symbols) {
        return quotes(symbols(symbols));
    }

    @Override
    public QuotesRequest quotes(Collection<Symbol> symbols) {
        Objects.requireNonNull(symbols, "symbols");
        symbols.forEach(symbol -> Objects.requireNonNull(symbol, "symbol"));
        return Requests.quotes(engine, symbols);
    }

    @Override
    public IndexRequest index(String index) {
        Objects.requireNonNull(index, "index");
        Symbol symbol = registry.findIndex(index).orElseGet(() -> symbol(index));
        if (!symbol.isIndex()) {
            throw new QuotronException(
                    FailureReason.INVALID_REQUEST,
                    "'" + symbol + "' is no index; write ^" + symbol + " or register an alias for it");
        }
        return Requests.index(engine, symbol);
    }

    @Override
    public BarsRequest bars(String symbol) {
        return bars(symbol(symbol));
    }

    @Override
    public BarsRequest bars(Symbol symbol) {
        return Requests.bars(engine, Objects.requireNonNull(symbol, "symbol"));
    }

    @Override
    public TradesRequest trades(String symbol, TimeRange range) {
        return Requests.trades(engine, symbol(symbol), Objects.requireNonNull(range, "range"));
    }

    @Override
    public Instruments instruments() {
        return instruments;
    }

    @Override
    public ProfileRequest profile(String symbol) {
        return ReferenceRequests.profile(engine, symbol(symbol));
    }

    @Override
    public OptionsRequest options(String symbol) {
        return ReferenceRequests.options(engine, symbol(symbol));
    }

    @Override
    public BookRequest book(String symbol) {
        return ReferenceRequests.book(engine, symbol(symbol));
    }

    @Override
    public ActionsRequest actions(String symbol) {
        return ReferenceRequests.actions(engine, symbol(symbol));
    }

    @Override
    public StreamRequest stream(String... symbols) {
        return streams.request(someSymbols(symbols));
    }

    @Override
    public PipelineRequest pipeline(String... symbols) {
        return pipelines.request(someSymbols(symbols));
    }

    private static List<Symbol> someSymbols(String... texts) {
        Objects.requireNonNull(texts, "symbols");
        if (texts.length == 0) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "name at least one symbol");
        }
        return symbols(texts);
    }

    private static List<Symbol> symbols(String... texts) {
        Objects.requireNonNull(texts, "symbols");
        return Arrays.stream(texts).map(DefaultMarketDataClient::symbol).toList();
    }

    /** Text that is no symbol is data, not a mistake in the program, so it gets a reason. */
    private static Symbol symbol(String text) {
        Objects.requireNonNull(text, "symbol");
        try {
            return Symbol.of(text);
        } catch (IllegalArgumentException e) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public HealthReport health() {
        List<SourceHealth> sources =
                providers.stream().map(ProviderState::health).toList();
        Map<String, HealthCheck> components = new LinkedHashMap<>();
        storage.ifPresent(sink -> components.put("storage", checked(sink::check)));
        events.ifPresent(sink -> components.put("events", checked(sink::check)));
        Duration uptime = Duration.ofNanos(time.nanoTime() - startedNanos);
        List<StreamHealth> live = streams.health().stream()
                .filter(stream -> !stream.streams().isEmpty())
                .toList();
        return new HealthReport(
                overall(sources, live, components), uptime, sources, live, streams.accounting(), components);
    }

    /** A part of the host that cannot even be checked is a part that does not work, not a reason to tell nothing. */
    private static HealthCheck checked(Supplier<HealthCheck> check) {
        try {
            return Objects.requireNonNull(check.get(), "the answer");
        } catch (RuntimeException e) {
            return HealthCheck.failed("the check itself failed with "
                    + e.getClass().getSimpleName() + ": " + Excerpt.of(String.valueOf(e.getMessage())));
        }
    }

    private static HealthReport.Status overall(
            List<SourceHealth> sources, List<StreamHealth> live, Map<String, HealthCheck> components) {
        boolean allDown = sources.stream()
                .allMatch(source -> source.status() == SourceHealth.Status.DOWN
                        || source.status() == SourceHealth.Status.CREDENTIALS);
        if (allDown) {
            return HealthReport.Status.DOWN;
        }
        boolean allUp = sources.stream().allMatch(source -> source.status() == SourceHealth.Status.UP)
                && live.stream().allMatch(StreamHealth::connected)
                && components.values().stream().allMatch(HealthCheck::healthy);
        return allUp ? HealthReport.Status.UP : HealthReport.Status.DEGRADED;
    }

    @Override
    public HealthReport checkHealth(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
        }
        engine.checkProviders(timeout);
        return health();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeQuietly("pipelines", pipelines);
        closeQuietly("streams", streams);
        closeQuietly("requests", engine);
        if (ownsExecutor) {
            closeQuietly("fetch threads", this::closeExecutor);
        }
        storage.ifPresent(sink -> closeQuietly("storage", sink));
        events.ifPresent(sink -> closeQuietly("events", sink));
        providers.forEach(state -> closeQuietly(state.source().id(), state.provider()));
    }

    private void closeExecutor() {
        boolean interruptedBefore = Thread.currentThread().isInterrupted();
        executor.shutdownNow();
        if (fetchThreads.contains(Thread.currentThread())) {
            endOnOwnThread(interruptedBefore);
            return;
        }
        try {
            if (!executor.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Some requests did not end within {} after close", CLOSE_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A continuation that closes its client runs on one of these threads: it was interrupted by us, and cannot await itself. */
    private static void endOnOwnThread(boolean interruptedBefore) {
        if (!interruptedBefore) {
            Thread.interrupted();
        }
    }

    /** What fails to close must not keep the rest open. */
    private static void closeQuietly(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("Closing {} failed", what, e);
        }
    }
}
