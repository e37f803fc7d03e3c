package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.health.StreamHealth;
import io.quotron.internal.stream.LiveStream.Healing;
import io.quotron.internal.stream.StreamHub.Feed;
import io.quotron.model.FeedState;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Trade;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamSource;
import io.quotron.stream.StreamAccounting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one provider's streams alive.
 *
 * <h2>How it works</h2>
 * All that happens (a subscription comes or goes, the socket opens, data, answers, the passing of time, the end of the socket) is
 * put into one mailbox and handled one at a time, so none of the state here needs a lock. The set of wanted streams is the truth;
 * a connection is asked for all of it when it opens and for each change while it is open. What an older connection tells is
 * known by its {@link Link} and ignored.
 *
 * <h2>Confirmations</h2>
 * A source has to confirm each stream; data confirms too, unless an older subscription on the same connection may be its cause.
 * What happens without an answer, and in silence, is the matter of the {@link Watchdog}.
 */
final class FeedEngine {
    private static final Logger LOG = LoggerFactory.getLogger(FeedEngine.class);
    private static final int MAX_REJECTED_IN_A_ROW = 100;
    private static final long SETTLED_NANOS = 30_000_000_000L;
    private static final Duration MAX_TICK = Duration.ofSeconds(1);

    /** A piece of data on its way from the socket. */
    private record Inbound(FeedEngine engine, Link from, StreamKey key, MarketEvent event) implements Mailbox.Data {
        @Override
        public void run() {
            engine.data(from, key, event);
        }

        @Override
        public void discard() {
            engine.dropped(1);
        }
    }

    private final Feed feed;
    private final StreamSource source;
    private final boolean polled;
    private final EngineRoom room;
    private final Mailbox mailbox;
    private final GapFiller gaps;
    private final Backoff backoff;
    private final Watchdog watchdog;
    private final Ledger ledger = new Ledger();
    private final Map<StreamKey, LiveStream> streams = new LinkedHashMap<>();
    private final Set<StreamKey> overrun = ConcurrentHashMap.newKeySet();
    private final Map<StreamKey, FeedState.Status> states = new ConcurrentHashMap<>();
    private final AtomicBoolean tickWaits = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean connected;
    private final AtomicLong reconnects = new AtomicLong();
    private volatile String problem = "";
    private volatile @Nullable Registration timer;
    private @Nullable Registration reconnect;
    private @Nullable Link link;

    FeedEngine(Feed feed, StreamSource source, boolean polled, EngineRoom room) {
        this.feed = feed;
        this.source = source;
        this.polled = polled;
        this.room = room;
        this.mailbox = new Mailbox(room.engines(), room.settings().queueCapacity());
        this.gaps = new GapFiller(this, room, id(), feed.provider().trades(), this::context);
        this.backoff = new Backoff(room.settings(), room.random());
        this.watchdog = new Watchdog(this, gaps, polled, room);
    }

    SourceId id() {
        return feed.provider().descriptor().id();
    }

    boolean offers(StreamKey key) {
        return source.kinds().contains(key.kind())
                && feed.provider()
                        .descriptor()
                        .symbolKinds()
                        .contains(key.symbol().kind());
    }

    private void arrived() {
        ledger.arrived();
        feed.metrics().onStreamReceived(id());
    }

    private void dropped(long count) {
        ledger.dropped(count);
        if (count > 0) {
            feed.metrics().onStreamDropped(id(), count);
        }
    }

    StreamAccounting accounting() {
        return ledger.snapshot();
    }

