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

    private SchemaChange() {}

    static String eodhd(String name) {
        return EODHD.getOrDefault(name, name);
    }

    static String yahoo(String name) {
        return YAHOO.getOrDefault(name, name);
    }

    static String kraken(String name) {
        return KRAKEN.getOrDefault(name, name);
    }
}
