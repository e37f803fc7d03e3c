package io.quotron.providers.kraken;

import io.quotron.model.BookSide;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a book: CRC32 over the ten best asks from low to high, then the ten best bids from high to low, each
 * with the text of its price and of its size, without points and leading zeros.
 *
 * <p>Not thread-safe.
 */
final class KrakenChecksum {
    /** Stands for numbers that are taken as they were written. */
    static final int AS_WRITTEN = -1;

    private static final int LEVELS = 10;

    private final CRC32 crc = new CRC32();

    /**
     * Computes the checksum.
     *
     * @param bids levels with labels
     * @param asks levels with labels
     * @param priceDecimals how many digits behind the point a price is filled up to, or {@link #AS_WRITTEN}
     * @param sizeDecimals the same for sizes
     * @return 0 to 2^32-1
     */
    long of(BookSide bids, BookSide asks, int priceDecimals, int sizeDecimals) {
        crc.reset();
        add(asks, priceDecimals, sizeDecimals);
        add(bids, priceDecimals, sizeDecimals);
        return crc.getValue();
    }

    private void add(BookSide side, int priceDecimals, int sizeDecimals) {
        for (int i = 0; i < Math.min(LEVELS, side.size()); i++) {
            @Nullable String label = side.label(i);
            if (label != null) {
                int blank = label.indexOf(' ');
                add(label, 0, blank, priceDecimals);
                add(label, blank + 1, label.length(), sizeDecimals);
            }
        }
    }

    private void add(String text, int from, int to, int decimals) {
        boolean leading = true;
        int point = to;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                point = i + 1;
            } else if (!leading || c != '0') {
                leading = false;
                crc.update(c);
            }
        }
        for (int written = to - point; !leading && written < decimals; written++) {
            crc.update('0');
        }
    }

    /** Returns how many digits stand behind the point between two places. */
    static int decimals(String text, int from, int to) {
        int point = text.indexOf('.', from);
        return point < 0 || point >= to ? 0 : to - point - 1;
    }
}
