package io.quotron.spi;

import io.quotron.model.Instrument;
import java.util.List;

/** Lists what a source has. Must be thread-safe. */
public interface DiscoverySource {
    /**
     * Names the lists that the source has, as its markets or its popular picks.
     *
     * @param context the call, which may have to ask the server
     * @return the names, at least one; the first is the one to take if nobody says which
     * @throws io.quotron.error.ProviderException if the call failed
     */
    List<String> lists(RequestContext context);

    /**
     * Lists instruments.
     *
     * @param list the name of a list in any case; blank for the first
     * @param context the call
     * @return what is on the list, in the order of the source
     * @throws io.quotron.error.ProviderException if the call failed, with reason INVALID_REQUEST for a list that there is not
     */
    List<Instrument> discover(String list, RequestContext context);
}
