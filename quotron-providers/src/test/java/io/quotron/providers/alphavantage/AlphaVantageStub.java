package io.quotron.providers.alphavantage;

import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that has one body for each function, and providers that ask it. */
final class AlphaVantageStub implements AutoCloseable {
    private final Map<String, String> bodies = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final FaultServer server = FaultServer.start().otherwise(this::answer);
    private final AlphaVantageProvider free = AlphaVantageProvider.builder()
            .apiKey(AlphaVantageServer.KEY)
            .baseUri(server.uri())
            .build();
    private final AlphaVantageProvider premium = AlphaVantageProvider.builder()
            .apiKey(AlphaVantageServer.KEY)
            .baseUri(server.uri())
            .premium(RateLimit.of(75, Duration.ofMinutes(1)))
            .bulkQuotes()
            .build();
    private Instant now = Instant.parse("2026-11-20T15:00:00Z");
    private int charges;

    private void answer(Request request, Response response) throws IOException {
        String function = request.parameter("function").orElse("");
        String month = request.parameter("month").map(value -> " " + value).orElse("");
        synchronized (asked) {
            asked.add(function + month);
        }
        String body = bodies.getOrDefault(function + month, bodies.get(function));
        response.sendJson(body == null ? AlphaVantageServer.INVALID_CALL : body);
    }

    /** Sets the body of a function, or of a function and a month with a blank between them. */
    AlphaVantageStub on(String function, String body) {
        bodies.put(function, body);
        return this;
    }

    AlphaVantageStub at(String time) {
        now = Instant.parse(time);
        return this;
    }

    AlphaVantageProvider free() {
        return free;
    }

    AlphaVantageProvider premium() {
        return premium;
    }

    Instant now() {
        return now;
    }

    /** Returns what was asked, and forgets it. */
    List<String> asked() {
        synchronized (asked) {
            List<String> copy = List.copyOf(asked);
            asked.clear();
            return copy;
        }
    }

    int charges() {
        return charges;
    }

    Request lastRequest() {
        List<Request> requests = server.requests();
        return requests.get(requests.size() - 1);
    }

    RequestContext context() {
        return RequestContext.builder(VirtualTime.startingAt(now))
                .timeout(Duration.ofSeconds(30))
                .gate((weight, context) -> charges += weight)
                .build();
    }

    BarSeries bars(
            AlphaVantageProvider provider,
            String symbol,
            Interval interval,
            Adjustment adjustment,
            String from,
            String to) {
        TimeRange range = TimeRange.of(Instant.parse(from), Instant.parse(to));
        return provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(Symbol.of(symbol), interval, range, adjustment, true), context());
    }

    @Override
    public void close() {
        free.close();
        premium.close();
        server.close();
    }
}
