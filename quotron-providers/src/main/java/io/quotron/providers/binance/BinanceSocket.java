package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.providers.internal.http.EarlyMessages;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.Socket;
import io.quotron.providers.internal.http.SocketListener;
import io.quotron.providers.internal.http.Telling;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of a WebSocket. Thread-safe.
 *
 * <p>The server pings every 20 seconds and the HTTP library answers. There is no other sign of life, so a quiet market is a quiet socket.
 * The server closes each connection after 24 hours; ten minutes before that the listener is told, as it is when the server says that it
 * will shut down.
 *
 * <p>The listener is told everything under one lock, so {@link #close()} can wait until a call that is under way has returned, and
 * nothing follows. Closing from inside such a call does not wait for itself. Closing from elsewhere waits a second at most, because the
 * caller may hold a lock that the listener wants.
 *
 * <p>Two schedulers work beside the reader: one sends what must not be sent at once, the other asks REST for the table of markets and
 * for snapshots of books. Both start their thread when they first have something to do.
 */
final class BinanceSocket implements StreamConnection {
    /** How old a connection gets before a new one should take its place; the server ends it after 24 hours. */
    static final Duration AGE = Duration.ofHours(23).plusMinutes(50);

    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(15);

    private final BinanceRest rest;
    private final StreamListener listener;
    private final RequestContext context;
    private final BinanceSubscriptions subscriptions = new BinanceSubscriptions();
    private final Set<StreamKey> resolving = new LinkedHashSet<>();
    private final EarlyMessages early = new EarlyMessages();
    private final RequestContext.Cancellation ending = new RequestContext.Cancellation();
    private final Telling telling;
    private final Scheduler clock;
    private final Scheduler worker;
    private final BinancePacer pacer;
    private final BinanceEvents events;
    private volatile @Nullable Socket socket;

    private BinanceSocket(BinanceRest rest, StreamListener listener, RequestContext context) {
        this.rest = rest;
        this.telling = new Telling(rest.source());
        this.listener = listener;
        this.context = context;
        this.clock = context.time().newScheduler(task -> thread(task, "clock"));
        this.worker = context.time().newScheduler(task -> thread(task, "worker"));
        this.pacer = new BinancePacer(context.time(), clock, this::sendNow);
        this.events = new BinanceEvents(rest, subscriptions, this::fetchContext, worker, new Told());
    }

    private Thread thread(Runnable task, String role) {
        Thread thread = new Thread(task, "quotron-" + rest.source() + "-stream-" + role);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts to connect and returns at once; see {@link io.quotron.spi.StreamSource#connect}. */
    static BinanceSocket open(
            HttpGateway gateway, URI base, BinanceRest rest, StreamListener listener, RequestContext context) {
        BinanceSocket connection = new BinanceSocket(rest, listener, context);
        return connection.telling.inSilence(
                () -> { // nothing may be told before the socket is known here
                    connection.socket = gateway.openSocket(address(base), connection.new Wire(), context);
                    return connection;
                });
    }

    /** The address of combined streams below a base. */
    static URI address(URI base) {
        String text = base.toString().replaceFirst("/+$", "");
        return URI.create(text.endsWith("/stream") ? text : text + "/stream");
    }

    /** A call of our own: charged like those of the client, and ended by the end of the connection. */
    private RequestContext fetchContext() {
        return RequestContext.builder(context.time())
                .timeout(FETCH_TIMEOUT)
                .gate((weight, call) -> context.withTimeout(call.remaining()).beforeRequest(weight))
                .notes(context::note)
                .limitReports(context::reportLimit)
                .overrides(context::nativeSymbol)
                .cancellation(ending)
                .build();
    }

    /** Keys whose market is known are asked for at once; for the others the table is loaded first, on another thread. */
    @Override
    public void subscribe(Set<StreamKey> keys) {
        Map<StreamKey, BinanceMarket> known = new LinkedHashMap<>();
        Set<StreamKey> unknown = new LinkedHashSet<>();
        for (StreamKey key : keys) {
            Optional<BinanceMarket> market = BinanceSymbols.find(rest.knownSymbols(), key.symbol(), context);
            if (market.isPresent()) {
                known.put(key, market.get());
            } else {
                unknown.add(key);
            }
        }
        synchronized (resolving) {
            unknown.removeAll(resolving);
            resolving.addAll(unknown);
        }
        if (!unknown.isEmpty()) {
            worker.schedule(Duration.ZERO, () -> resolve(unknown));
        }
        ask(known);
    }

    private void ask(Map<StreamKey, BinanceMarket> markets) {
        send(plan(markets), markets.keySet());
        boolean shared = subscriptions.hasNewlyGranted();
        if (shared) {
            worker.schedule(Duration.ZERO, () -> telling.tellUnlessInterrupted(events::tellGranted));
        }
    }

    /** Notes what is wanted and reads what came before, in one step, so that nothing newer is read in between. */
    private List<String> plan(Map<StreamKey, BinanceMarket> markets) {
        return telling.inSilenceUnlessInterrupted(() -> {
                    List<String> messages = subscriptions.subscribe(markets);
                    early.release(!isResolving()).forEach(text -> telling.tell(() -> read(text)));
                    return messages;
                })
                .orElse(List.of());
    }

    private boolean isResolving() {
        synchronized (resolving) {
            return !resolving.isEmpty();
        }
    }

    private void read(String text) {
        if (events.takeFast(text, context.time().now())) {
            return;
        }
        BinanceMessage message;
        try {
            message = BinanceMessage.read(rest.source(), text);
        } catch (ProviderException notJson) {
            telling.tell(() -> listener.onRejected(String.valueOf(notJson.getMessage())));
            return;
        }
        events.take(message, text, context.time().now());
    }

    private void resolve(Set<StreamKey> keys) {
        Map<StreamKey, BinanceMarket> found = new LinkedHashMap<>();
        QuotronException failure = null;
        for (StreamKey key : keys) {
            try {
                if (failure == null) {
                    found.put(key, rest.market(key.symbol(), fetchContext()));
                } else {
                    refuse(key, failure);
                }
            } catch (QuotronException e) {
                failure = e instanceof SymbolNotFoundException
                        ? null
                        : e; // without the table there is no use in the others
                refuse(key, e);
            }
        }
        found.keySet().removeIf(key -> !take(key));
        try {
            ask(found);
        } catch (QuotronException e) {
            found.keySet().forEach(key -> tellRefused(key, e));
        }
    }

    private void refuse(StreamKey key, QuotronException e) {
        if (take(key)) {
            tellRefused(key, e);
        }
    }

    private void tellRefused(StreamKey key, QuotronException e) {
        telling.tellUnlessInterrupted(() -> listener.onRefused(key, e.reason(), String.valueOf(e.getMessage())));
    }

    /** Returns whether a key is still wanted, and notes that its market is known. */
    private boolean take(StreamKey key) {
        synchronized (resolving) {
            return resolving.remove(key);
        }
    }

    @Override
    public void unsubscribe(Set<StreamKey> keys) {
        keys.forEach(this::take);
        send(subscriptions.unsubscribe(keys), Set.of());
        events.pruneLater();
    }

    /** Charges each message and hands it to the pacer; what could not be charged counts as never asked for. */
    private void send(List<String> messages, Set<StreamKey> keys) {
        if (socket == null || telling.isOver()) {
            return;
        }
        try {
            for (String message : messages) {
                context.withTimeout(GATE_TIMEOUT).beforeRequest();
                pacer.send(message);
            }
        } catch (QuotronException e) {
            subscriptions.unsubscribe(keys);
            throw e;
        }
    }

    /** A socket that takes nothing is about to tell that it is closed. */
    private void sendNow(String message) {
        Socket current = socket;
        if (current != null && !telling.isOver()) {
            current.send(message);
        }
    }

    @Override
    public void close() {
        telling.end();
        Socket current = socket;
        if (current != null) {
            current.close();
        }
        stopThreads();
        telling.awaitSilence();
    }

    private void stopThreads() {
        ending.cancel();
        clock.close();
        worker.close();
    }

    private void end(FailureReason reason, String detail) {
        telling.tellLast(() -> listener.onClosed(reason, detail));
        stopThreads();
    }

    /** What comes from the gateway, on its thread. */
    private final class Wire implements SocketListener {
        @Override
        public void onOpen() {
            clock.schedule(
                    AGE,
                    () -> telling.tellUnlessInterrupted(() -> listener.onEnding("the connection is " + AGE + " old")));
            telling.tell(listener::onOpen);
        }

        @Override
        public void onText(String text) {
            telling.tell(() -> read(text)); // one lock for all that a message says
        }

        @Override
        public void onBinary(byte[] bytes) {
            telling.tell(() -> listener.onRejected("a binary message of " + bytes.length + " bytes"));
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            end(reason, detail);
        }
    }

    /** What a message means for the listener; called under the lock, except {@link #locked}. */
    private final class Told implements BinanceEvents.Target {
        @Override
        public void listen(Consumer<StreamListener> call) {
            telling.tell(() -> call.accept(listener));
        }

        @Override
        public boolean keepBack(String text) {
            return early.hold(text);
        }

        @Override
        public void giveUp(Set<StreamKey> keys) {
            List<String> messages = new ArrayList<>(subscriptions.unsubscribe(keys));
            worker.schedule(Duration.ZERO, () -> send(messages, Set.of()));
        }

        @Override
        public void locked(Runnable task) {
            telling.tellUnlessInterrupted(task);
        }
    }
}
