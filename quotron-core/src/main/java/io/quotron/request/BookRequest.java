package io.quotron.request;

import io.quotron.model.OrderBook;

/** Asks for the order book of a market; by default ten levels of each side. */
public interface BookRequest extends Request<OrderBook, BookRequest> {
    /**
     * Sets how deep.
     *
     * @param levels the most levels of each side, at least 1
     * @return a new request
     * @throws IllegalArgumentException if it is below 1
     */
    BookRequest depth(int levels);
}
