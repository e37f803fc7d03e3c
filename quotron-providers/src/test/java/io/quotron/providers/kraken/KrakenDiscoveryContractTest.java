package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.model.TradingStatus;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.contract.DiscoverySourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class KrakenDiscoveryContractTest extends DiscoverySourceContract {
    @Override
    protected MarketDataProvider createProvider(URI server) {
        return KrakenProvider.builder().restUri(server).build();
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        KrakenServer.answer(request, response);
    }

    @Override
    protected String knownList() {
        return "all";
    }

    @Override
    protected Symbol knownSymbol() {
        return KrakenSamples.BTC_USD;
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE/USD");
    }

    @Test
    void lists_allAndEachQuoteCurrency_thoseOfMostMarketsFirst() {
        assertThat(role().lists(anyContext())).containsExactly("all", "USD", "EUR");
        assertThat(role().discover("eur", anyContext()))
                .extracting(Instrument::symbol)
                .containsExactly(KrakenSamples.DOGE_EUR);
        assertThat(role().discover("USD", anyContext()))
                .extracting(Instrument::nativeSymbol)
                .containsExactly("XXBTZUSD", "XTZUSD", "EURUSD", "ACMExUSD");
    }

    @Test
    void discover_market_tellsStepsAndStatus() {
        Instrument bitcoin = role().discover("all", anyContext()).get(0);
        Instrument doge = role().discover("EUR", anyContext()).get(0);

        assertThat(bitcoin.tickSize()).hasValue(0.1);
        assertThat(bitcoin.lotSize()).hasValue(1e-8);
        assertThat(bitcoin.status()).isEqualTo(TradingStatus.Status.TRADING);
        assertThat(doge.status()).isEqualTo(TradingStatus.Status.RESTRICTED);
        assertThat(doge.lotSize()).isEmpty();
        assertThat(role().discover("USD", anyContext()).get(1).status()).isEqualTo(TradingStatus.Status.UNKNOWN);
    }

    private DiscoverySource role() {
        return provider().discovery().orElseThrow();
    }

    private static RequestContext anyContext() {
        return RequestContext.builder(TimeSource.system()).build();
    }
}
