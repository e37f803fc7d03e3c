package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.providers.eodhd.EodhdProvider;
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
        throw new IllegalStateException("the eodhd provider needs a token: make it by "
                + EodhdProvider.class.getSimpleName() + ".create(token)");
    }
}
