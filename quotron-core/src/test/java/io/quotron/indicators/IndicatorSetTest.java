package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class IndicatorSetTest {
    private static final IndicatorSet SET = IndicatorSet.standard();
    private static final Symbol SYMBOL = Symbol.of("ACME");
    private static final SourceId SOURCE = SourceId.of("test");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final long HOUR = 3_600_000_000_000L;

    /** Hourly bars around the clock; 2026-03-01 is a week before the clocks change in New York. */
    private static BarSeries series(SeriesIdentity.Session session, boolean withVolume) {
        SeriesIdentity identity =
                new SeriesIdentity(SYMBOL, SOURCE, Interval.HOUR_1, Adjustment.RAW, null, NEW_YORK, session);
        BarSeries.Builder builder = BarSeries.builder(identity, Instant.EPOCH);
        if (!withVolume) {
            builder.withoutVolume();
        }
        RandomBars b = new RandomBars(400, 9);
        long start = Instant.parse("2026-03-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;
        for (int i = 0; i < 400; i++) {
            long open = start + i * HOUR;
            builder.add(open, open + HOUR, b.opens[i], b.highs[i], b.lows[i], b.closes[i], b.volumes[i]);
        }
        return builder.build();
    }

    @Test
    void names_areTheTwentyColumnsInOrder() {
        assertThat(SET.names())
                .containsExactly(
                        "rsi",
                        "macd",
                        "macd_signal",
                        "macd_histogram",
                        "bb_upper",
                        "bb_middle",
                        "bb_lower",
                        "sma_20",
                        "sma_50",
                        "sma_100",
                        "sma_200",
                        "ema_12",
                        "ema_26",
                        "ema_50",
                        "vwap",
                        "stoch_k",
                        "stoch_d",
                        "atr",
                        "adx",
                        "volume_sma");
        assertThat(SET.indexOf("vwap")).isEqualTo(14);
        assertThatThrownBy(() -> SET.indexOf("sma_21")).hasMessageContaining("'sma_21'");
    }

    @Test
    void warmUp_isThatOfTheSlowestColumn() {
        IndicatorTable table = SET.compute(series(SeriesIdentity.Session.CONTINUOUS, true));
        int[] firstValues = {14, 33, 33, 33, 19, 19, 19, 19, 49, 99, 199, 11, 25, 49, 0, 15, 15, 14, 27, 19};
        IndicatorSet.Run run = SET.start();
        RandomBars b = new RandomBars(400, 9);
        for (int i = 0; i < SET.warmUp(); i++) {
            assertThat(run.isReady()).isFalse();
            run.update(b.opens[i], b.highs[i], b.lows[i], b.closes[i], 1, 0);
        }

        assertThat(run.isReady()).isTrue();
        for (int column = 0; column < 20; column++) {
            int first = firstValues[column];
            String name = SET.names().get(column);
            assertThat(table.value(first, name)).as(name).isNotNaN();
            assertThat(first == 0 || Double.isNaN(table.value(first - 1, name)))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void compute_equalsUpdatesWithBars_forEverySession() {
        for (SeriesIdentity.Session session : SeriesIdentity.Session.values()) {
            BarSeries series = series(session, true);
            boolean continuous = session == SeriesIdentity.Session.CONTINUOUS;
            IndicatorSet.Run run = continuous ? SET.start() : SET.start(NEW_YORK);
            IndicatorTable table = SET.compute(series);
            double[] row = new double[20];
            double[] peeked = new double[20];

            assertThat(table.size()).isEqualTo(series.size());
            assertThat(table.openTimes()).isEqualTo(series.openTimes());
            for (int i = 0; i < series.size(); i++) {
                Bar bar = series.bar(i);
                run.peek(bar, peeked);
                run.update(bar);
                run.copyTo(row);
                assertThat(row).containsExactly(table.row(i));
                assertThat(peeked).containsExactly(row);
            }
        }
    }

    @Test
    void vwap_startsAnewAtMidnightOfTheZone() {
        IndicatorTable regular = SET.compute(series(SeriesIdentity.Session.REGULAR, true));
        IndicatorTable continuous = SET.compute(series(SeriesIdentity.Session.CONTINUOUS, true));
        BarSeries series = series(SeriesIdentity.Session.REGULAR, true);
        Bar midnight = series.bar(5); // 05:00 UTC is midnight in New York before the change
        double typical = (midnight.high() + midnight.low() + midnight.close()) / 3;

        assertThat(midnight.volume().orElseThrow()).as("fixture").isPositive();
        assertThat(regular.value(5, "vwap")).isCloseTo(typical, within(1e-14 * typical));
        assertThat(continuous.value(5, "vwap")).isNotCloseTo(typical, within(1e-6 * typical));
    }

    @Test
    void barsWithoutVolume_haveAllColumnsButTwo() {
        IndicatorTable without = SET.compute(series(SeriesIdentity.Session.CONTINUOUS, false));
        IndicatorTable with = SET.compute(series(SeriesIdentity.Session.CONTINUOUS, true));

        for (String name : SET.names()) {
            if (name.equals("vwap") || name.equals("volume_sma")) {
                assertThat(without.column(name)).containsOnly(Double.NaN);
            } else {
                assertThat(without.column(name)).containsExactly(with.column(name));
            }
        }
    }

    @Test
    void table_refusesWhatIsNotThere_andHandsOutCopies() {
        IndicatorTable table = SET.compute(series(SeriesIdentity.Session.CONTINUOUS, true));
        table.column("rsi")[300] = -1;
        table.row(300)[0] = -1;

        assertThat(table.value(300, "rsi")).isBetween(0.0, 100.0);
        assertThatThrownBy(() -> table.column("rsi_2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.row(400)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SET.compute(series(SeriesIdentity.Session.REGULAR, true), new long[3]))
                .hasMessageContaining("sessions has 3");
    }

    @Test
    void emptySeries_givesAnEmptyTable() {
        SeriesIdentity identity = new SeriesIdentity(
                SYMBOL, SOURCE, Interval.DAY_1, Adjustment.RAW, null, NEW_YORK, SeriesIdentity.Session.REGULAR);

        IndicatorTable table =
                SET.compute(BarSeries.builder(identity, Instant.EPOCH).build());

        assertThat(table.size()).isZero();
        assertThat(table.column("sma_200")).isEmpty();
    }
}