    StreamHealth health() {
        return new StreamHealth(id(), polled, connected, reconnects.get(), problem, Map.copyOf(states));
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    /** Waits until all that has arrived by now was handed on; returns false if the time was not enough. */
    boolean awaitTurn(long nanos) {
        CountDownLatch turn = new CountDownLatch(1);
        mailbox.post(turn::countDown);
        try {
            return closing || turn.await(nanos, TimeUnit.NANOSECONDS);
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

    private RequestContext.Builder context() {
        return RequestContext.builder(room.time()).gate(feed.gate()).overrides(feed.overrides());
    }

    private long nanos() {
        return room.time().nanoTime();
    }

    boolean isCurrent(Link candidate) {
        return candidate == link;
    }

    List<LiveStream> streams() {
        return List.copyOf(streams.values());
    }

    // ---- what is wanted ----

    void add(LiveSubscription subscriber, List<StreamKey> keys) {
        mailbox.post(() -> {
            Set<StreamKey> toAsk = new LinkedHashSet<>();
            keys.forEach(key -> join(key, subscriber, toAsk));
            if (link != null && link.isOpen) {
                ask(link, toAsk);
            } else if (link == null && reconnect == null && !streams.isEmpty()) {
                connect();
            }
        });
    }

    private void join(StreamKey key, LiveSubscription subscriber, Set<StreamKey> toAsk) {
        LiveStream stream = streams.get(key);
        if (stream == null) {
            stream = new LiveStream(this, key);
            streams.put(key, stream);
            states.put(key, stream.status);
            toAsk.add(key);
        }
        stream.join(subscriber);
        if (stream.isFailed()) {
            stream.refused = false;
            stream.change(FeedState.Status.PENDING, "asked for again");
            toAsk.add(key);
        } else {
            stream.greet(subscriber);
        }
    }

    void remove(LiveSubscription subscriber, List<StreamKey> keys) {
        mailbox.post(() -> {
            Set<StreamKey> gone = new LinkedHashSet<>();
            for (StreamKey key : keys) {
                LiveStream stream = streams.get(key);
                if (stream != null && stream.leave(subscriber)) {
                    forget(stream);
                    gone.add(key);
                }
            }
            if (streams.isEmpty()) {
                rest();
            } else if (link != null && link.isOpen) {
                link.unsubscribe(gone);
            }
        });
    }

    private void forget(LiveStream stream) {
        streams.remove(stream.key);
        states.remove(stream.key);
        overrun.remove(stream.key);
        dropped(gaps.abandon(stream));
    }

    /** Nobody wants anything: no socket, no timer. */
    private void rest() {
        dropLink();
        cancel(timer);
        timer = null;
        cancel(reconnect);
        reconnect = null;
        backoff.reset();
    }

    private static void cancel(@Nullable Registration registration) {
        if (registration != null) {
            registration.close();
        }
    }

    /** Ends everything; nothing happens after the last task. */
    void close() {
        closing = true;
        mailbox.close(() -> {
            List.copyOf(streams.values()).forEach(this::forget);
            if (link != null) {
                link.closeAtOnce();
            }
            rest();
        });
    }

    // ---- the connection ----

    private void connect() {
        cancel(reconnect);
        reconnect = null;
        if (streams.isEmpty()) {
            return;
        }
        Link fresh = new Link(this, source, context().timeout(room.settings().connectTimeout()), room.io());
        fresh.startedNanos = nanos();
        fresh.lastSignNanos = fresh.startedNanos;
        link = fresh;
        fresh.open();
        if (timer == null) {
            startTicking();
        }
    }

    void opened(Link from) {
        if (from != link || from.isOpen) {
            return;
        }
        from.isOpen = true;
        from.openedNanos = nanos();
        from.lastSignNanos = from.openedNanos;
        connected = true;
        Set<StreamKey> wanted = new LinkedHashSet<>();
        for (LiveStream stream : streams.values()) {
            if (!stream.refused) {
                wanted.add(stream.key);
                stream.asks = 0;
                stream.dataConfirms = true;
            }
        }
        ask(from, wanted);
    }

    private void ask(Link to, Set<StreamKey> keys) {
        for (StreamKey key : keys) {
            LiveStream stream = streams.get(key);
            if (stream != null) {
                stream.dataConfirms = stream.asks == 0;
                noteAsked(stream);
            }
        }
        to.subscribe(keys);
    }

    void askAnew(Link to, LiveStream stream) {
        to.unsubscribe(Set.of(stream.key));
        stream.dataConfirms = false;
        noteAsked(stream);
        to.subscribe(Set.of(stream.key));
    }

    private void noteAsked(LiveStream stream) {
        stream.asked = true;
        stream.asks++;
        stream.askedNanos = nanos();
    }

    void closed(Link from, FailureReason reason, String detail) {
        if (from != link) {
            return;
        }
        problem = reason + ": " + detail;
        LOG.debug("{}: the connection ended: {}", id(), problem);
        if (from.lastDataNanos - from.openedNanos >= SETTLED_NANOS && from.lastDataNanos != 0) {
            backoff.reset();
        }
        dropLink();
        for (LiveStream stream : streams.values()) {
            stream.asked = false;
            stream.healing = stream.healing == Healing.NONE ? Healing.NONE : Healing.REOPENED;
            gaps.broken(stream);
            if (stream.isActive()) {
                stream.change(FeedState.Status.STALE, "disconnected: " + detail);
            }
        }
        reconnects.incrementAndGet();
        feed.metrics().onStreamReconnect(id());
        reconnect = room.scheduler().schedule(backoff.next(), () -> mailbox.post(this::connectIfNeeded));
    }

    private void connectIfNeeded() {
        reconnect = null;
        if (link == null) {
            connect();
        }
    }

    private void dropLink() {
        connected = false;
        if (link != null) {
            link.close();
            link = null;
        }
    }

    // ---- what the connection tells ----

    /** Takes data on the thread of the socket. */
    void receive(Link from, StreamKey key, MarketEvent event) {
        arrived();
        from.rejectedInARow.set(0);
        if (!mailbox.offer(new Inbound(this, from, key, event))) {
            dropped(1);
            overrun.add(key);
        }
    }

    private void data(Link from, StreamKey key, MarketEvent event) {
        LiveStream stream = from == link ? streams.get(key) : null;
        if (stream == null || !fits(key, event)) {
            ledger.rejected();
            forgetOverrun(key);
            return;
        }
        long now = nanos();
        from.lastSignNanos = now;
        from.lastDataNanos = now;
        sawData(stream, now);
        checkOverrun(stream);
        if (event instanceof Trade trade) {
            trade(stream, trade);
        } else {
            deliverOnce(stream, event, false);
        }
    }

    private void trade(LiveStream stream, Trade trade) {
        if (stream.missingFrom == null && stream.numbers.skipped(trade)) {
            leftOut(stream);
        }
        if (stream.missingFrom != null) {
            gaps.hold(stream, trade);
        } else {
            deliverOnce(stream, trade, false);
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

    private boolean fits(StreamKey key, MarketEvent event) {
        boolean kindFits = key.kind() == StreamKind.TRADES ? event instanceof Trade : event instanceof Quote;
        return kindFits && event.symbol().equals(key.symbol());
    }

    private void sawData(LiveStream stream, long now) {
        if (stream.dataNanos != 0) {
            stream.pauses.add(now - stream.dataNanos);
        }
        stream.dataNanos = now;
        stream.aliveNanos = now;
        stream.quiet = false;
        if (stream.asked && stream.dataConfirms) {
            confirm(stream);
        }
        if (!stream.asked) {
            stream.healing = Healing.NONE;
            stream.change(FeedState.Status.ACTIVE, "data came");
        }
    }

    /** Delivers what has arrived before, unless it is known or a trade that was delivered already. */
    void deliverOnce(LiveStream stream, MarketEvent event, boolean known) {
        if (closing) {
            dropped(1);
        } else if (known || (event instanceof Trade trade && !stream.seen.add(trade))) {
            stream.reject();
            ledger.rejected();
        } else {
            note(stream, event);
            stream.deliver(event);
            ledger.delivered();
        }
    }

    private static void note(LiveStream stream, MarketEvent event) {
        if (event instanceof Trade trade) {
            stream.numbers.delivered(trade);
        }
    }

    /** Delivers a trade of the past; returns false if it was delivered already or is not of this stream. */
    boolean deliverFetched(LiveStream stream, Trade trade, boolean known) {
        arrived();
        if (known || !trade.symbol().equals(stream.key.symbol()) || !stream.seen.add(trade)) {
            ledger.rejected();
            return false;
        }
        note(stream, trade);
        stream.deliver(trade);
        ledger.delivered();
        return true;
    }

    void subscribed(Link from, StreamKey key) {
        LiveStream stream = from == link ? streams.get(key) : null;
        if (stream == null) {
            return;
        }
        from.lastSignNanos = nanos();
        if (stream.asked || stream.isFailed()) {
            confirm(stream);
        } else if (polled) {
            sawAnswer(stream);
        }
    }

    /** A poll brought an answer, though nothing new: that is life. */
    private void sawAnswer(LiveStream stream) {
        stream.aliveNanos = nanos();
        stream.change(FeedState.Status.ACTIVE, "answers come");
    }

    void confirm(LiveStream stream) {
        stream.asked = false;
        stream.asks = 0;
        stream.refused = false;
        stream.healedNanos = nanos();
        if (stream.dataNanos != 0 && stream.dataNanos - stream.askedNanos > 0) {
            stream.healing = Healing.NONE;
        }
        if (stream.confirmedTime == null) {
            stream.confirmedTime = room.time().now();
        }
        if (stream.healing == Healing.NONE) {
            stream.aliveNanos = nanos();
            stream.change(FeedState.Status.ACTIVE, "confirmed");
        }
        gaps.restored(stream);
    }

    void refused(Link from, StreamKey key, FailureReason reason, String message) {
        LiveStream stream = from == link ? streams.get(key) : null;
        if (stream == null) {
            return;
        }
        from.lastSignNanos = nanos();
        if (isForGood(reason)) {
            stream.refused = true;
            fail(stream, reason + ": " + message);
        } else if (polled) {
            stream.asked = false;
            stream.change(FeedState.Status.STALE, reason + ": " + message);
        }
        // what is refused for now stays asked and is asked again when the time for an answer is over
    }

    /** A poll asks again anyway, so that it gives up only where the question itself is wrong. */
    private boolean isForGood(FailureReason reason) {
        return polled
                ? reason == FailureReason.SYMBOL_UNKNOWN
                        || reason == FailureReason.UNSUPPORTED
                        || reason == FailureReason.INVALID_REQUEST
                : reason.retry() == FailureReason.Retry.NO;
    }

    void fail(LiveStream stream, String why) {
        stream.asked = false;
        stream.asks = 0;
        stream.change(FeedState.Status.FAILED, why);
    }

    /** A sign of life, on the thread of the socket; a flood of them must not fill the mailbox. */
    void heartbeat(Link from) {
        from.lastSignNanos = nanos();
    }

    /** A message that was no data, on the thread of the socket; a flood of them must not fill the mailbox. */
    void rejected(Link from, String detail) {
        ledger.arrivedRejected();
        if (from.rejectedInARow.incrementAndGet() == MAX_REJECTED_IN_A_ROW) {
            String why = MAX_REJECTED_IN_A_ROW + " messages in a row were no data, the last: " + detail;
            mailbox.post(() -> closed(from, FailureReason.MALFORMED_RESPONSE, why));
        }
    }

    // ---- the passing of time ----

    private void startTicking() {
        Duration idle = room.settings().idleTimeout().dividedBy(4);
        Duration period = idle.compareTo(MAX_TICK) < 0 ? idle : MAX_TICK;
        timer = room.scheduler().schedule(period, this::tickSoon);
    }

    private void tickSoon() {
        if (timer == null) {
            return;
        }
        startTicking();
        if (tickWaits.compareAndSet(false, true)) {
            mailbox.post(this::tick);
        }
    }

    private void tick() {
        tickWaits.set(false);
        if (streams.isEmpty()) {
            rest();
        }
        Link current = link;
        if (current != null) {
            watchdog.look(current);
        }
        room.listeners().relieve(nanos());
        streams.values().forEach(stream -> stream.onTime(room.time().now()));
    }
}
