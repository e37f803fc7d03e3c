package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;

/** Says how to make Alpha Vantage's provider, which needs a key. Public, because the class path asks for it. Thread-safe. */
public final class AlphaVantageFactory implements ProviderFactory {
    /** Makes a factory, for {@code ServiceLoader}. */
    public AlphaVantageFactory() {}

    @Override
    public SourceId id() {
        return SourceId.of("alphavantage");
    }

    @Override
    public MarketDataProvider create() {
        throw new IllegalStateException("alphavantage needs a key; make it with AlphaVantageProvider.create(apiKey) or"
                + " AlphaVantageProvider.builder() and add it to the client");
    }
}
