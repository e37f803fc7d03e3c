package io.quotron.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.indicators.IndicatorSet;
import io.quotron.internal.stream.Rig;
import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class IndicatorSeriesTest {
    private final IndicatorSeries series = new IndicatorSeries(IndicatorSet.standard(), ZoneOffset.UTC);
    private final Map<Instant, IndicatorValues> newest = new HashMap<>();

    private static Bar bar(int minute, double close, Bar.State state, int revision) {
        Instant open = Rig.START.plusSeconds(60L * minute);
        return Bar.builder(Symbol.of("BTC/USD"), SourceId.of("fake"), Interval.MINUTE_1)
                .span(open, open.plusSeconds(60))
                .prices(close, close + 1, close - 1, close)
                .volume(10)
                .state(state)
                .revision(revision)
                .receivedTime(open.plusSeconds(61))
                .build();
    }

    private void take(Bar bar) {
        for (IndicatorValues row : series.take(bar)) {
            IndicatorValues before = newest.put(row.openTime(), row);
            if (before != null) {
                assertThat(row.revision())
                        .as("each row of a time has a higher revision than the one before")
                        .isGreaterThan(before.revision());
            }
        }
    }

    private IndicatorValues row(Bar bar) {
        return Objects.requireNonNull(newest.get(bar.openTime()));
    }

    private void assertSameAs(List<Bar> bars) {
        IndicatorSet.Run run = IndicatorSet.standard().start(ZoneOffset.UTC);
        for (Bar bar : bars) {
            run.update(bar);
            double[] expected = new double[IndicatorSet.standard().names().size()];
            run.copyTo(expected);
            IndicatorValues row = row(bar);
            for (int i = 0; i < expected.length; i++) {
                String name = IndicatorSet.standard().names().get(i);
                double value = row.value(name).orElse(Double.NaN);
                assertThat(value).as(name + " at " + bar.openTime()).isEqualTo(Double.valueOf(expected[i]));
            }
        }
    }

    @Test
    void revisionsOfSeveralBars_changeAllRowsAfterThem_withRisingRevisions() {
        List<Bar> bars = new ArrayList<>();
        for (int minute = 0; minute < 300; minute++) {
            bars.add(bar(minute, 100 + minute % 17, Bar.State.FINAL, 0));
            take(bars.get(minute));
        }
        for (int minute : new int[] {280, 290, 285}) {
            bars.set(minute, bar(minute, 200 + minute, Bar.State.REVISED, 1));
            take(bars.get(minute));
        }

        assertSameAs(bars);
        assertThat(row(bars.get(299)).revision()).isEqualTo(3);
        assertThat(row(bars.get(299)).state()).isEqualTo(Bar.State.REVISED);
        assertThat(row(bars.get(279)).revision()).isZero();
    }

    @Test
    void barThatComesLate_getsItsOwnRow_andTheRowsAfterItAreRevised() {
        List<Bar> bars = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            bars.add(bar(minute, 100 + minute % 7, Bar.State.FINAL, 0));
        }
        bars.stream().filter(bar -> !bar.equals(bars.get(50))).forEach(this::take);
        take(bars.get(50));

        assertSameAs(bars);
        assertThat(row(bars.get(50)).state()).isEqualTo(Bar.State.FINAL);
        assertThat(row(bars.get(51)).state()).isEqualTo(Bar.State.REVISED);
    }
}
