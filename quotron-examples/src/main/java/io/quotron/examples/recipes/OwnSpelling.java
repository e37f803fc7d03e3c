package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.spi.MarketDataProvider;

/** Symbols that a provider writes in a way of its own. */
public final class OwnSpelling {
    private OwnSpelling() {}

    /**
     * Makes a client that knows one symbol better than its provider does.
     *
     * @param provider the provider
     * @param symbol the canonical symbol that the application uses
     * @param spelling how the provider writes it
     * @return a client, to be closed by the caller
     */
    public static MarketDataClient client(MarketDataProvider provider, String symbol, String spelling) {
        // tag::spelling
        SourceId source = provider.descriptor().id(); // for example "yahoo"
        InstrumentRegistry registry = new InstrumentRegistry()
                .map(source, Symbol.of(symbol), spelling) // for example GOLD, which Yahoo calls GC=F
                .alias("S&P", Symbol.of("^GSPC")); // then client.index("S&P") works, too
        return MarketDataClient.builder()
                .addProvider(provider)
                .registry(registry)
                .build();
        // end::spelling
    }
}
