package io.quotron.spi;

import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import java.util.List;

/** Answers for past trades. Must be thread-safe. */
@FunctionalInterface
public interface TradeSource {
    /**
     * Fetches the trades of a span, complete or not at all.
     *
     * @param symbol what was traded
     * @param range the span
     * @param context the call
     * @return the trades, oldest first
     * @throws io.quotron.error.NoDataException if the source does not reach back that far
     * @throws io.quotron.error.ProviderException if the call failed
     */
    List<Trade> fetchTrades(Symbol symbol, TimeRange range, RequestContext context);
}
