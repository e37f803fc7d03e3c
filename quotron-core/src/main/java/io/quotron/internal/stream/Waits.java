package io.quotron.internal.stream;

import io.quotron.spi.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for other threads, always by the clock of the machine: a clock of a test does not move while its thread waits. */
final class Waits {
    private Waits() {}

    /** Waits on a lock that is held until the condition is true, the time is over or the thread is interrupted. */
    static boolean until(Object lock, long nanos, BooleanSupplier condition) {
        synchronized (lock) {
            long end = TimeSource.system().nanoTime() + nanos;
            long left = nanos;
            while (!condition.getAsBoolean()) {
                if (left <= 0 || !pause(lock, left)) {
                    return false;
                }
                left = end - TimeSource.system().nanoTime();
            }
            return true;
        }
    }

    private static boolean pause(Object lock, long nanos) {
        synchronized (lock) {
            try {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(nanos, 1_000_000));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
