package io.quotron.internal.stream;

import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.stream.OverflowStrategy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a listener, in order. Trades and quotes are bounded by the strategy of the subscription; news about the streams
 * and bars have a bound of their own, so that no flood of trades pushes them out. Guarded by the lock of the subscription.
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

    /** One event that waits; without a key it is news or a bar. */
    static final class Item {
        final @Nullable StreamKey key;
        private MarketEvent event;

        private Item(@Nullable StreamKey key, MarketEvent event) {
            this.key = key;
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
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private final Map<StreamKey, Item> newest = new HashMap<>();
    private int data;

    EventQueue(OverflowStrategy strategy, int capacity) {
        this.strategy = strategy;
        this.capacity = capacity;
    }

    boolean isFull() {
        return data >= capacity;
    }

    boolean isHalfEmpty() {
        return data <= capacity / 2;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    Outcome offer(StreamKey key, MarketEvent event) {
        Item waiting = newest.get(key);
        if (waiting != null) {
            waiting.event = event;
            return Outcome.REPLACED_ANOTHER;
        }
        boolean full = isFull();
        if (full && strategy == OverflowStrategy.BLOCK) {
            return Outcome.REFUSED;
        }
        if (full) {
            evictOldest(true);
        }
        add(key, event);
        return full ? Outcome.REPLACED_ANOTHER : Outcome.QUEUED;
    }

    private void add(StreamKey key, MarketEvent event) {
        Item item = new Item(key, event);
        items.add(item);
        data++;
        if (strategy == OverflowStrategy.CONFLATE) {
            newest.put(key, item);
        }
    }

    /** Adds news or a bar; the oldest of these is left out if too many wait. */
    Outcome offerNews(MarketEvent event) {
        boolean full = items.size() - data >= Math.max(capacity, 1024);
        if (full) {
            evictOldest(false);
        }
        items.add(new Item(null, event));
        return full ? Outcome.REPLACED_ANOTHER : Outcome.QUEUED;
    }

    private void evictOldest(boolean isData) {
        Iterator<Item> all = items.iterator();
        while (all.hasNext()) {
            Item item = all.next();
            if (item.isData() == isData) {
                all.remove();
                forget(item);
                return;
            }
        }
    }

    @Nullable
    Item poll() {
        Item item = items.poll();
        if (item != null) {
            forget(item);
        }
        return item;
    }

    private void forget(Item item) {
        if (item.isData()) {
            data--;
            newest.remove(Objects.requireNonNull(item.key));
        }
    }

    /** Empties the queue; returns how many trades and quotes waited. */
    int clear() {
        int waited = data;
        items.clear();
        newest.clear();
        data = 0;
        return waited;
    }
}
