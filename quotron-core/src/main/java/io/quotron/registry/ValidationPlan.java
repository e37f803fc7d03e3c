package io.quotron.registry;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link ProviderValidator} asks for.
 *
 * @param known a symbol that the provider has quotes and bars for
 * @param unknown a symbol that it cannot know
 * @param interval the length of the bars to ask for; where the provider does not offer it, its longest is taken
 * @param lookback how far back to ask for bars; the known symbol must have been traded in that time
 * @param timeout how long one call may take
 */
public record ValidationPlan(Symbol known, Symbol unknown, Interval interval, Duration lookback, Duration timeout) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the symbols are equal or a duration is not positive
     */
    public ValidationPlan {
        Objects.requireNonNull(interval, "interval");
        if (known.equals(unknown)) {
            throw new IllegalArgumentException("the known and the unknown symbol are both '" + known + "'");
        }
        requirePositive(lookback, "lookback");
        requirePositive(timeout, "timeout");
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }

    /**
     * Returns a plan with daily bars of the last 30 days and 30 seconds for each call.
     *
     * @param known a symbol that the provider has, as {@code AAPL}
     * @param unknown a symbol that it cannot know, as {@code QQZZXX}
     * @return the plan
     */
    public static ValidationPlan of(String known, String unknown) {
        return new ValidationPlan(
                Symbol.of(known), Symbol.of(unknown), Interval.DAY_1, Duration.ofDays(30), Duration.ofSeconds(30));
    }

    /**
     * Returns this plan with other bars.
     *
     * @param interval the length of the bars
     * @param lookback how far back to ask
     * @return a new plan
     */
    public ValidationPlan withBars(Interval interval, Duration lookback) {
        return new ValidationPlan(known, unknown, interval, lookback, timeout);
    }

    /**
     * Returns this plan with another time for each call.
     *
     * @param timeout a positive duration
     * @return a new plan
     */
    public ValidationPlan withTimeout(Duration timeout) {
        return new ValidationPlan(known, unknown, interval, lookback, timeout);
    }
}
