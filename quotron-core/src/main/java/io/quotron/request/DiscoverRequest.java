package io.quotron.request;

import io.quotron.model.Instrument;
import java.util.List;

/** Asks what is on a list of one provider, in the order of the provider. {@link #from} asks another provider instead. */
public interface DiscoverRequest extends Request<List<Instrument>, DiscoverRequest> {
    /**
     * Names the list.
     *
     * @param name a name that {@link Instruments#lists} tells, in any case; blank for the first list
     * @return a new request
     */
    DiscoverRequest list(String name);
}
