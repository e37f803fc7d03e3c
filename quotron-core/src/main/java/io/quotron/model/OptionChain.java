package io.quotron.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The options on one underlying that end on one day.
 *
 * @param underlying what they are options on
 * @param source where this comes from
 * @param expirations all days for which the source has options, in order
 * @param expiration the day of these options, one of the expirations
 * @param calls the calls, by strike
 * @param puts the puts, by strike
 * @param underlyingPrice the price of the underlying, where the source tells it
 * @param receivedTime when it reached this process
 */
public record OptionChain(
        Symbol underlying,
        SourceId source,
        List<LocalDate> expirations,
        LocalDate expiration,
        List<OptionContract> calls,
        List<OptionContract> puts,
        OptionalDouble underlyingPrice,
        Instant receivedTime) {
    /** Copies the lists. */
    public OptionChain {
        Objects.requireNonNull(underlying, "underlying");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(expiration, "expiration");
        Objects.requireNonNull(receivedTime, "receivedTime");
        expirations = List.copyOf(expirations);
        calls = List.copyOf(calls);
        puts = List.copyOf(puts);
        Numbers.finite(underlyingPrice, "price", underlying);
    }
}
