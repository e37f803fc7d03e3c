package io.quotron.internal.stream;

import io.quotron.model.Trade;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream while two connections carry it.
 *
 * <p>Trades of the next connection wait until one of them is known from the old connection, or the old connection brings one that
 * waits: up to that trade the old connection has told everything, and from it on the next one does. Trades without an id are
 * compared by all that is told of them.
 *
 * <p>Confined to the turn of its engine.
 */
final class Overlap {
    private final Map<Object, Trade> waiting = new LinkedHashMap<>();
    private final Set<Object> told = new HashSet<>();
    private @Nullable Instant newestBefore;
    private boolean begun;
    /** Whether the next connection has taken over. */
    boolean over;
    /** Whether the next connection has confirmed the stream. */
    boolean confirmed;

    long confirmedNanos;
    /** Why the next connection refuses the stream; null if it does not. */
    @Nullable
    String refusal;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private void begin(LiveStream stream) {
        if (!begun) {
            begun = true;
            newestBefore = stream.seen.newest();
        }
    }

    /** Takes a trade of the old connection; returns whether it is to be delivered now. */
    boolean old(Handover handover, LiveStream stream, Trade trade) {
        begin(stream);
        Object name = name(trade);
        if (!waiting.containsKey(name)) {
            if (trade.id() == null) {
                told.add(name); // ids are remembered by the stream
            }
            return true;
        }
        over = true;
        release(handover, stream); // it is among them
        return handover.reject(stream);
    }

    /** Takes a trade of the next connection; returns whether it is to be delivered now. */
    boolean next(Handover handover, LiveStream stream, Trade trade) {
        begin(stream);
        if (wasTold(stream, trade)) {
            over = true;
            release(handover, stream);
            return handover.reject(stream);
        }
        if (waiting.putIfAbsent(name(trade), trade) != null) {
            return handover.reject(stream);
        }
        return false;
    }

    /** Tells whether a trade of the next connection was delivered before. */
    boolean wasTold(LiveStream stream, Trade trade) {
        if (trade.id() != null) {
            return stream.seen.contains(trade);
        }
        Instant before = newestBefore;
        return (before != null && !trade.eventTime().isAfter(before)) || told.contains(name(trade));
    }

    /** Hands on what waits, in order. */
    void release(Handover handover, LiveStream stream) {
        List<Trade> trades = List.copyOf(waiting.values());
        waiting.clear();
        for (Trade trade : trades) {
            if (wasTold(stream, trade)) {
                handover.reject(stream);
            } else {
                handover.release(stream, trade);
            }
        }
    }

    /** Forgets what waits; returns how many trades that are. */
    int clear() {
        int count = waiting.size();
        waiting.clear();
        return count;
    }

    private static Object name(Trade trade) {
        return GapFiller.name(trade);
    }
}
