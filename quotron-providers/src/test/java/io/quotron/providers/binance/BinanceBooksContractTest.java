package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.model.OrderBook;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.BookSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

class BinanceBooksContractTest extends BookSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return BinanceProvider.builder().restUri(server).build();
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        BinanceServer.answer(request, response);
    }

    @Override
    protected boolean isDataRequest(Request request) {
        return BinanceServer.isData(request);
    }

    @Override
    protected Symbol knownSymbol() {
        return BinanceServer.BTC_USDT;
    }

    @Override
    protected Symbol unknownSymbol() {
        return BinanceServer.NOPE;
    }

    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }

    @Override
    protected boolean tellsTime() {
        return false;
    }

    @Override
    protected OrderBook expectedBook() {
        return OrderBook.builder(knownSymbol(), SourceId.of("binance"))
                .bid(101.4, 3.125)
                .bid(101.3, 1)
                .bid(101.2, 2)
                .ask(101.5, 2.25)
                .ask(101.6, 1.5)
                .eventTime(BinanceServer.NOW)
                .build();
    }
}
