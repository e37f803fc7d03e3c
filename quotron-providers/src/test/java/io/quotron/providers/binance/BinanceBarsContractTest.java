package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
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
import java.util.Set;
import java.util.stream.IntStream;

class BinanceBarsContractTest extends BarSourceContract {
    private static final Instant FIRST = BinanceServer.FIRST_MINUTE;

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
    protected Symbol unknownSymbol() {
        return BinanceServer.NOPE;
    }

    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? Set.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }

    @Override
    protected BarQuery query(Symbol symbol) {
        TimeRange range = TimeRange.of(FIRST, FIRST.plusSeconds(600));
        return new BarQuery(symbol, Interval.MINUTE_1, range, Adjustment.SPLITS, false);
    }

    @Override
    protected List<Bar> expectedBars() {
        return IntStream.range(0, 5).mapToObj(BinanceBarsContractTest::bar).toList();
    }

    private static Bar bar(int index) {
        Instant open = FIRST.plusSeconds(60L * index);
        return Bar.builder(BinanceServer.BTC_USDT, SourceId.of("binance"), Interval.MINUTE_1)
                .span(open, open.plusSeconds(60))
                .prices(Double.parseDouble("10." + (4 - index)), 12.5, 9.5, 11)
                .volume(2.5)
                .build();
    }

    @Override
    protected Optional<Handler> noDataAnswer() {
        return Optional.of((request, response) -> response.sendJson("[]"));
    }
}
