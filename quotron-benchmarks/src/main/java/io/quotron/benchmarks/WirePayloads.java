package io.quotron.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Answers and messages with invented numbers in the formats of the providers. */
final class WirePayloads {
    static final int CHART_BARS = 2_000;
    static final int KLINES = 1_000;
    static final long FIRST_SECOND = 1_451_917_800; // a session of New York, half past nine in winter
    private static final long DAY = 86_400;
    private static final long KLINE_MILLIS = 1_672_531_200_000L;
    private static final long MINUTE_MILLIS = 60_000;

    private WirePayloads() {}

    /** Daily bars; prices are floats widened to double, so about 17 digits. */
    static byte[] yahooChart() {
        SyntheticBars bars = new SyntheticBars(CHART_BARS);
        StringBuilder json = new StringBuilder(
                "{\"chart\":{\"result\":[{\"meta\":{\"currency\":\"USD\",\"symbol\":\"AAPL\","
                        + "\"exchangeName\":\"NMS\",\"instrumentType\":\"EQUITY\",\"firstTradeDate\":345479400,\"gmtoffset\":-18000,"
                        + "\"timezone\":\"EST\",\"exchangeTimezoneName\":\"America/New_York\",\"regularMarketPrice\":190.5,"
                        + "\"regularMarketTime\":1624651204,\"chartPreviousClose\":189.3,\"currentTradingPeriod\":{\"regular\":"
                        + "{\"timezone\":\"EST\",\"start\":1624645800,\"end\":1624669200,\"gmtoffset\":-18000}},"
                        + "\"dataGranularity\":\"1d\",\"range\":\"\",\"validRanges\":[\"1d\",\"5d\",\"max\"]},\"timestamp\":[");
        for (int i = 0; i < CHART_BARS; i++) {
            json.append(i == 0 ? "" : ",").append(FIRST_SECOND + DAY * i);
        }
        json.append("],\"indicators\":{\"quote\":[{");
        column(json, "open", bars.open);
        column(json.append(','), "high", bars.high);
        column(json.append(','), "low", bars.low);
        column(json.append(','), "close", bars.close);
        json.append(",\"volume\":[");
        for (int i = 0; i < CHART_BARS; i++) {
            json.append(i == 0 ? "" : ",").append((long) (bars.volume[i] * 1_000));
        }
        column(json.append("]}],\"adjclose\":[{"), "adjclose", bars.close);
        return bytes(json.append("}]}}],\"error\":null}}").toString());
    }

    private static void column(StringBuilder json, String name, double[] values) {
        json.append('"').append(name).append("\":[");
        for (int i = 0; i < values.length; i++) {
            json.append(i == 0 ? "" : ",").append((double) (float) values[i]);
        }
        json.append(']');
    }

    static byte[] binanceKlines() {
        SyntheticBars bars = new SyntheticBars(KLINES);
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < KLINES; i++) {
            long time = KLINE_MILLIS + i * MINUTE_MILLIS;
            json.append(i == 0 ? "" : ",").append('[').append(time);
            for (double each : new double[] {bars.open[i], bars.high[i], bars.low[i], bars.close[i], bars.volume[i]}) {
                json.append(String.format(Locale.ROOT, ",\"%.8f\"", each));
            }
            json.append(',').append(time + MINUTE_MILLIS - 1);
            json.append(String.format(Locale.ROOT, ",\"%.8f\"", bars.volume[i] * bars.close[i]));
            json.append(",308,\"1756.87402397\",\"28.46694368\",\"0\"]");
        }
        return bytes(json.append(']').toString());
    }

    static String binanceTrade() {
        return "{\"e\":\"trade\",\"E\":1672515782136,\"s\":\"BNBBTC\",\"t\":12345,\"p\":\"0.00100000\",\"q\":\"100.00000000\","
                + "\"T\":1672515782136,\"m\":true,\"M\":true}";
    }

    static String binanceAggregate() {
        return "{\"stream\":\"bnbbtc@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1672515782136,\"s\":\"BNBBTC\",\"a\":12345,"
                + "\"p\":\"0.00100000\",\"q\":\"100.00000000\",\"f\":100,\"l\":105,\"T\":1672515782136,\"m\":true,\"M\":true}}";
    }

    static String binanceBest() {
        return "{\"stream\":\"bnbbtc@bookTicker\",\"data\":{\"u\":400900217,\"s\":\"BNBBTC\",\"b\":\"0.00253519\","
                + "\"B\":\"31.21000000\",\"a\":\"0.00253652\",\"A\":\"40.66000000\"}}";
    }

    static String krakenTrade() {
        return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"MATIC/USD\",\"side\":\"sell\",\"price\":0.5117,"
                + "\"qty\":40.0,\"ord_type\":\"market\",\"trade_id\":4665906,\"timestamp\":\"2023-09-25T07:49:37.708706Z\"}]}";
    }

    static String krakenTicker() {
        return "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"MATIC/USD\",\"bid\":0.10025,\"bid_qty\":740.0,"
                + "\"ask\":0.10036,\"ask_qty\":1361.44813783,\"last\":0.10035,\"volume\":997038.98383185,\"vwap\":0.10148,"
                + "\"low\":0.09979,\"high\":0.10285,\"change\":-0.00017,\"change_pct\":-0.17,"
                + "\"timestamp\":\"2023-09-25T09:04:31.742648Z\"}]}";
    }

    static String krakenBook() {
        return "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"MATIC/USD\",\"bids\":[{\"price\":0.5657,"
                + "\"qty\":1098.3947558}],\"asks\":[{\"price\":0.5666,\"qty\":125.5},{\"price\":0.5668,\"qty\":0}],"
                + "\"checksum\":2114181697,\"timestamp\":\"2023-10-06T17:35:55.440295Z\"}]}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
