package io.quotron.providers.eodhd;

import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.ActionSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

class EodhdActionsContractTest extends ActionSourceContract {
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
    protected TimeRange range() {
        return TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    }

    @Override
    protected List<CorporateAction> expectedActions() {
        return List.of(
                new Dividend(EodhdServer.ACME, LocalDate.of(2026, 2, 26), 0.5, CurrencyUnit.of("USD")),
                new Split(EodhdServer.ACME, LocalDate.of(2026, 3, 2), 2, 1),
                new Dividend(EodhdServer.ACME, LocalDate.of(2026, 3, 4), 0.52, CurrencyUnit.of("USD")));
    }
}
