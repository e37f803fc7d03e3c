package io.quotron.model;

/** The side that took the price of a trade (the aggressor). */
public enum Side {
    /** The buyer took an offer. */
    BUY,
    /** The seller took a bid. */
    SELL,
    /** The source does not tell. */
    UNKNOWN
}
