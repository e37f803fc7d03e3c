package io.quotron.internal.stream;

import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.MarketEvent;
import io.quotron.model.Trade;
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
    /** Which attempt to fetch missing trades is current. */
    int fetch;

    LiveStream(FeedEngine engine, StreamKey key) {
        this.engine = engine;
        this.key = key;
    }

    boolean isTrades() {
        return key.kind() == StreamKind.TRADES;
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

    /** Tells a new subscriber how the stream is doing. */
    void greet(LiveSubscription subscriber) {
        subscriber.onState(
                key, engine.state(key, status, status == FeedState.Status.PENDING ? "asked for" : "in use already"));
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
        }
    }

    void announce(Gap gap) {
        subscribers.forEach(subscriber -> subscriber.onGap(gap));
    }

    void deliver(MarketEvent event) {
        subscribers.forEach(subscriber -> subscriber.onData(key, event));
    }

    void reject() {
        subscribers.forEach(LiveSubscription::onRejected);
    }

    void onTime(Instant now) {
        subscribers.forEach(subscriber -> subscriber.onTime(key, now));
    }
}
