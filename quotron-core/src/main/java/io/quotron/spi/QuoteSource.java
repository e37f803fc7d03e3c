package io.quotron.spi;

import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import java.util.Map;
import java.util.Set;

/** Answers for the present. Must be thread-safe. */
@FunctionalInterface
public interface QuoteSource {
    /**
     * Fetches the newest quotes.
     *
     * @param symbols what to ask for, at most as many as {@link ProviderDescriptor#maxSymbolsPerRequest()}
     * @param context the call
     * @return exactly one entry for each symbol asked
     * @throws io.quotron.error.ProviderException if the whole call failed
     */
    Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context);
}
