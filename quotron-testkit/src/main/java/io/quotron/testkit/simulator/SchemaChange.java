package io.quotron.testkit.simulator;

import java.util.Map;

/** Names that fields get when a provider changes its format. */
final class SchemaChange {
    private static final Map<String, String> YAHOO = Map.of(
            "regularMarketPrice", "marketPrice",
            "regularMarketTime", "marketTime",
            "open", "openPrice",
            "high", "highPrice",
            "low", "lowPrice",
            "close", "closePrice",
            "timestamp", "timestamps");
    private static final Map<String, String> KRAKEN = Map.of(
            "price", "px",
            "qty", "quantity",
            "trade_id", "id",
            "last", "cursor",
            "bid", "bid_price",
            "ask", "ask_price",
            "c", "close",
            "wsname", "ws_name");

    private static final Map<String, String> EODHD = Map.of(
            "close", "closePrice",
            "adjusted_close", "adjustedClose",
            "timestamp", "time",
            "date", "day",
            "p", "price",
            "a", "ask",
            "ap", "askPrice",
            "Code", "Ticker");

    private static final Map<String, String> ALPHA_VANTAGE = Map.of(
            "05. price", "05. last price",
            "5. Exchange Rate", "5. Rate",
            "1. open", "1. first",
            "4. close", "4. last",
            "amount", "cash",
            "split_factor", "ratio",
            "1. symbol", "1. ticker",
            "close", "last");
    private static final Map<String, String> BINANCE = Map.of(
            "p", "px",
            "q", "quantity",
            "lastPrice", "last",
            "bidPrice", "bid",
            "askPrice", "ask",
            "c", "close",
            "lastUpdateId", "updateId",
            "U", "firstUpdateId",
            "symbols", "markets");

    private SchemaChange() {}

    static String eodhd(String name) {
        return EODHD.getOrDefault(name, name);
    }

    static String yahoo(String name) {
        return YAHOO.getOrDefault(name, name);
    }

    static String binance(String name) {
        return BINANCE.getOrDefault(name, name);
    }

    static String kraken(String name) {
        return KRAKEN.getOrDefault(name, name);
    }

    static String alphaVantage(String name) {
        return ALPHA_VANTAGE.getOrDefault(name, name);
    }

    static String of(SimulatedProvider provider, String name) {
        return switch (provider) {
            case YAHOO -> yahoo(name);
            case KRAKEN -> kraken(name);
            case ALPHA_VANTAGE -> alphaVantage(name);
            case BINANCE -> binance(name);
            case EODHD -> eodhd(name);
        };
    }
}
