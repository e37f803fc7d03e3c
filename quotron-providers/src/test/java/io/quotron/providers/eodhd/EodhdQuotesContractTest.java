package io.quotron.providers.eodhd;

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
import java.util.Optional;
import java.util.Set;

class EodhdQuotesContractTest extends QuoteSourceContract {
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
    protected Set<Symbol> knownSymbols() {
        return Set.of(EodhdServer.ACME, Symbol.of("BRK.B"), Symbol.of("VOD.L"), Symbol.of("EUR/USD"));
    }

    @Override
    protected Quote expectedQuote() {
        return Quote.builder(EodhdServer.ACME, EodhdErrors.SOURCE)
                .price(104.5)
                .currency(CurrencyUnit.of("USD"))
                .open(102.75)
                .high(105)
                .low(102.5)
                .previousClose(103)
                .change(1.5)
                .changePercent(1.4563)
                .volume(1800)
                .eventTime(Instant.ofEpochSecond(1_772_658_000L))
                .build();
    }
}
