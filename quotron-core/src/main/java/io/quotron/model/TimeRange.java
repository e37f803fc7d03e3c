package io.quotron.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A span of time that includes its start and excludes its end.
 *
 * <p>Immutable and thread-safe.
 *
 * @param startInclusive the first instant of the range
 * @param endExclusive the first instant after the range
 */
public record TimeRange(Instant startInclusive, Instant endExclusive) {
    /**
     * Checks the order of the two instants.
     *
     * @throws IllegalArgumentException if the range is empty or ends before it starts
     */
    public TimeRange {
        Objects.requireNonNull(startInclusive, "startInclusive");
        Objects.requireNonNull(endExclusive, "endExclusive");
        if (!startInclusive.isBefore(endExclusive)) {
            throw new IllegalArgumentException(
                    "range must start before it ends, but is [" + startInclusive + ", " + endExclusive + ")");
        }
    }

    /**
     * Returns the range between two instants.
     *
     * @param startInclusive the first instant of the range
     * @param endExclusive the first instant after the range
     * @return the range
     * @throws IllegalArgumentException if the range is empty or ends before it starts
     */
    public static TimeRange of(Instant startInclusive, Instant endExclusive) {
        return new TimeRange(startInclusive, endExclusive);
    }

    /**
     * Tells whether an instant lies in this range.
     *
     * @param instant the instant
     * @return true if it is not before the start and before the end
     */
    public boolean contains(Instant instant) {
        return !instant.isBefore(startInclusive) && instant.isBefore(endExclusive);
    }

    /**
     * Returns what two ranges share.
     *
     * @param other the other range
     * @return the common part; empty if there is none
     */
    public Optional<TimeRange> intersection(TimeRange other) {
        Instant start = startInclusive.isAfter(other.startInclusive) ? startInclusive : other.startInclusive;
        Instant end = endExclusive.isBefore(other.endExclusive) ? endExclusive : other.endExclusive;
        return start.isBefore(end) ? Optional.of(new TimeRange(start, end)) : Optional.empty();
    }

    /**
     * Returns the length of the range.
     *
     * @return a positive duration
     */
    public Duration duration() {
        return Duration.between(startInclusive, endExclusive);
    }

    /** Returns {@code [start, end)}. */
    @Override
    public String toString() {
        return "[" + startInclusive + ", " + endExclusive + ")";
    }
}
