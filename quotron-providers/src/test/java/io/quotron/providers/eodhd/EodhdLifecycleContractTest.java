package io.quotron.providers.eodhd;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.ProviderLifecycleContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

class EodhdLifecycleContractTest extends ProviderLifecycleContract {
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
}
