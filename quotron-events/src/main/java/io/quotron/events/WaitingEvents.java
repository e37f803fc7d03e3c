package io.quotron.events;

import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.EventEnvelope;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded queue that never refuses to answer: whatever does not fit is dropped. Not thread-safe. */
interface WaitingEvents {
    /** Adds an event and returns how many were dropped for it, itself included: 0 or 1. */
    int add(EventEnvelope event);

    /** Takes the oldest event; null if there is none. */
    @Nullable
    EventEnvelope poll();

    int size();

    /** Drops everything. */
    void clear();

    static WaitingEvents of(int capacity, Overflow overflow) {
        return switch (overflow) {
            case DROP_OLDEST -> new InOrder(capacity, true);
            case DROP_NEWEST -> new InOrder(capacity, false);
            case CONFLATE -> new LatestByKey(capacity);
        };
    }

    /** Every event, first in, first out. */
    final class InOrder implements WaitingEvents {
        private final ArrayDeque<EventEnvelope> events = new ArrayDeque<>();
        private final int capacity;
        private final boolean dropsOldest;

        InOrder(int capacity, boolean dropsOldest) {
            this.capacity = capacity;
            this.dropsOldest = dropsOldest;
        }

        @Override
        public int add(EventEnvelope event) {
            int dropped = 0;
            if (events.size() == capacity) {
                if (!dropsOldest) {
                    return 1;
                }
                events.pollFirst();
                dropped = 1;
            }
            events.addLast(event);
            return dropped;
        }

        @Override
        public @Nullable EventEnvelope poll() {
            return events.pollFirst();
        }

        @Override
        public int size() {
            return events.size();
        }

        @Override
        public void clear() {
            events.clear();
        }
    }

    /** The newest event of each key, in the order in which the keys came. */
    final class LatestByKey implements WaitingEvents {
        private final Map<Key, EventEnvelope> events = new LinkedHashMap<>();
        private final int capacity;

        LatestByKey(int capacity) {
            this.capacity = capacity;
        }

        /** What may replace what: bars of different length are not the same news. */
        private record Key(
                String topic,
                Class<? extends MarketEvent> type,
                SourceId source,
                Symbol symbol,
                @Nullable Interval interval) {
            private static Key of(EventEnvelope envelope) {
                MarketEvent event = envelope.event();
                return new Key(envelope.topic(), event.getClass(), event.source(), event.symbol(), intervalOf(event));
            }

            private static @Nullable Interval intervalOf(MarketEvent event) {
                if (event instanceof Bar bar) {
                    return bar.interval();
                }
                return event instanceof IndicatorValues values ? values.interval() : null;
            }
        }

        @Override
        public int add(EventEnvelope event) {
            Key key = Key.of(event);
            if (events.replace(key, event) != null) {
                return 1;
            }
            int dropped = 0;
            if (events.size() == capacity) {
                poll();
                dropped = 1;
            }
            events.put(key, event);
            return dropped;
        }

        @Override
        public @Nullable EventEnvelope poll() {
            Iterator<EventEnvelope> oldest = events.values().iterator();
            if (!oldest.hasNext()) {
                return null;
            }
            EventEnvelope event = oldest.next();
            oldest.remove();
            return event;
        }

        @Override
        public int size() {
            return events.size();
        }

        @Override
        public void clear() {
            events.clear();
        }
    }
}
