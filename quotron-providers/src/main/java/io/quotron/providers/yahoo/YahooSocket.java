package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Quote;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.Socket;
import io.quotron.providers.internal.http.SocketListener;
import io.quotron.providers.internal.http.Telling;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One life of a connection to the streamer. Thread-safe.
 */
final class YahooSocket implements StreamConnection {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(30);

    private final StreamListener listener;
    private final RequestContext context;
    private final YahooSubscriptions subscriptions = new YahooSubscriptions();
    private final Telling telling = new Telling(YahooErrors.SOURCE);
    private volatile @Nullable Socket socket;

    private YahooSocket(StreamListener listener, RequestContext context) {
        this.listener = listener;
        this.context = context;
    }

    /** Starts to connect and returns at once; see {@link io.quotron.spi.StreamSource#connect}. */
    static YahooSocket open(HttpGateway gateway, URI uri, StreamListener listener, RequestContext context) {
        YahooSocket connection = new YahooSocket(listener, context);
        return connection.telling.inSilence(
                () -> { // nothing may be told before the socket is known here
                    connection.socket = gateway.openSocket(uri, connection.new Wire(), context);
                    return connection;
                });
    }

    @Override
    public void subscribe(Set<StreamKey> keys) {
        YahooSubscriptions.Plan plan =
                subscriptions.subscribe(keys, key -> YahooSymbols.toNative(key.symbol(), context));
        plan.refused()
                .forEach((key, refusal) ->
                        telling.tell(() -> listener.onRefused(key, refusal.reason(), refusal.message())));
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
        if (current == null || telling.isOver() || names.isEmpty()) {
            return;
        }
        context.withTimeout(GATE_TIMEOUT).beforeRequest();
        String list = names.stream().sorted().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        current.send(
                "{\"" + method + "\":" + list + "}"); // a socket that takes nothing is about to tell that it is closed
    }

    @Override
    public void close() {
        telling.end();
        Socket current = socket;
        if (current != null) {
            current.close();
        }
        telling.awaitSilence();
    }

    /** What comes from the gateway, on its thread. */
    private final class Wire implements SocketListener {
        @Override
        public void onOpen() {
            telling.tell(listener::onOpen);
        }

        @Override
        public void onText(String text) {
            try {
                read(text);
            } catch (YahooFrames.BadFrameException e) {
                telling.tell(() -> listener.onRejected(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void onBinary(byte[] bytes) {
            telling.tell(() -> listener.onRejected("a binary message of " + bytes.length + " bytes"));
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            telling.tellLast(() -> listener.onClosed(reason, detail));
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
                telling.tell(() -> listener.onSubscribed(key));
            }
            if (quote.isPresent()) {
                telling.tell(() -> listener.onEvent(key, quote.get()));
            } else {
                telling.tell(listener::onHeartbeat);
            }
        }
    }
}
