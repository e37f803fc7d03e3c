package io.quotron.providers.alphavantage;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.BarSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AlphaVantageSimulatedBarsTest extends BarSourceContract {
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
    protected BarQuery query(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2026-11-16T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        return new BarQuery(symbol, Interval.DAY_1, range, Adjustment.RAW, false);
    }

    @Override
    protected List<Bar> expectedBars() {
        return List.of(bar("2026-11-16"), bar("2026-11-17"), bar("2026-11-18"), bar("2026-11-19"));
    }

    private Bar bar(String day) {
        List<Trade> trades = relay.session(day);
        Instant open = Instant.parse(day + "T14:30:00Z");
        return Bar.builder(knownSymbol(), AlphaVantageErrors.SOURCE, Interval.DAY_1)
                .span(open, open.plus(Duration.ofMinutes(390)))
                .prices(
                        trades.get(0).price(),
                        trades.stream().mapToDouble(Trade::price).max().orElseThrow(),
                        trades.stream().mapToDouble(Trade::price).min().orElseThrow(),
                        trades.get(trades.size() - 1).price())
                .volume(trades.stream().mapToDouble(Trade::size).sum())
                .tradingDay(LocalDate.parse(day))
                .state(Bar.State.FINAL)
                .build();
    }
}
