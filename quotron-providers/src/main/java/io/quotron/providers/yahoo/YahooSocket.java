package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Quote;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.Socket;
import io.quotron.providers.internal.http.SocketListener;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a connection to the streamer. Thread-safe.
 *
 * <p>The listener is told everything under one lock, so {@link #close()} can wait until a call that is under way has returned, and nothing
 * follows. Closing from inside such a call does not wait for itself. Closing from elsewhere waits a second at most, because the caller may
 * hold a lock that the listener wants.
 */
final class YahooSocket implements StreamConnection {
    private static final Logger LOG = LoggerFactory.getLogger(YahooSocket.class);
    private static final long CLOSE_WAIT_MILLIS = 1_000;
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(30);

    private final StreamListener listener;
    private final RequestContext context;
    private final YahooSubscriptions subscriptions = new YahooSubscriptions();
    private final ReentrantLock telling = new ReentrantLock();
    private volatile boolean over;
    private boolean failureLogged;
    private volatile @Nullable Socket socket;

    private YahooSocket(StreamListener listener, RequestContext context) {
        this.listener = listener;
        this.context = context;
    }

    /** Starts to connect and returns at once; see {@link io.quotron.spi.StreamSource#connect}. */
    static YahooSocket open(HttpGateway gateway, URI uri, StreamListener listener, RequestContext context) {
        YahooSocket connection = new YahooSocket(listener, context);
        connection.telling.lock(); // nothing may be told before the socket is known here
        try {
            connection.socket = gateway.openSocket(uri, connection.new Wire(), context);
        } finally {
            connection.telling.unlock();
        }
        return connection;
    }

    @Override
    public void subscribe(Set<StreamKey> keys) {
        YahooSubscriptions.Plan plan =
                subscriptions.subscribe(keys, key -> YahooSymbols.toNative(key.symbol(), context));
        plan.refused()
                .forEach((key, refusal) -> tell(() -> listener.onRefused(key, refusal.reason(), refusal.message())));
        try {
            send("subscribe", plan.names());
        } catch (QuotronException e) {
            subscriptions.unsubscribe(keys);
            throw e;
        }
    }

    @Override
    public void unsubscribe(Set<StreamKey> keys) {
        send("unsubscribe", subscriptions.unsubscribe(keys));
    }

    /** Sends one message once the gate lets it through. The names hold nothing that JSON would have to escape. */
    private void send(String method, List<String> names) {
        Socket current = socket;
        if (current == null || over || names.isEmpty()) {
            return;
        }
        context.withTimeout(GATE_TIMEOUT).beforeRequest();
        String list = names.stream().sorted().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        current.send(
                "{\"" + method + "\":" + list + "}"); // a socket that takes nothing is about to tell that it is closed
    }

    @Override
    public void close() {
        over = true;
        Socket current = socket;
        if (current != null) {
            current.close();
        }
        if (!telling.isHeldByCurrentThread()) {
            awaitSilence();
        }
    }

    private void awaitSilence() {
        try {
            if (telling.tryLock(CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                telling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the listener, unless nothing may be told any more; what it throws harms neither the socket nor what follows. */
    private void tell(Runnable call) {
        telling.lock();
        try {
            if (!over) {
                call.run();
            }
        } catch (RuntimeException | Error e) {
            logOnce(e);
        } finally {
            telling.unlock();
        }
    }

    private void logOnce(Throwable e) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.warn("The listener of a connection to Yahoo failed; further failures are not logged", e);
        }
    }

    /** What comes from the gateway, on its thread. */
    private final class Wire implements SocketListener {
        @Override
        public void onOpen() {
            tell(listener::onOpen);
        }

        @Override
        public void onText(String text) {
            try {
                read(text);
            } catch (YahooFrames.BadFrameException e) {
                tell(() -> listener.onRejected(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void onBinary(byte[] bytes) {
            tell(() -> listener.onRejected("a binary message of " + bytes.length + " bytes"));
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            tell(() -> {
                over = true;
                listener.onClosed(reason, detail);
            });
        }

        private void read(String text) throws YahooFrames.BadFrameException {
            YahooTick tick = YahooFrames.read(text);
            String name = YahooFrames.name(tick);
            List<StreamKey> keys = subscriptions.of(name);
            if (keys.isEmpty() && !subscriptions.wasAsked(name)) {
                throw new YahooFrames.BadFrameException("a message about a symbol that was not asked for");
            }
            Instant now = context.time().now();
            for (StreamKey key : keys) {
                deliver(key, YahooFrames.quote(tick, key.symbol(), now));
            }
        }

        private void deliver(StreamKey key, Optional<Quote> quote) {
            if (subscriptions.confirm(key)) {
                tell(() -> listener.onSubscribed(key));
            }
            if (quote.isPresent()) {
                tell(() -> listener.onEvent(key, quote.get()));
            } else {
                tell(listener::onHeartbeat);
            }
        }
    }
}
