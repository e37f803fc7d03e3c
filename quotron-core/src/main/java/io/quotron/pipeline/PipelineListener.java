package io.quotron.pipeline;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.IndicatorValues;
import io.quotron.model.MarketEvent;
import io.quotron.model.Trade;
import io.quotron.quality.Verdict;

/**
 * Is told what goes through a {@link Pipeline}.
 *
 * <p>The methods are called one at a time, on worker threads of the client, after the data has been handed to store and events.
 * They may block and throw anything; that stops neither the pipeline nor anybody else. A listener that lags by more than
 * 65,536 calls misses the newest ones, which is counted.
 */
public interface PipelineListener {
    /**
     * A trade passed the quality rules.
     *
     * @param trade the trade
     */
    default void onTrade(Trade trade) {}

    /**
     * A bar was closed or revised.
     *
     * @param bar the bar
     */
    default void onBar(Bar bar) {}

    /**
     * The indicators of a bar were computed, or computed anew after a revision.
     *
     * @param values one row
     */
    default void onIndicators(IndicatorValues values) {}

    /**
     * The quality rules kept an event apart.
     *
     * @param event the event
     * @param verdict what the rules say
     */
    default void onQuarantined(MarketEvent event, Verdict verdict) {}

    /**
     * The health of a symbol's stream changed.
     *
     * @param state the new state
     */
    default void onFeedState(FeedState state) {}

    /**
     * A span that may be incomplete was found, filled or given up.
     *
     * @param gap the span and what became of it
     */
    default void onGap(Gap gap) {}
}
