package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.MarketEvent;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.HealthCheck;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A market with a socket, a server side that remembers what is subscribed, and a past that can be fetched. */
public final class FakeFeed implements MarketDataProvider, StreamSource, TradeSource {
    /** How the server answers to a subscription. */
    enum Answer {
        CONFIRM,
        SILENCE,
        REFUSE,
        MUTE
    }

    private final ProviderDescriptor descriptor;
    private final List<Connection> connections = new ArrayList<>();
    private final Map<Symbol, List<Trade>> past = new HashMap<>();
    final Map<StreamKey, Answer> answers = new ConcurrentHashMap<>();
    final Map<StreamKey, Integer> subscribes = new ConcurrentHashMap<>();
    volatile Set<StreamKind> kinds = Set.of(StreamKind.TRADES, StreamKind.QUOTES);
    volatile Predicate<StreamKey> offered = key -> true;
    volatile int maxStreams = Integer.MAX_VALUE;
    volatile int failingConnects;
    volatile boolean streams = true;
    volatile boolean hasPast = true;
    volatile boolean hasQuotes;
    volatile boolean opens = true;
    volatile int failingFetches;
    volatile CountDownLatch fetchGate = new CountDownLatch(0);
    final AtomicInteger hangingFetches = new AtomicInteger();
    volatile CountDownLatch subscribeGate = new CountDownLatch(0);
    final AtomicInteger subscribeCalls = new AtomicInteger();

    FakeFeed(String id) {
        descriptor = ProviderDescriptor.builder(SourceId.of(id), id).build();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    SourceId id() {
        return descriptor.id();
    }

    @Override
    public Optional<StreamSource> stream() {
        return streams ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<TradeSource> trades() {
        return hasPast ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return hasQuotes ? Optional.of((symbols, context) -> Map.of()) : Optional.empty();
    }

    @Override
    public HealthCheck check(RequestContext context) {
        return HealthCheck.ok();
    }

    @Override
    public void close() {}

    @Override
    public Set<StreamKind> kinds() {
        return kinds;
    }

    @Override
    public boolean offers(StreamKey key) {
        return kinds.contains(key.kind()) && offered.test(key);
    }

    @Override
    public int maxStreamsPerConnection() {
        return maxStreams;
    }

    @Override
    public List<Trade> fetchTrades(Symbol symbol, TimeRange range, RequestContext context) {
        hangingFetches.incrementAndGet();
        await(fetchGate);
        hangingFetches.decrementAndGet();
        return pastTrades(symbol, range);
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Trade> pastTrades(Symbol symbol, TimeRange range) {
        if (failingFetches > 0) {
            failingFetches--;
            throw new ProviderException(id(), FailureReason.UNAVAILABLE, "no answer");
        }
        return past.getOrDefault(symbol, List.of()).stream()
                .filter(trade -> range.contains(trade.eventTime()))
                .toList();
    }

    @Override
    public synchronized StreamConnection connect(StreamListener listener, RequestContext context) {
        context.beforeRequest();
        if (failingConnects > 0) {
            failingConnects--;
            throw new ProviderException(id(), FailureReason.UNAVAILABLE, "no more connections for you");
        }
        Connection connection = new Connection(listener);
        connections.add(connection);
        if (opens) {
            listener.onOpen();
        }
        return connection;
    }

    synchronized int connections() {
        return connections.size();
    }

    synchronized int openConnections() {
        return (int)
                connections.stream().filter(connection -> !connection.closed).count();
    }

    /** What the server side believes is subscribed, on the connections that are open. */
    synchronized Set<StreamKey> subscribed() {
        Set<StreamKey> all = new LinkedHashSet<>();
        connections.forEach(connection -> all.addAll(connection.keys));
        return all;
    }

    synchronized Connection connection(int number) {
        return connections.get(number);
    }

    synchronized Connection last() {
        return connections.get(connections.size() - 1);
    }

    synchronized void remember(Trade trade) {
        past.computeIfAbsent(trade.symbol(), symbol -> new ArrayList<>()).add(trade);
    }

    /** A trade happens: it can be fetched from now on, and is sent to whoever is subscribed. */
    public synchronized void happen(Trade trade) {
        remember(trade);
        send(new StreamKey(trade.symbol(), StreamKind.TRADES), trade);
    }

    synchronized void send(StreamKey key, MarketEvent event) {
        for (Connection connection : connections) {
            if (connection.keys.contains(key) && answers.get(key) != Answer.MUTE) {
                connection.listener.onEvent(key, event);
            }
        }
    }

    public synchronized void heartbeat() {
        connections.stream()
                .filter(connection -> !connection.closed)
                .forEach(connection -> connection.listener.onHeartbeat());
    }

    public synchronized void cut() {
        List.copyOf(connections).forEach(Connection::cut);
    }

    /** One socket. */
    final class Connection implements StreamConnection {
        final StreamListener listener;
        final Set<StreamKey> keys = new LinkedHashSet<>();
        boolean closed;

        private Connection(StreamListener listener) {
            this.listener = listener;
        }

        @Override
        public void subscribe(Set<StreamKey> wanted) {
            subscribeCalls.incrementAndGet();
            await(subscribeGate);
            synchronized (FakeFeed.this) {
                if (closed) {
                    return;
                }
                for (StreamKey key : wanted) {
                    subscribes.merge(key, 1, Integer::sum);
                    answer(key, answers.getOrDefault(key, Answer.CONFIRM));
                }
            }
        }

        void cut() {
            synchronized (FakeFeed.this) {
                if (!closed) {
                    closed = true;
                    keys.clear();
                    listener.onClosed(FailureReason.UNAVAILABLE, "reset by peer");
                }
            }
        }

        /** Sends by this connection, if it carries the stream. */
        void send(StreamKey key, MarketEvent event) {
            synchronized (FakeFeed.this) {
                if (keys.contains(key)) {
                    listener.onEvent(key, event);
                }
            }
        }

        boolean carries(StreamKey key) {
            synchronized (FakeFeed.this) {
                return keys.contains(key);
            }
        }

        private void answer(StreamKey key, Answer answer) {
            if (answer == Answer.REFUSE) {
                listener.onRefused(key, FailureReason.SYMBOL_UNKNOWN, "no such pair");
                return;
            }
            keys.add(key);
            if (answer != Answer.SILENCE) {
                listener.onSubscribed(key);
            }
        }

        @Override
        public void unsubscribe(Set<StreamKey> unwanted) {
            synchronized (FakeFeed.this) {
                keys.removeAll(unwanted);
            }
        }

        @Override
        public void close() {
            synchronized (FakeFeed.this) {
                closed = true;
                keys.clear();
            }
        }
    }
}
