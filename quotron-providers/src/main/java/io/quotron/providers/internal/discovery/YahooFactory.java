package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;

/** Makes {@link YahooProvider}s with their defaults. Public, because the class path asks for it. Thread-safe. */
public final class YahooFactory implements ProviderFactory {
    /** Makes a factory, for {@code ServiceLoader}. */
    public YahooFactory() {}

    @Override
    public SourceId id() {
        return SourceId.of("yahoo");
    }

    @Override
    public MarketDataProvider create() {
        return YahooProvider.create();
    }
}
