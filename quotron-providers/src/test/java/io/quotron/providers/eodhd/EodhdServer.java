package io.quotron.providers.eodhd;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers like EODHD on a good day. The company and its numbers are invented. */
final class EodhdServer {
    static final String TOKEN = "5f1e2d3c4b5a69.98765432";
    static final Symbol ACME = Symbol.of("ACME");
    static final Symbol UNKNOWN = Symbol.of("NOPE");
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** A split of 2 for 1 on 2 March and a dividend on 4 March. */
    static final String DAYS = """
            [{"date":"2026-02-27","open":200.5,"high":204.25,"low":198,"close":202,"adjusted_close":100.5,"volume":2000},
            {"date":"2026-03-02","open":101.5,"high":103,"low":100.25,"close":102,"adjusted_close":101.49,"volume":1500},
            {"date":"2026-03-03","open":102.5,"high":104,"low":101.75,"close":103,"adjusted_close":102.485,"volume":1700},
            {"date":"2026-03-04","open":"102.75","high":105,"low":102.5,"close":104.5,"adjusted_close":104.5,"volume":1800}]""";

    static final String SPLITS = "[{\"date\":\"2026-03-02\",\"split\":\"2.000000/1.000000\"}]";

    static final String DIVIDENDS = """
            [{"date":"2026-02-26","declarationDate":null,"recordDate":"2026-02-27","paymentDate":"2026-03-09","period":"Quarterly",
            "value":0.25,"unadjustedValue":0.5,"currency":"USD"},
            {"date":"2026-03-04","declarationDate":"2026-02-01","recordDate":"2026-03-05","paymentDate":"2026-03-16","period":"Quarterly",
            "value":0.52,"unadjustedValue":0.52,"currency":"USD"}]""";

    /** The last row is the official close, which is no bar. */
    static final String MINUTES = """
            [{"timestamp":1772461800,"gmtoffset":0,"datetime":"2026-03-02 14:30:00","open":101.5,"high":102,"low":101.25,"close":101.75,"volume":300},
            {"timestamp":1772462100,"gmtoffset":0,"datetime":"2026-03-02 14:35:00","open":101.75,"high":102.5,"low":101.5,"close":102.25,"volume":250},
            {"timestamp":1772485200,"gmtoffset":0,"datetime":"2026-03-02 21:00:00","open":102,"high":102,"low":102,"close":102,"volume":null}]""";

    static final String LIST = """
            [{"Code":"ACME","Name":"Acme Inc","Country":"USA","Exchange":"NASDAQ","Currency":"USD","Type":"Common Stock","Isin":"US0042391097"},
            {"Code":"ACME-B","Name":"Acme Inc Class B","Country":"USA","Exchange":"NYSE","Currency":"USD","Type":"Common Stock","Isin":null},
            {"Code":"ACF","Name":" Acme Fund ","Country":"USA","Exchange":"NYSE ARCA","Currency":"USD","Type":"ETF","Isin":""}]""";

    private static final String MAPPED = """
            {"meta":{"limit":1000,"offset":0,"total":2},"data":[
            {"symbol":"ACME.MX","isin":"US0042391097","figi":"BBG000ACME01","lei":"5299000000000000ACME","cusip":"004239109","cik":"0000004239"},
            {"symbol":"ACME.US","isin":"US0042391097","figi":"BBG000ACME01","lei":"5299000000000000ACME","cusip":"004239109","cik":"0000004239"}],
            "links":{"next":null}}""";

    private static final String SEARCH = """
            [{"Code":"ACME","Exchange":"US","Name":"Acme Inc","Type":"Common Stock","Country":"USA","Currency":"USD","ISIN":"US0042391097",
            "previousClose":104.5,"previousCloseDate":"2026-03-04","isPrimary":true}]""";

    private EodhdServer() {}

    static EodhdProvider provider(URI server) {
        return EodhdProvider.builder()
                .apiToken(TOKEN)
                .baseUri(server)
                .socketUri(URI.create("ws://" + server.getAuthority()))
                .build();
    }

