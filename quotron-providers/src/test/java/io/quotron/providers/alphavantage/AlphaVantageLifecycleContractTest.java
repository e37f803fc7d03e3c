package io.quotron.providers.alphavantage;

import io.quotron.model.Symbol;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.ProviderLifecycleContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

class AlphaVantageLifecycleContractTest extends ProviderLifecycleContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return AlphaVantageServer.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        AlphaVantageServer.answer(request, response);
    }

    @Override
    protected Optional<String> key() {
        return Optional.of(AlphaVantageServer.KEY);
    }

    @Override
    protected Symbol knownSymbol() {
        return AlphaVantageServer.KNOWN;
    }

    @Override
    protected Symbol unknownSymbol() {
        return AlphaVantageServer.UNKNOWN;
    }

    @Override
    protected Optional<BarQuery> query() {
        return Optional.of(AlphaVantageServer.query(AlphaVantageServer.KNOWN));
    }
}
