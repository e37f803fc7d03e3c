package io.quotron.providers.alphavantage;

import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.QuoteSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

class AlphaVantageBulkQuotesContractTest extends QuoteSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return AlphaVantageProvider.builder()
                .apiKey(AlphaVantageServer.KEY)
                .baseUri(server)
                .bulkQuotes()
                .build();
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        AlphaVantageServer.answer(request, response);
    }

    @Override
    protected Optional<String> key() {
        return Optional.of(AlphaVantageServer.KEY);
    }

    @Override
    protected Symbol knownSymbol() {
        return AlphaVantageServer.KNOWN;
    }

    @Override
    protected Symbol unknownSymbol() {
        return AlphaVantageServer.UNKNOWN;
    }

    @Override
    protected Quote expectedQuote() {
        return AlphaVantageServer.quote();
    }
}
