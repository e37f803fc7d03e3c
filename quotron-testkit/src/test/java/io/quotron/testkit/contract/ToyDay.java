package io.quotron.testkit.contract;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A good day of the toy server. */
final class ToyDay {
    static final Symbol KNOWN = Symbol.of("ACME");
    static final Symbol UNKNOWN = Symbol.of("NOPE");
    static final Instant OPEN = Instant.parse("2026-03-02T14:30:00Z");

    /** What is wrong with the providers that are made now. */
    static Set<ToyHttp.Flaw> flaws = EnumSet.noneOf(ToyHttp.Flaw.class);

    private ToyDay() {}

    static void answer(Request request, Response response) throws IOException {
        if (request.path().equals("/quotes")) {
            response.sendJson(
                    Arrays.stream(request.parameter("symbols").orElse("").split(",", -1))
                            .map(ToyDay::entry)
                            .collect(Collectors.joining(",", "{", "}")));
        } else if (request.parameter("symbol").orElse("").equals(KNOWN.code())) {
            response.sendJson("{\"symbol\":\"ACME\",\"bars\":[" + row(0) + "," + row(2) + "," + row(1) + "]}");
        } else {
            response.sendJson("{\"error\":\"unknown\"}");
        }
    }

    private static String entry(String code) {
        String quote = "{\"price\":187.25,\"bid\":\"187.2\",\"time\":" + OPEN.toEpochMilli() + ",\"name\":\"Acme\"}";
        return "\"" + code + "\":" + (code.equals(KNOWN.code()) ? quote : "\"unknown\"");
    }

    private static String row(int index) {
        long time = OPEN.plusSeconds(60L * index).toEpochMilli();
        return "[" + time + ",\"10." + index + "\",12,9.5,11.25," + (100 + index) + "]";
    }

    static Quote quote() {
        return Quote.builder(KNOWN, ToyHttp.SOURCE)
                .price(187.25)
                .bid(187.2)
                .eventTime(OPEN)
                .receivedTime(OPEN)
                .build();
    }

    static BarQuery query(Symbol symbol) {
        return new BarQuery(
                symbol, Interval.MINUTE_1, TimeRange.of(OPEN, OPEN.plusSeconds(180)), Adjustment.RAW, false);
    }

    static List<Bar> bars() {
        return List.of(bar(0, 10.0), bar(1, 10.1), bar(2, 10.2));
    }

    private static Bar bar(int index, double open) {
        Instant start = OPEN.plusSeconds(60L * index);
        return Bar.builder(KNOWN, ToyHttp.SOURCE, Interval.MINUTE_1)
                .span(start, start.plusSeconds(60))
                .prices(open, 12, 9.5, 11.25)
                .volume(100 + index)
                .build();
    }
}
