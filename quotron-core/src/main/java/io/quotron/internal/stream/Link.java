package io.quotron.internal.stream;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.MarketEvent;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import io.quotron.spi.StreamSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a provider from our side. What is asked of it runs in order on a thread of its own, because a provider may
 * wait for its rate limit; what waits is two sets, so that streams that come and go meanwhile leave nothing behind. What it tells
 * goes to the engine, which knows old connections by their identity and ignores them.
 */
final class Link implements StreamListener {
    private record Ask(boolean subscribe, Set<StreamKey> keys) {}

    private final Object lock = new Object();
    private final FeedEngine engine;
    private final Line line;
    private final StreamSource source;
    private final RequestContext context;
    private final RequestContext.Cancellation cancellation;
    private final Workers io;
    /** What the connection was asked for. */
    private final Set<StreamKey> asked = new HashSet<>();

    private final Set<StreamKey> toEnd = new LinkedHashSet<>();
    private final Set<StreamKey> toBegin = new LinkedHashSet<>();
    private @Nullable StreamConnection connection;
    private boolean working;
    private boolean closed;

    // touched by the engine only, but for the sign of life and the rejects
    boolean isOpen;
    long startedNanos;
    long openedNanos;
    volatile long lastSignNanos;
    long lastDataNanos;
    final AtomicInteger rejectedInARow = new AtomicInteger();

    Link(FeedEngine engine, Line line, StreamSource source, RequestContext.Builder context, Workers io) {
        this.engine = engine;
        this.line = line;
        this.source = source;
        this.cancellation = new RequestContext.Cancellation();
        this.context = context.cancellation(cancellation).build();
        this.io = io;
    }

    Line line() {
        return line;
    }

    void open() {
        startWork();
    }

    void subscribe(Set<StreamKey> keys) {
        synchronized (lock) {
            toBegin.addAll(keys);
            startWork();
        }
    }

    /** Ends streams; those that were not begun yet are forgotten, and those that are begun again after this end first. */
    void unsubscribe(Set<StreamKey> keys) {
        synchronized (lock) {
            toBegin.removeAll(keys);
            keys.stream().filter(asked::contains).forEach(toEnd::add);
            startWork();
        }
    }

    private void startWork() {
        synchronized (lock) {
            if (!working && !closed) {
                working = io.tryExecute(this::work);
            }
        }
    }

    private void work() {
        try {
            StreamConnection open = connected();
            Ask ask = open == null ? null : next();
            while (open != null && ask != null) {
                if (ask.subscribe) {
                    open.subscribe(ask.keys);
                } else {
                    open.unsubscribe(ask.keys);
                }
                ask = next();
            }
        } catch (QuotronException e) {
            failed(e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            failed(FailureReason.UNAVAILABLE, "the provider threw " + Excerpt.of(e.toString()));
        }
    }

    private @Nullable StreamConnection connected() {
        synchronized (lock) {
            if (closed || connection != null) {
                return connection;
            }
        }
        StreamConnection open = source.connect(this, context);
        if (!keep(open)) {
            open.close();
        }
        return open;
    }

    private boolean keep(StreamConnection open) {
        synchronized (lock) {
            connection = open;
            return !closed;
        }
    }

    private @Nullable Ask next() {
        synchronized (lock) {
            Ask ask = closed ? null : nextAsk();
            working = ask != null;
            return ask;
        }
    }

    private @Nullable Ask nextAsk() {
        synchronized (lock) {
            if (!toEnd.isEmpty()) {
                Ask ask = new Ask(false, new LinkedHashSet<>(toEnd));
                toEnd.clear();
                asked.removeAll(ask.keys);
                return ask;
            }
            if (toBegin.isEmpty()) {
                return null;
            }
            Ask ask = new Ask(true, new LinkedHashSet<>(toBegin));
            toBegin.clear();
            asked.addAll(ask.keys);
            return ask;
        }
    }

    private void forgetAsks() {
        synchronized (lock) {
            toEnd.clear();
            toBegin.clear();
        }
    }

    private void failed(FailureReason reason, String detail) {
        synchronized (lock) {
            working = false;
            forgetAsks();
        }
        onClosed(reason, detail);
    }

    /** Closes the socket soon, also while it is being opened. */
    void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            forgetAsks();
        }
        cancellation.cancel();
        if (!io.tryExecute(this::closeNow)) {
            closeNow();
        }
    }

    /** Closes the socket before this returns, for the end of the client, when nobody may be left to do it later. */
    void closeAtOnce() {
        synchronized (lock) {
            closed = true;
            forgetAsks();
        }
        closeNow();
    }

    private void closeNow() {
        cancellation.cancel();
        StreamConnection open;
        synchronized (lock) {
            open = connection;
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void onOpen() {
        engine.post(() -> line.opened(this));
    }

    @Override
    public void onEvent(StreamKey key, MarketEvent event) {
        engine.receive(this, key, event);
    }

    @Override
    public void onSubscribed(StreamKey key) {
        engine.post(() -> engine.answers().subscribed(this, key));
    }

    @Override
    public void onRefused(StreamKey key, FailureReason reason, String message) {
        engine.post(() -> engine.answers().refused(this, key, reason, message));
    }

    @Override
    public void onHeartbeat() {
        engine.heartbeat(this);
    }

    @Override
    public void onRejected(String detail) {
        engine.rejected(this, detail);
    }

    @Override
    public void onEnding(String detail) {
        engine.post(() -> line.ending(this, detail));
    }

    @Override
    public void onResync(StreamKey key, String detail) {
        engine.post(() -> engine.resync(this, key));
    }

    @Override
    public void onClosed(FailureReason reason, String detail) {
        engine.post(() -> line.closed(this, reason, detail));
    }
}
