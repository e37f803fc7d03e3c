package io.quotron.spi;

/** What a stream can carry. */
public enum StreamKind {
    /** Single executions. */
    TRADES,
    /** Last price with best bid and offer. */
    QUOTES
}
