package io.quotron.internal.stream;

import io.quotron.model.Bar;
import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.stream.OverflowStrategy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a listener, in order. What comes on streams is bounded by the strategy of the subscription; news about the
 * streams and bars that are built here have a bound of their own, so that no flood of trades pushes them out. They wait in two queues that are read in the
 * order of offering, so that leaving out the oldest costs nothing however long the listener sleeps. Guarded by the lock of the
 * subscription.
 */
final class EventQueue {
    /** What became of an event that was offered. */
    enum Outcome {
        /** It waits. */
        QUEUED,
        /** It waits, and an older one was left out for it. */
        REPLACED_ANOTHER,
        /** There was no room. */
        REFUSED
    }

    /** One event that waits; without a key it is news or a bar that was built here. */
    static final class Item {
        final @Nullable StreamKey key;
        private final long place;
        private MarketEvent event;

        private Item(@Nullable StreamKey key, long place, MarketEvent event) {
            this.key = key;
            this.place = place;
            this.event = event;
        }

        MarketEvent event() {
            return event;
        }

        boolean isData() {
            return key != null;
        }
    }

    private final OverflowStrategy strategy;
    private final int capacity;
    private final ArrayDeque<Item> data = new ArrayDeque<>();
    private final ArrayDeque<Item> news = new ArrayDeque<>();
    private final Map<StreamKey, Item> newest = new HashMap<>();
    private long offered;

    EventQueue(OverflowStrategy strategy, int capacity) {
        this.strategy = strategy;
        this.capacity = capacity;
    }

    boolean isFull() {
        return data.size() >= capacity;
    }

    boolean isHalfEmpty() {
        return data.size() <= capacity / 2;
    }

    boolean isEmpty() {
        return data.isEmpty() && news.isEmpty();
    }

    Outcome offer(StreamKey key, MarketEvent event) {
        Item waiting = newest.get(key);
        if (waiting != null && !isWholeBarBefore(waiting.event, event)) {
            waiting.event = event;
            return Outcome.REPLACED_ANOTHER;
        }
        boolean full = isFull();
        if (full && strategy == OverflowStrategy.BLOCK) {
            return Outcome.REFUSED;
        }
        if (full) {
            forget(data.remove());
        }
        Item item = new Item(key, offered++, event);
        data.add(item);
        if (strategy == OverflowStrategy.CONFLATE) {
            newest.put(key, item);
        }
        return full ? Outcome.REPLACED_ANOTHER : Outcome.QUEUED;
    }

    /** The first of the next bar is no newer version of a bar that is complete. */
    private static boolean isWholeBarBefore(MarketEvent waiting, MarketEvent event) {
        return waiting instanceof Bar before
                && before.isComplete()
                && event instanceof Bar after
                && !after.openTime().equals(before.openTime());
    }

    /** Adds news or a bar that was built here; the oldest of these is left out if too many wait. */
    Outcome offerNews(MarketEvent event) {
        boolean full = news.size() >= Math.max(capacity, 1024);
        if (full) {
            news.remove();
        }
        news.add(new Item(null, offered++, event));
        return full ? Outcome.REPLACED_ANOTHER : Outcome.QUEUED;
    }

    @Nullable
    Item poll() {
        Item first = data.peek();
        Item other = news.peek();
        if (first == null || (other != null && other.place < first.place)) {
            return news.poll();
        }
        forget(data.remove());
        return first;
    }

    private void forget(Item item) {
        newest.remove(Objects.requireNonNull(item.key), item);
    }

    /** Empties the queue; returns how many events of streams waited. */
    int clear() {
        int waited = data.size();
        data.clear();
        news.clear();
        newest.clear();
        return waited;
    }
}
