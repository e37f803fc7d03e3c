package io.quotron.providers.html;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.InstrumentSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

class HtmlInstrumentsContractTest extends InstrumentSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return Samples.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        Samples.answer(request, response);
    }

    @Override
    protected Symbol knownSymbol() {
        return Samples.KNOWN;
    }

    @Override
    protected Symbol unknownSymbol() {
        return Samples.UNKNOWN;
    }

    @Override
    protected String knownText() {
        return "Acme";
    }

    @Override
    protected Optional<String> knownIdentifier() {
        return Optional.of("0000000042");
    }
}
