package io.quotron.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consolidated trades of October 2013 against the minute bars that their vendor made of them. */
class RecordedTradesTest {
    private static final SourceId SOURCE = SourceId.of("tape");
    /** A bit of our own above those of the tape, for rows that the vendor marked as suspicious. */
    private static final long SUSPICIOUS = 1L << 40;

    private static final TradeFilter FILTER = TradeFilter.excludingConditions(0x140220 | SUSPICIOUS);

    @ParameterizedTest
    @CsvSource({
        "SPY, 20131007, 388, 390",
        "SPY, 20131008, 388, 390",
        "SPY, 20131011, 387, 390",
        "IBM, 20131007, 388, 390",
        "IBM, 20131008, 387, 390",
        "IBM, 20131011, 386, 389",
        "BAC, 20131007, 388, 390",
        "BAC, 20131008, 388, 390",
        "BAC, 20131010, 388, 390",
        "AIG, 20131008, 388, 390"
    })
    void minuteBars_ofRecordedTrades_equalThoseOfTheVendor(String name, String day, int equal, int total)
            throws IOException {
        Symbol symbol = Symbol.of(name);
        Recorder recorder = new Recorder();
        BarAggregator aggregator = BarAggregator.builder(symbol, SOURCE)
                .intervals(Interval.MINUTE_1, Interval.HOUR_1, Interval.DAY_1)
                .calendar(TradingCalendar.xnys())
                .regularSessionOnly(true)
                .tradeFilter(FILTER)
                .listener(recorder)
                .build();

        List<String[]> rows = SharedData.rows("market/ticks/" + name + "-trades-" + day + ".csv.gz");
        rows.forEach(row -> aggregator.onTrade(trade(symbol, row)));
        aggregator.flush();

        BarStatistics statistics = aggregator.statistics();
        assertThat(statistics.offered()).isEqualTo(rows.size());
        assertThat(statistics.late()).isZero();
        assertThat(statistics.rejected()).isZero();
        Map<Long, BarOracle.Row> vendor = vendorBars(name);
        List<BarOracle.Row> minutes = recorder.rows(Interval.MINUTE_1);
        long same = minutes.stream()
                .filter(row -> sameNumbers(row, vendor.get(row.start())))
                .count();
        assertThat(same).isEqualTo(equal);
        assertThat(minutes).hasSizeBetween(total, 390);
        assertThat(recorder.of(Interval.HOUR_1)).hasSize(7);
        assertThat(recorder.of(Interval.HOUR_1).get(0).openTime().toString()).endsWith("T13:30:00Z");
        assertThat(recorder.of(Interval.DAY_1)).hasSize(1).allSatisfy(b -> {
            assertThat(b.tradingDay()).hasToString(day.replaceAll("(....)(..)(..)", "$1-$2-$3"));
            assertThat(b.tradeCount()).hasValue(statistics.accepted());
        });
    }

    private static boolean sameNumbers(BarOracle.Row row, BarOracle.@Nullable Row vendor) {
        return vendor != null
                && row.open() == vendor.open()
                && row.high() == vendor.high()
                && row.low() == vendor.low()
                && row.close() == vendor.close()
                && row.volume() == vendor.volume();
    }

    private static Map<Long, BarOracle.Row> vendorBars(String name) throws IOException {
        Map<Long, BarOracle.Row> bars = new HashMap<>();
        for (String[] row : SharedData.rows("market/bars/" + name + "-1m-20131004-11.csv")) {
            long start = EpochNanos.of(Instant.parse(row[0]));
            bars.put(
                    start,
                    new BarOracle.Row(
                            start,
                            Double.parseDouble(row[1]),
                            Double.parseDouble(row[2]),
                            Double.parseDouble(row[3]),
                            Double.parseDouble(row[4]),
                            Double.parseDouble(row[5]),
                            0));
        }
        return bars;
    }

    private static Trade trade(Symbol symbol, String[] row) {
        long conditions = Long.parseLong(row[4], 16) | (row[5].equals("1") ? SUSPICIOUS : 0);
        return Trade.builder(symbol, SOURCE)
                .eventTime(Instant.parse(row[0]))
                .price(Double.parseDouble(row[1]))
                .size(Double.parseDouble(row[2]))
                .conditions(conditions)
                .build();
    }
}
