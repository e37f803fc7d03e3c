package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.health.StreamHealth;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TimeSource;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.StreamRequest;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The live side of one client: chooses who serves a stream, shares connections between subscriptions, and ends everything on
 * close. No thread runs before the first subscription. Thread-safe.
 */
public final class StreamHub implements AutoCloseable {
    private static final long CLOSE_NANOS = 5_000_000_000L;
    private static final int IO_THREADS = 4;
    private static final int FETCH_THREADS = 4;
    private static final int FLOW_THREADS = 2;

    /**
     * One provider of the client.
     *
     * @param provider the provider
     * @param gate what each of its requests must pass
     * @param overrides the host's spellings
     * @param poll asks this provider for fresh quotes by the client's request path
     * @param metrics is told what becomes of its streams
     */
    public record Feed(
            MarketDataProvider provider,
            RequestContext.Gate gate,
            RequestContext.SymbolOverrides overrides,
            Function<Set<Symbol>, Map<Symbol, Result<Quote>>> poll,
            MetricsListener metrics) {}

    private final Object lock = new Object();
    private final TimeSource time;
    private final StreamSettings settings;
    private final Scheduler scheduler;
    private final Workers engineWorkers;
    private final Workers ioWorkers;
    private final Workers fetchWorkers;
    private final Workers flowWorkers;
    private final Workers listenerWorkers;
    private final List<FeedEngine> engines = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<LiveSubscription> subscriptions = new LinkedHashSet<>();
    private final Set<Thread> inListener = ConcurrentHashMap.newKeySet();
    private boolean closing;
    private boolean closed;

    /**
     * Makes a hub; starts no thread and does no I/O.
     *
     * @param feeds the providers in order of preference
     * @param time the clock
     * @param threads makes thread factories by role
     * @param settings how streams are kept alive
     * @param random where chance comes from
     */
    public StreamHub(
            List<Feed> feeds,
            TimeSource time,
            Function<String, ThreadFactory> threads,
            StreamSettings settings,
            RandomGenerator random) {
        this.time = time;
        this.settings = settings;
        this.scheduler = time.newScheduler(threads.apply("stream-timer"));
        this.engineWorkers = new Workers(Math.max(1, Math.min(4, feeds.size())), threads.apply("stream"));
        this.ioWorkers = new Workers(IO_THREADS, threads.apply("stream-io"));
        this.fetchWorkers = new Workers(FETCH_THREADS, threads.apply("stream-fetch"));
        this.flowWorkers = new Workers(FLOW_THREADS, threads.apply("pipeline"));
        this.listenerWorkers = new Workers(settings.workers(), threads.apply("listener"));
        EngineRoom room = new EngineRoom(
                time, scheduler, engineWorkers, ioWorkers, fetchWorkers, listenerWorkers, settings, random);
        feeds.forEach(feed -> addEngines(feed, room));
    }

    private void addEngines(Feed feed, EngineRoom room) {
        StreamSource socket = feed.provider().stream().orElse(null);
        if (socket != null) {
            engines.add(new FeedEngine(feed, socket, false, room));
        }
        boolean quotesStream = socket != null && socket.kinds().contains(StreamKind.QUOTES);
        if (!quotesStream && feed.provider().quotes().isPresent()) {
            engines.add(new FeedEngine(feed, new PollingSource(feed.poll(), room), true, room));
        }
        known.add(feed.provider().descriptor().id().id());
    }

