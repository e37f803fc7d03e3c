package io.quotron.spi;

import java.time.Duration;

/** Runs tasks later, one at a time. Thread-safe. A task that throws is logged and harms no other. */
public interface Scheduler extends AutoCloseable {
    /**
     * Runs a task once.
     *
     * @param delay how long to wait; zero or less means as soon as possible
     * @param task what to run; must be quick
     * @return a handle that can cancel the task
     */
    Registration schedule(Duration delay, Runnable task);

    /** Cancels what has not run, waits briefly for a task that is running, and ends the thread. Idempotent. */
    @Override
    void close();
}
