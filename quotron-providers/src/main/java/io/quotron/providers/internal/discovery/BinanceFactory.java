package io.quotron.providers.internal.discovery;

import io.quotron.model.SourceId;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;

/** Makes {@link BinanceProvider}s with their defaults. Public, because the class path asks for it. Thread-safe. */
public final class BinanceFactory implements ProviderFactory {
    /** Makes a factory, for {@code ServiceLoader}. */
    public BinanceFactory() {}

    @Override
    public SourceId id() {
        return SourceId.of("binance");
    }

    @Override
    public MarketDataProvider create() {
        return BinanceProvider.create();
    }
}
