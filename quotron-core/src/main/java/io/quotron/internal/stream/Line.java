package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.health.StreamHealth;
import io.quotron.internal.stream.LiveStream.Healing;
import io.quotron.model.FeedState;
import io.quotron.spi.Registration;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place for a connection: the streams that were given to it, the connection that carries them now, and its reconnecting, which
 * knows nothing of other lines. The set of streams is the truth; a connection is asked for all of it when it opens and for each
 * change while it is open. What an older connection tells is known by its {@link Link} and ignored.
 *
 * <p>Confined to the turn of its engine, but for its health.
 */
final class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final long SETTLED_NANOS = 30_000_000_000L;
    private static final long LINGER_NANOS = 30_000_000_000L;

    private final FeedEngine engine;
    private final StreamSource source;
    private final EngineRoom room;
    private final Backoff backoff;
    private final Map<StreamKey, LiveStream> streams = new LinkedHashMap<>();
    private final AtomicLong reconnects = new AtomicLong();
    private volatile boolean connected;
    private volatile int load;
    private volatile String problem = "";
    private long emptySince;
    private @Nullable Registration reconnect;
    private @Nullable Link link;
    private @Nullable Handover handover;

    Line(FeedEngine engine, StreamSource source, EngineRoom room) {
        this.engine = engine;
        this.source = source;
        this.room = room;
        this.backoff = new Backoff(room.settings(), room.random());
    }

    StreamHealth.Connection health() {
        return new StreamHealth.Connection(connected, load, reconnects.get(), problem);
    }

    // ---- what is wanted ----

    boolean hasRoom() {
        return streams.size() < Math.max(1, source.maxStreamsPerConnection());
    }

    void add(LiveStream stream) {
        streams.put(stream.key, stream);
        load = streams.size();
    }

    /** Asks for streams that were added, now or when a connection opens. */
    void begin(Set<StreamKey> keys) {
        Link current = link;
        if (current != null && current.isOpen) {
            ask(current, keys);
            if (handover != null) {
                handover.ask(keys);
            }
        } else if (current == null && reconnect == null) {
            connect();
        }
    }

    /** Forgets a stream; returns how many of its trades waited for a change of connections. */
    int remove(LiveStream stream) {
        streams.remove(stream.key);
        load = streams.size();
        emptySince = nanos();
        return handover == null ? 0 : handover.forget(stream);
    }

    void unsubscribe(Set<StreamKey> keys) {
        if (link != null && link.isOpen) {
            link.unsubscribe(keys);
        }
        if (handover != null) {
            handover.unsubscribe(keys);
        }
    }

    Collection<LiveStream> streams() {
        return List.copyOf(streams.values());
    }

    /** A line that nobody has needed for a while is given up. */
    boolean isAbandoned() {
        return streams.isEmpty() && nanos() - emptySince >= LINGER_NANOS;
    }

    /** Nobody wants anything: no socket, no timer. */
    void rest() {
        dropLink();
        cancelReconnect();
        endHandover();
        backoff.reset();
    }

    /** Closes the sockets before this returns. */
    void restAtOnce() {
        if (link != null) {
            link.closeAtOnce();
        }
        if (handover != null) {
            handover.closeAtOnce();
        }
        rest();
    }

    private void cancelReconnect() {
        if (reconnect != null) {
            reconnect.close();
            reconnect = null;
        }
    }

    private void endHandover() {
        if (handover != null) {
            handover.cancel();
            handover = null;
        }
    }

    // ---- the connection ----

    private void connect() {
        cancelReconnect();
        if (streams.isEmpty()) {
            return;
        }
        Link fresh = newLink();
        link = fresh;
        fresh.open();
        engine.startTicking();
    }

    Link newLink() {
        Link fresh = new Link(
                engine, this, source, engine.context().timeout(room.settings().connectTimeout()), room.io());
        fresh.startedNanos = nanos();
        fresh.lastSignNanos = fresh.startedNanos;
        return fresh;
    }

    void opened(Link from) {
        if (from.isOpen || !listensTo(from)) {
            return;
        }
        from.isOpen = true;
        from.openedNanos = nanos();
        from.lastSignNanos = from.openedNanos;
        if (from != link) {
            successor().opened();
            return;
        }
        connected = true;
        Set<StreamKey> wanted = wanted();
        for (StreamKey key : wanted) {
            LiveStream stream = streamOf(key);
            stream.asks = 0;
            stream.dataConfirms = true;
        }
        ask(from, wanted);
    }

    /** The streams that are to be asked for on a new connection. */
    Set<StreamKey> wanted() {
        Set<StreamKey> wanted = new LinkedHashSet<>();
        streams.values().stream().filter(stream -> !stream.refused).forEach(stream -> wanted.add(stream.key));
        return wanted;
    }

    private LiveStream streamOf(StreamKey key) {
        LiveStream stream = streams.get(key);
        if (stream == null) {
            throw new IllegalStateException(key + " is not carried here");
        }
        return stream;
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

    boolean isCurrent(Link candidate) {
        return candidate == link;
    }

    @Nullable
    Link current() {
        return link;
    }

    /** Tells whether a connection is the one in use or the one that follows it. */
    boolean listensTo(Link candidate) {
        return candidate == link || (handover != null && handover.isTo(candidate));
    }

    // ---- its end ----

    void closed(Link from, FailureReason reason, String detail) {
        if (from == link) {
            lost(from, reason + ": " + detail, detail);
        } else if (listensTo(from)) {
            LOG.debug("{}: the next connection did not come to be: {}: {}", engine.id(), reason, detail);
            successor().lost(backoff.next());
        }
    }

    private void lost(Link from, String why, String detail) {
        problem = why;
        LOG.debug("{}: the connection ended: {}", engine.id(), why);
        if (from.lastDataNanos - from.openedNanos >= SETTLED_NANOS && from.lastDataNanos != 0) {
            backoff.reset();
        }
        if (handover != null && handover.isOpen()) {
            handOver(false);
            return;
        }
        Link next = handover == null ? null : handover.next();
        handover = null;
        dropLink();
        link = next;
        streams.values().forEach(stream -> interrupted(stream, detail));
        countReconnect();
        if (next == null) {
            reconnect = room.scheduler().schedule(backoff.next(), () -> engine.post(this::connectIfNeeded));
        }
    }

    private void interrupted(LiveStream stream, String detail) {
        stream.asked = false;
        stream.healing = stream.healing == Healing.NONE ? Healing.NONE : Healing.REOPENED;
        engine.gaps().broken(stream);
        if (stream.isActive()) {
            stream.change(FeedState.Status.STALE, "disconnected: " + detail);
        }
    }

    private void countReconnect() {
        reconnects.incrementAndGet();
        engine.countReconnect();
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

    /** A stream is well again: nothing is wrong with the line now. */
    void isWell() {
        if (!problem.isEmpty()) {
            problem = "";
        }
    }

    // ---- the change from one connection to the next ----

    /** The server will end the connection: the next one is made ready before. */
    void ending(Link from, String detail) {
        if (from != link || !from.isOpen || handover != null) {
            return;
        }
        if (streams.isEmpty()) {
            dropLink();
        } else {
            LOG.debug("{}: the connection is about to end: {}", engine.id(), detail);
            handover = new Handover(engine, this, room);
            handover.connect();
        }
    }

    @Nullable
    Handover handover() {
        return handover;
    }

    private Handover successor() {
        Handover known = handover;
        if (known == null) {
            throw new IllegalStateException("no connection follows");
        }
        return known;
    }

    /** The next connection becomes the one in use. */
    private void handOver(boolean oldIsWell) {
        Handover done = successor();
        Link old = link;
        link = done.take();
        handover = null;
        connected = true;
        if (old != null) {
            old.close();
        }
        countReconnect();
        done.settle(oldIsWell);
    }

    void onTick() {
        Handover running = handover;
        if (running != null && running.isReady()) {
            handOver(true);
        } else if (running != null && running.isLate()) {
            handOver(false);
        }
    }

    private long nanos() {
        return room.time().nanoTime();
    }
}
