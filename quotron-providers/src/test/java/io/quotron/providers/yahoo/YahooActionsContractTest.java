package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.model.CorporateAction;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.ActionSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class YahooActionsContractTest extends ActionSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return YahooServer.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        YahooServer.answerActions(request, response);
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
    protected TimeRange range() {
        return TimeRange.of(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-20T00:00:00Z"));
    }

    @Override
    protected List<CorporateAction> expectedActions() {
        return YahooServer.actions();
    }

    /** There is no key that could be wrong: 403 is Yahoo's way to shut a client out. */
    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }
}
