package io.quotron.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One execution. Make it with {@link #builder(Symbol, SourceId)}; components may be added in later versions.
 *
 * @param symbol what was traded
 * @param source where the trade was reported
 * @param price the price, finite; negative only for instruments that may trade below zero
 * @param size the amount in units of the base, not negative
 * @param side the side that took the price
 * @param id the id that the source gave, unique per symbol and source; null where it gives none
 * @param conditions the sale-condition bits of the source; 0 where it gives none
 * @param eventTime when it was executed, by the clock of the source
 * @param receivedTime when it reached this process
 */
public record Trade(
        Symbol symbol,
        SourceId source,
        double price,
        double size,
        Side side,
        @Nullable String id,
        long conditions,
        Instant eventTime,
        Instant receivedTime)
        implements MarketEvent {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the price or size is not finite, or the size is negative
     */
    public Trade {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(eventTime, "eventTime");
        Objects.requireNonNull(receivedTime, "receivedTime");
        Numbers.finite(price, "trade price", symbol);
        Numbers.notNegative(size, "trade size", symbol);
    }

    /**
     * Starts a trade.
     *
     * @param symbol what was traded
     * @param source where the trade was reported
     * @return a builder with side UNKNOWN, no id and no conditions
     */
    public static Builder builder(Symbol symbol, SourceId source) {
        return new Builder(symbol, source);
    }

    /** Collects the components of a {@link Trade}. Not thread-safe. */
    public static final class Builder {
        private final Symbol symbol;
        private final SourceId source;
        private double price = Double.NaN;
        private double size = Double.NaN;
        private Side side = Side.UNKNOWN;
        private @Nullable String id;
        private long conditions;
        private @Nullable Instant eventTime;
        private @Nullable Instant receivedTime;

        private Builder(Symbol symbol, SourceId source) {
            this.symbol = symbol;
            this.source = source;
        }

        /**
         * Sets the price; required.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder price(double value) {
            this.price = value;
            return this;
        }

        /**
         * Sets the size; required.
         *
         * @param value the amount in units of the base, not negative
         * @return this builder
         */
        public Builder size(double value) {
            this.size = value;
            return this;
        }

        /**
         * Sets the side that took the price.
         *
         * @param value the side
         * @return this builder
         */
        public Builder side(Side value) {
            this.side = value;
            return this;
        }

        /**
         * Sets the id of the source.
         *
         * @param value the id, or null for none
         * @return this builder
         */
        public Builder id(@Nullable String value) {
            this.id = value;
            return this;
        }

        /**
         * Sets the sale-condition bits of the source.
         *
         * @param value the bits, 0 for none
         * @return this builder
         */
        public Builder conditions(long value) {
            this.conditions = value;
            return this;
        }

        /**
         * Sets the time of execution; required.
         *
         * @param value the time by the clock of the source
         * @return this builder
         */
        public Builder eventTime(Instant value) {
            this.eventTime = value;
            return this;
        }

        /**
         * Sets the time of receipt; the time of execution where it is not set.
         *
         * @param value the time by our clock
         * @return this builder
         */
        public Builder receivedTime(Instant value) {
            this.receivedTime = value;
            return this;
        }

        /**
         * Makes the trade.
         *
         * @return the trade
         * @throws IllegalArgumentException if price or size is missing, not finite, or the size is negative
         * @throws NullPointerException if the time of execution is missing
         */
        public Trade build() {
            Instant at = Objects.requireNonNull(eventTime, "eventTime");
            Instant received = receivedTime != null ? receivedTime : at;
            return new Trade(symbol, source, price, size, side, id, conditions, at, received);
        }
    }
}
