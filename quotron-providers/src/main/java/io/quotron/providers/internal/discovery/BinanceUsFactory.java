package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;

/** Makes {@link BinanceProvider}s for Binance.US with their defaults. Public, because the class path asks for it. Thread-safe. */
public final class BinanceUsFactory implements ProviderFactory {
    /** Makes a factory, for {@code ServiceLoader}. */
    public BinanceUsFactory() {}

    @Override
    public SourceId id() {
        return SourceId.of("binanceus");
    }

    @Override
    public MarketDataProvider create() {
        return BinanceProvider.us();
    }
}
