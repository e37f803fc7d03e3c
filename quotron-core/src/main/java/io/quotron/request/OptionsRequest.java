package io.quotron.request;

import io.quotron.model.OptionChain;
import java.time.LocalDate;

/** Asks for the listed options on something that end on one day; by default the next day on which any end. */
public interface OptionsRequest extends Request<OptionChain, OptionsRequest> {
    /**
     * Names the day. The days that there are come with every answer.
     *
     * @param expiration the last day of the options
     * @return a new request
     */
    OptionsRequest expiring(LocalDate expiration);
}
