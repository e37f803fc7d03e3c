package io.quotron.bars;

import io.quotron.model.Bar;

/**
 * Receives what a {@link BarAggregator} makes, in the thread that feeds it.
 *
 * <p>Bars come in order of their end; of bars that end together the shorter comes first. A listener must be fast and
 * must not call the aggregator back. Whatever it throws is counted and logged once; it does not stop the aggregator.
 */
@FunctionalInterface
public interface BarListener {
    /**
     * Receives a bar: FINAL when an interval and its allowed lateness are over, REVISED when a late trade corrected it,
     * SYNTHETIC when it was made without a price, and FORMING only from {@link BarAggregator#flush()}.
     *
     * @param bar the bar
     */
    void onBar(Bar bar);

    /**
     * Receives a trade that came too late; does nothing unless overridden.
     *
     * @param trade the trade, and whether it still corrected a bar
     */
    default void onLateTrade(LateTrade trade) {}
}
