package io.quotron.providers.kraken;

import io.quotron.providers.internal.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the channel {@code book}: the whole book, or the levels that changed.
 *
 * @param snapshot whether it is the whole book
 * @param bids the bids, in the order sent; size 0 takes a level out
 * @param asks the asks, likewise
 * @param checksum the checksum that the book has afterwards
 * @param time epoch nanoseconds, or {@link KrakenTime#UNREADABLE} where none is told
 */
record KrakenBookRow(boolean snapshot, List<Level> bids, List<Level> asks, long checksum, long time) {
    private static final long MAX_CHECKSUM = 0xFFFF_FFFFL;
    private static final int MAX_SCALE = 40;

    /**
     * One level.
     *
     * @param price the price
     * @param size all that is there now
     * @param label price and size as the message writes them, with a blank between; what the checksum is made of
     */
    record Level(double price, double size, String label) {}

    /** Says what is wrong with a row. */
    static final class BrokenRow extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenRow(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * Reads a row.
     *
     * @param row the row
     * @param snapshot whether the message says that it is the whole book
     * @param received the time of receipt
     * @return the row
     * @throws BrokenRow if anything in it cannot be read, because the book would be wrong from then on
     */
    static KrakenBookRow read(JsonValue row, boolean snapshot, Instant received) throws BrokenRow {
        long checksum = row.get("checksum").whole().orElse(-1);
        if (checksum < 0 || checksum > MAX_CHECKSUM) {
            throw new BrokenRow("a book without a checksum");
        }
        long time = KrakenTime.UNREADABLE;
        if (!row.get("timestamp").isAbsent()) {
            time = KrakenTime.ofTimestamp(row.get("timestamp").text().orElse(""));
            if (!KrakenTime.isPlausible(time, received)) {
                throw new BrokenRow("a book with an impossible time");
            }
        }
        return new KrakenBookRow(
                snapshot, levels(row, "bids", snapshot), levels(row, "asks", snapshot), checksum, time);
    }

    private static List<Level> levels(JsonValue row, String side, boolean snapshot) throws BrokenRow {
        JsonValue items = row.get(side);
        if (!items.is(JsonValue.Kind.ARRAY) && (snapshot || !items.isAbsent())) {
            throw new BrokenRow("a book without a list of " + side);
        }
        List<Level> levels = new ArrayList<>(items.size());
        for (JsonValue item : items.items()) {
            levels.add(level(item, side));
        }
        return levels;
    }

    private static Level level(JsonValue item, String side) throws BrokenRow {
        double price = item.get("price").decimal().orElse(Double.NaN);
        double size = item.get("qty").decimal().orElse(Double.NaN);
        if (!(price > 0) || !(size >= 0)) {
            throw new BrokenRow("one of the " + side + " has no price above zero or no size");
        }
        return new Level(price, size, plain(item.get("price")) + ' ' + plain(item.get("qty")));
    }

    /** Small numbers may come with an exponent; the checksum is made without one. */
    private static String plain(JsonValue number) throws BrokenRow {
        String text = number.numberText().orElse("");
        if (text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            return text;
        }
        BigDecimal value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            throw new BrokenRow("a level with a number that no market has: " + text);
        }
        return value.toPlainString();
    }
}
