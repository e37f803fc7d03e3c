package io.quotron.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarSeriesTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-05T15:00:00Z");
    private static final long DAY = 86_400_000_000_000L;

    private final BarSeries.Builder builder = BarSeries.builder(
            new SeriesIdentity(
                    Symbol.of("AAPL"),
                    SourceId.of("test"),
                    Interval.DAY_1,
                    Adjustment.SPLITS,
                    CurrencyUnit.of("USD"),
                    ZoneId.of("America/New_York"),
                    SeriesIdentity.Session.REGULAR),
            RECEIVED);

    private void row(long day, double close) {
        builder.add(day * DAY, (day + 1) * DAY, close, close + 1, close - 1, close, 10);
    }

    @Test
    void build_rowsInAnyOrderWithDuplicates_isSortedAndTheLastOneWins() {
        row(3, 30);
        row(1, 10);
        row(2, 20);
        row(1, 11);

        BarSeries series = builder.build();

        assertThat(series.closes()).containsExactly(11, 20, 30);
        assertThat(series.duplicateRows()).isEqualTo(1);
        assertThat(series.last().close()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 1, 1, 1, 0",
        "1, Infinity, 1, 1, 0",
        "2, 1, 1, 1, 0",
        "1, 2, 1.5, 1.2, 0",
        "0, 0, 0, 0, 0",
        "-1, -1, -1, -1, 0",
        "1, 1, 1, 1, -1",
        "1, 1, 1, 1, NaN",
    })
    void add_impossibleRow_isRefusedAndCounted(double open, double high, double low, double close, double volume) {
        assertThat(builder.add(0, DAY, open, high, low, close, volume)).isFalse();
        assertThat(builder.build().rejectedRows()).isEqualTo(1);
        assertThat(builder.build().isEmpty()).isTrue();
    }

    @Test
    void add_negativePriceWhereAllowed_isTaken() {
        builder.negativePricesAllowed();

        assertThat(builder.add(0, DAY, -37.63, 1, -40, -13.1, 5)).isTrue();
    }

    @Test
    void bar_daily_carriesTheDayOfTheExchange() {
        long open = Instant.parse("2026-01-02T14:30:00Z").getEpochSecond() * 1_000_000_000L;
        builder.add(open, open + 1, 1, 1, 1, 1, 1);

        Bar bar = builder.build().bar(0);

        assertThat(bar.tradingDay()).isEqualTo(LocalDate.of(2026, 1, 2));
        assertThat(bar.openTime()).isEqualTo(Instant.parse("2026-01-02T14:30:00Z"));
        assertThat(bar.volume()).hasValue(1);
        assertThat(bar.vwap()).isEmpty();
    }

    @Test
    void volumes_sourceGivesNone_saysSo() {
        builder.withoutVolume();
        row(1, 10);
        BarSeries series = builder.build();

        assertThat(series.bar(0).volume()).isEmpty();
        assertThatThrownBy(series::volumes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hasVolume");
    }

    @Test
    void closes_changedByTheCaller_doesNotChangeTheSeries() {
        row(1, 10);
        BarSeries series = builder.build();

        series.closes()[0] = 99;

        assertThat(series.closes()).containsExactly(10);
    }

    @Test
    void slice_halfOpenRange_keepsTheStartAndLeavesTheEnd() {
        row(1, 10);
        row(2, 20);
        row(3, 30);
        BarSeries series = builder.build();

        TimeRange range = TimeRange.of(Instant.ofEpochSecond(86_400), Instant.ofEpochSecond(3 * 86_400));

        assertThat(series.slice(range, false).closes()).containsExactly(10, 20);
        assertThat(series.slice(TimeRange.of(Instant.MIN, Instant.MAX), false)).isSameAs(series);
    }

    @Test
    void slice_formingBar_isKeptOnlyIfAsked() {
        row(1, 10);
        builder.add(2 * DAY, 3 * DAY, 1, 1, 1, 1, 1, Double.NaN, -1, Bar.State.FORMING);
        BarSeries series = builder.build();
        TimeRange all = TimeRange.of(Instant.MIN, Instant.MAX);

        assertThat(series.slice(all, false).size()).isEqualTo(1);
        assertThat(series.slice(all, true).last().state()).isEqualTo(Bar.State.FORMING);
        assertThat(series.asStale().stale()).isTrue();
    }
}
