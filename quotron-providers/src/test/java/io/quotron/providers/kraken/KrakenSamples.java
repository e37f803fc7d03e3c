package io.quotron.providers.kraken;

import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Answers in Kraken's formats, with invented numbers. */
final class KrakenSamples {
    static final Symbol BTC_USD = Symbol.of("BTC/USD");
    static final Symbol DOGE_EUR = Symbol.of("DOGE/EUR");
    static final Symbol TOKEN = Symbol.of("ACMEX/USD");
    static final Instant NOW = Instant.parse("2026-03-02T12:00:30Z");
    static final String SYMBOLS = """
            {"error":[],"result":{
            "XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","aclass_base":"currency","base":"XXBT","quote":"ZUSD",
              "pair_decimals":1,"lot_decimals":8,"fees":[],"tick_size":"0.1","status":"online"},
            "XDGEUR":{"altname":"XDGEUR","wsname":"XDG/EUR","aclass_base":"currency","base":"XXDG","quote":"ZEUR",
              "pair_decimals":7,"status":"cancel_only"},
            "XTZUSD":{"altname":"XTZUSD","wsname":"XTZ/USD","base":"XTZ","quote":"ZUSD","pair_decimals":4},
            "EURUSD":{"altname":"EURUSD","wsname":"EUR/USD","base":"ZEUR","quote":"ZUSD","pair_decimals":5},
            "ACMExUSD":{"altname":"ACMExUSD","wsname":"ACMEx/USD","aclass_base":"tokenized_asset","base":"ACMEx",
              "quote":"ZUSD","pair_decimals":2},
            "XXBTZUSD.d":{"altname":"XBTUSD.d","base":"XXBT","quote":"ZUSD"}}}
            """;
    static final String TICKER = """
            {"error":[],"result":{"XXBTZUSD":{"a":["101.50000","2","2.250"],"b":["101.40000","3","3.125"],
            "c":["101.45000","0.00500000"],"v":["11.5","22.75"],"p":["100.9","100.8"],"t":[5,9],
            "l":["99.1","98.2"],"h":["103.3","104.4"],"o":"100.00000"}}}
            """;
    static final String TRADES = """
            {"error":[],"result":{"XXBTZUSD":[
            ["101.10000","0.50000000",1772452800.1234567,"s","l","",11],
            ["101.20000","0.25000000",1772452800.2,"b","m","",12]],"last":"1772452800200000001"}}
            """;

    static final String DEPTH = """
            {"error":[],"result":{"XXBTZUSD":{
            "asks":[["101.50000","2.250",1772452801],["101.60000","0.500",1772452700],["102.00000","1.125",1772452600]],
            "bids":[["101.40000","3.125",1772452790],["101.30000","0.250",1772452795],["99.00000","10.000",1772400000]]}}}
            """;

    private KrakenSamples() {}

    static KrakenSymbols symbols() {
        return KrakenParser.symbols(result(SYMBOLS));
    }

    static KrakenPair btcUsd() {
        return KrakenSymbols.pair("XXBTZUSD", "XBTUSD", "XBT/USD", KrakenPair.Traits.UNKNOWN)
                .orElseThrow();
    }

    static JsonValue result(String body) {
        return KrakenParser.result(body.getBytes(StandardCharsets.UTF_8), warning -> {});
    }

    /** Returns an OHLC answer of minutes up to {@link #NOW}, the last of which is running. */
    static String minutes(int rows) {
        List<String> texts = new ArrayList<>();
        long last = NOW.getEpochSecond() / 60 * 60;
        for (int i = rows - 1; i >= 0; i--) {
            texts.add("[" + (last - 60L * i) + ",\"10." + i + "\",\"12.5\",\"9.5\",\"11.0\",\"10.75\",\"2.5\","
                    + (i + 1) + "]");
        }
        return "{\"error\":[],\"result\":{\"XXBTZUSD\":[" + String.join(",", texts) + "],\"last\":" + (last - 60)
                + "}}";
    }

    static BarQuery minuteQuery(Duration back) {
        Instant end = NOW.plusSeconds(60);
        return new BarQuery(BTC_USD, Interval.MINUTE_1, TimeRange.of(NOW.minus(back), end), Adjustment.RAW, false);
    }
}
