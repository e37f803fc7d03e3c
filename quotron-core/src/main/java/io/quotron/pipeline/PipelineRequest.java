package io.quotron.pipeline;

import io.quotron.calendar.TradingCalendar;
import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Interval;
import io.quotron.quality.QualityRules;
import java.time.Duration;

/**
 * A prepared pipeline. Immutable and thread-safe: each step returns a new request.
 *
 * <pre>{@code
 * Pipeline pipeline = client.pipeline("BTC/USD", "ETH/USD")
 *         .bars(Interval.MINUTE_1, Interval.HOUR_1)
 *         .indicators(IndicatorSet.standard())
 *         .start();
 * }</pre>
 *
 * <p>Bars and indicators go to the storage of the client, if it has one; its events, if it has a sink, get accepted trades as
 * {@code trades.<source>}, bars as {@code completed_bars}, indicators as {@code indicators} and what the quality rules keep apart
 * as {@code quarantine}. Each sink has a buffer and a thread of its own: one that is slow or dead stops nothing.
 */
public interface PipelineRequest {
    /**
     * Sets the rules that trades must pass; {@link QualityRules#standard()} unless set.
     *
     * @param rules the rules
     * @return a new request
     */
    PipelineRequest quality(QualityRules rules);

    /**
     * Sets the lengths of the bars; one minute unless set.
     *
     * @param intervals at least one
     * @return a new request
     * @throws IllegalArgumentException if there is none
     */
    PipelineRequest bars(Interval... intervals);

    /**
     * Sets the indicators that are computed for each bar length; none unless set.
     *
     * @param set the indicators
     * @return a new request
     */
    PipelineRequest indicators(IndicatorSet set);

    /**
     * Sets how much older than the newest trade a trade may be and still be in its bar; 2 seconds unless set.
     *
     * @param allowed zero to one day
     * @return a new request
     * @throws IllegalArgumentException if the duration is out of range
     */
    PipelineRequest lateness(Duration allowed);

    /**
     * Sets the trading hours that bars are aligned to; markets that never close unless set.
     *
     * @param calendar the calendar
     * @return a new request
     */
    PipelineRequest calendar(TradingCalendar calendar);

    /**
     * Sets who is told; nobody unless set.
     *
     * @param listener the listener
     * @return a new request
     */
    PipelineRequest listener(PipelineListener listener);

    /**
     * Takes the trades from these providers only.
     *
     * @param providerIds ids of providers that the client has
     * @return a new request
     * @throws IllegalArgumentException if there is none, or the client has no such provider
     */
    PipelineRequest from(String... providerIds);

    /**
     * Starts, and returns without waiting for a source.
     *
     * @return the pipeline, to be closed by the caller; closing the client closes it too
     * @throws io.quotron.error.QuotronException with reason UNSUPPORTED if no provider streams trades of a symbol, CLOSED if the
     *     client was closed
     */
    Pipeline start();
}
