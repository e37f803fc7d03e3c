package io.quotron.request;

/**
 * Ways to find out what can be asked for. Methods here send nothing; what they return is sent by {@code fetch}.
 *
 * <p>Thread-safe.
 */
public interface Instruments {
    /**
     * Looks for instruments by a part of their name or symbol.
     *
     * @param text what to look for
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is blank
     */
    SearchRequest search(String text);

    /**
     * Asks what is on a list of one provider, the first of its lists unless another is named.
     *
     * @param providerId the id of a provider that the client has
     * @return a request
     * @throws IllegalArgumentException if the client has no such provider
     */
    DiscoverRequest discover(String providerId);

    /**
     * Asks for the names of the lists of one provider.
     *
     * @param providerId the id of a provider that the client has
     * @return a request
     * @throws IllegalArgumentException if the client has no such provider
     */
    ListsRequest lists(String providerId);

    /**
     * Asks for the instruments that an identifier names.
     *
     * @param identifier an ISIN, CUSIP, FIGI or another number of a registry, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is blank, or has the shape of an ISIN but
     *     another check digit
     */
    ResolveRequest resolve(String identifier);
}
