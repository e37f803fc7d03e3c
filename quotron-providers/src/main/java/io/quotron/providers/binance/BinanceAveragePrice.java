package io.quotron.providers.binance;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The mean price of a market over the last minutes.
 *
 * @param price the mean, weighted by volume
 * @param window how many minutes it is made of
 * @param time when the newest trade in it was; empty where the server does not tell
 */
public record BinanceAveragePrice(double price, Duration window, Optional<Instant> time) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the price is not a finite number above 0, or the window is not positive
     */
    public BinanceAveragePrice {
        Objects.requireNonNull(time, "time");
        if (!(price > 0) || Double.isInfinite(price)) {
            throw new IllegalArgumentException("the mean price must be above 0, but is " + price);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("the window must be positive, but is " + window);
        }
    }
}
