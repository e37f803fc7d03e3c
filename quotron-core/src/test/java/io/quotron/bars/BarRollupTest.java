package io.quotron.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarRollupTest {
    private static final Symbol SYMBOL = Symbol.of("TEST");
    private static final SourceId SOURCE = SourceId.of("test");
    private static final Instant OPEN = Instant.parse("2024-07-02T13:30:00Z");
    private static final TradingCalendar NEW_YORK = TradingCalendar.xnys();

    private static Bar.Builder minute(int index, double open, double high, double low, double close) {
        Instant start = OPEN.plus(Duration.ofMinutes(index));
        return Bar.builder(SYMBOL, SOURCE, Interval.MINUTE_1)
                .span(start, start.plus(Duration.ofMinutes(1)))
                .prices(open, high, low, close)
                .volume(0.1)
                .tradeCount(2);
    }

    @Test
    void rollUp_minutes_areCountedFromTheOpen() {
        List<Bar> hours = BarRollup.rollUp(
                List.of(
                        minute(0, 10, 12, 9, 11).vwap(10).build(),
                        minute(59, 11, 15, 11, 14).vwap(12).build(),
                        minute(60, 14, 14, 8, 9).build()),
                Interval.HOUR_1,
                NEW_YORK,
                true);

        assertThat(hours).hasSize(2);
        assertThat(hours.get(0)).satisfies(bar -> {
            assertThat(bar.openTime()).isEqualTo(OPEN);
            assertThat(bar.open()).isEqualTo(10);
            assertThat(bar.high()).isEqualTo(15);
            assertThat(bar.low()).isEqualTo(9);
            assertThat(bar.close()).isEqualTo(14);
            assertThat(bar.volume()).hasValue(0.2);
            assertThat(bar.tradeCount()).hasValue(4);
            assertThat(bar.vwap()).hasValue(11);
            assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
        });
        assertThat(hours.get(1).state()).isEqualTo(Bar.State.FORMING);
        assertThat(hours.get(1).vwap()).isEmpty();
    }

    @Test
    void rollUp_partsOfOtherStates_showInTheResult() {
        Bar synthetic = minute(1, 99, 99, 99, 99).state(Bar.State.SYNTHETIC).build();
        Bar down = minute(4, 10, 10, 10, 10)
                .state(Bar.State.REVISED)
                .revision(3)
                .coverage(0.5, Bar.Reason.FEED_DOWN)
                .build();

        Bar bar = BarRollup.rollUp(
                        List.of(minute(0, 10, 11, 10, 10).build(), synthetic, down), Interval.MINUTE_5, NEW_YORK, true)
                .get(0);

        assertThat(bar.high()).isEqualTo(11);
        assertThat(bar.state()).isEqualTo(Bar.State.REVISED);
        assertThat(bar.revision()).isEqualTo(3);
        assertThat(bar.coverage()).isEqualTo(0.9);
        assertThat(bar.reason()).isEqualTo(Bar.Reason.FEED_DOWN);
    }

    @Test
    void rollUp_dailySeries_makesWeeksByTradingDay() {
        SeriesIdentity identity = new SeriesIdentity(
                SYMBOL, SOURCE, Interval.DAY_1, Adjustment.RAW, null, NEW_YORK.zone(), SeriesIdentity.Session.REGULAR);
        BarSeries.Builder days = BarSeries.builder(identity, OPEN).withoutVolume();
        for (LocalDate day : List.of(LocalDate.of(2024, 7, 3), LocalDate.of(2024, 7, 5), LocalDate.of(2024, 7, 8))) {
            long midnight = EpochNanos.of(day.atStartOfDay(NEW_YORK.zone()).toInstant());
            double price = day.getDayOfMonth();
            days.add(
                    midnight,
                    midnight + Interval.DAY_1.nanos(),
                    price,
                    price + 1,
                    price - 1,
                    price,
                    Double.NaN,
                    Double.NaN,
                    -1,
                    Bar.State.FINAL);
        }

        BarSeries weeks = BarRollup.rollUp(days.build(), Interval.WEEK_1, NEW_YORK);

        assertThat(weeks.identity().interval()).isEqualTo(Interval.WEEK_1);
        assertThat(weeks.hasVolume()).isFalse();
        assertThat(weeks.size()).isEqualTo(2);
        assertThat(weeks.bar(0)).satisfies(bar -> {
            assertThat(bar.openTime()).isEqualTo("2024-07-01T13:30:00Z");
            assertThat(bar.closeTime()).isEqualTo("2024-07-05T20:00:00Z");
            assertThat(bar.open()).isEqualTo(3);
            assertThat(bar.close()).isEqualTo(5);
            assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
        });
        assertThat(weeks.bar(1).state()).isEqualTo(Bar.State.FORMING);
    }

    @Test
    void rollUp_lengthsThatDoNotFit_areRefused() {
        List<Bar> minutes =
                List.of(minute(0, 1, 1, 1, 1).build(), minute(1, 1, 1, 1, 1).build());

        assertThat(BarRollup.rollUp(List.of(), Interval.HOUR_1, NEW_YORK, true)).isEmpty();
        assertThatThrownBy(() -> BarRollup.rollUp(minutes, Interval.SECOND_1, NEW_YORK, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1s");
        assertThatThrownBy(() ->
                        BarRollup.rollUp(List.of(minutes.get(1), minutes.get(0)), Interval.HOUR_1, NEW_YORK, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in order");
    }
}
