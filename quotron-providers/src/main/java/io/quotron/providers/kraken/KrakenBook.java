package io.quotron.providers.kraken;

import io.quotron.model.BookSide;
import io.quotron.model.OrderBook;
import io.quotron.spi.StreamKey;
import java.time.Instant;
import java.util.List;

/**
 * The book of one market as the server sends it: a snapshot, then the levels that change. The server does not say which
 * levels fall out of the depth, so each side is cut after each change. There are no sequence numbers; the checksum is
 * what tells that nothing was missed. Not thread-safe.
 *
 * <p>The checksum is made of the text of the numbers. Kraken writes them in full; where something on the way has cut
 * zeros at the end, they are filled up to the digits of the market, or else to the most digits seen.
 */
final class KrakenBook {
    private final KrakenStreams.Book stream;
    private final BookSide bids = BookSide.ofBids();
    private final BookSide asks = BookSide.ofAsks();
    private final KrakenChecksum checksum = new KrakenChecksum();
    private int mostPriceDecimals;
    private int mostSizeDecimals;
    private Writing writing = Writing.AS_WRITTEN;

    /** How the texts of numbers become those of the checksum. */
    private enum Writing {
        AS_WRITTEN,
        DIGITS_OF_MARKET,
        MOST_DIGITS_SEEN
    }

    KrakenBook(KrakenStreams.Book stream) {
        this.stream = stream;
    }

    /** Returns the subscription that this is the book of. */
    KrakenStreams.Book stream() {
        return stream;
    }

    /**
     * Applies a row.
     *
     * @param row what came
     * @return true if the checksum says that the book is right
     */
    boolean apply(KrakenBookRow row) {
        if (row.snapshot()) {
            bids.clear();
            asks.clear();
        }
        set(bids, row.bids());
        set(asks, row.asks());
        return matches(row.checksum());
    }

    private void set(BookSide side, List<KrakenBookRow.Level> levels) {
        for (KrakenBookRow.Level level : levels) {
            String label = level.label();
            int blank = label.indexOf(' ');
            mostPriceDecimals = Math.max(mostPriceDecimals, KrakenChecksum.decimals(label, 0, blank));
            mostSizeDecimals = Math.max(mostSizeDecimals, KrakenChecksum.decimals(label, blank + 1, label.length()));
            side.set(level.price(), level.size(), label);
        }
        side.trim(stream.depth());
    }

    /** The way that fitted the last time is tried first. */
    private boolean matches(long expected) {
        if (sum(writing) == expected) {
            return true;
        }
        for (Writing other : Writing.values()) {
            if (other != writing && sum(other) == expected) {
                writing = other;
                return true;
            }
        }
        return false;
    }

    private long sum(Writing way) {
        return switch (way) {
            case AS_WRITTEN -> checksum.of(bids, asks, KrakenChecksum.AS_WRITTEN, KrakenChecksum.AS_WRITTEN);
            case DIGITS_OF_MARKET ->
                checksum.of(
                        bids,
                        asks,
                        stream.priceDecimals().orElse(KrakenChecksum.AS_WRITTEN),
                        stream.sizeDecimals().orElse(KrakenChecksum.AS_WRITTEN));
            case MOST_DIGITS_SEEN -> checksum.of(bids, asks, mostPriceDecimals, mostSizeDecimals);
        };
    }

    /**
     * Returns the book of one stream.
     *
     * @param key the stream, with its depth
     * @param time when the newest change was
     * @param received when it was told
     * @return the book, LIVE
     */
    OrderBook of(StreamKey key, Instant time, Instant received) {
        return OrderBook.builder(key.symbol(), KrakenErrors.SOURCE)
                .levels(bids, key.depth())
                .levels(asks, key.depth())
                .eventTime(time)
                .receivedTime(received)
                .build();
    }
}
