package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.indicators.IndicatorSet;
import io.quotron.indicators.IndicatorTable;
import io.quotron.indicators.Indicators;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import java.time.Period;
import java.util.OptionalDouble;

/** History with indicators. */
public final class YearWithIndicators {
    private YearWithIndicators() {}

    /**
     * Computes how far the newest close is above its average of 200 days, if it is neither overbought nor oversold.
     *
     * @param client the client
     * @param symbol the canonical symbol
     * @return for example 0.03 for 3 % above; empty if there are fewer than 200 days, or the RSI is out of 30 to 70
     */
    public static OptionalDouble aboveAverage(MarketDataClient client, String symbol) {
        // tag::history
        BarSeries year = client.bars(symbol)
                .interval(Interval.DAY_1)
                .last(Period.ofYears(1))
                .adjusted(Adjustment.SPLITS_AND_DIVIDENDS)
                .fetch();
        IndicatorTable table = IndicatorSet.standard().compute(year); // 20 columns, one row per bar
        double[] rsi = Indicators.rsi(year.closes(), 14); // or one by one
        // end::history
        int last = year.size() - 1;
        if (last < 0 || Double.isNaN(table.value(last, "sma_200")) || rsi[last] < 30 || rsi[last] > 70) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(year.bar(last).close() / table.value(last, "sma_200") - 1);
    }
}
