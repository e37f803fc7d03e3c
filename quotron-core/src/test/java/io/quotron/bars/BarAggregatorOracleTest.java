package io.quotron.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarAggregatorOracleTest {
    private static final Symbol SYMBOL = Symbol.of("BTC/USD");
    private static final SourceId SOURCE = SourceId.of("test");
    private static final long START = 1_700_000_123L * EpochNanos.SECOND;
    private static final List<Interval> USUAL =
            List.of(Interval.SECOND_1, Interval.MINUTE_1, Interval.MINUTE_5, Interval.HOUR_1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void onTrade_shuffledAndRepeatedWithinLateness_equalsOracleToTheBit(long usual) {
        long seed = RandomSeed.orElse(usual);
        Random random = new Random(seed);
        List<BarOracle.Tick> ticks = ticks(random, 20_000);

        Recorder inOrder = run(ticks, USUAL);
        Recorder shuffled = run(disturbed(ticks, random), USUAL);

        assertThat(shuffled.bars).as("seed %d", seed).isEqualTo(inOrder.bars);
        for (Interval interval : USUAL) {
            assertThat(shuffled.rows(interval))
                    .as("seed %d, %s", seed, interval)
                    .isEqualTo(BarOracle.bars(ticks, interval.nanos()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void onTrade_otherIntervalsBesideIt_doNotChangeABar(long usual) {
        long seed = RandomSeed.orElse(usual);
        List<BarOracle.Tick> ticks = ticks(new Random(seed), 20_000);
        List<Interval> many = List.of(
                Interval.of(2, Interval.Unit.SECOND),
                Interval.of(5, Interval.Unit.SECOND),
                Interval.MINUTE_1,
                Interval.of(2, Interval.Unit.MINUTE),
                Interval.MINUTE_5,
                Interval.MINUTE_15,
                Interval.HOUR_1,
                Interval.HOUR_4,
                Interval.DAY_1,
                Interval.WEEK_1,
                Interval.MONTH_1);

        Recorder together = run(ticks, many);

        for (Interval interval : many) {
            assertThat(run(ticks, List.of(interval)).bars)
                    .as("seed %d, %s", seed, interval)
                    .isEqualTo(together.of(interval));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void rollUp_ofPublishedBars_equalsBarsOfTrades(long usual) {
        long seed = RandomSeed.orElse(usual);
        Recorder direct = run(ticks(new Random(seed), 30_000), USUAL);

        for (int from = 0; from < USUAL.size(); from++) {
            for (int to = from + 1; to < USUAL.size(); to++) {
                Recorder rolled = new Recorder();
                rolled.bars.addAll(BarRollup.rollUp(
                        direct.of(USUAL.get(from)),
                        USUAL.get(to),
                        io.quotron.calendar.TradingCalendar.continuous(),
                        false));
                assertThat(rolled.rows(USUAL.get(to)))
                        .as("seed %d, %s to %s", seed, USUAL.get(from), USUAL.get(to))
                        .isEqualTo(direct.rows(USUAL.get(to)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"})
    void onTrade_anyDefaultZone_sameBars(String zone) {
        List<BarOracle.Tick> ticks = ticks(new Random(5), 5_000);
        List<Bar> expected = run(ticks, List.of(Interval.MINUTE_1, Interval.DAY_1)).bars;
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            assertThat(run(ticks, List.of(Interval.MINUTE_1, Interval.DAY_1)).bars)
                    .isEqualTo(expected);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void statistics_anyInput_everyTradeIsCountedOnceAndVolumeIsConserved(long usual) {
        long seed = RandomSeed.orElse(usual);
        Random random = new Random(seed);
        List<BarOracle.Tick> ticks = disturbed(ticks(random, 20_000), random);
        Recorder recorder = new Recorder();
        BarAggregator aggregator = aggregator(USUAL, recorder);
        long offered = 0;
        for (BarOracle.Tick tick : ticks) {
            boolean broken = random.nextInt(50) == 0;
            boolean old = random.nextInt(50) == 0;
            long time = old ? tick.time() - Duration.ofSeconds(20).toNanos() : tick.time();
            double price = broken ? Double.NaN : tick.price();
            aggregator.onTrade(time, price, tick.size(), old ? -1 - offered : tick.sequence(), tick.formsPrice());
            offered++;
        }
        aggregator.flush();

        BarStatistics statistics = aggregator.statistics();
        assertThat(statistics.offered()).as("seed %d", seed).isEqualTo(offered);
        assertThat(statistics.late()).isEqualTo(recorder.late.size()).isPositive();
        assertThat(statistics.rejected()).isPositive();
        assertThat(statistics.duplicates()).isPositive();
        for (Interval interval : USUAL) {
            List<Bar> bars = recorder.of(interval);
            assertThat(bars.stream()
                            .mapToLong(b -> b.tradeCount().orElseThrow())
                            .sum())
                    .as("seed %d, %s", seed, interval)
                    .isEqualTo(statistics.accepted());
            assertThat(bars).allSatisfy(b -> {
                assertThat(b.low()).isLessThanOrEqualTo(Math.min(b.open(), b.close()));
                assertThat(b.high()).isGreaterThanOrEqualTo(Math.max(b.open(), b.close()));
                assertThat(b.vwap().orElse(b.low())).isBetween(b.low(), b.high());
            });
            assertThat(bars).isSortedAccordingTo(Comparator.comparing(Bar::openTime));
        }
    }

    private static Recorder run(List<BarOracle.Tick> ticks, List<Interval> intervals) {
        Recorder recorder = new Recorder();
        BarAggregator aggregator = aggregator(intervals, recorder);
        for (BarOracle.Tick tick : ticks) {
            aggregator.onTrade(tick.time(), tick.price(), tick.size(), tick.sequence(), tick.formsPrice());
        }
        aggregator.flush();
        assertThat(aggregator.statistics().late()).isZero();
        return recorder;
    }

    private static BarAggregator aggregator(List<Interval> intervals, BarListener listener) {
        return BarAggregator.builder(SYMBOL, SOURCE)
                .intervals(intervals)
                .lateness(Duration.ofSeconds(2))
                .listener(listener)
                .build();
    }

    /** Trades in order, with silences, equal times, sizes of eight decimals and some that form no price. */
    private static List<BarOracle.Tick> ticks(Random random, int count) {
        List<BarOracle.Tick> ticks = new ArrayList<>();
        long time = START;
        long price = 2_500_000;
        long lastSecond = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            boolean silence = random.nextInt(500) == 0;
            boolean same = random.nextInt(5) == 0;
            time += silence ? random.nextInt(600) * EpochNanos.SECOND : same ? 0 : random.nextInt(200_000_000);
            price = Math.max(1, price + random.nextInt(201) - 100);
            double size = random.nextInt(4) == 0 ? random.nextInt(1000) : random.nextInt(2_000_000_000) / 1e8;
            // The first trade of each second forms a price, so that every bar has one.
            long second = Math.floorDiv(time, EpochNanos.SECOND);
            boolean forms = second != lastSecond || random.nextInt(10) != 0;
            lastSecond = second;
            ticks.add(new BarOracle.Tick(time, price / 100.0, size, 1_000_000 + i, forms));
        }
        return ticks;
    }

    /** The same trades, some repeated, in an order of arrival that delays none by more than the lateness. */
    private static List<BarOracle.Tick> disturbed(List<BarOracle.Tick> ticks, Random random) {
        record Arrival(long time, BarOracle.Tick tick) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (BarOracle.Tick tick : ticks) {
            arrivals.add(new Arrival(tick.time() + random.nextInt(1_999_999_999), tick));
            if (random.nextInt(20) == 0) {
                arrivals.add(new Arrival(tick.time() + random.nextInt(1_999_999_999), tick));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::time));
        return arrivals.stream().map(Arrival::tick).toList();
    }
}
