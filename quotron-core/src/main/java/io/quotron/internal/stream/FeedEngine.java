package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.health.StreamHealth;
import io.quotron.internal.stream.LiveStream.Healing;
import io.quotron.internal.stream.StreamHub.Feed;
import io.quotron.model.FeedState;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.SourceId;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamSource;
import io.quotron.stream.StreamAccounting;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one provider's streams alive.
 *
 * <h2>How it works</h2>
 * All that happens (a subscription comes or goes, a socket opens, data, answers, the passing of time, the end of a socket) is put
 * into one mailbox and handled one at a time, so none of the state here needs a lock. Each stream is given to a {@link Line} that
 * has room for it and stays there; a line is opened when no other has room, and keeps its connection alive by itself.
 *
 * <p>What sources answer is the matter of {@link Answers}, what happens in silence that of the {@link Watchdog}, holes that of the
 * {@link GapFiller}, and what becomes of each event that of {@link Deliveries}.
 */
final class FeedEngine {
    private static final int MAX_REJECTED_IN_A_ROW = 100;

    private final Feed feed;
    private final StreamSource source;
    private final boolean polled;
    private final EngineRoom room;
    private final Mailbox mailbox;
    private final GapFiller gaps;
    private final Watchdog watchdog;
    private final Answers answers;
    private final Deliveries deliveries;
    private final Map<StreamKey, LiveStream> streams = new LinkedHashMap<>();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Set<StreamKey> overrun = ConcurrentHashMap.newKeySet();
    private final Map<StreamKey, FeedState.Status> states = new ConcurrentHashMap<>();
    private final Ticker ticker;
    private final AtomicLong reconnects = new AtomicLong();

    FeedEngine(Feed feed, StreamSource source, boolean polled, EngineRoom room) {
        this.feed = feed;
        this.source = source;
        this.polled = polled;
        this.room = room;
        this.mailbox = new Mailbox(room.engines(), room.settings().queueCapacity());
        this.deliveries = new Deliveries(id(), feed.metrics());
        this.gaps = new GapFiller(this, deliveries, room, feed.provider().trades(), this::context);
        this.answers = new Answers(this, gaps, polled, room);
        this.watchdog = new Watchdog(this, gaps, polled, room);
        this.ticker = new Ticker(room, mailbox, this::tick);
    }

    SourceId id() {
        return feed.provider().descriptor().id();
    }

    boolean offers(StreamKey key) {
        return source.offers(key)
                && feed.provider()
                        .descriptor()
                        .symbolKinds()
                        .contains(key.symbol().kind());
    }

    StreamAccounting accounting() {
        return deliveries.accounting();
    }

    StreamHealth health() {
        List<StreamHealth.Connection> connections =
                lines.stream().map(Line::health).toList();
        String problem = connections.stream()
                .map(StreamHealth.Connection::problem)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        boolean connected = !connections.isEmpty()
                && connections.stream().allMatch(connection -> connection.open() || connection.streams() == 0);
        return new StreamHealth(id(), polled, connected, reconnects.get(), problem, Map.copyOf(states), connections);
    }

    Answers answers() {
        return answers;
    }

