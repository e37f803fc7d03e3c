package io.quotron.providers.kraken;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.InstrumentSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;

class KrakenInstrumentsContractTest extends InstrumentSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return KrakenProvider.builder().restUri(server).build();
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        KrakenServer.answer(request, response);
    }

    @Override
    protected Symbol knownSymbol() {
        return KrakenSamples.BTC_USD;
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE/USD");
    }

    @Override
    protected String knownText() {
        return "btc";
    }
}
