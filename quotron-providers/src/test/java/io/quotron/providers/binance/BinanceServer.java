package io.quotron.providers.binance;

import io.quotron.model.Symbol;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers like Binance on a good day, with invented numbers. */
final class BinanceServer {
    static final Symbol BTC_USDT = Symbol.of("BTC/USDT");
    static final Symbol ETH_BTC = Symbol.of("ETH/BTC");
    static final Symbol NOPE = Symbol.of("NOPE/USDT");

    /** A running minute begins 30 seconds before. */
    static final Instant NOW = Instant.parse("2026-03-02T12:00:30Z");

    static final Instant FIRST_MINUTE = Instant.parse("2026-03-02T11:56:00Z");

    static final String SYMBOLS = """
            {"timezone":"UTC","serverTime":1772452830000,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE",
            "intervalNum":1,"limit":6000}],"exchangeFilters":[],"symbols":[
            {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
              {"filterType":"T_PLUS_SELL","endTime":0},
              {"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000.00","tickSize":"0.01000000"},
              {"filterType":"LOT_SIZE","minQty":"0.00001","maxQty":"9000.0","stepSize":"0.00001000"}],"sor":true},
            {"symbol":"ETHBTC","status":"TRADING","baseAsset":"ETH","quoteAsset":"BTC","filters":[]},
            {"symbol":"BTCBUSD","status":"BREAK","baseAsset":"BTC","quoteAsset":"BUSD","filters":[]},
            {"symbol":"BTCSTUSDT","status":"HALT","baseAsset":"BTCST","quoteAsset":"USDT","filters":[]},
            {"symbol":"EURUSDT","status":"TRADING","baseAsset":"EUR","quoteAsset":"USDT","filters":[]},
            {"symbol":"SILENTUSDT","status":"TRADING","baseAsset":"SILENT","quoteAsset":"USDT","filters":[]},
            {"symbol":"\\u5e01USDT","status":"TRADING","baseAsset":"\\u5e01","quoteAsset":"USDT"},
            {"symbol":"BTCU","status":"TRADING","baseAsset":"BTC","quoteAsset":"U"}]}
            """;

    private static final Pattern NAME = Pattern.compile("[A-Z0-9]+");

    private BinanceServer() {}

    static boolean isData(Request request) {
        return !request.path().endsWith("/exchangeInfo");
    }

    static void answer(Request request, Response response) throws IOException {
        response.header("x-mbx-used-weight-1m", "123");
        String path = request.path().replaceFirst("^/api/v3/", "");
        boolean unknown = isData(request)
                && !path.equals("ping")
                && names(request).stream().anyMatch(name -> !SYMBOLS.contains("\"symbol\":\"" + name + "\""));
        if (unknown) {
            response.status(400).sendJson("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
            return;
        }
        Map<String, String> query = request.parameters();
        switch (path) {
            case "exchangeInfo" -> response.sendJson(SYMBOLS);
            case "ping" -> response.sendJson("{}");
            case "ticker/24hr" -> response.sendJson(tickers(request));
            case "klines" -> response.sendJson(minutes(query));
            case "aggTrades" -> response.sendJson(trades(query));
            case "depth" -> response.sendJson(depth(1_000));
            default -> response.status(404).send("not found");
        }
    }

    private static List<String> names(Request request) {
        Matcher matcher = NAME.matcher(request.parameter("symbol")
                .or(() -> request.parameter("symbols"))
                .orElse(""));
        return matcher.results().map(result -> result.group()).toList();
    }

    private static String tickers(Request request) {
        List<String> rows = names(request).stream().map(BinanceServer::ticker).toList();
        return request.parameter("symbol").isPresent() ? rows.get(0) : "[" + String.join(",", rows) + "]";
    }

    static String ticker(String name) {
        return """
                {"symbol":"%s","priceChange":"-1.50000000","priceChangePercent":"-1.460","weightedAvgPrice":"100.8",
                "prevClosePrice":"103.00000000","lastPrice":"101.45000000","lastQty":"0.5","bidPrice":"101.40000000",
                "bidQty":"3.12500000","askPrice":"101.50000000","askQty":"2.25000000","openPrice":"102.95000000",
                "highPrice":"104.40000000","lowPrice":"98.20000000","volume":"22.75000000","quoteVolume":"2293.2",
                "openTime":1772366429000,"closeTime":1772452829000,"firstId":1,"lastId":9,"count":9}
                """.formatted(name);
    }

    private static String minutes(Map<String, String> query) {
        long from = Long.parseLong(query.getOrDefault("startTime", "0"));
        long to = Long.parseLong(query.getOrDefault("endTime", "9999999999999"));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long open = FIRST_MINUTE.toEpochMilli() + 60_000L * i;
            if (open >= from && open <= to) {
                rows.add(minute(open, "10." + (4 - i)));
            }
        }
        return rows.toString();
    }

    static String minute(long open, String price) {
        return "[" + open + ",\"" + price + "\",\"12.5\",\"9.5\",\"11.0\",\"2.5\"," + (open + 59_999)
                + ",\"26.875\",7,\"1.0\",\"10.5\",\"0\"]";
    }

    /** Trades 11, 12, 13 at seconds 0, 0 and 1. */
    private static String trades(Map<String, String> query) {
        long start = NOW.toEpochMilli() - 10_000;
        long from = Long.parseLong(query.getOrDefault("fromId", "11"));
        return java.util.stream.LongStream.rangeClosed(Math.max(from, 11), 13)
                .filter(id -> start + (id - 11) / 2 * 1_000 >= Long.parseLong(query.getOrDefault("startTime", "0")))
                .mapToObj(id -> trade(id, start + (id - 11) / 2 * 1_000))
                .collect(Collectors.joining(",", "[", "]"));
    }

    static String trade(long id, long millis) {
        return "{\"a\":" + id + ",\"p\":\"101.10\",\"q\":\"0.50000000\",\"f\":" + id + ",\"l\":" + id + ",\"T\":"
                + millis + ",\"m\":" + (id % 2 == 0) + ",\"M\":true}";
    }

    static String depth(long id) {
        return "{\"lastUpdateId\":" + id
                + ",\"bids\":[[\"101.40\",\"3.125\"],[\"101.30\",\"1.0\"],[\"101.20\",\"2.0\"]],"
                + "\"asks\":[[\"101.50\",\"2.25\"],[\"101.60\",\"1.5\"]]}";
    }
}
