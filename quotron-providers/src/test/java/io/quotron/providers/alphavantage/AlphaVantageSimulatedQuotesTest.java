package io.quotron.providers.alphavantage;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.QuoteSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AlphaVantageSimulatedQuotesTest extends QuoteSourceContract {
    private final SimulatorRelay relay = new SimulatorRelay();

    @AfterEach
    void closeRelay() {
        relay.close();
    }

    @Override
    protected MarketDataProvider createProvider(URI server) {
        return AlphaVantageServer.provider(server);
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        relay.answer(request, response);
    }

    @Override
    protected Optional<String> key() {
        return Optional.of(AlphaVantageServer.KEY);
    }

    @Override
    protected Symbol knownSymbol() {
        return Symbol.of("AAPL");
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE");
    }

    @Override
    protected Quote expectedQuote() {
        List<Trade> today = relay.session("2026-11-19");
        List<Trade> before = relay.session("2026-11-18");
        double price = today.get(today.size() - 1).price();
        double previous = before.get(before.size() - 1).price();
        return Quote.builder(knownSymbol(), AlphaVantageErrors.SOURCE)
                .price(price)
                .currency(CurrencyUnit.of("USD"))
                .open(today.get(0).price())
                .high(today.stream().mapToDouble(Trade::price).max().orElseThrow())
                .low(today.stream().mapToDouble(Trade::price).min().orElseThrow())
                .volume(today.stream().mapToDouble(Trade::size).sum())
                .previousClose(previous)
                .change(rounded(price - previous))
                .changePercent(rounded((price / previous - 1) * 100))
                .eventTime(Instant.parse("2026-11-19T21:00:00Z"))
                .build();
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.4f", value));
    }
}
