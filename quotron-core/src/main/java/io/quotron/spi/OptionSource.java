package io.quotron.spi;

import io.quotron.model.OptionChain;
import io.quotron.model.Symbol;
import java.time.LocalDate;
import java.util.Optional;

/** Answers for listed options. Must be thread-safe. */
@FunctionalInterface
public interface OptionSource {
    /**
     * Fetches the options of one day.
     *
     * @param underlying what they are options on
     * @param expiration their last day; empty for the next one
     * @param context the call
     * @return the options of that day, and the other days there are
     * @throws io.quotron.error.NoDataException if there are none, or none of that day
     * @throws io.quotron.error.ProviderException if the call failed
     */
    OptionChain fetchOptions(Symbol underlying, Optional<LocalDate> expiration, RequestContext context);
}
