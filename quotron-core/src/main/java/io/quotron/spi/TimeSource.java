package io.quotron.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * The only clock of this library: wall time, monotonic time, sleeping and scheduling. Tests replace it with a virtual one.
 *
 * <p>Thread-safe.
 */
public interface TimeSource {
    /**
     * Returns the clock of the machine.
     *
     * @return the one system time source
     */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }

    /**
     * Returns the wall time. It may jump.
     *
     * @return now
     */
    Instant now();

    /**
     * Returns the monotonic time. It never jumps back, and its zero is arbitrary.
     *
     * @return nanoseconds
     */
    long nanoTime();

    /**
     * Waits.
     *
     * @param duration how long; zero or less returns at once
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Makes a scheduler that runs tasks on one thread of its own, started when it is first used.
     *
     * @param threads where the thread comes from
     * @return a scheduler, to be closed by the caller
     */
    Scheduler newScheduler(ThreadFactory threads);
}
