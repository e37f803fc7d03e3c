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
}
