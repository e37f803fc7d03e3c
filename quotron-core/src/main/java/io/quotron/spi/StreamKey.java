package io.quotron.spi;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream: a symbol and what is wanted of it.
 *
 * @param symbol the symbol
 * @param kind what is wanted
 * @param depth how many levels of each side, for BOOK; 0 for every other kind
 * @param interval the length of the bars, for BARS; null for every other kind
 */
public record StreamKey(
        Symbol symbol, StreamKind kind, int depth, @Nullable Interval interval) {
    /**
     * Checks that the kind has what it needs and nothing else.
     *
     * @throws IllegalArgumentException if a book has no depth, bars have no interval, or another kind has either
     */
    public StreamKey {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(kind, "kind");
        if (kind == StreamKind.BOOK ? depth < 1 : depth != 0) {
            throw new IllegalArgumentException("a stream of " + kind + " has no depth " + depth);
        }
        if ((kind == StreamKind.BARS) != (interval != null)) {
            throw new IllegalArgumentException("a stream of " + kind + " has no interval " + interval);
        }
    }

    /**
     * Makes the key of a stream that needs neither depth nor interval.
     *
     * @param symbol the symbol
     * @param kind TRADES, QUOTES or STATUS
     * @throws IllegalArgumentException for other kinds
     */
    public StreamKey(Symbol symbol, StreamKind kind) {
        this(symbol, kind, 0, null);
    }

    /**
     * Makes the key of an order book.
     *
     * @param symbol the symbol
     * @param depth how many levels of each side, at least 1
     * @return the key
     */
    public static StreamKey book(Symbol symbol, int depth) {
        return new StreamKey(symbol, StreamKind.BOOK, depth, null);
    }

    /**
     * Makes the key of bars that the source builds.
     *
     * @param symbol the symbol
     * @param interval the length of the bars
     * @return the key
     */
    public static StreamKey bars(Symbol symbol, Interval interval) {
        return new StreamKey(symbol, StreamKind.BARS, 0, interval);
    }

    /** Returns for example {@code BTC/USD TRADES}, {@code BTC/USD BOOK 10} or {@code BTC/USD BARS 1m}. */
    @Override
    public String toString() {
        return symbol + " " + kind + (depth > 0 ? " " + depth : "") + (interval != null ? " " + interval : "");
    }
}
