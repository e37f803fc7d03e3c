package io.quotron.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.QuotronException;
import io.quotron.indicators.IndicatorSet;
import io.quotron.internal.stream.Rig;
import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.pipeline.Pipeline;
import io.quotron.pipeline.PipelineListener;
import io.quotron.pipeline.PipelineState;
import io.quotron.pipeline.SinkAccounting;
import io.quotron.quality.Verdict;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.HealthCheck;
import io.quotron.stream.StreamAccounting;
import io.quotron.testkit.LeakGuard;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
final class PipelineTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Rig rig = new Rig();
    private final FakeStore store = new FakeStore();
    private final Bus bus = new Bus();
    private final PipelineEngine engine =
            new PipelineEngine(rig.hub(), Optional.of(store), Optional.of(bus), rig.time, Rig::threads, "test");

    @AfterEach
    void close() {
        store.release.countDown();
        engine.close();
        rig.close();
    }

    @Test
    void start_withTrades_storesPublishesAndTellsBarsAndIndicators() {
        Told told = new Told();
        Pipeline pipeline = engine.request(List.of(BTC))
                .bars(Interval.SECOND_1)
                .indicators(IndicatorSet.standard())
                .listener(told)
                .start();
        rig.settle();
        trade(40);
        assertThat(pipeline.flush(PATIENCE)).isTrue();
        rig.settle();

        assertThat(store.bars).hasSizeGreaterThan(30).isEqualTo(told.bars);
        assertThat(store.indicators).isEqualTo(told.indicators).hasSameSizeAs(store.bars);
        assertThat(told.indicators.get(told.indicators.size() - 1).value("sma_20"))
                .isPresent();
        assertThat(bus.topics()).contains("trades.fake", "completed_bars", "indicators");
        assertThat(bus.events.stream().map(EventEnvelope::sequence)).isSorted().doesNotHaveDuplicates();
        assertThat(pipeline.latest(BTC, Interval.SECOND_1)).contains(store.bars.get(store.bars.size() - 1));
        assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
        assertThat(pipeline.accounting().trades()).isEqualTo(new StreamAccounting(40, 40, 0, 0, 0));
        SinkAccounting stored = pipeline.accounting().storage();
        assertThat(stored.acked()).isEqualTo(stored.offered()).isEqualTo(2L * store.bars.size());
    }

    @Test
    void trade_thatIsASpike_isQuarantinedAndInNoBar() {
        Told told = new Told();
        Pipeline pipeline = engine.request(List.of(BTC))
                .bars(Interval.SECOND_1)
                .listener(told)
                .start();
        rig.settle();
        trade(30);
        Trade wrong = rig.trade("BTC/USD");
        rig.feed.happen(Trade.builder(BTC, wrong.source())
                .price(1e6)
                .size(1)
                .id("wrong")
                .eventTime(rig.time.now())
                .build());
        trade(10);
        assertThat(pipeline.flush(PATIENCE)).isTrue();
        rig.settle();

        assertThat(told.quarantined).hasSize(1);
        assertThat(pipeline.accounting().quarantined()).isEqualTo(1);
        assertThat(bus.topics()).contains("quarantine");
        assertThat(store.bars).allSatisfy(bar -> assertThat(bar.high()).isLessThan(1000));
    }

    @Test
    void listenerAndSinks_failingAndStuckForEver_changeNothingForTheFlow() {
        store.stuck = true;
        bus.broken = true;
        Pipeline pipeline = engine.request(List.of(BTC))
                .bars(Interval.SECOND_1)
                .listener(new PipelineListener() {
                    @Override
                    public void onTrade(Trade trade) {
                        throw new AssertionError("on purpose");
                    }
                })
                .start();
        rig.settle();
        trade(60);
        Rig.await(() -> store.writes.get() == 1, "the write that is stuck");
        Rig.await(() -> pipeline.accounting().events().failed() > 0, "a failed event");

        assertThat(pipeline.accounting().trades()).isEqualTo(new StreamAccounting(60, 60, 0, 0, 0));
        assertThat(pipeline.accounting().bars()).isGreaterThan(50);
        assertThat(pipeline.accounting().listenerErrors()).isEqualTo(60);
        assertThat(pipeline.accounting().storage().acked()).isZero();
        assertThat(pipeline.accounting().storage().isBalanced()).isTrue();
        assertThat(pipeline.accounting().events().isBalanced()).isTrue();
        assertThat(pipeline.state()).isEqualTo(PipelineState.DEGRADED);
        store.release.countDown();
        assertThat(pipeline.flush(PATIENCE)).isTrue();
        assertThat(pipeline.accounting().storage().pending()).isZero();
    }

    @Test
    void storeThatIsOutOfReachAtFirst_getsAllRowsOnceItWorks() {
        store.broken = true;
        Pipeline pipeline = engine.request(List.of(BTC)).bars(Interval.SECOND_1).start();
        rig.settle();
        trade(10);
        Rig.await(() -> pipeline.state() == PipelineState.DEGRADED, "the outage");
        assertThat(pipeline.accounting().storage().acked()).isZero();
        assertThat(pipeline.accounting().storage().isBalanced()).isTrue();

        store.broken = false;
        trade(20);
        assertThat(pipeline.flush(PATIENCE)).isTrue();
        SinkAccounting stored = pipeline.accounting().storage();
        assertThat(stored).isEqualTo(new SinkAccounting(stored.offered(), stored.offered(), 0, 0, 0));
        assertThat(store.bars).hasSize((int) stored.offered());
        assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    }

    @Test
    void twoPipelinesOfOneSymbol_countTheirEventsEachByItself() {
        Pipeline first = engine.request(List.of(BTC)).start();
        Pipeline second = engine.request(List.of(BTC)).start();
        rig.settle();
        trade(40);
        assertThat(first.flush(PATIENCE)).isTrue();
        assertThat(second.flush(PATIENCE)).isTrue();

        Map<String, List<Long>> sequences = new TreeMap<>();
        bus.events.forEach(event -> sequences
                .computeIfAbsent(event.producer(), producer -> new ArrayList<>())
                .add(event.sequence()));
        assertThat(sequences.keySet()).containsExactly("test/1", "test/2");
        assertThat(sequences.values())
                .allSatisfy(numbers -> assertThat(numbers)
                        .isEqualTo(LongStream.rangeClosed(1, numbers.size())
                                .boxed()
                                .toList()));
        assertThat(bus.events.stream().map(EventEnvelope::id)).doesNotHaveDuplicates();
    }

    @Test
    void close_withRowsWaiting_writesThemAndRefusesNewPipelines() {
        Pipeline pipeline = engine.request(List.of(BTC)).bars(Interval.SECOND_1).start();
        rig.settle();
        trade(10);
        engine.close();

        SinkAccounting stored = pipeline.accounting().storage();
        assertThat(stored.acked()).isEqualTo(stored.offered()).isPositive();
        assertThat(pipeline.state()).isEqualTo(PipelineState.CLOSED);
        assertThatThrownBy(() -> engine.request(List.of(BTC)).start()).isInstanceOf(QuotronException.class);
    }

    @Test
    void revisedBar_changesTheIndicatorsAfterIt() {
        IndicatorSeries live = new IndicatorSeries(IndicatorSet.standard(), ZoneOffset.UTC);
        IndicatorSeries whole = new IndicatorSeries(IndicatorSet.standard(), ZoneOffset.UTC);
        List<IndicatorValues> expected = List.of();
        for (int i = 0; i < 400; i++) {
            live.take(bar(i, 100 + i % 7, 0));
            expected = whole.take(bar(i, i == 390 ? 150 : 100 + i % 7, 0));
        }
        List<IndicatorValues> changed = live.take(bar(390, 150, 1));

        assertThat(changed).hasSize(10);
        assertThat(changed.get(9).row()).isEqualTo(expected.get(0).row());
        assertThat(changed).allSatisfy(row -> assertThat(row.state()).isEqualTo(Bar.State.REVISED));
        assertThat(live.take(bar(1, 5, 1))).isEmpty();
    }

    private static Bar bar(int minute, double price, int revision) {
        return Bar.builder(BTC, SourceId.of("fake"), Interval.MINUTE_1)
                .span(Rig.START.plusSeconds(60L * minute), Rig.START.plusSeconds(60L * minute + 60))
                .prices(price, price + 1, price - 1, price)
                .volume(10)
                .revision(revision)
                .build();
    }

    private void trade(int seconds) {
        for (int i = 0; i < seconds; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
            rig.advance(Duration.ofSeconds(1));
        }
    }

    /** Keeps what it is told. */
    private static final class Told implements PipelineListener {
        private final List<Bar> bars = new CopyOnWriteArrayList<>();
        private final List<IndicatorValues> indicators = new CopyOnWriteArrayList<>();
        private final List<MarketEvent> quarantined = new CopyOnWriteArrayList<>();

        @Override
        public void onBar(Bar bar) {
            bars.add(bar);
        }

        @Override
        public void onIndicators(IndicatorValues values) {
            indicators.add(values);
        }

        @Override
        public void onQuarantined(MarketEvent event, Verdict verdict) {
            quarantined.add(event);
        }
    }

    /** Keeps events, or refuses them. */
    private static final class Bus implements EventSink {
        private final List<EventEnvelope> events = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

        @Override
        public void publish(EventEnvelope event) {
            if (broken) {
                throw new IllegalStateException("on purpose");
            }
            events.add(event);
        }

        private List<String> topics() {
            return events.stream().map(EventEnvelope::topic).distinct().toList();
        }

        @Override
        public HealthCheck check() {
            return HealthCheck.ok();
        }

        @Override
        public void close() {}
    }
}
