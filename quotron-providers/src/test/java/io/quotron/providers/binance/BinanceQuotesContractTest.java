package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.QuoteSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

class BinanceQuotesContractTest extends QuoteSourceContract {
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
    protected Set<Symbol> knownSymbols() {
        return Set.of(BinanceServer.BTC_USDT, BinanceServer.ETH_BTC, Symbol.of("EUR/USDT"));
    }

    @Override
    protected Symbol unknownSymbol() {
        return BinanceServer.NOPE;
    }

    /** Without a key, 403 means that this client is not wanted. */
    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }

    @Override
    protected Quote expectedQuote() {
        return Quote.builder(knownSymbol(), SourceId.of("binance"))
                .price(101.45)
                .currency(CurrencyUnit.of("USDT"))
                .bid(101.4)
                .bidSize(3.125)
                .ask(101.5)
                .askSize(2.25)
                .open(102.95)
                .high(104.4)
                .low(98.2)
                .volume(22.75)
                .previousClose(103)
                .change(-1.5)
                .changePercent(-1.46)
                .eventTime(Instant.ofEpochMilli(1_772_452_829_000L))
                .build();
    }
}
