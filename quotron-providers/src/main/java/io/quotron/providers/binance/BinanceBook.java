package io.quotron.providers.binance;

import io.quotron.model.BookSide;
import io.quotron.model.OrderBook;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One order book, kept by Binance's rule: changes are kept back until there is a snapshot; those that it already holds are dropped;
 * the first one applied must straddle it (U &le; lastUpdateId + 1 &le; u), and each one after that must start where the one before ended.
 * Otherwise the book starts anew, with the change that did not fit as the first one kept back. Not thread-safe.
 *
 * <p>A snapshot that is full tells nothing of what lies behind its last level. Changes there are left out, and when so many levels have
 * gone that the depth asked for is not certain any more, the book starts anew, too.
 */
final class BinanceBook {
    private static final int MAX_KEPT_BACK = 10_000;

    private final BookSide bids = BookSide.ofBids();
    private final BookSide asks = BookSide.ofAsks();
    private final Deque<Change> keptBack = new ArrayDeque<>();
    private boolean live;
    private boolean fresh;
    private long lastId;
    private double lowestBid;
    private double highestAsk;
    private Instant eventTime = Instant.EPOCH;

    private record Change(BinanceDepth depth, Instant time) {}

    /** What a message did. */
    enum Effect {
        /** The book is live and has changed. */
        CHANGED,
        /** Nothing to tell. */
        NOTHING,
        /** The book is not live any more, or the snapshot did not make it so: a newer one is needed. */
        LOST
    }

    boolean isLive() {
        return live;
    }

    /**
     * Takes a change.
     *
     * @param depth the levels that changed
     * @param time when, by the clock of the source
     * @param needed how many levels must be certain
     * @return what it did
     */
    Effect change(BinanceDepth depth, Instant time, int needed) {
        if (!live) {
            keepBack(new Change(depth, time));
            return Effect.NOTHING;
        }
        if (depth.lastId() <= lastId) {
            return Effect.NOTHING;
        }
        if (!follows(depth)) {
            lose();
            keepBack(new Change(depth, time));
            return Effect.LOST;
        }
        apply(depth, time);
        return check(needed);
    }

    private void keepBack(Change change) {
        if (keptBack.size() == MAX_KEPT_BACK) {
            keptBack.removeFirst();
        }
        keptBack.addLast(change);
    }

    private boolean follows(BinanceDepth depth) {
        return fresh ? depth.firstId() <= lastId + 1 : depth.firstId() == lastId + 1;
    }

    /**
     * Tells whether a depth is certain, and gives the book up if it is not.
     *
     * @param needed how many levels must be certain
     * @return CHANGED or LOST
     */
    Effect check(int needed) {
        if (isCertain(needed)) {
            return Effect.CHANGED;
        }
        lose();
        return Effect.LOST;
    }

    private boolean isCertain(int needed) {
        boolean crossed = bids.size() > 0 && asks.size() > 0 && bids.price(0) >= asks.price(0);
        boolean tooShort = (bids.size() < needed && lowestBid > 0)
                || (asks.size() < needed && highestAsk < Double.POSITIVE_INFINITY);
        return !crossed && !tooShort;
    }

    /** Makes the book wait for a snapshot, for example after a change that could not be read. */
    void lose() {
        live = false;
        keptBack.clear();
    }

    /**
     * Takes a snapshot.
     *
     * @param depth all levels up to the limit
     * @param limit the most levels that were asked for
     * @param received when it came
     * @param needed how many levels must be certain
     * @return CHANGED if the book is live now, LOST if a newer snapshot is needed
     */
    Effect snapshot(BinanceDepth depth, int limit, Instant received, int needed) {
        return snapshot(depth, limit, received, needed, () -> {});
    }

    /** As above; {@code between} runs after each change that was kept back but the last one, if the depth is certain then. */
    Effect snapshot(BinanceDepth depth, int limit, Instant received, int needed, Runnable between) {
        keptBack.removeIf(change -> change.depth().lastId() <= depth.lastId());
        Change first = keptBack.peekFirst();
        if (first != null && first.depth().firstId() > depth.lastId() + 1) {
            return Effect.LOST; // older than what is kept back, which stays
        }
        if (dropBeforeHole()) {
            live = false; // only what is behind the hole is of use to the next snapshot
            return Effect.LOST;
        }
        start(depth, limit, received);
        while (!keptBack.isEmpty()) {
            Change next = keptBack.removeFirst();
            apply(next.depth(), next.time());
            if (!keptBack.isEmpty() && isCertain(needed)) {
                between.run();
            }
        }
        return check(needed);
    }

    /** Looks for a hole in what is kept back, and drops what lies before the last one; tells whether there was one. */
    private boolean dropBeforeHole() {
        int index = 0;
        int hole = 0;
        long before = -1;
        for (Change change : keptBack) {
            hole = index > 0 && change.depth().firstId() != before + 1 ? index : hole;
            before = change.depth().lastId();
            index++;
        }
        for (int i = 0; i < hole; i++) {
            keptBack.removeFirst();
        }
        return hole > 0;
    }

    private void start(BinanceDepth depth, int limit, Instant received) {
        bids.clear();
        asks.clear();
        lowestBid = 0;
        highestAsk = Double.POSITIVE_INFINITY;
        apply(depth, received);
        lowestBid = depth.bidPrices().length >= limit ? bids.price(bids.size() - 1) : 0;
        highestAsk = depth.askPrices().length >= limit ? asks.price(asks.size() - 1) : Double.POSITIVE_INFINITY;
        live = true;
        fresh = true;
    }

    private void apply(BinanceDepth depth, Instant time) {
        for (int i = 0; i < depth.bidPrices().length; i++) {
            if (depth.bidPrices()[i] >= lowestBid) {
                bids.set(depth.bidPrices()[i], depth.bidSizes()[i]);
            }
        }
        for (int i = 0; i < depth.askPrices().length; i++) {
            if (depth.askPrices()[i] <= highestAsk) {
                asks.set(depth.askPrices()[i], depth.askSizes()[i]);
            }
        }
        lastId = depth.lastId();
        fresh = false;
        eventTime = time;
    }

    /** Returns the book as it is, to a depth. */
    OrderBook view(Symbol symbol, SourceId source, int depth, Instant received) {
        return OrderBook.builder(symbol, source)
                .levels(bids, depth)
                .levels(asks, depth)
                .eventTime(eventTime)
                .receivedTime(received)
                .build();
    }
}
