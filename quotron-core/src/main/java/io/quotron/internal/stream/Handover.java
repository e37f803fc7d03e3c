package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.internal.stream.LiveStream.Healing;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Trade;
import io.quotron.spi.Registration;
import io.quotron.spi.StreamKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The change of a line from a connection that is about to end to the next one, so that nothing is missed.
 *
 * <h2>How it works</h2>
 * The next connection is opened and asked for all streams while the old one goes on. A stream goes over by itself: one of trades
 * when both connections have brought the same trade ({@link Overlap}), any other when the next connection has brought data. From
 * then on the old connection is not listened to for that stream. When all streams have gone over, or are confirmed on the next
 * connection and quiet for a moment, the old connection is closed. If that takes too long, or the old connection ends first, what
 * has not gone over is treated like after an interruption: trades of the past are fetched.
 *
 * <p>Confined to the turn of its engine.
 */
final class Handover {
    /** How long a confirmed stream without data is waited for. */
    private static final long QUIET_NANOS = 2_000_000_000L;

    private final FeedEngine engine;
    private final Line line;
    private final EngineRoom room;
    private final Map<StreamKey, Overlap> overlaps = new HashMap<>();
    private @Nullable Link next;
    private @Nullable Registration retry;

    Handover(FeedEngine engine, Line line, EngineRoom room) {
        this.engine = engine;
        this.line = line;
        this.room = room;
    }

    void connect() {
        retry = null;
        Link fresh = line.newLink();
        next = fresh;
        fresh.open();
    }

    boolean isTo(Link candidate) {
        return candidate == next;
    }

    boolean isOpen() {
        return next != null && next.isOpen;
    }

    @Nullable
    Link next() {
        cancelRetry();
        return next;
    }

    void opened() {
        ask(line.wanted());
    }

    void ask(Set<StreamKey> keys) {
        Link open = next;
        if (open != null && open.isOpen && !keys.isEmpty()) {
            keys.forEach(this::overlap);
            open.subscribe(keys);
        }
    }

    void unsubscribe(Set<StreamKey> keys) {
        if (isOpen()) {
            Objects.requireNonNull(next).unsubscribe(keys);
        }
    }

    private Overlap overlap(StreamKey key) {
        return overlaps.computeIfAbsent(key, k -> new Overlap());
    }

    // ---- what the next connection answers ----

    void confirmed(StreamKey key) {
        Overlap overlap = overlap(key);
        if (!overlap.confirmed) {
            overlap.confirmed = true;
            overlap.confirmedNanos = nanos();
        }
    }

    void refused(StreamKey key, FailureReason reason, String message) {
        overlap(key).refusal = reason + ": " + message;
    }

    /** The next connection did not come to be, or has ended: another one is tried while the old one lives. */
    void lost(Duration delay) {
        if (next != null) {
            next.close();
            next = null;
        }
        overlaps.values().forEach(overlap -> engine.dropped(overlap.clear()));
        overlaps.clear();
        retry = room.scheduler().schedule(delay, () -> engine.post(this::connectIfRunning));
    }

    private void connectIfRunning() {
        if (line.handover() == this && next == null) {
            connect();
        }
    }

    // ---- data ----

    /**
     * Decides about a piece of data of either connection.
     *
     * @return true if it is to be delivered now; false if it was counted or waits here
     */
    boolean admit(Link from, LiveStream stream, MarketEvent event) {
        Overlap overlap = overlap(stream.key);
        boolean isNext = from == next;
        if (isNext) {
            confirmed(stream.key);
        }
        if (overlap.over) {
            return isNext ? admitNext(overlap, stream, event) : reject(stream);
        }
        if (event instanceof Trade trade) {
            return isNext ? overlap.next(this, stream, trade) : overlap.old(this, stream, trade);
        }
        if (isNext && event instanceof OrderBook book && book.state() != OrderBook.State.LIVE) {
            return reject(stream); // the old connection still has a better one
        }
        overlap.over = isNext;
        return true;
    }

    private boolean admitNext(Overlap overlap, LiveStream stream, MarketEvent event) {
        boolean known = event instanceof Trade trade && overlap.wasTold(stream, trade);
        return !known || reject(stream);
    }

    boolean reject(LiveStream stream) {
        engine.deliveries().rejectTwice(stream);
        return false;
    }

    void release(LiveStream stream, Trade trade) {
        engine.take(stream, trade);
    }

    // ---- the end ----

    /** Tells whether every stream has gone over, or is confirmed and quiet. */
    boolean isReady() {
        return isOpen() && line.streams().stream().allMatch(this::isSettled);
    }

    private boolean isSettled(LiveStream stream) {
        Overlap overlap = overlap(stream.key);
        return stream.refused
                || overlap.over
                || overlap.refusal != null
                || (overlap.confirmed && overlap.isEmpty() && nanos() - overlap.confirmedNanos >= QUIET_NANOS);
    }

    /** Tells whether the next connection has had time enough; one that does not even open is given up. */
    boolean isLate() {
        Link running = next;
        if (running == null) {
            return false;
        }
        if (!running.isOpen) {
            if (nanos() - running.startedNanos
                    >= room.settings().connectTimeout().toNanos()) {
                line.closed(
                        running,
                        FailureReason.TIMEOUT,
                        "not open after " + room.settings().connectTimeout());
            }
            return false;
        }
        return nanos() - running.openedNanos
                >= room.settings().subscribeTimeout().toNanos();
    }

    Link take() {
        cancelRetry();
        return Objects.requireNonNull(next, "next");
    }

    /** After the change: what has not gone over is treated as interrupted. */
    void settle(boolean oldWasWell) {
        for (LiveStream stream : line.streams()) {
            Overlap overlap = overlap(stream.key);
            if (overlap.refusal != null && !stream.refused) {
                engine.answers().failFor(stream, overlap.refusal);
            } else if (!stream.refused) {
                goOver(stream, overlap, oldWasWell);
            }
        }
    }

    private void goOver(LiveStream stream, Overlap overlap, boolean oldWasWell) {
        boolean whole = overlap.over || (oldWasWell && overlap.confirmed && overlap.isEmpty());
        if (!whole) {
            engine.gaps().broken(stream);
        }
        overlap.release(this, stream);
        if (!overlap.over) {
            engine.deliveries().retell(stream, OrderBook.State.SYNCING);
        }
        stream.asks = 0;
        stream.dataConfirms = true;
        stream.healing = stream.healing == Healing.NONE ? Healing.NONE : Healing.REOPENED;
        if (overlap.confirmed) {
            engine.answers().confirm(stream);
        } else {
            stream.asked = true;
            stream.asks = 1;
            stream.askedNanos = nanos();
        }
    }

    /** Forgets a stream; returns how many of its trades waited. */
    int forget(LiveStream stream) {
        Overlap overlap = overlaps.remove(stream.key);
        return overlap == null ? 0 : overlap.clear();
    }

    void cancel() {
        cancelRetry();
        if (next != null) {
            next.close();
        }
        overlaps.values().forEach(overlap -> engine.dropped(overlap.clear()));
    }

    void closeAtOnce() {
        if (next != null) {
            next.closeAtOnce();
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.close();
            retry = null;
        }
    }

    private long nanos() {
        return room.time().nanoTime();
    }
}
