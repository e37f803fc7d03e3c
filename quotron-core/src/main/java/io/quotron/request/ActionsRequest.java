package io.quotron.request;

import io.quotron.model.CorporateAction;
import io.quotron.model.TimeRange;
import java.time.Period;
import java.util.List;

/** Asks for splits and dividends, oldest first; by default those of the last five years. */
public interface ActionsRequest extends Request<List<CorporateAction>, ActionsRequest> {
    /**
     * Sets which actions, by their ex date at midnight UTC.
     *
     * @param range the span
     * @return a new request
     */
    ActionsRequest range(TimeRange range);

    /**
     * Asks for the actions of a span that ends with the day on which the request is fetched.
     *
     * @param period the length of the span in the calendar, for example one year
     * @return a new request
     * @throws IllegalArgumentException if the period is not positive
     */
    ActionsRequest last(Period period);
}
