package io.quotron.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quotron.error.FailureReason;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.spi.MetricsListener;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a client does into a Micrometer registry.
 *
 * <pre>{@code
 * MarketDataClient client = MarketDataClient.builder()
 *         .addProvider(YahooProvider.create())
 *         .metrics(MicrometerMetrics.create(registry))
 *         .build();
 * }</pre>
 *
 * <p>The host brings {@code io.micrometer:micrometer-core}; without it all of Quotron works but this class. A host
 * that is a module requires {@code micrometer.core} itself.
 *
 * <table>
 * <caption>Meters; those of a source appear when it is first used</caption>
 * <tr><th>Name</th><th>Type</th><th>Tags</th><th>Meaning</th></tr>
 * <tr><td>{@code quotron.requests}</td><td>timer</td><td>source, outcome</td>
 *     <td>attempts; the outcome is {@code success} or the reason in lower case, as {@code rate_limited}</td></tr>
 * <tr><td>{@code quotron.cache}</td><td>counter</td><td>result</td>
 *     <td>answers: {@code hit}, {@code stale}, {@code cached_failure}, {@code miss}</td></tr>
 * <tr><td>{@code quotron.limiter.wait}</td><td>timer</td><td>source</td>
 *     <td>requests that were charged, with their wait for the rate limit</td></tr>
 * <tr><td>{@code quotron.limiter.permits}</td><td>counter</td><td>source</td><td>permits that they cost</td></tr>
 * <tr><td>{@code quotron.breaker.state}</td><td>gauge</td><td>source</td>
 *     <td>0 closed, 1 half-open, 2 open</td></tr>
 * <tr><td>{@code quotron.breaker.changes}</td><td>counter</td><td>source, to</td>
 *     <td>changes to {@code closed}, {@code half_open}, {@code open}</td></tr>
 * <tr><td>{@code quotron.failovers}</td><td>counter</td><td>from, to</td><td>providers asked after another failed</td></tr>
 * <tr><td>{@code quotron.schema.drift}</td><td>counter</td><td>source, kind</td>
 *     <td>kinds of answers that could not be read, each counted once until it is well again</td></tr>
 * <tr><td>{@code quotron.stream.received}</td><td>counter</td><td>source</td><td>trades and quotes that arrived</td></tr>
 * <tr><td>{@code quotron.stream.dropped}</td><td>counter</td><td>source</td><td>those that were given up</td></tr>
 * <tr><td>{@code quotron.stream.reconnects}</td><td>counter</td><td>source</td><td>connections that ended</td></tr>
 * </table>
 *
 * <p>Thread-safe. Use one instance for each client; a second client on the same registry shares the counters and timers, but the
 * gauge of a source shows the breaker of the first.
 */
public final class MicrometerMetrics implements MetricsListener {
    private final MeterRegistry registry;
    private final Map<CacheResult, Counter> cache = new EnumMap<>(CacheResult.class);
    private final Map<SourceId, SourceMeters> sources = new ConcurrentHashMap<>();

    private MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (CacheResult result : CacheResult.values()) {
            cache.put(result, registry.counter("quotron.cache", "result", lower(result)));
        }
    }

    /**
     * Makes a listener that writes into a registry.
     *
     * @param registry where the meters live; the host's own
     * @return the listener, to be given to the builder of one client
     */
    @SuppressWarnings("exports") // who has a registry reads its module; nobody else shall have to
    public static MicrometerMetrics create(MeterRegistry registry) {
        return new MicrometerMetrics(Objects.requireNonNull(registry, "registry"));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The meters of one source that are used often, so that they are looked up once. */
    private final class SourceMeters {
        private final String id;
        private final Timer successes;
        private final Timer waits;
        private final Counter permits;
        private final Counter received;
        private final Counter dropped;
        private final Counter reconnects;
        private final AtomicInteger breaker = new AtomicInteger();

        private SourceMeters(SourceId source) {
            this.id = source.id();
            this.successes = registry.timer("quotron.requests", "source", id, "outcome", "success");
            this.waits = registry.timer("quotron.limiter.wait", "source", id);
            this.permits = counter("quotron.limiter.permits");
            this.received = counter("quotron.stream.received");
            this.dropped = counter("quotron.stream.dropped");
            this.reconnects = counter("quotron.stream.reconnects");
            Gauge.builder("quotron.breaker.state", breaker, AtomicInteger::doubleValue)
                    .tag("source", id)
                    .strongReference(true)
                    .register(registry);
        }

        private Counter counter(String name) {
            return registry.counter(name, "source", id);
        }
    }

    private SourceMeters of(SourceId source) {
        SourceMeters known = sources.get(source);
        return known != null ? known : sources.computeIfAbsent(source, SourceMeters::new);
    }

    @Override
    public void onAttempt(SourceId source, @Nullable FailureReason failure, Duration took) {
        SourceMeters meters = of(source);
        Timer timer = failure == null
                ? meters.successes
                : registry.timer("quotron.requests", "source", meters.id, "outcome", lower(failure));
        timer.record(took);
    }

    @Override
    public void onRequestCharged(SourceId source, int weight, Duration waited) {
        of(source).waits.record(waited);
        of(source).permits.increment(weight);
    }

    @Override
    public void onCacheResult(CacheResult result) {
        Counter counter = cache.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void onBreakerChange(SourceId source, BreakerPolicy.State from, BreakerPolicy.State to) {
        of(source).breaker.set(level(to));
        registry.counter("quotron.breaker.changes", "source", source.id(), "to", lower(to))
                .increment();
    }

    private static int level(BreakerPolicy.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    @Override
    public void onFailover(SourceId from, SourceId to) {
        registry.counter("quotron.failovers", "from", from.id(), "to", to.id()).increment();
    }

    @Override
    public void onSchemaDrift(SourceId source, String kind, String detail) {
        registry.counter("quotron.schema.drift", "source", source.id(), "kind", kind)
                .increment();
    }

    @Override
    public void onStreamReceived(SourceId source) {
        of(source).received.increment();
    }

    @Override
    public void onStreamDropped(SourceId source, long count) {
        of(source).dropped.increment((double) count);
    }

    @Override
    public void onStreamReconnect(SourceId source) {
        of(source).reconnects.increment();
    }
}
