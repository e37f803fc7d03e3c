package io.quotron.providers.eodhd;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.MarketEvent;
import io.quotron.providers.internal.http.EarlyMessages;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.Socket;
import io.quotron.providers.internal.http.SocketListener;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One socket with one life. What is asked of it waits until the server has said that the token is good, or
 * nothing for two seconds.
 *
 * <p>The server confirms nothing, so a stream counts as confirmed once it was asked for. A refusal names no stream as a rule: it means
 * those that it names, or else the newest request, as far as no data came of it. Thread-safe.
 */
final class EodhdChannel {
    private static final int OK = 200;

    /** A server that says nothing for so long is asked all the same; one that minds will say so. */
    private static final Duration AUTHORISED_AFTER = Duration.ofSeconds(2);

    /** A message and the streams that it asks for; empty for one that ends streams. */
    private record Message(String text, Set<StreamKey> keys) {}

    private final Object lock = new Object();
    private final EarlyMessages early = new EarlyMessages();
    private final Wire wire = new Wire();
    private final EodhdSocket connection;
    private final EodhdStreams.Endpoint endpoint;
    private final List<Message> waiting = new ArrayList<>();
    private final Set<StreamKey> withData = new HashSet<>();
    private Set<StreamKey> newest = Set.of();
    private volatile Map<String, StreamKey> names = Map.of();
    private volatile @Nullable Socket socket;
    private boolean authorised;

    EodhdChannel(EodhdSocket connection, EodhdStreams.Endpoint endpoint) {
        this.connection = connection;
        this.endpoint = endpoint;
    }

    /** Starts to open the socket. */
    void open(HttpGateway gateway, URI address, RequestContext context) {
        Socket opened = gateway.openSocket(address, wire, context);
        socket = opened;
        if (connection.isOver()) {
            opened.close();
        }
    }

    /** Asks for streams that were not asked for yet. */
    void subscribe(Map<String, StreamKey> wanted) {
        Map<String, StreamKey> added = new LinkedHashMap<>(wanted);
        connection.tell(() -> {
            synchronized (lock) {
                added.keySet().removeAll(names.keySet());
                Map<String, StreamKey> all = new HashMap<>(names);
                all.putAll(added);
                names = Map.copyOf(all);
            }
            early.release(true).forEach(this::read);
        });
        if (!added.isEmpty()) {
            send(message("subscribe", added.keySet()), new LinkedHashSet<>(added.values()));
        }
    }

    private void read(String text) {
        EodhdFrames.read(text, endpoint, names, connection.context().time().now(), wire);
    }

    /** Ends streams. */
    void unsubscribe(Set<StreamKey> keys) {
        Set<String> removed = forget(keys);
        if (!removed.isEmpty()) {
            send(message("unsubscribe", removed), Set.of());
        }
    }

    private Set<String> forget(Set<StreamKey> keys) {
        Set<String> removed = new TreeSet<>();
        synchronized (lock) {
            Map<String, StreamKey> left = new HashMap<>(names);
            left.forEach((name, key) -> {
                if (keys.contains(key)) {
                    removed.add(name);
                }
            });
            left.keySet().removeAll(removed);
            names = Map.copyOf(left);
            withData.removeAll(keys);
        }
        return removed;
    }

    private static String message(String action, Set<String> names) {
        return "{\"action\":\"" + action + "\",\"symbols\":\"" + String.join(",", names) + "\"}";
    }

    /** Takes a message, once the gate lets it through; what the gate refuses counts as never asked for. */
    private void send(String text, Set<StreamKey> keys) {
        try {
            connection.charge();
        } catch (QuotronException e) {
            forget(keys);
            throw e;
        }
        synchronized (lock) {
            waiting.add(new Message(text, keys));
        }
        flush();
    }

    /** Sends what waits, in order, and tells what counts as confirmed. */
    private void flush() {
        connection.tell(() -> {
            List<Message> due = new ArrayList<>();
            synchronized (lock) {
                if (authorised) {
                    due.addAll(waiting);
                    waiting.clear();
                }
            }
            due.forEach(this::sendNow);
        });
    }

    private void sendNow(Message message) {
        Socket current = socket;
        if (current == null || !current.send(message.text())) {
            return; // a socket that takes nothing is about to tell that it is closed
        }
        if (!message.keys().isEmpty()) {
            synchronized (lock) {
                newest = message.keys();
            }
            message.keys().forEach(key -> connection.listener().onSubscribed(key));
        }
    }

    void close() {
        Socket current = socket;
        if (current != null) {
            current.close();
        }
    }

    /** What comes from the gateway, on its thread. */
    private final class Wire implements SocketListener, EodhdFrames.Handler {
        @Override
        public void onOpen() {
            connection.later(AUTHORISED_AFTER, EodhdChannel.this::authorised); // the server speaks first, as a rule
        }

        @Override
        public void onText(String text) {
            connection.tell(() -> read(text));
        }

        @Override
        public void onBinary(byte[] bytes) {
            rejected("a binary message of " + bytes.length + " bytes");
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            connection.end(reason, endpoint.path() + ": " + detail);
        }

        @Override
        public void event(StreamKey key, MarketEvent event) {
            synchronized (lock) {
                withData.add(key);
            }
            connection.tell(() -> connection.listener().onEvent(key, event));
        }

        /** What is of no use to anybody still shows that the server is alive. */
        @Override
        public void unasked(String text) {
            if (!early.hold(text)) {
                connection.tell(() -> connection.listener().onHeartbeat());
            }
        }

        @Override
        public void rejected(String detail) {
            connection.tell(() -> connection.listener().onRejected(connection.words(detail)));
        }

        @Override
        public void status(long code, String message) {
            if (code == OK) {
                connection.tell(() -> connection.listener().onHeartbeat());
                authorised();
                return;
            }
            FailureReason reason = EodhdErrors.ofFrame(code, message);
            String words = "the server says " + code + ": " + message;
            if (!isAuthorised() || endsTheConnection(reason)) {
                connection.end(reason, endpoint.path() + ": " + words);
            } else {
                refused(reason, message, words);
            }
        }

        private boolean endsTheConnection(FailureReason reason) {
            return reason == FailureReason.AUTHENTICATION || reason == FailureReason.UNAVAILABLE;
        }

        private void refused(FailureReason reason, String message, String words) {
            Set<StreamKey> keys = meant(message);
            forget(keys);
            if (keys.isEmpty()) {
                rejected(words);
            }
            keys.forEach(key -> connection.refuse(key, reason, words));
        }
    }

    private void authorised() {
        synchronized (lock) {
            authorised = true;
        }
        flush();
    }

    private boolean isAuthorised() {
        synchronized (lock) {
            return authorised;
        }
    }

    private Set<StreamKey> meant(String message) {
        Set<String> said = new HashSet<>(Arrays.asList(message.split("[^A-Za-z0-9._^&$@!:=+/-]+", -1)));
        Set<StreamKey> keys = new LinkedHashSet<>();
        synchronized (lock) {
            names.forEach((name, key) -> {
                if (said.contains(name)) {
                    keys.add(key);
                }
            });
            if (keys.isEmpty()) {
                keys.addAll(newest);
                keys.retainAll(names.values());
                keys.removeAll(withData);
            }
        }
        return keys;
    }
}
