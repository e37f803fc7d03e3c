package io.quotron.spi;

import io.quotron.model.Instrument;
import java.util.List;

/** Finds instruments. Must be thread-safe. */
@FunctionalInterface
public interface InstrumentSource {
    /**
     * Finds instruments by a part of their name or symbol.
     *
     * @param text what to look for; not blank
     * @param context the call
     * @return what was found, best first; empty if nothing was
     * @throws io.quotron.error.ProviderException if the call failed
     */
    List<Instrument> search(String text, RequestContext context);

    /**
     * Finds the instruments that an identifier names.
     *
     * @param identifier an ISIN, CUSIP, FIGI or another number of a registry; not blank
     * @param context the call
     * @return what it names, the main listing first; empty if the source does not know it
     * @throws io.quotron.error.ProviderException if the call failed
     * @throws UnsupportedOperationException if {@link #resolvesIdentifiers()} is false
     */
    default List<Instrument> resolve(String identifier, RequestContext context) {
        throw new UnsupportedOperationException("this source cannot look identifiers up");
    }

    /**
     * Tells whether {@link #resolve} works.
     *
     * @return false unless overridden
     */
    default boolean resolvesIdentifiers() {
        return false;
    }
}
