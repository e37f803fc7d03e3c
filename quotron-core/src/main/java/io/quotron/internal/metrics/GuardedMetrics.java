package io.quotron.internal.metrics;

import io.quotron.error.FailureReason;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.spi.MetricsListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener throws away from the client: the first is logged, all are ignored.
 *
 * <p>Each method has its own {@code try}, instead of handing a lambda to a shared one, so that a call allocates nothing.
 */
public final class GuardedMetrics implements MetricsListener {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);

    private final MetricsListener listener;
    private final AtomicBoolean logged = new AtomicBoolean();

    private GuardedMetrics(MetricsListener listener) {
        this.listener = listener;
    }

    public static MetricsListener around(MetricsListener listener) {
        return listener == MetricsListener.none() ? listener : new GuardedMetrics(listener);
    }

    private void ignore(Throwable thrown) {
        if (logged.compareAndSet(false, true)) {
            LOG.warn("The metrics listener {} failed; this is logged once", listener.getClass(), thrown);
        }
    }

    @Override
    public void onAttempt(SourceId source, @Nullable FailureReason failure, Duration took) {
        try {
            listener.onAttempt(source, failure, took);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onRequestCharged(SourceId source, int weight, Duration waited) {
        try {
            listener.onRequestCharged(source, weight, waited);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onCacheResult(CacheResult result) {
        try {
            listener.onCacheResult(result);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onBreakerChange(SourceId source, BreakerPolicy.State from, BreakerPolicy.State to) {
        try {
            listener.onBreakerChange(source, from, to);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onFailover(SourceId from, SourceId to) {
        try {
            listener.onFailover(from, to);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onSchemaDrift(SourceId source, String kind, String detail) {
        try {
            listener.onSchemaDrift(source, kind, detail);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onStreamReceived(SourceId source) {
        try {
            listener.onStreamReceived(source);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onStreamDropped(SourceId source, long count) {
        try {
            listener.onStreamDropped(source, count);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }

    @Override
    public void onStreamReconnect(SourceId source) {
        try {
            listener.onStreamReconnect(source);
        } catch (RuntimeException | Error e) {
            ignore(e);
        }
    }
}
