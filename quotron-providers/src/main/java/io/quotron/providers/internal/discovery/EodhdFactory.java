package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;

/** Lets the registry discover that there is EODHD, which needs a token and so cannot be made without its builder. */
public final class EodhdFactory implements ProviderFactory {
    /** Makes the factory, for {@link java.util.ServiceLoader}. */
    public EodhdFactory() {}

    @Override
    public SourceId id() {
        return SourceId.of("eodhd");
    }

    @Override
    public MarketDataProvider create() {
        throw new IllegalStateException("eodhd needs a token; make it with EodhdProvider.create(apiToken) or"
                + " EodhdProvider.builder() and add it to the client");
    }
}
