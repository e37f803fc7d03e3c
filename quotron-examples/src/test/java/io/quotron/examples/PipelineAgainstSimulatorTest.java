package io.quotron.examples;

import static io.quotron.examples.LiveMarket.BTC;
import static io.quotron.examples.LiveMarket.ETH;
import static io.quotron.examples.LiveMarket.await;
import static io.quotron.examples.LiveMarket.pass;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quotron.MarketDataClient;
import io.quotron.events.InMemoryEventBus;
import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.pipeline.Pipeline;
import io.quotron.pipeline.PipelineAccounting;
import io.quotron.quality.QualityRules;
import io.quotron.spi.BarStore;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.TimeSource;
import io.quotron.storage.JdbcStorage;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trades of the simulated market through quality, bars and indicators into a database and an event bus. */
class PipelineAgainstSimulatorTest {
    private static final SourceId KRAKEN = SourceId.of("kraken");

    @TempDir
    Path folder;

    private final List<EventEnvelope> events = new CopyOnWriteArrayList<>();

    @Test
    void storedBars_areThoseOfTheMarket_alsoAcrossACut_andEverythingIsAccountedFor() {
        try (LiveMarket market = new LiveMarket()) {
            InMemoryEventBus bus = InMemoryEventBus.create();
            bus.subscribe("*", events::add);
            MarketDataClient client = market.client()
                    .addStorage(JdbcStorage.embedded(folder))
                    .addEvents(bus)
                    .build();
            Pipeline pipeline = client.pipeline("BTC/USD", "ETH/USD")
                    .quality(QualityRules.standard())
                    .bars(Interval.SECOND_1, Interval.MINUTE_1)
                    .indicators(IndicatorSet.standard())
                    .lateness(Duration.ofSeconds(1))
                    .start();
            Instant first = runWithACut(market, pipeline);
            Instant last = LiveMarket.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(2);
            await("the bars up to " + last, () -> isStored(pipeline, BTC, last) && isStored(pipeline, ETH, last));
            assertThat(pipeline.flush(Duration.ofSeconds(5))).isTrue();
            long before = TimeSource.system().nanoTime();
            client.close();
            Duration took = Duration.ofNanos(TimeSource.system().nanoTime() - before);

            assertThat(took).as("close").isLessThan(Duration.ofSeconds(5));
            assertAccounted(pipeline, true);
            assertStored(market, new TimeRange(first, last));
            assertEvents(pipeline);
        }
    }

    /** Returns the first full second of the run. */
    private static Instant runWithACut(LiveMarket market, Pipeline pipeline) {
        await("the first bars", () -> isThere(pipeline, BTC) && isThere(pipeline, ETH));
        Instant first = LiveMarket.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        sample(pipeline, Duration.ofSeconds(3));
        market.simulator.faults().cutConnections(SimulatedProvider.KRAKEN);
        sample(pipeline, Duration.ofSeconds(6));
        return first;
    }

    private static void sample(Pipeline pipeline, Duration span) {
        TimeSource time = TimeSource.system();
        long end = time.nanoTime() + span.toNanos();
        while (time.nanoTime() < end) {
            assertAccounted(pipeline, false);
            pass(Duration.ofMillis(20));
        }
    }

    private static void assertAccounted(Pipeline pipeline, boolean over) {
        PipelineAccounting counts = pipeline.accounting();
        assertThat(counts.trades().isBalanced()).isTrue();
        assertThat(counts.storage().isBalanced()).isTrue();
        assertThat(counts.events().isBalanced()).isTrue();
        if (over) {
            assertThat(counts.trades().pending()).isZero();
            assertThat(counts.storage().offered()).isEqualTo(counts.storage().acked());
            assertThat(counts.events().offered()).isEqualTo(counts.events().acked());
        }
    }

    private static boolean isThere(Pipeline pipeline, Symbol symbol) {
        return pipeline.latest(symbol, Interval.SECOND_1).isPresent();
    }

    private static boolean isStored(Pipeline pipeline, Symbol symbol, Instant until) {
        return pipeline.latest(symbol, Interval.SECOND_1)
                .filter(bar -> !bar.closeTime().isBefore(until))
                .isPresent();
    }

    private void assertStored(LiveMarket market, TimeRange range) {
        try (JdbcStorage storage = JdbcStorage.embedded(folder)) {
            storage.open();
            for (Symbol symbol : List.of(BTC, ETH)) {
                BarStore.SeriesKey key = new BarStore.SeriesKey(symbol, KRAKEN, Interval.SECOND_1, Adjustment.RAW);
                List<Bar> stored = storage.reader().bars(key, range);
                Map<Instant, List<Trade>> truth =
                        market.simulator.tradesBetween(symbol, range.startInclusive(), range.endExclusive()).stream()
                                .collect(Collectors.groupingBy(
                                        trade -> trade.eventTime().truncatedTo(ChronoUnit.SECONDS)));
                assertThat(stored.stream().map(Bar::openTime))
                        .containsExactlyElementsOf(
                                truth.keySet().stream().sorted().toList());
                stored.forEach(bar -> assertSame(bar, truth.getOrDefault(bar.openTime(), List.of())));
                assertThat(storage.reader().indicators(symbol, KRAKEN, Interval.SECOND_1, range))
                        .hasSameSizeAs(stored);
            }
        }
    }

    private static void assertSame(Bar bar, List<Trade> trades) {
        double[] prices = trades.stream().mapToDouble(Trade::price).toArray();
        String name = bar.toString();
        assertThat(bar.open()).as(name).isEqualTo(prices[0]);
        assertThat(bar.close()).as(name).isEqualTo(prices[prices.length - 1]);
        assertThat(bar.high()).as(name).isEqualTo(Arrays.stream(prices).max().orElseThrow());
        assertThat(bar.low()).as(name).isEqualTo(Arrays.stream(prices).min().orElseThrow());
        assertThat(bar.tradeCount()).as(name).hasValue(trades.size());
        double volume = trades.stream().mapToDouble(Trade::size).sum();
        assertThat(bar.volume().orElseThrow()).as(name).isCloseTo(volume, within(1e-9));
        assertThat(bar.coverage()).as(name).isEqualTo(1);
    }

    private void assertEvents(Pipeline pipeline) {
        PipelineAccounting counts = pipeline.accounting();
        Map<String, Long> topics =
                events.stream().collect(Collectors.groupingBy(EventEnvelope::topic, Collectors.counting()));
        assertThat(topics.get("completed_bars")).isEqualTo(counts.bars());
        assertThat(topics.get("trades.kraken")).isEqualTo(counts.trades().delivered() - counts.quarantined());
        assertThat(topics.getOrDefault("quarantine", 0L)).isEqualTo(counts.quarantined());
        assertThat(topics).containsKey("indicators");
        assertThat(events.stream().map(EventEnvelope::sequence)).isSorted().doesNotHaveDuplicates();
    }
}
