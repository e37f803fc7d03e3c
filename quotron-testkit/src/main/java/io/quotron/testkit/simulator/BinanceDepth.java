package io.quotron.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The order book right after a trade, a pure function of that trade: the best prices are those of {@link BinanceTicker}, the levels
 * behind them lie on a grid, and their sizes change with every few trades. Each trade makes two changes of the book.
 *
 * @param lastId the number of the last change
 * @param bids sizes by price, highest first
 * @param asks sizes by price, lowest first
 */
record BinanceDepth(long lastId, NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {
    /** How many levels a side has. */
    static final int LEVELS = 150;

    private static final long SIZE_KEY = 0xDE97BL;
    private static final int CHANGES_PER_TRADE = 2;
    private static final int TRADES_PER_SIZE = 8;

    static BinanceDepth after(Tick tick) {
        long grid = Math.max(1, tick.price() / 50_000);
        NavigableMap<Long, Long> bids = new TreeMap<>(java.util.Comparator.reverseOrder());
        NavigableMap<Long, Long> asks = new TreeMap<>();
        long bid = BinanceTicker.bid(tick);
        long ask = BinanceTicker.ask(tick);
        bids.put(bid, size(bid, 0, tick.id()));
        asks.put(ask, size(ask, 1, tick.id()));
        long below = Math.floorDiv(bid - 1, grid) * grid;
        long above = (Math.floorDiv(ask, grid) + 1) * grid;
        for (int i = 0; i < LEVELS - 1; i++) {
            if (below > 0) {
                bids.put(below, size(below, 0, tick.id() / TRADES_PER_SIZE + below % TRADES_PER_SIZE));
            }
            asks.put(above, size(above, 1, tick.id() / TRADES_PER_SIZE + above % TRADES_PER_SIZE));
            below -= grid;
            above += grid;
        }
        return new BinanceDepth(tick.id() * CHANGES_PER_TRADE, bids, asks);
    }

    /** In hundred millionths of a coin, at least a thousandth. */
    private static long size(long price, int side, long version) {
        return 100_000 + (long) (4e8 * Chance.unit(price * 2 + side ^ SIZE_KEY, version));
    }

    /** The best levels, as texts. */
    static List<Object> levels(BinancePair pair, NavigableMap<Long, Long> side, int most) {
        List<Object> levels = new ArrayList<>();
        side.forEach((price, size) -> {
            if (levels.size() < most) {
                levels.add(level(pair, price, size));
            }
        });
        return levels;
    }

    private static List<String> level(BinancePair pair, long price, long size) {
        return List.of(pair.price(price), Json.text(size, 8, 8));
    }

    /** What is not as it was; what has gone has the size 0. */
    static List<Object> changes(BinancePair pair, NavigableMap<Long, Long> before, NavigableMap<Long, Long> after) {
        List<Object> changes = new ArrayList<>();
        before.forEach((price, size) -> {
            if (!after.containsKey(price)) {
                changes.add(level(pair, price, 0));
            }
        });
        after.forEach((price, size) -> {
            if (!size.equals(before.get(price))) {
                changes.add(level(pair, price, size));
            }
        });
        return changes;
    }
}
