package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;

/** Makes {@link KrakenProvider}s with their defaults. Public, because the class path asks for it. Thread-safe. */
public final class KrakenFactory implements ProviderFactory {
    /** Makes a factory, for {@code ServiceLoader}. */
    public KrakenFactory() {}

    @Override
    public SourceId id() {
        return SourceId.of("kraken");
    }

    @Override
    public MarketDataProvider create() {
        return KrakenProvider.create();
    }
}
