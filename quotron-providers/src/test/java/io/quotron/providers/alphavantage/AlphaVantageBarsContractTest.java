package io.quotron.providers.alphavantage;

import io.quotron.model.Bar;
import io.quotron.model.Symbol;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.BarSourceContract;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

class AlphaVantageBarsContractTest extends BarSourceContract {
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
    protected BarQuery query(Symbol symbol) {
        return AlphaVantageServer.query(symbol);
    }

    @Override
    protected List<Bar> expectedBars() {
        return AlphaVantageServer.bars();
    }

    @Override
    protected Optional<Handler> noDataAnswer() {
        return Optional.of((request, response) -> response.sendJson("{\"Meta Data\":{},\"Time Series (Daily)\":{}}"));
    }
}
