package io.quotron.providers.eodhd;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.BarSourceContract;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class EodhdMinutesContractTest extends BarSourceContract {
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
    protected BarQuery query(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"));
        return new BarQuery(symbol, Interval.MINUTE_5, range, Adjustment.RAW, false);
    }

    @Override
    protected List<Bar> expectedBars() {
        return List.of(
                bar("2026-03-02T14:30:00Z", 101.5, 102, 101.25, 101.75, 300),
                bar("2026-03-02T14:35:00Z", 101.75, 102.5, 101.5, 102.25, 250));
    }

    private static Bar bar(String at, double open, double high, double low, double close, double volume) {
        Instant start = Instant.parse(at);
        return Bar.builder(EodhdServer.ACME, EodhdErrors.SOURCE, Interval.MINUTE_5)
                .span(start, start.plusSeconds(300))
                .prices(open, high, low, close)
                .volume(volume)
                .build();
    }

    @Override
    protected Optional<Handler> noDataAnswer() {
        return Optional.of((request, response) -> response.sendJson("[]"));
    }
}
