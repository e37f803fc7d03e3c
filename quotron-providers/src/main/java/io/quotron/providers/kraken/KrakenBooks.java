package io.quotron.providers.kraken;

import io.quotron.model.OrderBook;
import io.quotron.spi.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one connection, and what is done when one of them does not fit its checksum: it is told nothing of until
 * a new snapshot has come, which is asked for at once, then after 1, 2, 4 and 8 seconds. If that does not help, the
 * stream is given up. A book that was right for a minute starts to count anew. Not thread-safe.
 */
final class KrakenBooks {
    private static final int MAX_FAILURES = 5;
    private static final long FORGIVEN_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Is told of books. */
    interface Handler {
        /** A book that fits its checksum. */
        void book(StreamKey key, OrderBook book);

        /** A stream cannot be relied on any more; a new snapshot will be asked for. */
        void resync(StreamKey key, String detail);

        /** Snapshots do not help; the streams are to be given up. */
        void giveUp(List<StreamKey> keys, String detail);
    }

    /** What is known of one market. */
    private static final class Entry {
        private @Nullable KrakenBook book;
        private boolean live;
        private Instant time = Instant.EPOCH;
        private Instant received = Instant.EPOCH;
        private int failures;
        private long failedAt;
        private boolean planned;
        private long askAt;
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final Handler handler;

    KrakenBooks(Handler handler) {
        this.handler = handler;
    }

    /**
     * Applies a row. Changes that come while a snapshot is waited for belong to a book that is given up.
     *
     * @param stream whose it is
     * @param row the row
     * @param received the time of receipt
     * @param nanos the monotonic time
     */
    void row(KrakenStreams.Book stream, KrakenBookRow row, Instant received, long nanos) {
        Entry entry = entries.computeIfAbsent(stream.name(), name -> new Entry());
        boolean sameSubscription = entry.book != null && entry.book.stream().generation() == stream.generation();
        if (row.snapshot()) {
            entry.book = new KrakenBook(stream);
            entry.planned = false;
        } else if (!entry.live || !sameSubscription) {
            entry.live = false;
            return;
        }
        KrakenBook book = entry.book;
        if (book == null || !book.apply(row)) {
            failed(stream, entry, "the checksum of the book does not match", nanos);
            return;
        }
        entry.live = true;
        if (entry.failures > 0 && nanos - entry.failedAt > FORGIVEN_NANOS) {
            entry.failures = 0;
        }
        entry.time = row.time() == KrakenTime.UNREADABLE ? received : KrakenTime.instant(row.time());
        entry.received = received;
        stream.keys().forEach(key -> tell(entry, key));
    }

    private void tell(Entry entry, StreamKey key) {
        KrakenBook book = entry.book;
        if (book != null && entry.live) {
            handler.book(key, book.of(key, entry.time, entry.received));
        }
    }

    /**
     * Notes that a row could not be read, so that its book cannot be right any more.
     *
     * @param stream whose it was
     * @param snapshot whether it was to be the whole book
     * @param problem what was wrong
     * @param nanos the monotonic time
     */
    void broken(KrakenStreams.Book stream, boolean snapshot, String problem, long nanos) {
        Entry entry = entries.computeIfAbsent(stream.name(), name -> new Entry());
        if (snapshot || entry.live) {
            failed(stream, entry, problem, nanos);
        }
    }

    /** Tells a stream that came later the book that is there, if there is a right one. */
    void catchUp(KrakenStreams.Book stream, StreamKey key) {
        Entry entry = entries.get(stream.name());
        KrakenBook book = entry == null ? null : entry.book;
        if (entry != null && book != null && book.stream().generation() == stream.generation()) {
            tell(entry, key);
        }
    }

    private void failed(KrakenStreams.Book stream, Entry entry, String detail, long nanos) {
        entry.live = false;
        entry.failures++;
        entry.failedAt = nanos;
        if (entry.failures > MAX_FAILURES) {
            entries.remove(stream.name());
            handler.giveUp(stream.keys(), detail + ", and " + MAX_FAILURES + " new snapshots did not help");
            return;
        }
        entry.planned = true;
        entry.askAt = entry.failures == 1 ? nanos : nanos + (FIRST_PAUSE_NANOS << (entry.failures - 2));
        stream.keys().forEach(key -> handler.resync(key, detail));
    }

    /**
     * Returns the markets whose snapshot is to be asked for now, each once.
     *
     * @param nanos the monotonic time
     * @return native names
     */
    List<String> due(long nanos) {
        List<String> names = List.of();
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (entry.planned && entry.askAt - nanos <= 0) {
                names = names.isEmpty() ? new ArrayList<>() : names;
                names.add(each.getKey());
                entry.planned = false;
            }
        }
        return names;
    }

    /** Forgets the markets that nobody wants any more. */
    void retain(Map<String, KrakenStreams.Book> wanted) {
        entries.keySet().retainAll(wanted.keySet());
    }
}