    GapFiller gaps() {
        return gaps;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    /** Waits until all that has arrived by now was handed on; returns false if the time was not enough. */
    boolean awaitTurn(long nanos) {
        CountDownLatch turn = new CountDownLatch(1);
        mailbox.post(turn::countDown);
        try {
            return deliveries.isClosing() || turn.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void later(Duration delay, Runnable task) {
        room.scheduler().schedule(delay, () -> mailbox.post(task));
    }

    FeedState state(StreamKey key, FeedState.Status status, String detail) {
        states.put(key, status);
        return new FeedState(
                key.symbol(),
                id(),
                status,
                key.kind() + ": " + detail,
                room.time().now());
    }

    RequestContext.Builder context() {
        return RequestContext.builder(room.time()).gate(feed.gate()).overrides(feed.overrides());
    }

    void countReconnect() {
        reconnects.incrementAndGet();
        feed.metrics().onStreamReconnect(id());
    }

    private long nanos() {
        return room.time().nanoTime();
    }

    // ---- what is wanted ----

    void add(LiveSubscription subscriber, List<StreamKey> keys) {
        mailbox.post(() -> {
            Map<Line, Set<StreamKey>> toAsk = new LinkedHashMap<>();
            keys.forEach(key -> join(key, subscriber, toAsk));
            toAsk.forEach(Line::begin);
        });
    }

    private void join(StreamKey key, LiveSubscription subscriber, Map<Line, Set<StreamKey>> toAsk) {
        LiveStream stream = streams.get(key);
        boolean fresh = stream == null;
        if (stream == null) {
            stream = newStream(key);
        }
        Set<StreamKey> asks = toAsk.computeIfAbsent(stream.line, line -> new LinkedHashSet<>());
        stream.join(subscriber);
        if (stream.isFailed()) {
            stream.refused = false;
            stream.change(FeedState.Status.PENDING, "asked for again");
            asks.add(key);
        } else {
            stream.greet(subscriber);
        }
        if (fresh) {
            asks.add(key);
        }
    }

    private LiveStream newStream(StreamKey key) {
        Line line = lines.stream().filter(Line::hasRoom).findFirst().orElseGet(this::newLine);
        LiveStream stream = new LiveStream(this, line, key);
        streams.put(key, stream);
        line.add(stream);
        states.put(key, stream.status);
        return stream;
    }

    private Line newLine() {
        Line line = new Line(this, source, room);
        lines.add(line);
        return line;
    }

    void remove(LiveSubscription subscriber, List<StreamKey> keys) {
        mailbox.post(() -> {
            Map<Line, Set<StreamKey>> gone = new HashMap<>();
            for (StreamKey key : keys) {
                LiveStream stream = streams.get(key);
                if (stream != null && stream.leave(subscriber)) {
                    forget(stream);
                    gone.computeIfAbsent(stream.line, line -> new LinkedHashSet<>())
                            .add(key);
                }
            }
            if (streams.isEmpty()) {
                rest();
            } else {
                gone.forEach(Line::unsubscribe);
            }
        });
    }

    private void forget(LiveStream stream) {
        streams.remove(stream.key);
        states.remove(stream.key);
        overrun.remove(stream.key);
        dropped(stream.line.remove(stream) + gaps.abandon(stream));
    }

    /** Nobody wants anything: no socket, no timer. */
    private void rest() {
        lines.forEach(Line::rest);
        lines.clear();
        ticker.stop();
    }

    /** Ends everything; nothing happens after the last task. */
    void close() {
        deliveries.close();
        mailbox.close(() -> {
            List.copyOf(streams.values()).forEach(this::forget);
            lines.forEach(Line::restAtOnce);
            rest();
        });
    }

    // ---- what connections tell ----

    /** Returns the stream that a connection speaks of; null if the connection is not listened to for it. */
    @Nullable
    LiveStream streamOf(Link from, StreamKey key) {
        LiveStream stream = streams.get(key);
        return stream != null && stream.line == from.line() && from.line().listensTo(from) ? stream : null;
    }

    /** Takes data on the thread of the socket. */
    void receive(Link from, StreamKey key, MarketEvent event) {
        deliveries.arrived();
        from.rejectedInARow.set(0);
        if (!mailbox.offer(new Inbound(this, from, key, event))) {
            dropped(1);
            overrun.add(key);
        }
    }

    void dropped(long count) {
        deliveries.dropped(count);
    }

    void data(Link from, StreamKey key, MarketEvent event) {
        LiveStream stream = streamOf(from, key);
        if (stream == null || !Deliveries.fits(key, event)) {
            deliveries.rejected();
            forgetOverrun(key);
            return;
        }
        from.lastSignNanos = nanos();
        from.lastDataNanos = from.lastSignNanos;
        Handover handover = stream.line.handover();
        if (handover == null || handover.admit(from, stream, event)) {
            sawData(stream, from.lastSignNanos);
            checkOverrun(stream);
            take(stream, event);
        }
    }

    /** Delivers an event, but for trades that have to wait until a hole before them is filled. */
    void take(LiveStream stream, MarketEvent event) {
        if (!(event instanceof Trade trade)) {
            deliveries.deliverOnce(stream, event, false);
            return;
        }
        if (stream.missingFrom == null && stream.numbers.skipped(trade)) {
            leftOut(stream);
        }
        if (stream.missingFrom != null) {
            gaps.hold(stream, trade);
        } else {
            deliveries.deliverOnce(stream, trade, false);
        }
    }

    private void forgetOverrun(StreamKey key) {
        if (!streams.containsKey(key)) {
            overrun.remove(key);
        }
    }

    /** Events were left out because the mailbox was full: the stream has a hole. */
    void checkOverrun(LiveStream stream) {
        if (!overrun.isEmpty() && overrun.remove(stream.key)) {
            leftOut(stream);
        }
    }

    /** Trades were left out though the connection is well. */
    private void leftOut(LiveStream stream) {
        gaps.broken(stream);
        if (!stream.asked) {
            gaps.restored(stream);
        }
    }

    private void sawData(LiveStream stream, long now) {
        if (stream.dataNanos != 0) {
            stream.pauses.add(now - stream.dataNanos);
        }
        stream.dataNanos = now;
        stream.aliveNanos = now;
        stream.quiet = false;
        if (stream.asked && stream.dataConfirms) {
            answers.confirm(stream);
        }
        if (!stream.asked) {
            stream.healing = Healing.NONE;
            stream.change(FeedState.Status.ACTIVE, "data came");
        }
    }

    /** The source cannot vouch for a stream until it says otherwise. */
    void resync(Link from, StreamKey key) {
        LiveStream stream = streamOf(from, key);
        if (stream == null || !from.line().isCurrent(from)) {
            return;
        }
        from.lastSignNanos = nanos();
        if (stream.isTrades()) {
            leftOut(stream);
        } else {
            deliveries.retell(stream, OrderBook.State.SYNCING);
        }
    }

    /** A sign of life, on the thread of the socket; a flood of them must not fill the mailbox. */
    void heartbeat(Link from) {
        from.lastSignNanos = nanos();
    }

    /** A message that was no data, on the thread of the socket; a flood of them must not fill the mailbox. */
    void rejected(Link from, String detail) {
        deliveries.arrivedRejected();
        if (from.rejectedInARow.incrementAndGet() == MAX_REJECTED_IN_A_ROW) {
            String why = MAX_REJECTED_IN_A_ROW + " messages in a row were no data, the last: " + detail;
            mailbox.post(() -> from.line().closed(from, FailureReason.MALFORMED_RESPONSE, why));
        }
    }

    // ---- the passing of time ----

    void startTicking() {
        ticker.start();
    }

    private void tick() {
        if (streams.isEmpty()) {
            rest();
        }
        for (Line line : lines) {
            watchdog.look(line);
            line.onTick();
            giveUpIfAbandoned(line);
        }
        room.listeners().relieve(nanos());
        streams.values().forEach(stream -> stream.onTime(room.time().now()));
    }

    private void giveUpIfAbandoned(Line line) {
        if (line.isAbandoned()) {
            line.rest();
            lines.remove(line);
        }
    }
}
