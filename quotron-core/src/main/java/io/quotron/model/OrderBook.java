package io.quotron.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The resting orders of one market at a moment, added up by price and cut to a depth: bids from the highest price down, asks
 * from the lowest price up. Immutable and thread-safe.
 */
public final class OrderBook implements MarketEvent {
    private final Symbol symbol;
    private final SourceId source;
    private final State state;
    private final double[] bidPrices;
    private final double[] bidSizes;
    private final double[] askPrices;
    private final double[] askSizes;
    private final Instant eventTime;
    private final Instant receivedTime;

    /** How far a book can be relied on. */
    public enum State {
        /** Being put together; what is there may be incomplete. */
        SYNCING,
        /** Complete, and every change since was applied and verified by the rule of the source. */
        LIVE,
        /** Was live, but its source is silent or disconnected. */
        STALE
    }

    private OrderBook(Builder builder) {
        this.symbol = builder.symbol;
        this.source = builder.source;
        this.state = builder.state;
        this.bidPrices = builder.bids.prices();
        this.bidSizes = builder.bids.sizes();
        this.askPrices = builder.asks.prices();
        this.askSizes = builder.asks.sizes();
        this.eventTime = Objects.requireNonNull(builder.eventTime, "eventTime");
        this.receivedTime = builder.receivedTime != null ? builder.receivedTime : eventTime;
    }

    /**
     * Starts a book.
     *
     * @param symbol what is traded
     * @param source where it comes from
     * @return a builder of an empty book in state LIVE
     */
    public static Builder builder(Symbol symbol, SourceId source) {
        return new Builder(symbol, source);
    }

    @Override
    public Symbol symbol() {
        return symbol;
    }

    @Override
    public SourceId source() {
        return source;
    }

    /**
     * Returns how far the book can be relied on.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /** Returns the time of the newest change, by the clock of the source; the time of receipt where it tells none. */
    @Override
    public Instant eventTime() {
        return eventTime;
    }

    @Override
    public Instant receivedTime() {
        return receivedTime;
    }

    /**
     * Returns the bids.
     *
     * @return the levels, highest price first; unmodifiable
     */
    public List<BookLevel> bids() {
        return levels(bidPrices, bidSizes);
    }

    /**
     * Returns the asks.
     *
     * @return the levels, lowest price first; unmodifiable
     */
    public List<BookLevel> asks() {
        return levels(askPrices, askSizes);
    }

    private static List<BookLevel> levels(double[] prices, double[] sizes) {
        List<BookLevel> levels = new ArrayList<>(prices.length);
        for (int i = 0; i < prices.length; i++) {
            levels.add(new BookLevel(prices[i], sizes[i]));
        }
        return Collections.unmodifiableList(levels);
    }

    /**
     * Returns the highest bid.
     *
     * @return the level; empty if nobody bids
     */
    public Optional<BookLevel> bestBid() {
        return bidPrices.length == 0 ? Optional.empty() : Optional.of(new BookLevel(bidPrices[0], bidSizes[0]));
    }

    /**
     * Returns the lowest ask.
     *
     * @return the level; empty if nobody asks
     */
    public Optional<BookLevel> bestAsk() {
        return askPrices.length == 0 ? Optional.empty() : Optional.of(new BookLevel(askPrices[0], askSizes[0]));
    }

    /**
     * Returns the price half-way between the best bid and the best ask.
     *
     * @return the middle; empty if a side is
     */
    public OptionalDouble mid() {
        return isOneSided() ? OptionalDouble.empty() : OptionalDouble.of((bidPrices[0] + askPrices[0]) / 2);
    }

    /**
     * Returns how far the best ask is above the best bid.
     *
     * @return the spread; empty if a side is
     */
    public OptionalDouble spread() {
        return isOneSided() ? OptionalDouble.empty() : OptionalDouble.of(askPrices[0] - bidPrices[0]);
    }

    private boolean isOneSided() {
        return bidPrices.length == 0 || askPrices.length == 0;
    }

    /**
     * Tells whether the best bid is not below the best ask, which no matched market shows.
     *
     * @return true if the sides cross or touch
     */
    public boolean isCrossed() {
        return !isOneSided() && bidPrices[0] >= askPrices[0];
    }

