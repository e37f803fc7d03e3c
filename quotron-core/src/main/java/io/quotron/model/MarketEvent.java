package io.quotron.model;

import java.time.Instant;

/**
 * Anything that a market tells at a moment. Sealed, so that a switch over it is complete.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface MarketEvent
        permits Trade, Quote, IndexValue, Bar, OrderBook, TradingStatus, IndicatorValues, Gap, FeedState {
    /**
     * Returns what the event is about.
     *
     * @return the canonical symbol
     */
    Symbol symbol();

    /**
     * Returns where the event came from.
     *
     * @return the source
     */
    SourceId source();

    /**
     * Returns when it happened, by the clock of the source.
     *
     * @return the time of the event
     */
    Instant eventTime();

    /**
     * Returns when it reached this process.
     *
     * @return the time of receipt
     */
    Instant receivedTime();
}
