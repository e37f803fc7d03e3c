package io.quotron.request;

import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.TimeRange;
import java.time.Duration;
import java.time.Period;

/**
 * Asks for history. Without further steps it asks for the daily bars of the last year, adjusted for splits, complete bars only.
 */
public interface BarsRequest extends Request<BarSeries, BarsRequest> {
    /**
     * Sets the length of the bars.
     *
     * @param interval the length
     * @return a new request
     */
    BarsRequest interval(Interval interval);

    /**
     * Sets which bars, by their open time.
     *
     * @param range the span
     * @return a new request
     */
    BarsRequest range(TimeRange range);

    /**
     * Asks for the bars of a span that ends when the request is fetched.
     *
     * @param period the length of the span in the calendar, for example one year
     * @return a new request
     * @throws IllegalArgumentException if the period is not positive
     */
    BarsRequest last(Period period);

    /**
     * Asks for the bars of a span that ends when the request is fetched.
     *
     * @param duration the length of the span, for example six hours
     * @return a new request
     * @throws IllegalArgumentException if the duration is not positive
     */
    BarsRequest last(Duration duration);

    /**
     * Sets what shall have been done to the prices.
     *
     * @param adjustment the adjustment
     * @return a new request
     */
    BarsRequest adjusted(Adjustment adjustment);

    /**
     * Also returns a bar whose interval is still running, marked FORMING.
     *
     * @return a new request
     */
    BarsRequest withForming();

    /**
     * Lets trading before and after the regular hours count.
     *
     * @return a new request
     */
    BarsRequest withExtendedHours();
}