    /**
     * Returns the top of this book.
     *
     * @param depth the most levels of each side, at least 1
     * @return a book of at most so many levels; this one if it has no more
     * @throws IllegalArgumentException if the depth is below 1
     */
    public OrderBook top(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, but is " + depth);
        }
        if (Math.max(bidPrices.length, askPrices.length) <= depth) {
            return this;
        }
        Builder top = toBuilder();
        top.bids.trim(depth);
        top.asks.trim(depth);
        return top.build();
    }

    /**
     * Returns this book in another state.
     *
     * @param value the state
     * @return the same levels in that state
     */
    public OrderBook withState(State value) {
        return value == state ? this : toBuilder().state(value).build();
    }

    private Builder toBuilder() {
        Builder copy = builder(symbol, source).state(state).eventTime(eventTime).receivedTime(receivedTime);
        for (int i = 0; i < bidPrices.length; i++) {
            copy.bid(bidPrices[i], bidSizes[i]);
        }
        for (int i = 0; i < askPrices.length; i++) {
            copy.ask(askPrices[i], askSizes[i]);
        }
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderBook that
                && symbol.equals(that.symbol)
                && source.equals(that.source)
                && state == that.state
                && eventTime.equals(that.eventTime)
                && receivedTime.equals(that.receivedTime)
                && Arrays.equals(bidPrices, that.bidPrices)
                && Arrays.equals(bidSizes, that.bidSizes)
                && Arrays.equals(askPrices, that.askPrices)
                && Arrays.equals(askSizes, that.askSizes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(symbol, source, eventTime, Arrays.hashCode(bidPrices), Arrays.hashCode(askPrices));
    }

    /** Returns the market, the state and the best prices. */
    @Override
    public String toString() {
        return "book of " + symbol + " " + state + " "
                + bestBid().map(BookLevel::price).orElse(Double.NaN) + "/"
                + bestAsk().map(BookLevel::price).orElse(Double.NaN) + " (" + bidPrices.length + "+" + askPrices.length
                + " levels)";
    }

    /** Collects the levels of an {@link OrderBook}. Not thread-safe. */
    public static final class Builder {
        private final Symbol symbol;
        private final SourceId source;
        private final BookSide bids = BookSide.ofBids();
        private final BookSide asks = BookSide.ofAsks();
        private State state = State.LIVE;
        private @Nullable Instant eventTime;
        private @Nullable Instant receivedTime;

        private Builder(Symbol symbol, SourceId source) {
            this.symbol = Objects.requireNonNull(symbol, "symbol");
            this.source = Objects.requireNonNull(source, "source");
        }

        /**
         * Adds a bid, in any order; the last of one price stays.
         *
         * @param price the price
         * @param size what is bid there; 0 takes the level out
         * @return this builder
         * @throws IllegalArgumentException if a number is not finite or the size is negative
         */
        public Builder bid(double price, double size) {
            bids.set(price, size);
            return this;
        }

        /**
         * Adds an ask, in any order; the last of one price stays.
         *
         * @param price the price
         * @param size what is asked there; 0 takes the level out
         * @return this builder
         * @throws IllegalArgumentException if a number is not finite or the size is negative
         */
        public Builder ask(double price, double size) {
            asks.set(price, size);
            return this;
        }

        /**
         * Adds the best levels of a side that is kept.
         *
         * @param side bids or asks
         * @param depth the most levels to take, at least 1
         * @return this builder
         */
        public Builder levels(BookSide side, int depth) {
            (side.isBids() ? bids : asks).copyFrom(side, depth);
            return this;
        }

        /**
         * Sets how far the book can be relied on.
         *
         * @param value the state
         * @return this builder
         */
        public Builder state(State value) {
            this.state = Objects.requireNonNull(value, "state");
            return this;
        }

        /**
         * Sets the time of the newest change.
         *
         * @param value the time by the clock of the source
         * @return this builder
         */
        public Builder eventTime(Instant value) {
            this.eventTime = value;
            return this;
        }

        /**
         * Sets the time of receipt.
         *
         * @param value the time by our clock; the event time unless set
         * @return this builder
         */
        public Builder receivedTime(Instant value) {
            this.receivedTime = value;
            return this;
        }

        /**
         * Makes the book.
         *
         * @return the book
         */
        public OrderBook build() {
            return new OrderBook(this);
        }
    }
}
