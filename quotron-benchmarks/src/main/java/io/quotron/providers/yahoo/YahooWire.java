package io.quotron.providers.yahoo;

import io.quotron.model.BarSeries;
import io.quotron.providers.internal.json.Json;
import io.quotron.spi.BarQuery;
import java.time.Instant;
import java.util.List;

/** What the provider does with the bytes of an answer, for measurements. */
public final class YahooWire {
    private YahooWire() {}

    /**
     * Reads a chart as the provider does.
     *
     * @param body the answer
     * @param query the question
     * @param now the time of receipt
     * @return the bars
     */
    public static BarSeries bars(byte[] body, BarQuery query, Instant now) {
        YahooFastChart fast = YahooFastChart.read(body);
        if (fast == null) {
            throw new IllegalStateException("not taken");
        }
        YahooChart chart = YahooChart.of(fast, query.symbol().code(), YahooHistory.spelling(query.interval()));
        return YahooBars.build(query, List.of(chart), null, now);
    }

    /**
     * Reads a chart up to its columns, without the decisions of the provider.
     *
     * @param body the answer
     * @return the columns
     */
    public static Object columns(byte[] body) {
        YahooFastChart fast = YahooFastChart.read(body);
        if (fast == null) {
            throw new IllegalStateException("not taken");
        }
        return fast;
    }

    /**
     * Reads a chart by way of a tree, as the provider does where anything is unusual.
     *
     * @param body the answer
     * @param query the question
     * @param now the time of receipt
     * @return the bars
     */
    public static BarSeries barsByTree(byte[] body, BarQuery query, Instant now) {
        String interval = YahooHistory.spelling(query.interval());
        YahooChart chart = YahooChart.parse(
                Json.read(YahooErrors.SOURCE, body), query.symbol().code(), interval);
        return YahooBars.build(query, List.of(chart), null, now);
    }
}
