package io.quotron.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What a venue says about whether something can be traded now.
 *
 * @param symbol what it is about
 * @param source who says it
 * @param status what can be done
 * @param detail the words of the source
 * @param eventTime when it was said, by the clock of the source; the time of receipt where it tells none
 * @param receivedTime when it reached this process
 */
public record TradingStatus(
        Symbol symbol, SourceId source, Status status, String detail, Instant eventTime, Instant receivedTime)
        implements MarketEvent {
    /** What can be done. */
    public enum Status {
        /** Orders are matched. */
        TRADING,
        /** Only some kinds of orders are taken, as cancellations or limits. */
        RESTRICTED,
        /** Nothing is matched for now. */
        HALTED,
        /** No longer traded at the venue. */
        DELISTED,
        /** The source does not tell. */
        UNKNOWN
    }

    /** Checks that nothing is missing. */
    public TradingStatus {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(eventTime, "eventTime");
        Objects.requireNonNull(receivedTime, "receivedTime");
    }
}
