package io.quotron.providers.html;

import io.quotron.error.FailureReason;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.contract.BarSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class HtmlBarsContractTest extends BarSourceContract {
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
    protected BarQuery query(Symbol symbol) {
        return Samples.query(symbol);
    }

    @Override
    protected List<Bar> expectedBars() {
        return List.of(
                bar("2026-08-05", 35.89, 35.925, 34.865, 35.28, 2_711_491),
                bar("2026-08-06", 35.55, 37.51, 35.55, 37.17, 3_045_274),
                bar("2026-08-07", 36.68, 38.03, 36.59, 37, 2_466_174));
    }

    private static Bar bar(String day, double open, double high, double low, double close, double volume) {
        Instant start = Instant.parse(day + "T00:00:00Z");
        return Bar.builder(Samples.KNOWN, Samples.ID, Interval.DAY_1)
                .span(start, start.plus(Duration.ofDays(1)))
                .prices(open, high, low, close)
                .volume(volume)
                .build();
    }

    /** A site that forbids its page to machines is no matter of credentials. */
    @Override
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 403 ? EnumSet.of(FailureReason.BLOCKED) : super.reasonsFor(status);
    }
}
