package io.quotron.examples.provider;

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

class SmallestProviderTest extends QuoteSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return new SmallestProvider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        if (request.target().equals("/quote/ACME")) {
            response.send("ACME,187.25,1795186800000\n");
        } else {
            response.status(404).send("unknown\n");
        }
    }

    @Override
    protected Symbol knownSymbol() {
        return Symbol.of("ACME");
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE");
    }

    @Override
    protected Quote expectedQuote() {
        return Quote.builder(knownSymbol(), SourceId.of("smallest"))
                .price(187.25)
                .eventTime(Instant.ofEpochMilli(1_795_186_800_000L))
                .receivedTime(Instant.EPOCH)
                .build();
    }
}
