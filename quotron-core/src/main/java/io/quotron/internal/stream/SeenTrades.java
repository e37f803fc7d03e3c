package io.quotron.internal.stream;

import io.quotron.model.Trade;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the trades of one stream that were delivered lately. Trades are told apart by the id of the source; without ids a live
 * trade is always taken, as two equal trades may both be real. Confined to one thread.
 */
final class SeenTrades {
    private static final int SIZE = 4096;

    private final Set<String> ids = new HashSet<>();
    private final ArrayDeque<String> order = new ArrayDeque<>();
    private @Nullable Instant newest;

    /** Remembers a trade; returns false if it was delivered before. */
    boolean add(Trade trade) {
        String id = trade.id();
        if (id != null && !remember(id)) {
            return false;
        }
        if (newest == null || trade.eventTime().isAfter(newest)) {
            newest = trade.eventTime();
        }
        return true;
    }

    /** Tells whether a trade with an id was delivered before; never true without one. */
    boolean contains(Trade trade) {
        return trade.id() != null && ids.contains(trade.id());
    }

    private boolean remember(String id) {
        if (!ids.add(id)) {
            return false;
        }
        order.add(id);
        if (order.size() > SIZE) {
            ids.remove(order.remove());
        }
        return true;
    }

    /** Returns the time of the newest trade; null before the first. */
    @Nullable
    Instant newest() {
        return newest;
    }
}
