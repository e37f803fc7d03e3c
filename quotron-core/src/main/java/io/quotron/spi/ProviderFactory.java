package io.quotron.spi;

import io.quotron.model.SourceId;

/**
 * Makes one kind of provider; the service under which an artifact offers its providers for discovery.
 *
 * <p>An implementation is a public class with a public constructor without parameters, because {@link java.util.ServiceLoader}
 * asks for that on the class path. It is named in {@code META-INF/services/io.quotron.spi.ProviderFactory}, and in the module
 * descriptor by {@code provides}; its package need not be exported. Making a factory must cost nothing. Must be thread-safe.
 */
public interface ProviderFactory {
    /**
     * Returns whose data the providers bring.
     *
     * @return the id that their descriptors have too
     */
    SourceId id();

    /**
     * Makes a provider with its default settings. Does no I/O and starts no thread.
     *
     * @return a new provider, to be given to one client, which closes it
     * @throws IllegalStateException if a provider needs more than its defaults, as a key; the message says how to make it
     */
    MarketDataProvider create();
}
