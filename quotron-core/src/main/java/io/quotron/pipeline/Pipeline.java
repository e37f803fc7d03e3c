package io.quotron.pipeline;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.time.Duration;
import java.util.Optional;

/** A running flow: trade, quality, bar, indicators; each handed to store, events and listener. Thread-safe. */
public interface Pipeline extends AutoCloseable {
    /**
     * Returns what became of everything so far.
     *
     * @return the counts
     */
    PipelineAccounting accounting();

    /**
     * Returns how the pipeline is doing.
     *
     * @return the state
     */
    PipelineState state();

    /**
     * Returns the newest bar that was closed.
     *
     * @param symbol the symbol
     * @param interval the length of the bar
     * @return the bar; empty before the first
     */
    Optional<Bar> latest(Symbol symbol, Interval interval);

    /**
     * Waits until all that has arrived is worked off and written. Bars that are still forming stay so.
     *
     * @param timeout how long to wait at most, by the clock of the machine
     * @return false if the time was not enough
     */
    boolean flush(Duration timeout);

    /**
     * Ends the flow, writes what waits within 5 seconds, and counts the rest as dropped. Bars that are still forming are left
     * out. Idempotent.
     */
    @Override
    void close();
}
