package io.quotron.providers.kraken;

import io.quotron.error.Excerpt;
import io.quotron.model.OrderBook;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;

/**
 * Reads Depth: {@code asks} and {@code bids}, each a list of price, volume and the second of the newest change, best
 * first.
 *
 * <p>A book is whole or nothing: one level that cannot be read, sides out of order and a bid that reaches an ask refuse
 * it.
 */
final class KrakenDepth {
    /** The most levels of each side that Kraken sends. */
    static final int MAX_LEVELS = 500;

    private final KrakenPair pair;
    private final Instant received;
    private final OrderBook.Builder book;
    private long newest = Long.MIN_VALUE;

    private KrakenDepth(KrakenPair pair, Instant received) {
        this.pair = pair;
        this.received = received;
        this.book = OrderBook.builder(pair.symbol(), KrakenErrors.SOURCE).receivedTime(received);
    }

    /**
     * Makes the book.
     *
     * @param entry the entry of the market
     * @param pair what was asked
     * @param depth the most levels of each side to keep
     * @param received the time of receipt, which also stands for the time of a book whose levels tell none
     * @return the book, LIVE
     */
    static OrderBook read(JsonValue entry, KrakenPair pair, int depth, Instant received) {
        KrakenDepth reader = new KrakenDepth(pair, received);
        reader.side(entry, "asks", depth);
        reader.side(entry, "bids", depth);
        boolean told = reader.newest != Long.MIN_VALUE;
        OrderBook book = reader.book
                .eventTime(told ? KrakenTime.instant(reader.newest) : received)
                .build();
        if (book.isCrossed()) {
            throw KrakenErrors.malformed("the book of " + pair.key() + " is crossed: " + book);
        }
        return book;
    }

    private void side(JsonValue entry, String side, int depth) {
        JsonValue rows = entry.get(side);
        if (!rows.is(JsonValue.Kind.ARRAY)) {
            throw KrakenErrors.malformed(path(side) + " is no list of levels: " + Excerpt.of(rows.toString()));
        }
        boolean bids = side.equals("bids");
        double before = bids ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < Math.min(depth, rows.size()); i++) {
            double price = level(rows.at(i), path(side) + "/" + i, bids);
            if (bids ? price >= before : price <= before) {
                throw KrakenErrors.malformed(
                        path(side) + "/" + i + "/0 is out of order: " + price + " after " + before);
            }
            before = price;
        }
    }

    private String path(String side) {
        return "result/" + pair.key() + "/" + side;
    }

    private double level(JsonValue row, String path, boolean bids) {
        double price = positive(row.at(0), path + "/0");
        double size = positive(row.at(1), path + "/1");
        time(row.at(2), path + "/2");
        if (bids) {
            book.bid(price, size);
        } else {
            book.ask(price, size);
        }
        return price;
    }

    private static double positive(JsonValue value, String path) {
        double number = KrakenParser.decimal(value);
        if (!(number > 0)) {
            throw KrakenErrors.malformed(path + " is no number above zero: " + Excerpt.of(value.toString()));
        }
        return number;
    }

    private void time(JsonValue value, String path) {
        if (value.is(JsonValue.Kind.MISSING)) {
            return;
        }
        long time = KrakenTime.ofSeconds(value.numberText().or(value::text).orElse(""));
        if (!KrakenTime.isPlausible(time, received)) {
            throw KrakenErrors.malformed(path + " is no possible time: " + Excerpt.of(value.toString()));
        }
        newest = Math.max(newest, time);
    }
}
