package io.quotron.examples;

import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * The clock of the simulated market: it runs as fast as the real one, but began at an instant of its own, so that the market is
 * open whenever the example runs. Thread-safe.
 */
final class SimulatedClock implements TimeSource {
    private final TimeSource system = TimeSource.system();
    private final Instant start;
    private final long startNanos;

    SimulatedClock(Instant start) {
        this.start = start;
        this.startNanos = system.nanoTime();
    }

    @Override
    public Instant now() {
        return start.plusNanos(nanoTime() - startNanos);
    }

    @Override
    public long nanoTime() {
        return system.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        system.sleep(duration);
    }

    @Override
    public Scheduler newScheduler(ThreadFactory threads) {
        return system.newScheduler(threads);
    }
}
