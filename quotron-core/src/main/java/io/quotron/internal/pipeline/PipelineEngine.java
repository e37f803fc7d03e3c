package io.quotron.internal.pipeline;

import io.quotron.calendar.TradingCalendar;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.internal.stream.StreamHub;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Symbol;
import io.quotron.pipeline.Pipeline;
import io.quotron.pipeline.PipelineRequest;
import io.quotron.quality.QualityRules;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.Scheduler;
import io.quotron.spi.StorageSink;
import io.quotron.spi.TimeSource;
import io.quotron.stream.OverflowStrategy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The pipelines of one client. The sinks are lent: they are written to, and opened, but never closed. No thread runs before
 * there is something to write. Thread-safe.
 */
public final class PipelineEngine implements AutoCloseable {
    private final Object lock = new Object();
    private final StreamHub hub;
    private final Optional<StorageSink> storage;
    private final Optional<EventSink> events;
    private final TimeSource time;
    private final Function<String, ThreadFactory> threads;
    private final String clientName;
    private final String run = UUID.randomUUID().toString();
    private final AtomicLong pipelines = new AtomicLong();
    private final Scheduler scheduler;
    private final Set<RunningPipeline> running = new LinkedHashSet<>();
    private boolean closed;

    /**
     * Makes an engine without pipelines.
     *
     * @param hub where trades come from
     * @param storage takes bars and indicators, if the client has one
     * @param events takes events, if the client has one
     * @param time the clock
     * @param threads makes thread factories by role
     * @param clientName names the producer of events
     */
    public PipelineEngine(
            StreamHub hub,
            Optional<StorageSink> storage,
            Optional<EventSink> events,
            TimeSource time,
            Function<String, ThreadFactory> threads,
            String clientName) {
        this.hub = hub;
        this.storage = storage;
        this.events = events;
        this.time = time;
        this.threads = threads;
        this.clientName = clientName;
        this.scheduler = time.newScheduler(threads.apply("pipeline-timer"));
    }

    /**
     * Prepares a pipeline.
     *
     * @param symbols what it is about, at least one
     * @return the request
     * @throws IllegalArgumentException if there is no symbol
     */
    public PipelineRequest request(List<Symbol> symbols) {
        return new PipelineSpec(
                this,
                hub.request(symbols).trades().overflow(OverflowStrategy.BLOCK), // a trade left out would be a wrong bar
                symbols.stream().distinct().toList(),
                QualityRules.standard(),
                List.of(Interval.MINUTE_1),
                Optional.empty(),
                Duration.ofSeconds(2),
                TradingCalendar.continuous(),
                Optional.empty());
    }

    Pipeline start(PipelineSpec spec) {
        synchronized (lock) {
            if (closed) {
                throw new QuotronException(FailureReason.CLOSED, "the client is closed");
            }
            RunningPipeline pipeline = new RunningPipeline(this, spec, hub.newCallbackQueue());
            pipeline.begin(spec.stream());
            running.add(pipeline);
            return pipeline;
        }
    }

    void ended(RunningPipeline pipeline) {
        synchronized (lock) {
            running.remove(pipeline);
        }
    }

    StreamHub hub() {
        return hub;
    }

    Optional<SinkWriter<MarketEvent>> newStorageWriter() {
        return storage.map(sink -> new SinkWriter<>(
                "the store", Sinks.storage(sink), Sinks.untilItWorks(sink), time, scheduler, threads.apply("store")));
    }

    Optional<SinkWriter<EventEnvelope>> newEventWriter() {
        return events.map(sink -> new SinkWriter<>(
                "the event sink", Sinks.events(sink), Sinks.aFewTimes(), time, scheduler, threads.apply("publish")));
    }

    /** Each pipeline is a producer of its own: its events are counted and published by one thread, so their numbers rise. */
    Envelopes newEnvelopes() {
        long number = pipelines.incrementAndGet();
        return new Envelopes(clientName + "/" + number, run + "-" + number, time);
    }

    /** Ends all pipelines. Close this before the hub and the sinks. Idempotent. */
    @Override
    public void close() {
        List<RunningPipeline> open;
        synchronized (lock) {
            closed = true;
            open = List.copyOf(running);
        }
        open.forEach(RunningPipeline::stop);
        long until = TimeSource.system().nanoTime() + RunningPipeline.CLOSE_NANOS;
        open.forEach(pipeline -> pipeline.finish(until));
        scheduler.close();
    }
}
