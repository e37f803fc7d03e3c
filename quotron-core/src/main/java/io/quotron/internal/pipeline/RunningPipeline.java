package io.quotron.internal.pipeline;

import io.quotron.bars.BarAggregator;
import io.quotron.internal.stream.CallbackQueue;
import io.quotron.internal.stream.StreamBars;
import io.quotron.internal.stream.TickListener;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.pipeline.Pipeline;
import io.quotron.pipeline.PipelineAccounting;
import io.quotron.pipeline.PipelineListener;
import io.quotron.pipeline.PipelineState;
import io.quotron.pipeline.SinkAccounting;
import io.quotron.quality.QualityChecker;
import io.quotron.quality.Verdict;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.TimeSource;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.StreamRequest;
import io.quotron.stream.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline. The flow itself runs where its subscription delivers, one event at a time; it never waits for a sink or the
 * host's listener.
 */
final class RunningPipeline implements Pipeline, TickListener {
    static final long CLOSE_NANOS = 3_000_000_000L;

    private record SeriesKey(Symbol symbol, Interval interval) {}

    private final PipelineEngine engine;
    private final PipelineSpec spec;
    private final CallbackQueue callbacks;
    private final Optional<SinkWriter<MarketEvent>> storage;
    private final Optional<SinkWriter<EventEnvelope>> events;
    private final Envelopes envelopes;
    private final QualityChecker checker;
    private final Map<Symbol, StreamBars> bars = new HashMap<>();
    private final Map<SeriesKey, IndicatorSeries> indicators = new HashMap<>();
    private final Map<SeriesKey, Bar> latest = new ConcurrentHashMap<>();
    private final AtomicLong quarantined = new AtomicLong();
    private final AtomicLong barCount = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Subscription subscription;

    RunningPipeline(PipelineEngine engine, PipelineSpec spec, CallbackQueue callbacks) {
        this.engine = engine;
        this.spec = spec;
        this.callbacks = callbacks;
        this.storage = engine.newStorageWriter();
        this.events = engine.newEventWriter();
        this.envelopes = engine.newEnvelopes();
        this.checker = QualityChecker.create(spec.rules());
        spec.symbols().forEach(symbol -> bars.put(symbol, newBars(symbol)));
    }

    private StreamBars newBars(Symbol symbol) {
        return new StreamBars(source -> BarAggregator.builder(symbol, source)
                .intervals(spec.intervals())
                .calendar(spec.hours())
                .lateness(spec.allowedLateness())
                .revisions(StreamBars.REVISIONS)
                .listener(this::closedBar));
    }

    void begin(StreamRequest stream) {
        subscription = stream.subscribe(this);
    }

    // ---- the flow ----

    @Override
    public void onTrade(Trade trade) {
        Verdict verdict = checker.check(trade);
        if (verdict.isQuarantined()) {
            quarantined.incrementAndGet();
            publish("quarantine", trade);
            tell(listener -> listener.onQuarantined(trade, verdict));
            return;
        }
        publish("trades." + trade.source(), trade);
        tell(listener -> listener.onTrade(trade));
        barsOf(trade.symbol()).onTrade(trade);
    }

    private StreamBars barsOf(Symbol symbol) {
        return bars.computeIfAbsent(symbol, this::newBars);
    }

    private void closedBar(Bar bar) {
        if (!bar.isComplete()) {
            return;
        }
        barCount.incrementAndGet();
        SeriesKey key = new SeriesKey(bar.symbol(), bar.interval());
        latest.merge(key, bar, (before, now) -> now.openTime().isBefore(before.openTime()) ? before : now);
        storage.ifPresent(writer -> writer.offer(bar));
        publish("completed_bars", bar);
        tell(listener -> listener.onBar(bar));
        spec.set()
                .ifPresent(set -> indicators
                        .computeIfAbsent(
                                key,
                                unused -> new IndicatorSeries(set, spec.hours().zone()))
                        .take(bar)
                        .forEach(this::computed));
    }

    private void computed(IndicatorValues values) {
        storage.ifPresent(writer -> writer.offer(values));
        publish("indicators", values);
        tell(listener -> listener.onIndicators(values));
    }

    @Override
    public void onGap(Gap gap) {
        barsOf(gap.symbol()).onGap(gap);
        tell(listener -> listener.onGap(gap));
    }

    @Override
    public void onFeedState(FeedState state) {
        barsOf(state.symbol()).onState(state);
        tell(listener -> listener.onFeedState(state));
    }

    @Override
    public void onTime(Instant now) {
        bars.values().forEach(one -> one.onTime(now));
    }

    private void publish(String topic, MarketEvent event) {
        events.ifPresent(writer -> writer.offer(envelopes.next(topic, event)));
    }

    private void tell(Consumer<PipelineListener> call) {
        spec.told().ifPresent(listener -> callbacks.offer(() -> call.accept(listener)));
    }

    // ---- the host's side ----

    @Override
    public PipelineAccounting accounting() {
        Subscription source = subscription;
        return new PipelineAccounting(
                source == null ? StreamAccounting.EMPTY : source.accounting(),
                quarantined.get(),
                barCount.get(),
                storage.map(SinkWriter::accounting).orElse(SinkAccounting.EMPTY),
                events.map(SinkWriter::accounting).orElse(SinkAccounting.EMPTY),
                callbacks.errors(),
                callbacks.dropped());
    }

    @Override
    public PipelineState state() {
        Subscription source = subscription;
        if (closed.get()) {
            return PipelineState.CLOSED;
        }
        Collection<FeedState.Status> streams =
                source == null ? List.of() : source.states().values();
        boolean sinkFails = storage.map(SinkWriter::isFailing).orElse(false)
                || events.map(SinkWriter::isFailing).orElse(false);
        if (sinkFails || streams.contains(FeedState.Status.STALE) || streams.contains(FeedState.Status.FAILED)) {
            return PipelineState.DEGRADED;
        }
        return streams.isEmpty() || streams.contains(FeedState.Status.PENDING)
                ? PipelineState.STARTING
                : PipelineState.RUNNING;
    }

    @Override
    public Optional<Bar> latest(Symbol symbol, Interval interval) {
        return Optional.ofNullable(latest.get(new SeriesKey(symbol, interval)));
    }

    @Override
    public boolean flush(Duration timeout) {
        Subscription source = subscription;
        boolean drained = source == null || engine.hub().drain(source, timeout);
        boolean stored = storage.map(writer -> writer.flush(timeout)).orElse(true);
        boolean published = events.map(writer -> writer.flush(timeout)).orElse(true);
        return drained && stored && published;
    }

    @Override
    public void close() {
        stop();
        finish(TimeSource.system().nanoTime() + CLOSE_NANOS);
    }

    /** Ends the flow and lets the writers work off what waits; waits for no sink. */
    void stop() {
        Subscription source = subscription;
        if (!closed.compareAndSet(false, true) || source == null) {
            return;
        }
        source.close();
        storage.ifPresent(SinkWriter::stop);
        events.ifPresent(SinkWriter::stop);
        callbacks.close();
        engine.ended(this);
    }

    /** Waits for the writers until a moment of the machine's monotonic clock. */
    void finish(long untilNanos) {
        storage.ifPresent(writer -> writer.finish(left(untilNanos)));
        events.ifPresent(writer -> writer.finish(left(untilNanos)));
    }

    private static Duration left(long untilNanos) {
        return Duration.ofNanos(Math.max(0, untilNanos - TimeSource.system().nanoTime()));
    }
}
