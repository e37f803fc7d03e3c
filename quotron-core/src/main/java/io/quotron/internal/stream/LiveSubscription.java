package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.internal.stream.EventQueue.Item;
import io.quotron.internal.stream.EventQueue.Outcome;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.spi.StreamKey;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with its queue. Engines put events in, one thread at a time takes them out and calls the listener without any
 * lock.
 */
final class LiveSubscription implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSubscription.class);
    private static final int BATCH = 256;
    private static final long BLOCK_NANOS = 1_000_000_000L;
    private static final long CLOSE_NANOS = 5_000_000_000L;

    /** The events of one stream that a stalled listener missed. */
    private record Missed(SourceId source, Instant from, Instant to) {
        Missed with(Instant at) {
            return new Missed(source, at.isBefore(from) ? at : from, at.isAfter(to) ? at : to);
        }
    }

    private final Object lock = new Object();
    private final StreamHub hub;
    private final StreamSpec spec;
    private final MarketDataListener listener;
    private final @Nullable PacedListener paced;
    private final Ledger ledger = new Ledger();
    private final EventQueue queue;
    private final Map<StreamKey, FeedState.Status> states = new LinkedHashMap<>();
    private final Map<StreamKey, Missed> missed = new HashMap<>();
    private final BarTaps bars;
    private @Nullable Thread runner;
    private @Nullable Instant tick;
    private boolean draining;
    private boolean stalled;
    private boolean closed;
    private long errors;

    LiveSubscription(StreamHub hub, StreamSpec spec, MarketDataListener listener, Set<StreamKey> keys) {
        this.hub = hub;
        this.spec = spec;
        this.listener = listener;
        this.paced = listener instanceof PacedListener own ? own : null;
        this.queue = new EventQueue(spec.overflow(), spec.capacity());
        keys.forEach(key -> states.put(key, FeedState.Status.PENDING));
        this.bars = new BarTaps(spec, this::offerNews);
    }

    // ---- called by engines ----

    void onData(StreamKey key, MarketEvent event) {
        bars.onData(key, event);
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (spec.delivers(key.kind())) {
                enqueue(key, event);
            } else {
                ledger.arrivedDelivered();
            }
        }
    }

    private void enqueue(StreamKey key, MarketEvent event) {
        ledger.arrived();
        waitForRoom();
        if (closed) {
            ledger.dropped(1);
            return;
        }
        Outcome outcome = stalled ? Outcome.REFUSED : queue.offer(key, event);
        if (outcome != Outcome.QUEUED) {
            ledger.dropped(1);
        }
        if (outcome == Outcome.REFUSED) {
            Missed first = new Missed(event.source(), event.eventTime(), event.eventTime());
            missed.merge(key, first, (before, now) -> before.with(event.eventTime()));
        }
        startDraining();
    }

    /** Lets the engine wait for a listener that asked for it, but not again before the listener has caught up. */
    private void waitForRoom() {
        if (spec.overflow() != OverflowStrategy.BLOCK || stalled) {
            return;
        }
        startDraining();
        stalled = !Waits.until(lock, BLOCK_NANOS, () -> closed || !queue.isFull());
    }

    /** An event came that was none: counted only. */
    void onRejected() {
        synchronized (lock) {
            if (!closed) {
                ledger.arrivedRejected();
            }
        }
    }

    void onState(StreamKey key, FeedState state) {
        bars.onState(key, state);
        synchronized (lock) {
            if (!closed) {
                states.put(key, state.status());
                lock.notifyAll();
            }
        }
        offerNews(state);
    }

    void onGap(Gap gap) {
        bars.onGap(gap);
        offerNews(gap);
    }

    void onTime(StreamKey key, Instant now) {
        bars.onTime(key, now);
        if (listener instanceof TickListener) {
            synchronized (lock) {
                tick = now;
                startDraining();
            }
        }
    }

    private void offerNews(MarketEvent event) {
        synchronized (lock) {
            if (!closed) {
                if (queue.offerNews(event) != Outcome.QUEUED) {
                    ledger.arrivedDropped();
                }
                startDraining();
            }
        }
    }

    // ---- delivery ----

    private void startDraining() {
        if (!draining && !closed && mayPoll()) {
            draining = hub.workersOf(listener).tryExecute(this::drain);
        }
    }

    private void drain() {
        for (int i = 0; i < BATCH; i++) {
            Runnable call = next();
            if (call == null) {
                return;
            }
            call(call);
        }
        synchronized (lock) {
            draining = false;
            startDraining(); // behind the others
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable last = paced == null ? null : paced.lastCall(closed);
            if (last != null) {
                runner = Thread.currentThread();
                return last;
            }
            recover();
            Item item = closed || !mayPoll() ? null : queue.poll();
            Instant now = tick;
            if (item == null && (now == null || closed)) {
                draining = false;
                return null;
            }
            runner = Thread.currentThread();
            lock.notifyAll();
            if (item != null) {
                return () -> deliver(item);
            }
            tick = null;
            return () -> ((TickListener) listener).onTime(Objects.requireNonNull(now));
        }
    }

    private boolean mayPoll() {
        return paced == null || paced.wants();
    }

    /** Goes on after a listener that sets the pace has changed its mind. */
    void resume() {
        synchronized (lock) {
            if (!draining) {
                draining = hub.workersOf(listener).tryExecute(this::drain);
            }
        }
    }

    /** Announces what a stalled listener missed, once it has caught up. */
    private void recover() {
        if (stalled && queue.isHalfEmpty()) {
            stalled = false;
            missed.forEach((key, lost) -> queue.offerNews(new Gap(
                    key.symbol(),
                    lost.source(),
                    new TimeRange(lost.from(), lost.to().plusNanos(1)),
                    Gap.Status.UNFILLABLE,
                    0,
                    key.kind() + " left out because the listener made no room",
                    hub.time().now())));
            missed.clear();
        }
    }

    private void call(Runnable call) {
        hub.enterListener();
        try {
            call.run();
        } catch (Throwable e) { // whatever a listener throws, its own subscription and all others go on
            listenerThrew(e);
        } finally {
            hub.leaveListener();
            synchronized (lock) {
                runner = null;
                lock.notifyAll();
            }
        }
    }

    private void deliver(Item item) {
        try {
            dispatch(item);
        } finally {
            if (item.isData()) {
                ledger.delivered();
            }
        }
    }

    private void dispatch(Item item) {
        MarketEvent event = item.event();
        if (paced != null) {
            paced.onAny(event);
        } else if (event instanceof Trade trade) {
            listener.onTrade(trade);
        } else if (event instanceof Quote quote) {
            listener.onQuote(quote);
        } else if (event instanceof OrderBook book) {
            listener.onBook(book);
        } else if (event instanceof Bar bar) {
            tellBar(bar, item.isData());
        } else if (event instanceof TradingStatus status) {
            listener.onStatus(status);
        } else if (event instanceof Gap gap) {
            listener.onGap(gap);
        } else if (event instanceof FeedState state) {
            listener.onFeedState(state);
        }
    }

    /** Bars that came on a stream and those that were built here are told apart by where they come from only. */
    private void tellBar(Bar bar, boolean fromSource) {
        if (fromSource) {
            listener.onCandle(bar);
        } else {
            listener.onBar(bar);
        }
    }

    private void listenerThrew(Throwable thrown) {
        boolean first;
        synchronized (lock) {
            first = errors++ == 0;
        }
        if (first) {
            LOG.warn("A listener of {} threw; what it throws from now on is only counted", spec.symbols(), thrown);
        }
        try {
            listener.onError(thrown);
        } catch (Throwable e) { // counted; there is nobody left to tell
            synchronized (lock) {
                errors++;
            }
        }
    }

    // ---- the host's side ----

    @Override
    public Map<StreamKey, FeedState.Status> states() {
        synchronized (lock) {
            return Map.copyOf(states);
        }
    }

    @Override
    public StreamAccounting accounting() {
        return ledger.snapshot();
    }

    @Override
    public long listenerErrors() {
        synchronized (lock) {
            return errors;
        }
    }

    @Override
    public boolean awaitActive(Duration timeout) {
        synchronized (lock) {
            boolean settled = Waits.until(lock, timeout.toNanos(), () -> isOver() || isActive());
            if (Thread.currentThread().isInterrupted() && !settled) {
                throw new QuotronException(FailureReason.CANCELLED, "interrupted while waiting for streams");
            }
            return isActive();
        }
    }

    boolean awaitDrained(long nanos) {
        synchronized (lock) {
            return Waits.until(lock, nanos, () -> runner == null && queue.isEmpty());
        }
    }

    private boolean isActive() {
        return states.values().stream().allMatch(status -> status == FeedState.Status.ACTIVE);
    }

    private boolean isOver() {
        return states.containsValue(FeedState.Status.FAILED) || states.containsValue(FeedState.Status.CLOSED);
    }

    @Override
    public void close() {
        end();
        if (!hub.isInListener()) {
            synchronized (lock) {
                Waits.until(lock, CLOSE_NANOS, () -> runner == null);
            }
        }
    }

    /** Ends the subscription and waits for nothing. */
    void end() {
        endDelivery();
        hub.remove(this);
    }

    /** Delivers nothing any more; waits for nothing. */
    void endDelivery() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                ledger.dropped(queue.clear());
                missed.clear();
                states.replaceAll((key, status) -> FeedState.Status.CLOSED);
                lock.notifyAll();
                if (paced != null) {
                    resume();
                }
            }
        }
    }

    List<StreamKey> keys() {
        synchronized (lock) {
            return new ArrayList<>(states.keySet());
        }
    }
}
