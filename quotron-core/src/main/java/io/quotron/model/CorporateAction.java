package io.quotron.model;

import java.time.LocalDate;

/** An event of a company that changes what its past prices mean. Thread-safe: all implementations are records. */
public sealed interface CorporateAction permits Split, Dividend {
    /**
     * Returns what the action is about.
     *
     * @return the symbol
     */
    Symbol symbol();

    /**
     * Returns the first trading day on which prices are without the action.
     *
     * @return the ex date, in the calendar of the exchange
     */
    LocalDate exDate();
}
