package io.quotron.providers.yahoo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes chart answers with invented numbers in Yahoo's format. */
final class ChartBody {
    private final List<String> times = new ArrayList<>();
    private final List<String> opens = new ArrayList<>();
    private final List<String> highs = new ArrayList<>();
    private final List<String> lows = new ArrayList<>();
    private final List<String> closes = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();
    private final List<String> adjusted = new ArrayList<>();
    private final StringBuilder splits = new StringBuilder();
    private final StringBuilder dividends = new StringBuilder();
    private String symbol = "TEST";
    private String type = "EQUITY";
    private String interval = "1d";
    private String currency = "USD";
    private String zone = "America/New_York";
    private long marketTime;
    private long sessionStart;
    private long sessionEnd;
    private String periods = "";

    ChartBody symbol(String value) {
        symbol = value;
        return this;
    }

    ChartBody type(String value) {
        type = value;
        return this;
    }

    ChartBody interval(String value) {
        interval = value;
        return this;
    }

    ChartBody currency(String value) {
        currency = value;
        return this;
    }

    ChartBody zone(String value) {
        zone = value;
        return this;
    }

    ChartBody marketTime(String value) {
        marketTime = Instant.parse(value).getEpochSecond();
        return this;
    }

    ChartBody session(String start, String end) {
        sessionStart = Instant.parse(start).getEpochSecond();
        sessionEnd = Instant.parse(end).getEpochSecond();
        return this;
    }

    ChartBody withPeriods() {
        periods = ",\"tradingPeriods\":[[{\"start\":" + sessionStart + ",\"end\":" + sessionEnd + "}]]";
        return this;
    }

    ChartBody row(String time, double open, double high, double low, double close, long volume) {
        return raw(
                Instant.parse(time).getEpochSecond() + "",
                "" + open,
                "" + high,
                "" + low,
                "" + close,
                "" + volume,
                "" + close);
    }

    /** Adds a row of JSON texts: time, open, high, low, close, volume, adjusted close. */
    ChartBody raw(String... values) {
        times.add(values[0]);
        opens.add(values[1]);
        highs.add(values[2]);
        lows.add(values[3]);
        closes.add(values[4]);
        volumes.add(values[5]);
        adjusted.add(values[6]);
        return this;
    }

    ChartBody split(String time, double numerator, double denominator) {
        long at = Instant.parse(time).getEpochSecond();
        splits.append(splits.isEmpty() ? "" : ",")
                .append(String.format(
                        Locale.ROOT,
                        "\"%d\":{\"date\":%d,\"numerator\":%s,\"denominator\":%s}",
                        at,
                        at,
                        numerator,
                        denominator));
        return this;
    }

    ChartBody dividend(String time, double amount) {
        long at = Instant.parse(time).getEpochSecond();
        dividends
                .append(dividends.isEmpty() ? "" : ",")
                .append(String.format(Locale.ROOT, "\"%d\":{\"date\":%d,\"amount\":%s}", at, at, amount));
        return this;
    }

    String json() {
        String day = interval.endsWith("m") || interval.endsWith("h")
                ? ""
                : ",\"adjclose\":[{\"adjclose\":" + adjusted + "}]";
        String session = sessionEnd == 0
                ? ""
                : ",\"currentTradingPeriod\":{\"regular\":{\"start\":" + sessionStart + ",\"end\":" + sessionEnd + "}}";
        return "{\"chart\":{\"result\":[{\"meta\":{\"currency\":\"" + currency + "\",\"symbol\":\"" + symbol
                + "\",\"instrumentType\":\"" + type + "\",\"regularMarketTime\":" + marketTime
                + ",\"exchangeTimezoneName\":\"" + zone + "\"" + session + periods + ",\"dataGranularity\":\""
                + interval
                + "\"},\"timestamp\":" + times + ",\"events\":{\"splits\":{" + splits + "},\"dividends\":{" + dividends
                + "}},\"indicators\":{\"quote\":[{\"open\":" + opens + ",\"high\":" + highs + ",\"low\":" + lows
                + ",\"close\":" + closes + ",\"volume\":" + volumes + "}]" + day + "}}],\"error\":null}}";
    }
}
