package io.quotron.storage;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarStore.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Values for tests. */
final class Rows {
    static final Symbol AAPL = Symbol.of("AAPL");
    static final SourceId KRAKEN = SourceId.of("kraken");
    static final SourceId YAHOO = SourceId.of("yahoo");
    static final Instant START = Instant.parse("2024-03-04T14:30:00Z");
    static final SeriesKey KEY = new SeriesKey(AAPL, YAHOO, Interval.MINUTE_1, Adjustment.RAW);
    static final TimeRange ALWAYS = TimeRange.of(Instant.MIN, Instant.MAX);

    private Rows() {}

    static Bar.Builder bar(Symbol symbol, int index) {
        Instant open = START.plusSeconds(60L * index);
        double base = 100 + index * 0.01;
        return Bar.builder(symbol, YAHOO, Interval.MINUTE_1)
                .span(open, open.plusSeconds(60))
                .prices(base, base + 1, base - 1, base + 0.1)
                .volume(1000 + index)
                .state(Bar.State.FINAL)
                .receivedTime(open.plusSeconds(61));
    }

    static Bar.Builder bar(int index) {
        return bar(AAPL, index);
    }

    static List<Bar> bars(Symbol symbol, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> bar(symbol, index).build())
                .toList();
    }

    static Quote.Builder quote(Symbol symbol, double price) {
        return Quote.builder(symbol, YAHOO)
                .price(price)
                .currency(CurrencyUnit.of("USD"))
                .eventTime(START)
                .receivedTime(START.plusMillis(5));
    }

    static IndicatorValues indicators(int index, List<String> names, double... row) {
        Instant open = START.plusSeconds(60L * index);
        return new IndicatorValues(
                AAPL,
                YAHOO,
                Interval.MINUTE_1,
                open,
                open.plusSeconds(60),
                Bar.State.FINAL,
                0,
                names,
                row,
                open.plusSeconds(61));
    }
}
