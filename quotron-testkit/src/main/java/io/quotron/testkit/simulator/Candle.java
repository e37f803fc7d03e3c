package io.quotron.testkit.simulator;

/**
 * What a span of trades folds to, in price and size steps.
 *
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price
 * @param volume the sum of sizes
 * @param count the number of trades; where it is 0 the prices mean nothing
 */
record Candle(long open, long high, long low, long close, long volume, long count) {
    static final Candle NONE = new Candle(0, 0, 0, 0, 0, 0);

    boolean isEmpty() {
        return count == 0;
    }

    /** Collects trades and candles in time order. */
    static final class Fold {
        private long open;
        private long high = Long.MIN_VALUE;
        private long low = Long.MAX_VALUE;
        private long close;
        private long volume;
        private long count;

        void add(Tick tick) {
            add(tick.price(), tick.price(), tick.price(), tick.price(), tick.size(), 1);
        }

        void add(Candle candle) {
            add(candle.open, candle.high, candle.low, candle.close, candle.volume, candle.count);
        }

        void add(long first, long highest, long lowest, long last, long size, long trades) {
            if (trades == 0) {
                return;
            }
            if (count == 0) {
                open = first;
            }
            high = Math.max(high, highest);
            low = Math.min(low, lowest);
            close = last;
            volume += size;
            count += trades;
        }

        Candle candle() {
            return count == 0 ? NONE : new Candle(open, high, low, close, volume, count);
        }
    }
}
