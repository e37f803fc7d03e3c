package io.quotron.spi;

/** What a stream can carry. */
public enum StreamKind {
    /** Single executions. */
    TRADES,
    /** Last price with best bid and offer. */
    QUOTES,
    /** The order book to a depth, verified by the rule of the source; each event is the whole book to that depth. */
    BOOK,
    /** Bars as the source builds them, of one interval: FORMING while they grow, then FINAL. */
    BARS,
    /** Whether something can be traded now. */
    STATUS
}
