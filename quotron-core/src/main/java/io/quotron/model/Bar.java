package io.quotron.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Open, high, low, close and volume of one interval (also called candle or kline), with what is known about how complete it
 * is. Make it with {@link #builder(Symbol, SourceId, Interval)}; components may be added in later versions.
 *
 * @param symbol what was traded
 * @param source where the data came from
 * @param interval the length
 * @param openTime the first instant of the interval
 * @param closeTime the first instant after the interval
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price
 * @param volume the amount traded, in units of the base; absent where the source has none (currencies, indices)
 * @param tradeCount the number of trades, where known
 * @param vwap the volume-weighted average price, where known
 * @param state how final the bar is
 * @param coverage the share of the interval, 0 to 1, in which the feed was provably live
 * @param reason why the bar is less than complete
 * @param revision 0 for the first version of the bar, more for corrections
 * @param tradingDay the day in the calendar of the exchange, on bars of a day or longer; null on shorter ones
 * @param receivedTime when the bar was made or reached this process
 */
public record Bar(
        Symbol symbol,
        SourceId source,
        Interval interval,
        Instant openTime,
        Instant closeTime,
        double open,
        double high,
        double low,
        double close,
        OptionalDouble volume,
        OptionalLong tradeCount,
        OptionalDouble vwap,
        State state,
        double coverage,
        Reason reason,
        int revision,
        @Nullable LocalDate tradingDay,
        Instant receivedTime)
        implements MarketEvent {
    /** How final a bar is. */
    public enum State {
        /** The interval is still running, or late trades may still come. */
        FORMING,
        /** The interval has ended and its allowed lateness has passed. */
        FINAL,
        /** A correction of a bar that was final before. */
        REVISED,
        /** Built from trades or bars that were fetched after the fact. */
        BACKFILLED,
        /** Made without any trade in the interval, for example filled forward. */
        SYNTHETIC
    }

    /** Why a bar is empty or incomplete. */
    public enum Reason {
        /** Nothing is missing. */
        NONE,
        /** The feed was live and nobody traded. */
        NO_TRADES,
        /** The feed was not live for a part of the interval. */
        FEED_DOWN,
        /** The market was closed for a part of the interval. */
        MARKET_CLOSED
    }

    /**
     * Checks that the numbers fit together.
     *
     * @throws IllegalArgumentException if a number is not finite, low and high do not enclose open and close, the volume is
     *     negative, the coverage is outside 0 to 1, or the bar ends before it starts
     */
    public Bar {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(receivedTime, "receivedTime");
        if (!openTime.isBefore(closeTime)) {
            throw new IllegalArgumentException(
                    "bar of " + symbol + " must start before it ends, but is [" + openTime + ", " + closeTime + ")");
        }
        checkPrices(symbol, open, high, low, close);
        Numbers.notNegative(volume, "volume", symbol);
        Numbers.finite(vwap, "vwap", symbol);
        if (!(coverage >= 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage of " + symbol + " must be 0 to 1, but is " + coverage);
        }
    }

    private static void checkPrices(Symbol symbol, double open, double high, double low, double close) {
        boolean finite = Double.isFinite(open + high + low + close);
        if (!finite || low > Math.min(open, close) || high < Math.max(open, close)) {
            throw new IllegalArgumentException("prices of " + symbol + " do not make a bar: open " + open + ", high "
                    + high + ", low " + low + ", close " + close);
        }
    }

    /**
     * Starts a bar.
     *
     * @param symbol what was traded
     * @param source where the data came from
     * @param interval the length
     * @return a builder with state FINAL, coverage 1, revision 0 and no volume
     */
    public static Builder builder(Symbol symbol, SourceId source, Interval interval) {
        return new Builder(symbol, source, interval);
    }

    /** Returns when the interval ended; the time at which the bar became a fact. */
    @Override
    public Instant eventTime() {
        return closeTime;
    }

    /**
     * Tells whether the bar will not change unless it is revised.
     *
     * @return true for every state but FORMING
     */
    public boolean isComplete() {
        return state != State.FORMING;
    }

    /** Collects the components of a {@link Bar}. Not thread-safe. */
    public static final class Builder {
        private final Symbol symbol;
        private final SourceId source;
        private final Interval interval;
        private @Nullable Instant openTime;
        private @Nullable Instant closeTime;
        private double open = Double.NaN;
        private double high = Double.NaN;
        private double low = Double.NaN;
        private double close = Double.NaN;
        private OptionalDouble volume = OptionalDouble.empty();
        private OptionalLong tradeCount = OptionalLong.empty();
        private OptionalDouble vwap = OptionalDouble.empty();
        private State state = State.FINAL;
        private double coverage = 1;
        private Reason reason = Reason.NONE;
        private int revision;
        private @Nullable LocalDate tradingDay;
        private @Nullable Instant receivedTime;

        private Builder(Symbol symbol, SourceId source, Interval interval) {
            this.symbol = symbol;
            this.source = source;
            this.interval = interval;
        }

        /**
         * Sets the span of the bar; required.
         *
         * @param openTimeInclusive the first instant of the interval
         * @param closeTimeExclusive the first instant after it
         * @return this builder
         */
        public Builder span(Instant openTimeInclusive, Instant closeTimeExclusive) {
            this.openTime = openTimeInclusive;
            this.closeTime = closeTimeExclusive;
            return this;
        }

        /**
         * Sets the four prices; required.
         *
         * @param openPrice the first price
         * @param highPrice the highest price
         * @param lowPrice the lowest price
         * @param closePrice the last price
         * @return this builder
         */
        public Builder prices(double openPrice, double highPrice, double lowPrice, double closePrice) {
            this.open = openPrice;
            this.high = highPrice;
            this.low = lowPrice;
            this.close = closePrice;
            return this;
        }

        /**
         * Sets the amount traded.
         *
         * @param value units of the base, not negative
         * @return this builder
         */
        public Builder volume(double value) {
            this.volume = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the number of trades.
         *
         * @param value the count
         * @return this builder
         */
        public Builder tradeCount(long value) {
            this.tradeCount = OptionalLong.of(value);
            return this;
        }

        /**
         * Sets the volume-weighted average price.
         *
         * @param value a finite number
         * @return this builder
         */
        public Builder vwap(double value) {
            this.vwap = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets how final the bar is.
         *
         * @param value the state
         * @return this builder
         */
        public Builder state(State value) {
            this.state = value;
            return this;
        }

        /**
         * Sets how much of the interval the feed was live, and why not all of it.
         *
         * @param share 0 to 1
         * @param why the reason
         * @return this builder
         */
        public Builder coverage(double share, Reason why) {
            this.coverage = share;
            this.reason = why;
            return this;
        }

        /**
         * Sets the version of the bar.
         *
         * @param value 0 for the first
         * @return this builder
         */
        public Builder revision(int value) {
            this.revision = value;
            return this;
        }

        /**
         * Sets the day in the calendar of the exchange.
         *
         * @param value the day, or null on bars shorter than a day
         * @return this builder
         */
        public Builder tradingDay(@Nullable LocalDate value) {
            this.tradingDay = value;
            return this;
        }

        /**
         * Sets the time of receipt; the close time where it is not set.
         *
         * @param value the time by our clock
         * @return this builder
         */
        public Builder receivedTime(Instant value) {
            this.receivedTime = value;
            return this;
        }

        /**
         * Makes the bar.
         *
         * @return the bar
         * @throws IllegalArgumentException if the numbers do not fit together
         * @throws NullPointerException if the span is missing
         */
        public Bar build() {
            Instant from = Objects.requireNonNull(openTime, "openTime");
            Instant to = Objects.requireNonNull(closeTime, "closeTime");
            return new Bar(
                    symbol,
                    source,
                    interval,
                    from,
                    to,
                    open,
                    high,
                    low,
                    close,
                    volume,
                    tradeCount,
                    vwap,
                    state,
                    coverage,
                    reason,
                    revision,
                    tradingDay,
                    receivedTime != null ? receivedTime : to);
        }
    }
}
