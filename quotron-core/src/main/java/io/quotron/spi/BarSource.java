package io.quotron.spi;

import io.quotron.model.BarSeries;

/** Answers for history. Must be thread-safe. */
@FunctionalInterface
public interface BarSource {
    /**
     * Fetches bars, complete or not at all. A bar whose interval is still running is marked FORMING.
     *
     * @param query what to ask for
     * @param context the call
     * @return the bars whose open time is in the range; may be empty where the source knows that nothing was traded
     * @throws io.quotron.error.NoDataException if the source has nothing for that span
     * @throws io.quotron.error.ProviderException if the call failed, with reason UNSUPPORTED for an interval or adjustment that the source does not offer
     */
    BarSeries fetchBars(BarQuery query, RequestContext context);
}
