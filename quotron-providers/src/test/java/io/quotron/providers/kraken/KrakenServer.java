package io.quotron.providers.kraken;

import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers like Kraken on a good day. */
final class KrakenServer {
    private KrakenServer() {}

    static void answer(Request request, Response response) throws IOException {
        String method = request.path().replaceFirst("^/0/public/", "");
        response.sendJson(
                switch (method) {
                    case "AssetPairs" -> KrakenSamples.SYMBOLS;
                    case "Ticker" -> known(request, "{\"error\":[],\"result\":" + tickers(request) + "}");
                    case "OHLC" ->
                        known(request, KrakenSamples.minutes(5).replaceFirst("\"last\":\\d+", "\"last\":1772452800"));
                    case "Trades" -> known(request, KrakenSamples.TRADES);
                    case "Depth" -> known(request, KrakenSamples.DEPTH);
                    case "SystemStatus" -> "{\"error\":[],\"result\":{\"status\":\"online\"}}";
                    default -> "{\"error\":[\"EGeneral:Unknown method\"]}";
                });
    }

    static boolean isData(Request request) {
        return !request.path().endsWith("/AssetPairs");
    }

    private static String known(Request request, String body) {
        boolean listed = pairs(request).allMatch(pair -> KrakenSamples.SYMBOLS.contains('"' + pair + "\":{"));
        return listed ? body : "{\"error\":[\"EQuery:Unknown asset pair\"],\"result\":null}";
    }

    private static String tickers(Request request) {
        String row = KrakenSamples.TICKER.substring(
                KrakenSamples.TICKER.indexOf("{\"a\""), KrakenSamples.TICKER.lastIndexOf("}}"));
        return pairs(request).map(pair -> '"' + pair + "\":" + row).collect(Collectors.joining(",", "{", "}"));
    }

    private static Stream<String> pairs(Request request) {
        return Pattern.compile(",").splitAsStream(request.parameter("pair").orElse(""));
    }
}
