package io.quotron.providers.kraken;

import java.time.Instant;
import java.util.Objects;

/**
 * The best bid and ask of a market at a moment of the past.
 *
 * @param time when they were the best, to the second
 * @param bid the best bid
 * @param ask the best ask
 */
public record KrakenSpread(Instant time, double bid, double ask) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a price is not a finite number above 0
     */
    public KrakenSpread {
        Objects.requireNonNull(time, "time");
        if (!(bid > 0 && ask > 0) || Double.isInfinite(bid + ask)) {
            throw new IllegalArgumentException("best prices must be above 0, but are " + bid + " and " + ask);
        }
    }
}
