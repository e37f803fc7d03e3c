package io.quotron.testkit.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The resting orders of a pair after a trade: one level at each price step from the best prices of {@link KrakenTicker}
 * outwards. With each trade the best levels and one in eight of the others change. A pure function of the tape.
 *
 * @param pair the pair
 * @param depth how many levels of each side there are
 * @param last the trade that made it so
 * @param bids sizes by price in steps, highest first
 * @param asks sizes by price in steps, lowest first
 */
record KrakenOrderBook(
        KrakenPair pair, int depth, Tick last, SortedMap<Long, Json.Digits> bids, SortedMap<Long, Json.Digits> asks) {
    private static final long NANOS = 1_000_000_000L;
    private static final long LEVEL_KEY = 0xB00CL;
    private static final int CHECKED_LEVELS = 10;
    private static final Json.Digits NOTHING = new Json.Digits("0.00000000");

    static Optional<KrakenOrderBook> of(KrakenPair pair, int depth, long nowNanos) {
        return KrakenTicker.of(pair, nowNanos).map(ticker -> of(ticker, depth));
    }

    private static KrakenOrderBook of(KrakenTicker ticker, int depth) {
        SortedMap<Long, Json.Digits> bids = new TreeMap<>(Comparator.reverseOrder());
        SortedMap<Long, Json.Digits> asks = new TreeMap<>();
        long id = ticker.last().id();
        for (int i = 0; i < depth; i++) {
            long bid = ticker.bid() - i;
            if (bid > 0) {
                bids.put(bid, i == 0 ? ticker.bookSize(0) : size(id, bid, 0));
            }
            long ask = ticker.ask() + i;
            asks.put(ask, i == 0 ? ticker.bookSize(1) : size(id, ask, 1));
        }
        return new KrakenOrderBook(ticker.pair(), depth, ticker.last(), bids, asks);
    }

    private static Json.Digits size(long id, long price, int side) {
        long version = Math.floorDiv(id + price, 8);
        double size = 0.01 + 9 * Chance.unit(Chance.bits(price ^ LEVEL_KEY, version), side);
        return Json.decimal((long) (size * 1e8), KrakenPair.SIZE_DECIMALS, KrakenPair.SIZE_DECIMALS);
    }

    /** The row of WebSocket v2 that holds all levels. */
    Map<String, @Nullable Object> snapshot(boolean spoiled) {
        return row(rows(bids), rows(asks), spoiled);
    }

    /**
     * The row that turns an earlier book into this one. What fell out of the depth is not told, as the client cuts by
     * itself.
     */
    Map<String, @Nullable Object> changesSince(KrakenOrderBook earlier, boolean spoiled) {
        return row(changes(earlier.bids, bids), changes(earlier.asks, asks), spoiled);
    }

    private List<Object> changes(SortedMap<Long, Json.Digits> before, SortedMap<Long, Json.Digits> now) {
        List<Object> rows = new ArrayList<>();
        Comparator<? super Long> order = now.comparator() != null ? now.comparator() : Comparator.naturalOrder();
        before.keySet().forEach(price -> {
            boolean fellOut = now.size() == depth && order.compare(price, now.lastKey()) > 0;
            if (!now.containsKey(price) && !fellOut) {
                rows.add(level(price, NOTHING));
            }
        });
        now.forEach((price, size) -> {
            if (!size.equals(before.get(price))) {
                rows.add(level(price, size));
            }
        });
        return rows;
    }

    private Map<String, @Nullable Object> row(List<Object> bidRows, List<Object> askRows, boolean spoiled) {
        return Json.object(
                "symbol",
                pair.symbol(),
                "bids",
                bidRows,
                "asks",
                askRows,
                "checksum",
                spoiled ? checksum() ^ 1 : checksum(),
                "timestamp",
                WireTime.micros(last.nanos()));
    }

    private List<Object> rows(SortedMap<Long, Json.Digits> side) {
        List<Object> rows = new ArrayList<>();
        side.forEach((price, size) -> rows.add(level(price, size)));
        return rows;
    }

    private Object level(long price, Json.Digits size) {
        return Json.object("price", pair.price(price), "qty", size);
    }

    private long checksum() {
        StringBuilder text = new StringBuilder();
        for (SortedMap<Long, Json.Digits> side : List.of(asks, bids)) {
            side.entrySet().stream()
                    .limit(CHECKED_LEVELS)
                    .forEach(level ->
                            text.append(digits(pair.price(level.getKey()))).append(digits(level.getValue())));
        }
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static String digits(Json.Digits number) {
        return number.text().replace(".", "").replaceFirst("^0+", "");
    }

    /** The result of REST. */
    Map<String, @Nullable Object> result() {
        return Json.object("asks", restRows(asks), "bids", restRows(bids));
    }

    private List<Object> restRows(SortedMap<Long, Json.Digits> side) {
        List<Object> rows = new ArrayList<>();
        side.forEach((price, size) -> rows.add(List.of(pair.longPriceText(price), size.text(), last.nanos() / NANOS)));
        return rows;
    }
}