    /**
     * Prepares a subscription.
     *
     * @param symbols what it is about, at least one
     * @return the request
     * @throws IllegalArgumentException if there is no symbol
     */
    public StreamRequest request(List<Symbol> symbols) {
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("a stream needs at least one symbol");
        }
        return new HubStreamRequest(this, StreamSpec.of(symbols, settings.queueCapacity()));
    }

    /**
     * Returns what became of all events that arrived, up to the queues of the subscriptions.
     *
     * @return the sums over all providers
     */
    public StreamAccounting accounting() {
        return engines.stream().map(FeedEngine::accounting).reduce(StreamAccounting.EMPTY, StreamAccounting::plus);
    }

    /**
     * Returns how the providers are doing.
     *
     * @return one entry for each socket and each poll
     */
    public List<StreamHealth> health() {
        return engines.stream().map(FeedEngine::health).toList();
    }

    /**
     * Makes a queue for calls of the host.
     *
     * @return an empty queue
     */
    public CallbackQueue newCallbackQueue() {
        return new CallbackQueue(this, settings.queueCapacity());
    }

    /**
     * Waits until a subscription of this hub has delivered all that has arrived, but for trades that wait for a hole to be filled.
     *
     * @param subscription the subscription
     * @param timeout how long to wait at most, by the clock of the machine
     * @return false if the time was not enough
     */
    public boolean drain(Subscription subscription, Duration timeout) {
        long end = TimeSource.system().nanoTime() + timeout.toNanos();
        boolean handedOn = true;
        for (FeedEngine engine : engines) {
            handedOn &= engine.awaitTurn(end - TimeSource.system().nanoTime());
        }
        return handedOn
                && ((LiveSubscription) subscription)
                        .awaitDrained(end - TimeSource.system().nanoTime());
    }

    void checkProviders(Collection<String> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("from needs at least one provider; the client has " + known);
        }
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new IllegalArgumentException("the client has no provider '" + id + "'; it has " + known);
            }
        }
    }

    LiveSubscription subscribe(StreamSpec spec, MarketDataListener listener) {
        Map<FeedEngine, List<StreamKey>> plan = new LinkedHashMap<>();
        Set<StreamKey> keys = spec.keys();
        for (StreamKey key : keys) {
            plan.computeIfAbsent(choose(key, spec.providers()), engine -> new ArrayList<>())
                    .add(key);
        }
        LiveSubscription subscription = new LiveSubscription(this, spec, listener, keys);
        synchronized (lock) {
            if (closing) {
                throw new QuotronException(FailureReason.CLOSED, "the client is closed");
            }
            subscriptions.add(subscription);
            plan.forEach((engine, wanted) -> engine.add(subscription, wanted));
        }
        return subscription;
    }

    private FeedEngine choose(StreamKey key, List<String> ids) {
        for (FeedEngine engine : inOrder(ids)) {
            if (engine.offers(key)) {
                return engine;
            }
        }
        String asked = ids.isEmpty() ? String.valueOf(known) : String.valueOf(ids);
        throw new QuotronException(FailureReason.UNSUPPORTED, "no provider of " + asked + " streams " + describe(key));
    }

    private static String describe(StreamKey key) {
        String details = key.toString().substring(key.symbol().toString().length() + 1);
        return details + " of " + key.symbol();
    }

    private List<FeedEngine> inOrder(List<String> ids) {
        if (ids.isEmpty()) {
            return engines;
        }
        return ids.stream()
                .flatMap(
                        id -> engines.stream().filter(engine -> engine.id().id().equals(id)))
                .collect(Collectors.toList());
    }

    void remove(LiveSubscription subscription) {
        List<StreamKey> keys = subscription.keys();
        synchronized (lock) {
            if (subscriptions.remove(subscription)) {
                engines.forEach(engine -> engine.remove(subscription, keys));
            }
        }
    }

    TimeSource time() {
        return time;
    }

    Workers listenerWorkers() {
        return listenerWorkers;
    }

    /** Our own flows do not share their threads with listeners of the host, which may block. */
    Workers workersOf(MarketDataListener listener) {
        return listener instanceof TickListener ? flowWorkers : listenerWorkers;
    }

    void enterListener() {
        inListener.add(Thread.currentThread());
    }

    void leaveListener() {
        inListener.remove(Thread.currentThread());
    }

    boolean isInListener() {
        return inListener.contains(Thread.currentThread());
    }

    /** Tells whether nothing is being worked on; tests wait for it. */
    boolean isIdle() {
        return fetchWorkers.isIdle() && isIdleButForFetches();
    }

    boolean isIdleButForFetches() {
        return engineWorkers.isIdle() && ioWorkers.isIdle() && flowWorkers.isIdle() && listenerWorkers.isIdle();
    }

    /**
     * Ends all subscriptions, sockets and threads, within 5 seconds. From inside a listener it does not wait for that listener.
     * Idempotent.
     */
    @Override
    public void close() {
        if (!startClosing()) {
            awaitClosed();
            return;
        }
        try {
            engines.forEach(FeedEngine::close);
            scheduler.close();
            engineWorkers.close(600, 200);
            fetchWorkers.close(0, 0);
            ioWorkers.close(600, 200);
            fetchWorkers.close(0, 400);
            flowWorkers.close(400, 200);
            closeListeners();
        } finally {
            synchronized (lock) {
                closed = true;
                lock.notifyAll();
            }
        }
    }

    private boolean startClosing() {
        List<LiveSubscription> open;
        synchronized (lock) {
            if (closing) {
                return false;
            }
            closing = true;
            open = List.copyOf(subscriptions);
            subscriptions.clear();
        }
        open.forEach(LiveSubscription::endDelivery);
        return true;
    }

    private void closeListeners() {
        if (isInListener()) {
            listenerWorkers.closeLater();
        } else {
            listenerWorkers.close(800, 400);
        }
    }

    private void awaitClosed() {
        if (!isInListener()) {
            synchronized (lock) {
                Waits.until(lock, CLOSE_NANOS, () -> closed);
            }
        }
    }
}
