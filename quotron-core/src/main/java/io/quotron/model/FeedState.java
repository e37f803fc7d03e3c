package io.quotron.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A change in the health of one symbol's stream.
 *
 * @param symbol the stream's symbol
 * @param source the stream's source
 * @param status the new state
 * @param detail why, in words
 * @param eventTime when the state changed
 */
public record FeedState(Symbol symbol, SourceId source, Status status, String detail, Instant eventTime)
        implements MarketEvent {
    /** The states of a stream. */
    public enum Status {
        /** Asked for, not yet confirmed by the source. */
        PENDING,
        /** Confirmed and delivering. */
        ACTIVE,
        /** Confirmed before, but nothing can be relied on now: disconnected or silent. */
        STALE,
        /** Refused by the source for good. */
        FAILED,
        /** Ended by us. */
        CLOSED
    }

    /** Checks that nothing is missing. */
    public FeedState {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(eventTime, "eventTime");
    }

    /** Returns when the state changed; this event is made here. */
    @Override
    public Instant receivedTime() {
        return eventTime;
    }
}
