package io.quotron.internal.stream;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stream of an engine: who wants it, how it is doing and what is missing. Confined to the engine's turn. */
final class LiveStream {
    /** How far the healing of a silent stream has come. */
    enum Healing {
        NONE,
        RESUBSCRIBED,
        REOPENED
    }

    private final FeedEngine engine;
    private final Set<LiveSubscription> subscribers = new LinkedHashSet<>();
    final Line line;
    final StreamKey key;
    final Pauses pauses = new Pauses();
    final SeenTrades seen = new SeenTrades();
    final TradeNumbers numbers = new TradeNumbers();
    final List<Trade> held = new ArrayList<>();
    FeedState.Status status = FeedState.Status.PENDING;
    Healing healing = Healing.NONE;
    /** Whether the source said that it will never serve this stream. */
    boolean refused;
    /** Whether an answer of the source is due. */
    boolean asked;
    /** Whether data proves the stream; not so while an older subscription of the same connection may still deliver. */
    boolean dataConfirms;
    /** Whether trades of the past have proven that silence is no fault. */
    boolean quiet;

    int asks;
    long askedNanos;
    /** The last sign of life: data, or the moment from which it was to be expected. */
    long aliveNanos;
    /** When data came last; 0 if never. */
    long dataNanos;

    long healedNanos;
    /** From when on trades may be missing; null while nothing is missing. */
    @Nullable
    Instant missingFrom;
    /** When the source first confirmed the stream. */
    @Nullable
    Instant confirmedTime;
    /** What was delivered last, of a stream whose newest event holds until the next. */
    @Nullable
    MarketEvent last;
    /** When the newest bar that is complete began; null before the first. */
    private @Nullable Instant complete;
    /** Which attempt to fetch missing trades is current. */
    int fetch;

    LiveStream(FeedEngine engine, Line line, StreamKey key) {
        this.engine = engine;
        this.line = line;
        this.key = key;
    }

    boolean isTrades() {
        return key.kind() == StreamKind.TRADES;
    }

    /** Tells whether silence means anything. */
    boolean hasRhythm() {
        return key.kind() != StreamKind.STATUS;
    }

    /** Bars may come once in their time only; of others nothing is known beforehand. */
    long expectedPauseNanos() {
        Interval interval = key.interval();
        return interval == null ? 0 : 2 * interval.nanos();
    }

    /** Tells whether a bar is older than what was told as complete, as after a reconnection; corrections are never. */
    boolean isBehind(Bar bar) {
        boolean correction = bar.state() == Bar.State.REVISED || bar.state() == Bar.State.BACKFILLED;
        return !correction && complete != null && !bar.openTime().isAfter(complete);
    }

    boolean isActive() {
        return status == FeedState.Status.ACTIVE;
    }

    boolean isStale() {
        return status == FeedState.Status.STALE;
    }

    boolean isFailed() {
        return status == FeedState.Status.FAILED;
    }

    void join(LiveSubscription subscriber) {
        subscribers.add(subscriber);
    }

    /** Tells a new subscriber how the stream is doing, and what holds now. */
    void greet(LiveSubscription subscriber) {
        subscriber.onState(
                key, engine.state(key, status, status == FeedState.Status.PENDING ? "asked for" : "in use already"));
        if (last != null) {
            subscriber.onData(key, last);
        }
    }

    /** Returns true if nobody wants the stream any more. */
    boolean leave(LiveSubscription subscriber) {
        return subscribers.remove(subscriber) && subscribers.isEmpty();
    }

    void change(FeedState.Status to, String detail) {
        if (status != to) {
            status = to;
            FeedState state = engine.state(key, to, detail);
            subscribers.forEach(subscriber -> subscriber.onState(key, state));
            if (to == FeedState.Status.STALE || to == FeedState.Status.FAILED) {
                engine.deliveries().retell(this, OrderBook.State.STALE);
            }
        }
    }

    void announce(Gap gap) {
        subscribers.forEach(subscriber -> subscriber.onGap(gap));
    }

    void deliver(MarketEvent event) {
        if (event instanceof OrderBook || event instanceof TradingStatus) {
            last = event;
        } else if (event instanceof Bar bar && bar.isComplete() && !isBehind(bar)) {
            complete = complete == null || bar.openTime().isAfter(complete) ? bar.openTime() : complete;
        }
        subscribers.forEach(subscriber -> subscriber.onData(key, event));
    }

    void reject() {
        subscribers.forEach(LiveSubscription::onRejected);
    }

    void onTime(Instant now) {
        subscribers.forEach(subscriber -> subscriber.onTime(key, now));
    }
}
