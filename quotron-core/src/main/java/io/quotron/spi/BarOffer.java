package io.quotron.spi;

import io.quotron.model.Interval;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The bars of one length that a provider has.
 *
 * @param interval the length
 * @param lookback how far back from now they reach; empty for all there is
 * @param pageSize the most bars of one request to the server; empty where no limit is known
 */
public record BarOffer(Interval interval, Optional<Duration> lookback, OptionalInt pageSize) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the lookback is not positive or the page size is below 1
     */
    public BarOffer {
        Objects.requireNonNull(interval, "interval");
        if (lookback.isPresent() && (lookback.get().isZero() || lookback.get().isNegative())) {
            throw new IllegalArgumentException(
                    "lookback of " + interval + " must be positive, but is " + lookback.get());
        }
        if (pageSize.isPresent() && pageSize.getAsInt() < 1) {
            throw new IllegalArgumentException("page size of " + interval + " must be at least 1");
        }
    }

    /**
     * Offers all bars of a length that there are.
     *
     * @param interval the length
     * @return an offer without limits
     */
    public static BarOffer of(Interval interval) {
        return new BarOffer(interval, Optional.empty(), OptionalInt.empty());
    }

    /**
     * Limits how far back the bars reach.
     *
     * @param value the distance from now
     * @return a new offer
     */
    public BarOffer within(Duration value) {
        return new BarOffer(interval, Optional.of(value), pageSize);
    }

    /**
     * Limits how many bars one request brings.
     *
     * @param bars at least 1
     * @return a new offer
     */
    public BarOffer perRequest(int bars) {
        return new BarOffer(interval, lookback, OptionalInt.of(bars));
    }
}
