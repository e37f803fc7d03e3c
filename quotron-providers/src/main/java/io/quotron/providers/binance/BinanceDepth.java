package io.quotron.providers.binance;

import io.quotron.providers.internal.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Levels as one message tells them: those of a snapshot, or those that changed. The arrays are not copied, and nobody changes them.
 *
 * @param firstId the number of the first change in it; that of the last for a snapshot
 * @param lastId the number of the last change in it
 * @param bidPrices the prices of bids
 * @param bidSizes what is bid there now; 0 for nothing any more
 * @param askPrices the prices of asks
 * @param askSizes what is asked there now; 0 for nothing any more
 */
@SuppressWarnings(
        "ArrayRecordComponent") // never compared; one array per number is what a message of a thousand levels costs
record BinanceDepth(
        long firstId, long lastId, double[] bidPrices, double[] bidSizes, double[] askPrices, double[] askSizes) {
    /** Reads lastUpdateId, bids and asks; empty if one of them cannot be read, or the levels are not best first. */
    static Optional<BinanceDepth> snapshot(JsonValue message) {
        long id = message.get("lastUpdateId").whole().orElse(-1);
        return of(id, id, message.get("bids"), message.get("asks")).filter(BinanceDepth::isWhole);
    }

    /** A snapshot holds nothing that is not there, and each price once. */
    private boolean isWhole() {
        for (int i = 0; i < bidPrices.length; i++) {
            if (!(bidSizes[i] > 0) || (i > 0 && bidPrices[i] >= bidPrices[i - 1])) {
                return false;
            }
        }
        for (int i = 0; i < askPrices.length; i++) {
            if (!(askSizes[i] > 0) || (i > 0 && askPrices[i] <= askPrices[i - 1])) {
                return false;
            }
        }
        return true;
    }

    /** Reads U, u, b and a; empty if one of them cannot be read. */
    static Optional<BinanceDepth> change(JsonValue message) {
        long first = message.get("U").whole().orElse(-1);
        long last = message.get("u").whole().orElse(-1);
        return of(first, last, message.get("b"), message.get("a"));
    }

    private static Optional<BinanceDepth> of(long first, long last, JsonValue bids, JsonValue asks) {
        boolean sides = bids.is(JsonValue.Kind.ARRAY) && asks.is(JsonValue.Kind.ARRAY);
        if (!sides || first < 0 || last < first) {
            return Optional.empty();
        }
        BinanceDepth depth =
                new BinanceDepth(first, last, column(bids, 0), column(bids, 1), column(asks, 0), column(asks, 1));
        return depth.isReadable() ? Optional.of(depth) : Optional.empty();
    }

    private static double[] column(JsonValue side, int index) {
        List<JsonValue> levels = side.items();
        double[] column = new double[levels.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = BinanceParser.decimal(levels.get(i).at(index));
        }
        return column;
    }

    private boolean isReadable() {
        return allAbove(bidPrices, true)
                && allAbove(askPrices, true)
                && allAbove(bidSizes, false)
                && allAbove(askSizes, false);
    }

    private static boolean allAbove(double[] numbers, boolean strictly) {
        for (double number : numbers) {
            if (!(strictly ? number > 0 : number >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a bid is not below an ask. */
    boolean isCrossed() {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bidPrices.length; i++) {
            highest = bidSizes[i] > 0 ? Math.max(highest, bidPrices[i]) : highest;
        }
        for (int i = 0; i < askPrices.length; i++) {
            if (askSizes[i] > 0 && askPrices[i] <= highest) {
                return true;
            }
        }
        return false;
    }
}
