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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * <h2>When is a stream alive</h2>
 * Only data counts. A stream that is silent for longer than usual ({@link Pauses}) is STALE; it is subscribed anew by itself, and
 * if that brings neither data nor, by way of the trades of the past, the proof that there was none, the socket is opened anew,
 * once per silence. A connection on which nothing at all arrives, not even a heartbeat, is opened anew after the idle timeout.
 *
 * <h2>Confirmations</h2>
 * A source has to confirm each stream; data confirms too, unless an older subscription on the same connection may be its cause.
 * Without an answer the stream is asked for again, three times, then it has FAILED until the next connection.
 */
final class FeedEngine {
    private static final Logger LOG = LoggerFactory.getLogger(FeedEngine.class);
    private static final int MAX_ASKS = 4;
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

    private void askAnew(Link to, LiveStream stream) {
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
        if (!mailbox.offer(new Inbound(this, from, key, event))) {
            dropped(1);
            overrun.add(key);
        }
    }

    private void data(Link from, StreamKey key, MarketEvent event) {
        LiveStream stream = from == link ? streams.get(key) : null;
        if (stream == null || !fits(key, event)) {
            ledger.rejected();
            return;
        }
        long now = nanos();
        from.lastSignNanos = now;
        from.lastDataNanos = now;
        from.rejectedInARow = 0;
        sawData(stream, now);
        checkOverrun(stream);
        if (event instanceof Trade trade && stream.missingFrom != null) {
            gaps.hold(stream, trade);
        } else {
            deliverOnce(stream, event, false);
        }
    }

    /** Events were left out because the mailbox was full: the stream has a hole. */
    private void checkOverrun(LiveStream stream) {
        if (!overrun.isEmpty() && overrun.remove(stream.key)) {
            gaps.broken(stream);
            if (!stream.asked) {
                gaps.restored(stream);
            }
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
            stream.deliver(event);
            ledger.delivered();
        }
    }

    /** Delivers a trade of the past; returns false if it was delivered already or is not of this stream. */
    boolean deliverFetched(LiveStream stream, Trade trade, boolean known) {
        arrived();
        if (known || !trade.symbol().equals(stream.key.symbol()) || !stream.seen.add(trade)) {
            ledger.rejected();
            return false;
        }
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

    private void confirm(LiveStream stream) {
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

    private void fail(LiveStream stream, String why) {
        stream.asked = false;
        stream.asks = 0;
        stream.change(FeedState.Status.FAILED, why);
    }

    void heartbeat(Link from) {
        if (from == link) {
            from.lastSignNanos = nanos();
        }
    }

    void rejected(Link from, String detail) {
        ledger.arrivedRejected();
        mailbox.post(() -> {
            if (from == link && ++from.rejectedInARow >= MAX_REJECTED_IN_A_ROW) {
                closed(
                        from,
                        FailureReason.MALFORMED_RESPONSE,
                        "100 messages in a row were no data, the last: " + detail);
            }
        });
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
        if (current != null && isDead(current)) {
            return;
        }
        if (current != null && current.isOpen) {
            for (LiveStream stream : new ArrayList<>(streams.values())) {
                if (link == current) {
                    watch(current, stream);
                }
            }
        }
        streams.values().forEach(stream -> stream.onTime(room.time().now()));
    }

    private boolean isDead(Link current) {
        long silence = nanos() - current.lastSignNanos;
        if (!current.isOpen && silence >= room.settings().connectTimeout().toNanos()) {
            closed(
                    current,
                    FailureReason.TIMEOUT,
                    "not open after " + room.settings().connectTimeout());
        } else if (current.isOpen && !polled && silence >= idleNanos()) {
            closed(
                    current,
                    FailureReason.TIMEOUT,
                    "nothing came for " + room.settings().idleTimeout());
        }
        return current != link;
    }

    private long idleNanos() {
        return room.settings().idleTimeout().toNanos();
    }

    private void watch(Link current, LiveStream stream) {
        checkOverrun(stream);
        if (stream.asked) {
            watchAnswer(current, stream);
        } else if (stream.isActive()) {
            watchSilence(current, stream);
        } else if (stream.isStale() && stream.healing == Healing.RESUBSCRIBED) {
            watchHealing(current, stream);
        }
    }

    private void watchAnswer(Link current, LiveStream stream) {
        if (polled
                || nanos() - stream.askedNanos
                        < room.settings().subscribeTimeout().toNanos()) {
            return;
        }
        if (stream.dataNanos - stream.askedNanos > 0 && stream.dataNanos != 0) {
            confirm(stream); // data came since; the answer was lost
        } else if (stream.asks < MAX_ASKS) {
            askAnew(current, stream);
        } else {
            fail(stream, "no answer to " + MAX_ASKS + " subscriptions");
        }
    }

    private void watchSilence(Link current, LiveStream stream) {
        long silence = nanos() - stream.aliveNanos;
        if (polled) {
            if (silence >= 3 * room.settings().pollInterval().toNanos()) {
                stream.change(FeedState.Status.STALE, "no answer for " + Duration.ofNanos(silence));
            }
        } else if (silence >= stream.pauses.usualNanos(idleNanos())) {
            stream.change(FeedState.Status.STALE, "no data for " + Duration.ofNanos(silence));
            stream.healing = Healing.RESUBSCRIBED;
            gaps.broken(stream);
            askAnew(current, stream);
        }
    }

    private void watchHealing(Link current, LiveStream stream) {
        boolean provenQuiet = stream.quiet || stream.dataNanos == 0;
        if (!provenQuiet && nanos() - stream.healedNanos >= idleNanos()) {
            stream.healing = Healing.REOPENED;
            closed(current, FailureReason.TIMEOUT, stream.key + " stays silent after it was subscribed anew");
        }
    }
}
