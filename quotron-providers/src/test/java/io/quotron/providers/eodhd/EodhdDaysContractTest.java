package io.quotron.providers.eodhd;

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

class EodhdDaysContractTest extends BarSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return EodhdServer.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        EodhdServer.answer(request, response);
    }

    @Override
    protected Optional<String> key() {
        return Optional.of(EodhdServer.TOKEN);
    }

    @Override
    protected Symbol knownSymbol() {
        return EodhdServer.ACME;
    }

    @Override
    protected Symbol unknownSymbol() {
        return EodhdServer.UNKNOWN;
    }

    @Override
    protected boolean isDataRequest(Request request) {
        return EodhdServer.isData(request);
    }

    @Override
    protected BarQuery query(Symbol symbol) {
        return EodhdServer.days(symbol);
    }

    @Override
    protected List<Bar> expectedBars() {
        return EodhdServer.rawDays();
    }

    @Override
    protected Optional<Handler> noDataAnswer() {
        return Optional.of((request, response) -> response.sendJson("[]"));
    }
}