    static void answer(Request request, Response response) throws IOException {
        if (!request.parameter("api_token").orElse("").equals(TOKEN)) {
            response.status(401)
                    .header("Content-Type", "text/html; charset=UTF-8")
                    .send("Unauthenticated");
            return;
        }
        response.header("X-RateLimit-Limit", "1400").header("X-RateLimit-Remaining", "1399");
        String[] path = request.path().split("/", -1);
        String about = path.length > 3 ? path[3] : "";
        switch (path[2]) {
            case "real-time" ->
                response.sendJson(quotes(about, request.parameter("s").orElse("")));
            case "eod" -> known(about, DAYS, response);
            case "splits" -> known(about, SPLITS, response);
            case "div" -> known(about, DIVIDENDS, response);
            case "intraday" -> known(about, MINUTES, response);
            case "search" -> response.sendJson(about.equalsIgnoreCase("acme") ? SEARCH : "[]");
            case "exchanges-list" ->
                response.sendJson("[{\"Name\":\"London Exchange\",\"Code\":\"LSE\"},{\"Code\":\"US\"}]");
            case "exchange-symbol-list" -> listed(about, response);
            case "id-mapping" ->
                response.sendJson(
                        request.query().contains("US0042391097")
                                ? MAPPED
                                : "{\"meta\":{\"total\":0},\"data\":[],\"links\":{\"next\":null}}");
            case "user" ->
                response.sendJson(
                        "{\"name\":\"J\",\"apiRequests\":139,\"apiRequestsDate\":\"2026-03-04\",\"dailyRateLimit\":100000}");
            default -> response.status(404).send("Not Found");
        }
    }

    private static void known(String name, String body, Response response) throws IOException {
        if (name.equals("ACME.US")) {
            response.sendJson(body);
        } else {
            response.status(404)
                    .header("Content-Type", "text/html; charset=UTF-8")
                    .send("Ticker Not Found.");
        }
    }

    private static void listed(String exchange, Response response) throws IOException {
        if (exchange.equals("US")) {
            response.sendJson(LIST);
        } else {
            response.status(404).send("Exchange Not Found.");
        }
    }

    private static String quotes(String first, String more) {
        List<String> names = Stream.concat(Stream.of(first), Stream.of(more.split(",", -1)))
                .filter(name -> !name.isEmpty())
                .toList();
        return names.size() == 1
                ? quote(first)
                : names.stream().map(EodhdServer::quote).collect(Collectors.joining(",", "[", "]"));
    }

    static String quote(String name) {
        return name.startsWith("NOPE")
                ? "{\"code\":\"" + name
                        + "\",\"timestamp\":\"NA\",\"gmtoffset\":0,\"open\":\"NA\",\"high\":\"NA\",\"low\":\"NA\","
                        + "\"close\":\"NA\",\"volume\":\"NA\",\"previousClose\":\"NA\",\"change\":\"NA\",\"change_p\":\"NA\"}"
                : "{\"code\":\"" + name
                        + "\",\"timestamp\":1772658000,\"gmtoffset\":0,\"open\":102.75,\"high\":105,\"low\":102.5,"
                        + "\"close\":104.5,\"volume\":1800,\"previousClose\":103,\"change\":1.5,\"change_p\":1.4563}";
    }

    static boolean isData(Request request) {
        return !request.path().contains("/splits/");
    }

    static BarQuery days(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
        return new BarQuery(symbol, Interval.DAY_1, range, Adjustment.RAW, false);
    }

    /** The days as they were traded: the volume before the split is that of the shares of that time. */
    static List<Bar> rawDays() {
        return List.of(
                day("2026-02-27", 200.5, 204.25, 198, 202, 1000),
                day("2026-03-02", 101.5, 103, 100.25, 102, 1500),
                day("2026-03-03", 102.5, 104, 101.75, 103, 1700),
                day("2026-03-04", 102.75, 105, 102.5, 104.5, 1800));
    }

    static Bar day(String date, double open, double high, double low, double close, double volume) {
        LocalDate day = LocalDate.parse(date);
        return Bar.builder(ACME, EodhdErrors.SOURCE, Interval.DAY_1)
                .span(
                        day.atStartOfDay(NEW_YORK).toInstant(),
                        day.plusDays(1).atStartOfDay(NEW_YORK).toInstant())
                .prices(open, high, low, close)
                .volume(volume)
                .build();
    }
}
