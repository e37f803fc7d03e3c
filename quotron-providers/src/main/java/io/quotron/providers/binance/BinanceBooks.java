package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.OrderBook;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order books of one connection: changes come from the socket, snapshots from REST on a thread of the scheduler, so that the reader
 * never waits. Everything but the fetching runs under the lock of the connection.
 *
 * <p>A book that is lost gets a snapshot at once; one that is lost again within a minute waits ever longer, and after six attempts it is
 * refused.
 */
final class BinanceBooks {
    /** The most levels that a stream can be asked for; a snapshot of 5000 leaves room for levels that go. */
    static final int MAX_DEPTH = 1_000;

    private static final int SMALL_DEPTH = 500;
    private static final int SMALL_SNAPSHOT = 1_000;
    private static final int LARGE_SNAPSHOT = 5_000;
    private static final int MAX_ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final long SETTLED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Pattern PARTIAL = Pattern.compile("@depth([0-9]{1,4})(@|$)");

    /** What the books need of their connection; all of it is called under the lock. */
    interface Owner {
        void event(StreamKey key, OrderBook book);

        void resync(StreamKey key, String detail);

        void refuse(Collection<StreamKey> keys, FailureReason reason, String message);

        /** Runs something under the lock, unless the connection is over. */
        void locked(Runnable task);
    }

    private final BinanceRest rest;
    private final BinanceSubscriptions subscriptions;
    private final Supplier<RequestContext> contexts;
    private final Scheduler worker;
    private final Owner owner;
    private final Map<String, Entry> entries = new HashMap<>();

    /** One book and how it fares. */
    private static final class Entry {
        private final BinanceMarket market;
        private final BinanceBook book = new BinanceBook();
        private boolean fetching;
        private int attempts;
        private long liveSince;

        private Entry(BinanceMarket market) {
            this.market = market;
        }
    }

    BinanceBooks(
            BinanceRest rest,
            BinanceSubscriptions subscriptions,
            Supplier<RequestContext> contexts,
            Scheduler worker,
            Owner owner) {
        this.rest = rest;
        this.subscriptions = subscriptions;
        this.contexts = contexts;
        this.worker = worker;
        this.owner = owner;
    }

    /** Makes sure that there is a book for a key that was granted; one that shares a live book is told it at once. */
    void granted(StreamKey key, BinanceMarket market, Instant received) {
        Entry entry = entry(market);
        if (!entry.book.isLive()) {
            return;
        }
        if (entry.book.check(key.depth()) == BinanceBook.Effect.LOST) {
            lost(entry, "the snapshot does not reach to depth " + key.depth());
        } else {
            owner.event(key, entry.book.view(key.symbol(), rest.source(), key.depth(), received));
        }
    }

    private Entry entry(BinanceMarket market) {
        Entry known = entries.get(market.name());
        if (known != null) {
            return known;
        }
        Entry entry = new Entry(market);
        entries.put(market.name(), entry);
        fetchLater(entry, Duration.ZERO);
        return entry;
    }

    /** Forgets the books that nobody wants any more. */
    void prune() {
        entries.keySet().removeIf(name -> keys(name).isEmpty());
    }

    private List<StreamKey> keys(String name) {
        return subscriptions.keys(name, StreamKind.BOOK);
    }

    private int needed(String name) {
        return keys(name).stream().mapToInt(StreamKey::depth).max().orElse(0);
    }

    /** Takes a change; returns false if it cannot be read, in which case the book starts anew. */
    boolean change(BinanceMessage message, BinanceMarket market, Instant received) {
        Entry entry = entry(market);
        BinanceDepth depth = BinanceDepth.change(message.data()).orElse(null);
        long time = BinanceTime.past(message.data().get("E"), received);
        if (depth == null || time == BinanceTime.UNREADABLE) {
            if (entry.book.isLive()) {
                entry.book.lose();
                lost(entry, "a change could not be read");
            }
            return false;
        }
        Instant at = BinanceTime.instant(time);
        told(entry, entry.book.change(depth, at, needed(market.name())), "a change is missing", received);
        return true;
    }

    private void told(Entry entry, BinanceBook.Effect effect, String loss, Instant received) {
        switch (effect) {
            case CHANGED ->
                keys(entry.market.name())
                        .forEach(key ->
                                owner.event(key, entry.book.view(key.symbol(), rest.source(), key.depth(), received)));
            case LOST -> lost(entry, loss);
            case NOTHING -> {}
        }
    }

