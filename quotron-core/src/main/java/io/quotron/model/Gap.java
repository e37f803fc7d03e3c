package io.quotron.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A span in which a stream may have missed events, and what became of it.
 *
 * @param symbol the stream's symbol
 * @param source the stream's source
 * @param window the span that may be incomplete
 * @param status whether the gap is open, filled or cannot be filled
 * @param recovered how many events were fetched after the fact
 * @param detail what happened, in words
 * @param receivedTime when this was noticed
 */
public record Gap(
        Symbol symbol,
        SourceId source,
        TimeRange window,
        Status status,
        int recovered,
        String detail,
        Instant receivedTime)
        implements MarketEvent {
    /** What became of a gap. */
    public enum Status {
        /** The span is known to be incomplete. */
        OPEN,
        /** All missed events were fetched and delivered. */
        FILLED,
        /** The source cannot give the missed events. */
        UNFILLABLE
    }

    /** Checks that nothing is missing. */
    public Gap {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(receivedTime, "receivedTime");
    }

    /** Returns the end of the span. */
    @Override
    public Instant eventTime() {
        return window.endExclusive();
    }
}
