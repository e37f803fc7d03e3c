package io.quotron.spi;

import io.quotron.model.CorporateAction;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import java.util.List;

/** Answers for splits and dividends. Must be thread-safe. */
@FunctionalInterface
public interface ActionSource {
    /**
     * Fetches the corporate actions of a span.
     *
     * @param symbol the share or fund
     * @param range the span; an action belongs to it if its ex date, at midnight UTC, does
     * @param context the call
     * @return the actions, oldest first; empty if there were none. Dividends are per share as it was on the ex date
     * @throws io.quotron.error.ProviderException if the call failed
     */
    List<CorporateAction> fetchActions(Symbol symbol, TimeRange range, RequestContext context);
}
