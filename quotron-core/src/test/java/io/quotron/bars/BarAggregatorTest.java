package io.quotron.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarAggregatorTest {
    private static final Symbol SYMBOL = Symbol.of("TEST");
    private static final SourceId SOURCE = SourceId.of("test");
    private static final String NOON = "2024-07-02T16:00:00Z";

    private final Recorder recorder = new Recorder();

    private BarAggregator aggregator(UnaryOperator<BarAggregator.Builder> settings) {
        return settings.apply(BarAggregator.builder(SYMBOL, SOURCE)
                        .intervals(Interval.MINUTE_1)
                        .listener(recorder))
                .build();
    }

    private static long at(String instant) {
        return EpochNanos.of(Instant.parse(instant));
    }

    private static long noonPlus(double seconds) {
        return at(NOON) + Math.round(seconds * 1e9);
    }

    @Test
    void onTrade_atTheBoundary_belongsToTheNextBar() {
        BarAggregator aggregator = aggregator(b -> b);

        aggregator.onTrade(noonPlus(59.999999999), 10, 1);
        aggregator.onTrade(noonPlus(60), 11, 2);
        aggregator.onTrade(noonPlus(125), 12, 4);

        assertThat(recorder.bars).hasSize(2);
        assertThat(recorder.bars.get(0).close()).isEqualTo(10);
        assertThat(recorder.bars.get(1)).satisfies(bar -> {
            assertThat(bar.openTime()).isEqualTo("2024-07-02T16:01:00Z");
            assertThat(bar.closeTime()).isEqualTo("2024-07-02T16:02:00Z");
            assertThat(bar.open()).isEqualTo(11);
            assertThat(bar.volume()).hasValue(2);
            assertThat(bar.state()).isEqualTo(Bar.State.FINAL);
            assertThat(bar.reason()).isEqualTo(Bar.Reason.NONE);
            assertThat(bar.coverage()).isEqualTo(1);
            assertThat(bar.tradingDay()).isNull();
        });
    }

    @Test
    void onTrade_withinLateness_keepsTheBarOpen() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTrade(noonPlus(59), 10, 1);

        aggregator.onTrade(noonPlus(61.999999999), 11, 1);
        assertThat(recorder.bars).isEmpty();
        aggregator.onTrade(noonPlus(62), 12, 1);
        assertThat(recorder.bars).hasSize(1);
    }

    @Test
    void onTrade_beyondLateness_isToldAndInNoBar() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTrade(noonPlus(10), 10, 1);
        aggregator.onTrade(noonPlus(70), 11, 1);
        aggregator.onTrade(noonPlus(50), 99, 5, 7, true);
        aggregator.flush();

        assertThat(recorder.late)
                .containsExactly(new LateTrade(SYMBOL, SOURCE, EpochNanos.toInstant(noonPlus(50)), 99, 5, 7, false));
        assertThat(recorder.bars.get(0).high()).isEqualTo(10);
        assertThat(aggregator.statistics().late()).isEqualTo(1);
    }

    @Test
    void onTrade_beyondLatenessWithRevisions_correctsEveryIntervalOnce() {
        BarAggregator aggregator = aggregator(b -> b.intervals(Interval.SECOND_1, Interval.MINUTE_1, Interval.HOUR_1)
                .revisions(100));
        aggregator.onTrade(noonPlus(10.5), 10, 1, 1, true);
        aggregator.onTrade(noonPlus(20.5), 12, 1, 3, true);
        aggregator.onTrade(noonPlus(70), 11, 1, 4, true);
        recorder.bars.clear();

        aggregator.onTrade(noonPlus(10.2), 9, 5, 2, true);
        aggregator.onTrade(noonPlus(10.2), 9, 5, 2, true);
        aggregator.onTrade(noonPlus(20.5), 12, 1, 3, true);

        assertThat(recorder.bars).hasSize(2).allSatisfy(bar -> {
            assertThat(bar.state()).isEqualTo(Bar.State.REVISED);
            assertThat(bar.revision()).isEqualTo(1);
            assertThat(bar.open()).isEqualTo(9);
            assertThat(bar.low()).isEqualTo(9);
        });
        assertThat(recorder.bars).extracting(Bar::close).containsExactly(10.0, 12.0);
        assertThat(aggregator.working())
                .filteredOn(bar -> bar.interval().equals(Interval.HOUR_1))
                .singleElement()
                .satisfies(bar -> {
                    assertThat(bar.open()).isEqualTo(9);
                    assertThat(bar.close()).isEqualTo(11);
                    assertThat(bar.volume()).hasValue(8);
                });
        assertThat(aggregator.statistics().duplicates()).isEqualTo(2);
        assertThat(aggregator.statistics().revised()).isEqualTo(1);

        aggregator.onTrade(noonPlus(15), 13, 1, 5, true);
        assertThat(recorder.bars.get(recorder.bars.size() - 1)).satisfies(bar -> {
            assertThat(bar.interval()).isEqualTo(Interval.MINUTE_1);
            assertThat(bar.revision()).isEqualTo(2);
            assertThat(bar.high()).isEqualTo(13);
        });
    }

    @Test
    void onTrade_thatFormsNoPrice_countsInVolumeOnly() {
        BarAggregator aggregator = aggregator(b -> b.tradeFilter(TradeFilter.excludingConditions(0x20)));
        aggregator.onTrade(trade(1, 10, 100, 0));
        aggregator.onTrade(trade(2, 99, 50, 0x24));
        aggregator.onTrade(trade(3, 12, 300, 0x4));
        aggregator.onTrade(trade(70, 12, 1, 0));

        assertThat(recorder.bars).singleElement().satisfies(bar -> {
            assertThat(bar.high()).isEqualTo(12);
            assertThat(bar.volume()).hasValue(450);
            assertThat(bar.tradeCount()).hasValue(3);
            assertThat(bar.vwap()).hasValue(11.5);
        });
    }

    @Test
    void onTrade_onlyTradesWithoutPrice_isSyntheticAtTheLastCloseOrNothing() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTrade(noonPlus(1), 99, 7, 1, false);
        aggregator.onTrade(noonPlus(61), 10, 1, 2, true);
        aggregator.onTrade(noonPlus(121), 98, 5, 3, false);
        aggregator.onTrade(noonPlus(200), 10, 1, 4, true);

        assertThat(aggregator.statistics().barsWithoutPrice()).isEqualTo(1);
        assertThat(recorder.bars).hasSize(2);
        assertThat(recorder.bars.get(1)).satisfies(bar -> {
            assertThat(bar.state()).isEqualTo(Bar.State.SYNTHETIC);
            assertThat(bar.high()).isEqualTo(10);
            assertThat(bar.volume()).hasValue(5);
            assertThat(bar.vwap()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 1",
        "Infinity, 1",
        "-Infinity, 1",
        "0, 1",
        "-5, 1",
        "2e100, 1",
        "5, NaN",
        "5, -1",
        "5, Infinity",
        "5, 2e100"
    })
    void onTrade_impossibleNumbers_areRejectedAndCounted(double price, double size) {
        BarAggregator aggregator = aggregator(b -> b);

        aggregator.onTrade(noonPlus(1), price, size);
        aggregator.flush();

        assertThat(aggregator.statistics().rejected()).isEqualTo(1);
        assertThat(recorder.bars).isEmpty();
    }

    @Test
    void onTrade_absurdTimes_areRejectedAndMoveNothing() {
        BarAggregator aggregator = aggregator(b -> b);
        for (long time : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            aggregator.onTrade(time, 10, 1);
        }
        aggregator.onTrade(Trade.builder(SYMBOL, SOURCE)
                .eventTime(Instant.MAX)
                .price(1)
                .size(1)
                .build());
        aggregator.onTrade(noonPlus(1), 10, 1);

        assertThat(aggregator.statistics().rejected()).isEqualTo(5);
        assertThat(aggregator.statistics().accepted()).isEqualTo(1);
    }

    @Test
    void onTrade_extremeButPossibleNumbers_areSummedExactly() {
        BarAggregator aggregator = aggregator(b -> b.nonPositivePrices(true));
        aggregator.onTrade(noonPlus(1), 1e-9, 1e15);
        aggregator.onTrade(noonPlus(2), -37.63, 0.1);
        aggregator.onTrade(noonPlus(3), 0, 0.2);
        aggregator.onTrade(noonPlus(4), -0.0, 0);
        aggregator.flush();

        assertThat(recorder.bars).singleElement().satisfies(bar -> {
            assertThat(bar.low()).isEqualTo(-37.63);
            assertThat(bar.volume()).hasValue(1e15 + 0.3);
            assertThat(bar.close()).isEqualTo(0.0);
        });
    }

    @Test
    void onTrade_decimalSizes_addUpAsDecimals() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTrade(noonPlus(1), 1, 0.1);
        aggregator.onTrade(noonPlus(2), 1, 0.2);
        aggregator.flush();

        assertThat(recorder.bars.get(0).volume()).hasValue(0.3);
    }

    @Test
    void onTime_hostInStep_closesABarWhenItsLatenessIsOver() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTime(noonPlus(0));
        aggregator.onTrade(noonPlus(0.5), 10, 1);

        aggregator.onTime(noonPlus(61.9));
        assertThat(recorder.bars).isEmpty();
        aggregator.onTime(noonPlus(62));
        assertThat(recorder.bars).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"300", "-300", "86400", "-3600"})
    void onTime_hostClockWrongOrJumping_losesNoTradeAndFloodsNothing(long skewSeconds) {
        BarAggregator aggregator = aggregator(
                b -> b.intervals(Interval.SECOND_1, Interval.MINUTE_1).emptyBars(true));
        boolean jumps = Math.abs(skewSeconds) > 300;
        aggregator.onTime(noonPlus(jumps ? -0.5 : -0.5 + skewSeconds));
        for (int second = 0; second < 600; second++) {
            aggregator.onTrade(noonPlus(second + 0.25), 10, 1, second, true);
            boolean skewed = !jumps || second > 300;
            aggregator.onTime(noonPlus(second + 0.5 + (skewed ? skewSeconds : 0)));
        }

        BarStatistics statistics = aggregator.statistics();
        assertThat(statistics.accepted()).isEqualTo(600);
        assertThat(statistics.late()).isZero();
        assertThat(statistics.clockJumps()).isEqualTo(jumps ? 1 : 0);
        assertThat(recorder.of(Interval.SECOND_1))
                .hasSizeBetween(590, 600)
                .allSatisfy(bar -> assertThat(bar.tradeCount()).hasValue(1));
    }

    @Test
    void onTime_absurdReadings_changeNothing() {
        BarAggregator aggregator = aggregator(b -> b.emptyBars(true));
        aggregator.onTrade(noonPlus(1), 10, 1);
        for (long reading : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Long.MAX_VALUE, noonPlus(2)}) {
            aggregator.onTime(reading);
        }
        aggregator.onTrade(noonPlus(3), 11, 1);

        assertThat(recorder.bars).isEmpty();
        assertThat(aggregator.statistics().accepted()).isEqualTo(2);
    }

    @Test
    void emptyBars_feedLive_areFlatWithoutVolume() {
        BarAggregator aggregator = aggregator(b -> b.emptyBars(true));
        aggregator.onFeedLive(noonPlus(-60));
        aggregator.onTrade(noonPlus(30), 10, 1);
        aggregator.onTrade(noonPlus(70), 12, 1);
        aggregator.onTrade(noonPlus(250), 13, 1);

        assertThat(recorder.bars)
                .extracting(Bar::state)
                .containsExactly(Bar.State.FINAL, Bar.State.FINAL, Bar.State.SYNTHETIC, Bar.State.SYNTHETIC);
        assertThat(recorder.bars.get(2)).satisfies(bar -> {
            assertThat(bar.open()).isEqualTo(12);
            assertThat(bar.volume()).hasValue(0);
            assertThat(bar.reason()).isEqualTo(Bar.Reason.NO_TRADES);
            assertThat(bar.coverage()).isEqualTo(1);
        });
    }

    @Test
    void emptyBars_feedDown_saySo() {
        BarAggregator aggregator = aggregator(b -> b.emptyBars(true));
        aggregator.onFeedLive(noonPlus(-15));
        aggregator.onTrade(noonPlus(-1), 10, 1);
        aggregator.onTrade(noonPlus(30), 10, 1);
        aggregator.onFeedDown(noonPlus(75));
        aggregator.onFeedLive(noonPlus(195));
        aggregator.onTrade(noonPlus(250), 13, 1);

        assertThat(recorder.bars)
                .extracting(Bar::coverage)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                .containsExactly(0.25, 1.0, 0.25, 0.0, 0.75);
        assertThat(recorder.bars)
                .extracting(Bar::reason)
                .containsExactly(
                        Bar.Reason.FEED_DOWN,
                        Bar.Reason.NONE,
                        Bar.Reason.FEED_DOWN,
                        Bar.Reason.FEED_DOWN,
                        Bar.Reason.FEED_DOWN);
    }

    @Test
    void emptyBars_longGap_endAfterTheLimitAndOverClosedHours() {
        BarAggregator aggregator = aggregator(b -> b.emptyBars(5));
        aggregator.onTrade(noonPlus(1), 10, 1);
        aggregator.onTrade(noonPlus(86_400), 11, 1);
        assertThat(recorder.bars).hasSize(6);
        assertThat(aggregator.statistics().emptyRunsCut()).isEqualTo(1);

        recorder.bars.clear();
        BarAggregator exchange = aggregator(b -> b.intervals(Interval.MINUTE_30)
                .emptyBars(true)
                .calendar(TradingCalendar.xnys())
                .regularSessionOnly(true));
        exchange.onTrade(at("2024-07-03T15:40:00Z"), 10, 1);
        exchange.onTrade(at("2024-07-05T14:10:00Z"), 11, 1);
        assertThat(recorder.bars)
                .extracting(bar -> bar.openTime().toString())
                .containsExactly(
                        "2024-07-03T15:30:00Z", "2024-07-03T16:00:00Z", "2024-07-03T16:30:00Z", "2024-07-05T13:30:00Z");
    }

    @Test
    void working_tradesThatWait_areFoldedInAndNothingChanges() {
        BarAggregator aggregator = aggregator(b -> b.intervals(Interval.SECOND_1, Interval.MINUTE_1));
        aggregator.onTrade(noonPlus(10.5), 10, 1);
        aggregator.onTrade(noonPlus(11.5), 12, 2);

        List<Bar> working = aggregator.working();

        assertThat(working).hasSize(3).allSatisfy(bar -> assertThat(bar.state()).isEqualTo(Bar.State.FORMING));
        assertThat(working.get(2)).satisfies(bar -> {
            assertThat(bar.interval()).isEqualTo(Interval.MINUTE_1);
            assertThat(bar.volume()).hasValue(3);
            assertThat(bar.close()).isEqualTo(12);
        });
        assertThat(aggregator.working()).isEqualTo(working);
        assertThat(recorder.bars).isEmpty();
    }

    @Test
    void flush_runningBars_areFormingAndGoOn() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTrade(noonPlus(10), 10, 1);
        aggregator.flush();
        aggregator.onTrade(noonPlus(20), 12, 1);
        aggregator.onTime(noonPlus(60));
        aggregator.flush();

        assertThat(recorder.bars).extracting(Bar::state).containsExactly(Bar.State.FORMING, Bar.State.FINAL);
        assertThat(recorder.bars.get(1).volume()).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({
        // The 23-hour and the 25-hour day of New York in 2024, and an early close.
        "2024-03-08T20:45:00Z, 2024-03-11T13:45:00Z, 2024-03-11T13:30:00Z, 2024-03-11T14:30:00Z",
        "2024-11-01T19:45:00Z, 2024-11-04T14:45:00Z, 2024-11-04T14:30:00Z, 2024-11-04T15:30:00Z",
        "2024-07-02T19:45:00Z, 2024-07-03T16:45:00Z, 2024-07-03T16:30:00Z, 2024-07-03T17:00:00Z"
    })
    void hours_ofAnExchange_areCountedFromTheOpen(String before, String trade, String open, String close) {
        BarAggregator aggregator =
                aggregator(b -> b.intervals(Interval.HOUR_1, Interval.DAY_1).calendar(TradingCalendar.xnys()));
        aggregator.onTrade(at(before), 10, 1);
        aggregator.onTrade(at(trade), 11, 1);

        assertThat(aggregator.working().stream().filter(b -> b.interval().equals(Interval.HOUR_1)))
                .singleElement()
                .satisfies(bar -> {
                    assertThat(bar.openTime()).isEqualTo(open);
                    assertThat(bar.closeTime()).isEqualTo(close);
                });
        assertThat(recorder.of(Interval.DAY_1)).hasSize(1);
    }

    @Test
    void days_ofAnExchange_followTheClocks() {
        BarAggregator all = aggregator(b -> b.intervals(Interval.DAY_1).calendar(TradingCalendar.xnys()));
        all.onTrade(at("2024-03-10T12:00:00Z"), 10, 1);
        all.onTrade(at("2024-11-03T12:00:00Z"), 10, 1);
        all.flush();
        assertThat(recorder.bars)
                .extracting(bar -> Duration.between(bar.openTime(), bar.closeTime()))
                .containsExactly(Duration.ofHours(23), Duration.ofHours(25));
        assertThat(recorder.bars.get(0).tradingDay()).isEqualTo(LocalDate.of(2024, 3, 10));
    }

    @Test
    void extendedHours_shortBars_neverShareABarWithTheSession() {
        BarAggregator aggregator = aggregator(b -> b.intervals(Interval.HOUR_1).calendar(TradingCalendar.xnys()));
        for (String time : List.of("13:29:59", "13:30:00", "19:59:59", "20:00:00", "20:30:00")) {
            aggregator.onTrade(at("2024-07-02T" + time + "Z"), 10, 1);
        }
        aggregator.flush();
        assertThat(recorder.bars)
                .extracting(bar -> bar.openTime() + "/" + bar.closeTime())
                .containsExactly(
                        "2024-07-02T12:30:00Z/2024-07-02T13:30:00Z",
                        "2024-07-02T13:30:00Z/2024-07-02T14:30:00Z",
                        "2024-07-02T19:30:00Z/2024-07-02T20:00:00Z",
                        "2024-07-02T20:00:00Z/2024-07-02T21:00:00Z");
    }

    @Test
    void regularSessionOnly_otherTrades_areCountedButCloseBars() {
        BarAggregator aggregator =
                aggregator(b -> b.calendar(TradingCalendar.xnys()).regularSessionOnly(true));
        aggregator.onTrade(at("2024-07-02T13:29:59Z"), 9, 1);
        aggregator.onTrade(at("2024-07-02T19:59:59Z"), 10, 1);
        aggregator.onTrade(at("2024-07-02T20:00:00Z"), 11, 1);
        aggregator.onTrade(at("2024-07-02T20:00:03Z"), 11, 1);

        assertThat(recorder.bars)
                .singleElement()
                .satisfies(bar -> assertThat(bar.high()).isEqualTo(10));
        assertThat(aggregator.statistics().outsideSession()).isEqualTo(3);
        assertThat(aggregator.statistics().accepted()).isEqualTo(1);
    }

    @Test
    void weeksAndMonths_ofAnExchange_runFromTheFirstOpenToTheLastClose() {
        BarAggregator aggregator = aggregator(b -> b.intervals(Interval.WEEK_1, Interval.MONTH_1)
                .calendar(TradingCalendar.xnys())
                .regularSessionOnly(true));
        aggregator.onTrade(at("2024-05-28T15:00:00Z"), 10, 1);
        aggregator.onTrade(at("2024-06-03T15:00:00Z"), 11, 1);

        assertThat(recorder.bars)
                .extracting(bar -> bar.interval() + " " + bar.openTime() + "/" + bar.closeTime())
                .containsExactly(
                        "1w 2024-05-28T13:30:00Z/2024-05-31T20:00:00Z",
                        "1mo 2024-05-01T13:30:00Z/2024-05-31T20:00:00Z");
        assertThat(recorder.bars)
                .extracting(Bar::tradingDay)
                .containsExactly(LocalDate.of(2024, 5, 28), LocalDate.of(2024, 5, 1));
    }

    @Test
    void listener_throwing_isCountedAndStopsNothing() {
        int[] calls = new int[1];
        BarAggregator aggregator = BarAggregator.builder(SYMBOL, SOURCE)
                .intervals(Interval.MINUTE_1)
                .listener(bar -> {
                    calls[0]++;
                    throw new AssertionError("on purpose");
                })
                .build();
        for (int minute = 0; minute < 5; minute++) {
            aggregator.onTrade(noonPlus(minute * 60), 10, 1);
        }

        assertThatCode(aggregator::flush).doesNotThrowAnyException();
        assertThat(calls[0]).isEqualTo(5);
        assertThat(aggregator.statistics().listenerFailures()).isEqualTo(5);
    }

    @Test
    void maxWaiting_moreTradesThanThat_areForcedIntoBarsInOrder() {
        BarAggregator aggregator = aggregator(b -> b.maxWaiting(64).lateness(Duration.ofMinutes(10)));
        for (int i = 0; i < 1000; i++) {
            aggregator.onTrade(noonPlus(i * 0.1), 10 + i, 1, i, true);
        }
        aggregator.flush();

        BarStatistics statistics = aggregator.statistics();
        assertThat(statistics.forced()).isEqualTo(1000 - 64);
        assertThat(recorder.bars.stream()
                        .mapToDouble(b -> b.volume().orElseThrow())
                        .sum())
                .isEqualTo(1000);
        assertThat(recorder.bars.get(0).close()).isEqualTo(10 + 599);
    }

    @Test
    void onTrade_idsInText_areRecognised() {
        BarAggregator aggregator = aggregator(b -> b);
        for (String id : List.of("a-1", "a-2", "a-1", "17", "17", "0017000000000000000000")) {
            aggregator.onTrade(Trade.builder(SYMBOL, SOURCE)
                    .eventTime(Instant.parse(NOON))
                    .price(1)
                    .size(1)
                    .id(id)
                    .build());
        }
        assertThat(aggregator.statistics().duplicates()).isEqualTo(2);
        assertThat(aggregator.statistics().accepted()).isEqualTo(4);
    }

    @Test
    void onTrade_ofAnotherSymbol_isRefused() {
        BarAggregator aggregator = aggregator(b -> b);
        Trade other = Trade.builder(Symbol.of("OTHER"), SOURCE)
                .eventTime(Instant.parse(NOON))
                .price(1)
                .size(1)
                .build();
        assertThatThrownBy(() -> aggregator.onTrade(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OTHER");
    }

    @Test
    void build_severalMistakes_namesThemAll() {
        assertThatThrownBy(() -> BarAggregator.builder(SYMBOL, SOURCE)
                        .lateness(Duration.ofSeconds(-1))
                        .maxWaiting(1)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("intervals")
                .hasMessageContaining("listener")
                .hasMessageContaining("lateness")
                .hasMessageContaining("maxWaiting");
    }

    @Test
    void vwap_ofPricedTrades_isTheWeightedMean() {
        BarAggregator aggregator = aggregator(b -> b);
        aggregator.onTrade(noonPlus(1), 10, 1);
        aggregator.onTrade(noonPlus(2), 20, 3);
        aggregator.flush();

        assertThat(recorder.bars.get(0).vwap().orElseThrow()).isCloseTo(17.5, within(1e-12));
    }

    private static Trade trade(double seconds, double price, double size, long conditions) {
        return Trade.builder(SYMBOL, SOURCE)
                .eventTime(EpochNanos.toInstant(noonPlus(seconds)))
                .price(price)
                .size(size)
                .conditions(conditions)
                .build();
    }
}
