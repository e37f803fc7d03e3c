package io.quotron.spi;

import io.quotron.model.Profile;
import io.quotron.model.Symbol;

/** Tells who a company or fund is. Must be thread-safe. */
@FunctionalInterface
public interface ProfileSource {
    /**
     * Fetches a profile.
     *
     * @param symbol the company or fund
     * @param context the call
     * @return the profile, with what the source tells
     * @throws io.quotron.error.ProviderException if the call failed, with reason SYMBOL_UNKNOWN if the source does not know it
     */
    Profile fetchProfile(Symbol symbol, RequestContext context);
}
