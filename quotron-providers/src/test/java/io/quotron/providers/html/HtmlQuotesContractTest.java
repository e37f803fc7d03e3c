package io.quotron.providers.html;

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
import java.util.EnumSet;
import java.util.Set;

class HtmlQuotesContractTest extends QuoteSourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return Samples.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        Samples.answer(request, response);
    }

    @Override
    protected Symbol knownSymbol() {
        return Samples.KNOWN;
    }

    @Override
    protected Symbol unknownSymbol() {
        return Samples.UNKNOWN;
    }

    @Override
    protected Quote expectedQuote() {
        return Quote.builder(Samples.KNOWN, Samples.ID)
                .price(1234.56)
                .currency(CurrencyUnit.of("USD"))
                .bid(1234)
                .bidSize(300)
                .high(1240.5)
                .low(1200.25)
                .previousClose(1222.22)
                .change(12.34)
                .changePercent(1.01)
                .volume(1_100_000)
                .eventTime(Instant.ofEpochSecond(1_786_363_200L))
                .build();
    }

    /** A site that forbids its page to machines is no matter of credentials. */
    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? EnumSet.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }
}