    /**
     * Takes levels as they are: a book of few levels is complete in itself and is told as it is, any other is a snapshot. Returns false
     * if it cannot be read.
     */
    boolean levels(BinanceMessage message, BinanceMarket market, Instant received) {
        BinanceDepth depth = BinanceDepth.snapshot(message.data()).orElse(null);
        if (depth == null || depth.isCrossed()) {
            return false;
        }
        Matcher partial = PARTIAL.matcher(message.stream());
        if (!partial.find()) {
            Entry entry = entry(market);
            told(
                    entry,
                    entry.book.snapshot(depth, Integer.MAX_VALUE, received, needed(market.name())),
                    "the snapshot is too old",
                    received);
            return true;
        }
        int most = Integer.parseInt(partial.group(1));
        BinanceBook whole = new BinanceBook();
        whole.snapshot(depth, Integer.MAX_VALUE, received, 0);
        for (StreamKey key : keys(market.name())) {
            if (key.depth() <= most) {
                owner.event(key, whole.view(key.symbol(), rest.source(), key.depth(), received));
            }
        }
        return true;
    }

    private void lost(Entry entry, String detail) {
        keys(entry.market.name()).forEach(key -> owner.resync(key, detail));
        if (now() - entry.liveSince > SETTLED_NANOS) {
            entry.attempts = 0;
        }
        tryAgain(entry, detail, Duration.ZERO);
    }

    private long now() {
        return contexts.get().time().nanoTime();
    }

    private void tryAgain(Entry entry, String detail, Duration atLeast) {
        if (entry.fetching) {
            return; // the snapshot that is on its way may do
        }
        if (entry.attempts >= MAX_ATTEMPTS) {
            refuse(entry, FailureReason.UNAVAILABLE, "the book did not come together: " + detail);
            return;
        }
        Duration pause = entry.attempts == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << (entry.attempts - 1));
        entry.attempts++;
        fetchLater(entry, pause.compareTo(atLeast) < 0 ? atLeast : pause);
    }

    private void refuse(Entry entry, FailureReason reason, String message) {
        entries.remove(entry.market.name());
        owner.refuse(keys(entry.market.name()), reason, message);
    }

    private void fetchLater(Entry entry, Duration pause) {
        entry.fetching = true;
        worker.schedule(pause, () -> fetch(entry));
    }

    private void fetch(Entry entry) {
        OptionalInt limit = limit(entry);
        if (limit.isEmpty()) {
            return;
        }
        try {
            BinanceDepth depth = rest.fetchDepth(entry.market, limit.getAsInt(), contexts.get());
            owner.locked(() -> arrived(entry, depth, limit.getAsInt()));
        } catch (QuotronException e) {
            owner.locked(() -> failed(entry, e));
        }
    }

    /** How many levels to ask for; empty if nobody wants the book any more. */
    private OptionalInt limit(Entry entry) {
        int needed = needed(entry.market.name());
        if (needed == 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(needed <= SMALL_DEPTH ? SMALL_SNAPSHOT : LARGE_SNAPSHOT);
    }

    private void arrived(Entry entry, BinanceDepth depth, int limit) {
        entry.fetching = false;
        if (!isCurrent(entry)) {
            return;
        }
        Instant received = contexts.get().time().now();
        boolean[] told = new boolean[1];
        BinanceBook.Effect effect = entry.book.snapshot(depth, limit, received, needed(entry.market.name()), () -> {
            told[0] = true;
            told(entry, BinanceBook.Effect.CHANGED, "", received);
        });
        if (effect == BinanceBook.Effect.LOST) {
            if (told[0]) {
                keys(entry.market.name()).forEach(key -> owner.resync(key, "the changes do not fit to the snapshot"));
            }
            tryAgain(entry, "the snapshot does not fit to the changes", Duration.ZERO);
            return;
        }
        entry.liveSince = now();
        told(entry, effect, "", received);
    }

    private boolean isCurrent(Entry entry) {
        return entries.get(entry.market.name()) == entry;
    }

    private void failed(Entry entry, QuotronException e) {
        entry.fetching = false;
        if (!isCurrent(entry)) {
            return;
        }
        String message = "the snapshot failed: " + e.getMessage();
        if (e.reason().retry() == FailureReason.Retry.NO) {
            refuse(entry, e.reason(), message);
        } else {
            tryAgain(entry, message, e instanceof RateLimitedException limited ? limited.retryAfter() : Duration.ZERO);
        }
    }
}
