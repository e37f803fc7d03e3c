package io.quotron.spi;

import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;

/** Answers for order books. Must be thread-safe. */
@FunctionalInterface
public interface BookSource {
    /**
     * Fetches the order book of a market.
     *
     * @param symbol the market
     * @param depth the most levels of each side, at least 1; a source that has other steps cuts a deeper one
     * @param context the call
     * @return the book in state LIVE
     * @throws io.quotron.error.ProviderException if the call failed
     */
    OrderBook fetchBook(Symbol symbol, int depth, RequestContext context);
}
