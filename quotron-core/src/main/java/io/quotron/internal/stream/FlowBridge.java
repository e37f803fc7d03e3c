package io.quotron.internal.stream;

import io.quotron.model.MarketEvent;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events of one subscription to a subscriber of {@link Flow}, never more than it has asked for. Signals come one at a
 * time, because the subscription calls one at a time and nothing before {@code onSubscribe} has returned. Thread-safe.
 */
final class FlowBridge implements PacedListener, Flow.Subscription {
    private final Object lock = new Object();
    private Flow.@Nullable Subscriber<? super MarketEvent> subscriber;
    private @Nullable LiveSubscription subscription;
    private @Nullable Throwable failure;
    private boolean begun;
    private long demand;

    FlowBridge(Flow.Subscriber<? super MarketEvent> subscriber) {
        this.subscriber = subscriber;
    }

    /** Tells the subscriber that it may ask, then lets events through. */
    void begin(LiveSubscription source) {
        Flow.Subscriber<? super MarketEvent> told;
        synchronized (lock) {
            subscription = source;
            told = subscriber;
        }
        if (told != null) {
            told.onSubscribe(this);
        }
        synchronized (lock) {
            begun = true;
        }
        source.resume();
    }

    @Override
    public void request(long count) {
        LiveSubscription source;
        synchronized (lock) {
            if (count <= 0 && failure == null) {
                failure = new IllegalArgumentException("a subscriber must ask for at least 1 event, but asked for "
                        + count + " (rule 3.9 of the Reactive Streams)");
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            source = subscription;
        }
        if (source != null) {
            source.resume();
        }
    }

    @Override
    public void cancel() {
        LiveSubscription source;
        synchronized (lock) {
            subscriber = null;
            source = subscription;
            subscription = null;
        }
        if (source != null) {
            source.end();
        }
    }

    @Override
    public boolean wants() {
        synchronized (lock) {
            return begun && demand > 0 && subscriber != null;
        }
    }

    @Override
    public void onAny(MarketEvent event) {
        Flow.Subscriber<? super MarketEvent> told;
        synchronized (lock) {
            told = subscriber;
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        }
        if (told == null) {
            return;
        }
        try {
            told.onNext(event);
        } catch (Throwable e) { // rule 2.13: a subscriber that throws has cancelled
            cancel();
            throw e;
        }
    }

    @Override
    public @Nullable Runnable lastCall(boolean closed) {
        synchronized (lock) {
            Flow.Subscriber<? super MarketEvent> told = subscriber;
            Throwable why = failure;
            if (told == null || !begun || (why == null && !closed)) {
                return null;
            }
            return () -> {
                cancel();
                if (why != null) {
                    told.onError(why);
                } else {
                    told.onComplete();
                }
            };
        }
    }
}
