package io.quotron.model;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The state of a market at a moment: the last price and what the source tells beside it. A quote without a price does not
 * exist; a number that the source does not give is absent, never zero.
 *
 * <p>Make it with {@link #builder(Symbol, SourceId)}; components may be added in later versions.
 *
 * @param symbol what is quoted
 * @param source where the quote came from
 * @param price the last price, finite
 * @param currency the unit of all prices here; null where the source does not tell
 * @param bid the best bid
 * @param ask the best offer
 * @param bidSize the amount at the best bid, in units of the base
 * @param askSize the amount at the best offer, in units of the base
 * @param open the first price of the trading day, or of the last 24 hours for markets that never close
 * @param high the highest price of that span
 * @param low the lowest price of that span
 * @param previousClose the close of the trading day before
 * @param change the price less the previous close
 * @param changePercent that change in percent: 1.5 means 1.5 %
 * @param volume the amount traded in that span, in units of the base
 * @param eventTime when the price was made, by the clock of the source
 * @param receivedTime when the answer reached this process
 * @param stale true if every source failed and this is an older answer from the cache
 */
public record Quote(
        Symbol symbol,
        SourceId source,
        double price,
        @Nullable CurrencyUnit currency,
        OptionalDouble bid,
        OptionalDouble ask,
        OptionalDouble bidSize,
        OptionalDouble askSize,
        OptionalDouble open,
        OptionalDouble high,
        OptionalDouble low,
        OptionalDouble previousClose,
        OptionalDouble change,
        OptionalDouble changePercent,
        OptionalDouble volume,
        Instant eventTime,
        Instant receivedTime,
        boolean stale)
        implements MarketEvent {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is not finite, or a size or the volume is negative
     */
    public Quote {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(eventTime, "eventTime");
        Objects.requireNonNull(receivedTime, "receivedTime");
        Numbers.finite(price, "price", symbol);
        Numbers.finite(bid, "bid", symbol);
        Numbers.finite(ask, "ask", symbol);
        Numbers.notNegative(bidSize, "bid size", symbol);
        Numbers.notNegative(askSize, "ask size", symbol);
        Numbers.finite(open, "open", symbol);
        Numbers.finite(high, "high", symbol);
        Numbers.finite(low, "low", symbol);
        Numbers.finite(previousClose, "previous close", symbol);
        Numbers.finite(change, "change", symbol);
        Numbers.finite(changePercent, "change in percent", symbol);
        Numbers.notNegative(volume, "volume", symbol);
    }

    /**
     * Starts a quote.
     *
     * @param symbol what is quoted
     * @param source where the quote came from
     * @return a builder with no number set
     */
    public static Builder builder(Symbol symbol, SourceId source) {
        return new Builder(symbol, source);
    }

    /**
     * Returns a builder that holds what this quote holds.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(symbol, source);
        builder.price = price;
        builder.currency = currency;
        builder.bid = bid;
        builder.ask = ask;
        builder.bidSize = bidSize;
        builder.askSize = askSize;
        builder.open = open;
        builder.high = high;
        builder.low = low;
        builder.previousClose = previousClose;
        builder.change = change;
        builder.changePercent = changePercent;
        builder.volume = volume;
        builder.eventTime = eventTime;
        builder.receivedTime = receivedTime;
        builder.stale = stale;
        return builder;
    }

    /** Collects the components of a {@link Quote}. Not thread-safe. */
    public static final class Builder {
        private final Symbol symbol;
        private final SourceId source;
        private double price = Double.NaN;
        private @Nullable CurrencyUnit currency;
        private OptionalDouble bid = OptionalDouble.empty();
        private OptionalDouble ask = OptionalDouble.empty();
        private OptionalDouble bidSize = OptionalDouble.empty();
        private OptionalDouble askSize = OptionalDouble.empty();
        private OptionalDouble open = OptionalDouble.empty();
        private OptionalDouble high = OptionalDouble.empty();
        private OptionalDouble low = OptionalDouble.empty();
        private OptionalDouble previousClose = OptionalDouble.empty();
        private OptionalDouble change = OptionalDouble.empty();
        private OptionalDouble changePercent = OptionalDouble.empty();
        private OptionalDouble volume = OptionalDouble.empty();
        private @Nullable Instant eventTime;
        private @Nullable Instant receivedTime;
        private boolean stale;

        private Builder(Symbol symbol, SourceId source) {
            this.symbol = symbol;
            this.source = source;
        }

        /**
         * Sets the last price; required.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder price(double value) {
            this.price = value;
            return this;
        }

        /**
         * Sets the unit of all prices.
         *
         * @param value the unit, or null where unknown
         * @return this builder
         */
        public Builder currency(@Nullable CurrencyUnit value) {
            this.currency = value;
            return this;
        }

        /**
         * Sets the best bid.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder bid(double value) {
            this.bid = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the best offer.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder ask(double value) {
            this.ask = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the amount at the best bid.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder bidSize(double value) {
            this.bidSize = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the amount at the best offer.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder askSize(double value) {
            this.askSize = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the first price of the day.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder open(double value) {
            this.open = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the highest price of the day.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder high(double value) {
            this.high = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the lowest price of the day.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder low(double value) {
            this.low = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the close of the day before.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder previousClose(double value) {
            this.previousClose = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the change since the previous close.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder change(double value) {
            this.change = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets that change in percent.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder changePercent(double value) {
            this.changePercent = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the amount traded.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder volume(double value) {
            this.volume = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets when the price was made; required.
         *
         * @param value the time by the clock of the source
         * @return this builder
         */
        public Builder eventTime(Instant value) {
            this.eventTime = value;
            return this;
        }

        /**
         * Sets when the answer arrived; the time of the event where it is not set.
         *
         * @param value the time by our clock
         * @return this builder
         */
        public Builder receivedTime(Instant value) {
            this.receivedTime = value;
            return this;
        }

        /**
         * Sets whether this is an older answer from the cache.
         *
         * @param value true for stale
         * @return this builder
         */
        public Builder stale(boolean value) {
            this.stale = value;
            return this;
        }

        /**
         * Makes the quote.
         *
         * @return the quote
         * @throws IllegalArgumentException if the price is missing or a number is not finite
         * @throws NullPointerException if the time of the event is missing
         */
        public Quote build() {
            Instant at = Objects.requireNonNull(eventTime, "eventTime");
            return new Quote(
                    symbol,
                    source,
                    price,
                    currency,
                    bid,
                    ask,
                    bidSize,
                    askSize,
                    open,
                    high,
                    low,
                    previousClose,
                    change,
                    changePercent,
                    volume,
                    at,
                    receivedTime != null ? receivedTime : at,
                    stale);
        }
    }
}
