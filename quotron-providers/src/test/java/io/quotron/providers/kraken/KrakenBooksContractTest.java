package io.quotron.providers.kraken;

import io.quotron.error.FailureReason;
import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.BookSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

class KrakenBooksContractTest extends BookSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return KrakenProvider.builder().restUri(server).build();
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        KrakenServer.answer(request, response);
    }

    @Override
    protected boolean isDataRequest(Request request) {
        return KrakenServer.isData(request);
    }

    @Override
    protected Symbol knownSymbol() {
        return KrakenSamples.BTC_USD;
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE/USD");
    }

    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }

    @Override
    protected OrderBook expectedBook() {
        return OrderBook.builder(KrakenSamples.BTC_USD, KrakenErrors.SOURCE)
                .ask(101.5, 2.25)
                .ask(101.6, 0.5)
                .ask(102, 1.125)
                .bid(101.4, 3.125)
                .bid(101.3, 0.25)
                .bid(99, 10)
                .eventTime(Instant.parse("2026-03-02T12:00:01Z"))
                .build();
    }
}
