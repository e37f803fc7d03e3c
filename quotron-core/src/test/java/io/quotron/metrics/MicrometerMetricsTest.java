package io.quotron.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.resilience.RetryPolicy;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {
    private static final SourceId KRAKEN = SourceId.of("kraken");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerMetrics metrics = MicrometerMetrics.create(registry);

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private double breaker(String source) {
        return registry.get("quotron.breaker.state")
                .tag("source", source)
                .gauge()
                .value();
    }

    @Test
    void create_beforeAnything_hasOnlyTheCacheCounters() {
        assertThat(registry.getMeters())
                .hasSize(4)
                .allMatch(meter -> meter.getId().getName().equals("quotron.cache"));
    }

    @Test
    void onAttempt_successAndFailure_timesEachOutcome() {
        metrics.onAttempt(KRAKEN, null, Duration.ofMillis(30));
        metrics.onAttempt(KRAKEN, null, Duration.ofMillis(50));
        metrics.onAttempt(KRAKEN, FailureReason.RATE_LIMITED, Duration.ofMillis(5));

        Timer good = registry.get("quotron.requests").tags("outcome", "success").timer();
        Timer bad =
                registry.get("quotron.requests").tags("outcome", "rate_limited").timer();
        assertThat(good.count()).isEqualTo(2);
        assertThat(good.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(80);
        assertThat(bad.count()).isEqualTo(1);
        assertThat(bad.getId().getTag("source")).isEqualTo("kraken");
    }

    @Test
    void onStream_events_countsEach() {
        metrics.onStreamReceived(KRAKEN);
        metrics.onStreamReceived(KRAKEN);
        metrics.onStreamDropped(KRAKEN, 7);
        metrics.onStreamReconnect(KRAKEN);

        assertThat(counter("quotron.stream.received", "source", "kraken")).isEqualTo(2);
        assertThat(counter("quotron.stream.dropped", "source", "kraken")).isEqualTo(7);
        assertThat(counter("quotron.stream.reconnects", "source", "kraken")).isEqualTo(1);
    }

    @Test
    void onBreakerChange_eachState_setsTheGauge() {
        metrics.onBreakerChange(KRAKEN, BreakerPolicy.State.CLOSED, BreakerPolicy.State.OPEN);
        assertThat(breaker("kraken")).isEqualTo(2);
        metrics.onBreakerChange(KRAKEN, BreakerPolicy.State.OPEN, BreakerPolicy.State.HALF_OPEN);
        assertThat(breaker("kraken")).isEqualTo(1);
        metrics.onBreakerChange(KRAKEN, BreakerPolicy.State.HALF_OPEN, BreakerPolicy.State.CLOSED);
        assertThat(breaker("kraken")).isZero();
        assertThat(counter("quotron.breaker.changes", "source", "kraken", "to", "half_open"))
                .isEqualTo(1);
    }

    @Test
    void client_withBindingAndFailingProvider_fillsTheRegistry() {
        ScriptedProvider first = new ScriptedProvider("first");
        first.always(first.failing(FailureReason.UNAVAILABLE));
        try (MarketDataClient client = MarketDataClient.builder()
                .timeSource(VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z")))
                .addProvider(first, settings -> settings.retry(RetryPolicy.never()))
                .addProvider(new ScriptedProvider("second"))
                .metrics(metrics)
                .build()) {
            for (int i = 0; i < 5; i++) {
                client.quote("S" + i).fetch();
                client.quote("S" + i).fetch();
            }
            assertThatThrownBy(() -> client.quote("NOPE").fetch()).isInstanceOf(QuotronException.class);
        }

        assertThat(registry.get("quotron.requests")
                        .tags("source", "first", "outcome", "unavailable")
                        .timer()
                        .count())
                .isEqualTo(5);
        assertThat(counter("quotron.failovers", "from", "first", "to", "second"))
                .isEqualTo(6);
        assertThat(counter("quotron.cache", "result", "hit")).isEqualTo(5);
        assertThat(counter("quotron.cache", "result", "miss")).isEqualTo(6);
        assertThat(counter("quotron.limiter.permits", "source", "second")).isEqualTo(6);
        assertThat(breaker("first")).isEqualTo(2);
        assertThat(breaker("second")).isZero();
    }
}
