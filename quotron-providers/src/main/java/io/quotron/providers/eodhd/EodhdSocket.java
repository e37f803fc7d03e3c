package io.quotron.providers.eodhd;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.Telling;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.Secret;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the client, which stands for a socket of each kind of stream that was asked for. Thread-safe.
 *
 * <p>Which sockets are needed is known when streams are asked for. So the connection is open from the beginning, and a socket that
 * cannot be opened, or ends, ends the connection with all other sockets.
 *
 * <p>The listener is told everything under one lock, so {@link #close()} can wait until a call that is under way has returned, and
 * nothing follows. Closing from inside such a call does not wait for itself. Closing from elsewhere waits a second at most, because the
 * caller may hold a lock that the listener wants.
 */
final class EodhdSocket implements StreamConnection {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(30);
    private static final String NAMES = "[A-Za-z0-9._^&$@!:=+/-]{1,64}";

    private final HttpGateway gateway;
    private final Function<EodhdStreams.Endpoint, URI> addresses;
    private final Secret token;
    private final StreamListener listener;
    private final RequestContext context;
    private final Telling telling = new Telling(EodhdErrors.SOURCE);
    private final Map<EodhdStreams.Endpoint, EodhdChannel> channels = new ConcurrentHashMap<>();
    private final Scheduler clock;

    private EodhdSocket(
            HttpGateway gateway,
            Function<EodhdStreams.Endpoint, URI> addresses,
            Secret token,
            StreamListener listener,
            RequestContext context) {
        this.gateway = gateway;
        this.addresses = addresses;
        this.token = token;
        this.listener = listener;
        this.context = context;
        this.clock = context.time().newScheduler(EodhdSocket::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "quotron-eodhd-stream-clock");
        thread.setDaemon(true);
        return thread;
    }

    /** Makes a connection without a socket; see {@link io.quotron.spi.StreamSource#connect}. */
    static EodhdSocket open(
            HttpGateway gateway,
            Function<EodhdStreams.Endpoint, URI> addresses,
            Secret token,
            StreamListener listener,
            RequestContext context) {
        EodhdSocket connection = new EodhdSocket(gateway, addresses, token, listener, context);
        connection.tell(listener::onOpen);
        return connection;
    }

    @Override
    public void subscribe(Set<StreamKey> keys) {
        Map<EodhdStreams.Endpoint, Map<String, StreamKey>> wanted = new EnumMap<>(EodhdStreams.Endpoint.class);
        keys.forEach(key -> plan(key, wanted));
        wanted.forEach((endpoint, names) -> {
            EodhdChannel channel = channel(endpoint);
            if (channel != null) {
                channel.subscribe(names);
            }
        });
    }

    private void plan(StreamKey key, Map<EodhdStreams.Endpoint, Map<String, StreamKey>> wanted) {
        try {
            EodhdSymbols.Name name = EodhdSymbols.find(key.symbol(), context);
            Optional<EodhdStreams.Endpoint> endpoint = EodhdStreams.Endpoint.of(name, key.kind());
            if (endpoint.isEmpty() || !name.code().matches(NAMES)) {
                refuse(
                        key,
                        FailureReason.UNSUPPORTED,
                        "there is no live stream of " + key.kind() + " of " + name.full());
            } else {
                wanted.computeIfAbsent(endpoint.get(), unused -> new LinkedHashMap<>())
                        .put(name.code(), key);
            }
        } catch (ProviderException e) {
            refuse(key, e.reason(), String.valueOf(e.getMessage()));
        }
    }

    /** Returns the socket of a kind, opening it first if need be; null once the connection is over. */
    private @Nullable EodhdChannel channel(EodhdStreams.Endpoint endpoint) {
        // nothing may be told before the socket is known here
        return telling.inSilence(() -> telling.isOver() ? null : channels.computeIfAbsent(endpoint, this::opened));
    }

    private EodhdChannel opened(EodhdStreams.Endpoint endpoint) {
        EodhdChannel channel = new EodhdChannel(this, endpoint);
        channel.open(gateway, addresses.apply(endpoint), context.withTimeout(timeToOpen()));
        return channel;
    }

    /** The deadline of connecting holds for the first sockets; later ones get as much as a message may wait. */
    private Duration timeToOpen() {
        Duration left = context.remaining();
        return left.isZero() ? GATE_TIMEOUT : left;
    }

    @Override
    public void unsubscribe(Set<StreamKey> keys) {
        for (EodhdChannel channel : channels.values()) {
            channel.unsubscribe(keys);
        }
    }

    /** Waits until a message may be sent. */
    void charge() {
        context.withTimeout(GATE_TIMEOUT).beforeRequest();
    }

    /** Runs something later, unless the connection is over by then. */
    void later(Duration delay, Runnable task) {
        // who ends the clock may hold the lock, and wait for this thread
        clock.schedule(delay, () -> telling.tellUnlessInterrupted(task));
    }

    RequestContext context() {
        return context;
    }

    boolean isOver() {
        return telling.isOver();
    }

    @Override
    public void close() {
        telling.end();
        closeSockets();
        telling.awaitSilence();
    }

    private void closeSockets() {
        clock.close();
        channels.values().forEach(EodhdChannel::close);
    }

    /** Tells the listener, unless nothing may be told any more; what it throws harms neither the socket nor what follows. */
    void tell(Runnable call) {
        telling.tell(call);
    }

    StreamListener listener() {
        return listener;
    }

    void refuse(StreamKey key, FailureReason reason, String message) {
        tell(() -> listener.onRefused(key, reason, words(message)));
    }

    /** Ends the connection because one of its sockets ended. */
    void end(FailureReason reason, String detail) {
        telling.tellLast(() -> listener.onClosed(reason, words(detail)));
        closeSockets();
    }

    /** Makes text of the server fit for messages. */
    String words(String text) {
        return Excerpt.of(token.redact(text));
    }
}
