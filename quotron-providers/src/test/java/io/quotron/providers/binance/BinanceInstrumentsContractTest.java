package io.quotron.providers.binance;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.InstrumentSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;

class BinanceInstrumentsContractTest extends InstrumentSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return BinanceProvider.builder().restUri(server).build();
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        BinanceServer.answer(request, response);
    }

    @Override
    protected Symbol knownSymbol() {
        return BinanceServer.BTC_USDT;
    }

    @Override
    protected Symbol unknownSymbol() {
        return BinanceServer.NOPE;
    }

    @Override
    protected String knownText() {
        return "btc";
    }
}
