package io.quotron.internal.request;

import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.spi.MetricsListener;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Tells the changes of one breaker in their order and outside of every lock. They are added where the breaker's lock is held and
 * told after it is free; one thread tells at a time, and takes along what others have added meanwhile. Thread-safe.
 */
final class BreakerChanges {
    private final SourceId source;
    private final MetricsListener metrics;
    private final Object lock = new Object();
    private final ArrayDeque<Change> waiting = new ArrayDeque<>();
    private volatile boolean any;
    private boolean telling;

    private record Change(BreakerPolicy.State from, BreakerPolicy.State to) {}

    BreakerChanges(SourceId source, MetricsListener metrics) {
        this.source = source;
        this.metrics = metrics;
    }

    void add(BreakerPolicy.State from, BreakerPolicy.State to) {
        synchronized (lock) {
            waiting.add(new Change(from, to));
            any = true;
        }
    }

    void tell() {
        if (!any || !begin()) {
            return;
        }
        for (Change change = next(); change != null; change = next()) {
            metrics.onBreakerChange(source, change.from(), change.to());
        }
    }

    private boolean begin() {
        synchronized (lock) {
            boolean mine = !telling;
            telling = true;
            return mine;
        }
    }

    private @Nullable Change next() {
        synchronized (lock) {
            Change change = waiting.poll();
            telling = change != null;
            any = telling;
            return change;
        }
    }
}
