package io.quotron.providers.yahoo;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.InstrumentSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

class YahooSearchContractTest extends InstrumentSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return YahooServer.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        YahooServer.answer(request, response);
    }

    @Override
    protected boolean isDataRequest(Request request) {
        return YahooServer.isData(request);
    }

    @Override
    protected Symbol knownSymbol() {
        return YahooServer.KNOWN;
    }

    @Override
    protected Symbol unknownSymbol() {
        return YahooServer.UNKNOWN;
    }

    @Override
    protected Optional<String> knownIdentifier() {
        return Optional.of("US0378331005");
    }

    @Override
    protected String knownText() {
        return "apple";
    }
}
