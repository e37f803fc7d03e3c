package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.model.Profile;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.ProfileSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

class YahooProfilesContractTest extends ProfileSourceContract {
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
    protected Profile expectedProfile() {
        return YahooServer.profile();
    }

    /** There is no key that could be wrong: 403 is Yahoo's way to shut a client out. */
    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }
}
