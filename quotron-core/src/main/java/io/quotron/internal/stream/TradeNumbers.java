package io.quotron.internal.stream;

import io.quotron.model.Trade;
import org.jspecify.annotations.Nullable;

/**
 * Notices by their ids that trades of one stream were left out.
 *
 * <h2>How it works</h2>
 * Some sources number the trades of a symbol one by one. Where that has been so for a while, a number that is left out is a trade
 * that never came, for example because the message that carried it could not be read. Whether a source counts like that is not
 * known beforehand: it is believed after {@value #FIRST_PROOF} trades in a row, and if a hole is looked at and not even the past
 * knows its trade, twice as many are asked for the next time. Ids that are not numbers say nothing.
 *
 * <p>Confined to one thread.
 */
final class TradeNumbers {
    private static final int FIRST_PROOF = 32;
    private static final int MOST_PROOF = 1 << 20;
    private static final int MOST_DIGITS = 18;
    private static final long NONE = -1;

    private long last = NONE;
    private int inARow;
    private int proof = FIRST_PROOF;
    private long missing = NONE;

    /** Tells whether a trade that has come, but was not yet delivered, shows that one before it was left out. */
    boolean skipped(Trade trade) {
        boolean skipped = inARow >= proof && number(trade.id()) > last + 1;
        if (skipped) {
            missing = last + 1;
        }
        return skipped;
    }

    /** Takes note of a trade that is delivered. */
    void delivered(Trade trade) {
        long number = number(trade.id());
        if (number == NONE) {
            inARow = 0;
            return;
        }
        if (number == missing) {
            missing = NONE;
        }
        if (number == last + 1) {
            inARow = Math.min(inARow + 1, MOST_PROOF);
        } else if (number > last && inARow < proof) {
            inARow = 0;
        }
        last = Math.max(last, number);
    }

    /** The trades of the past were fetched and delivered: if the one that was left out is still not there, there is none. */
    void lookedAtHole() {
        if (missing != NONE) {
            missing = NONE;
            inARow = 0;
            proof = Math.min(2 * proof, MOST_PROOF);
        }
    }

    private static long number(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > MOST_DIGITS) {
            return NONE;
        }
        long number = 0;
        for (int i = 0; i < id.length(); i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
