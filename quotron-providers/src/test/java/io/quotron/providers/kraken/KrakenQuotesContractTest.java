package io.quotron.providers.kraken;

import io.quotron.error.FailureReason;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.QuoteSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

class KrakenQuotesContractTest extends QuoteSourceContract {
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
    protected Set<Symbol> knownSymbols() {
        return Set.of(KrakenSamples.BTC_USD, KrakenSamples.DOGE_EUR, KrakenSamples.TOKEN);
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE/USD");
    }

    /** Without a key, 403 means that this client is not wanted. */
    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }

    /** Kraken tells no time of its quotes: it is that of receipt, which the contract sets. */
    @Override
    protected Quote expectedQuote() {
        return Quote.builder(knownSymbol(), KrakenErrors.SOURCE)
                .price(101.45)
                .currency(CurrencyUnit.of("USD"))
                .bid(101.4)
                .bidSize(3.125)
                .ask(101.5)
                .askSize(2.25)
                .open(100)
                .high(104.4)
                .low(98.2)
                .volume(22.75)
                .eventTime(Instant.parse("2026-11-20T15:00:00Z"))
                .build();
    }
}
