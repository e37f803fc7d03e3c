package io.quotron.internal.request;

import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers that the answers of one provider to one kind of question could not be read. From then on the provider stands behind
 * the others; every five minutes one request may try it in its place, until it answers well again. Thread-safe.
 */
final class DriftWatch {
    private static final long BEHIND_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MOST_TOLD = 100;

    private final TimeSource time;
    private final Object lock = new Object();
    private final Set<String> told = new HashSet<>();
    private boolean behind;
    private long tryAt;

    DriftWatch(TimeSource time) {
        this.time = time;
    }

    /** Whether the provider may be asked in its place now; for one that stands behind, this is the turn of one request. */
    boolean takeTurn() {
        synchronized (lock) {
            if (!behind) {
                return true;
            }
            long now = time.nanoTime();
            if (now - tryAt < 0) {
                return false;
            }
            tryAt = now + BEHIND_NANOS;
            return true;
        }
    }

    void onGood() {
        synchronized (lock) {
            behind = false;
            told.clear();
        }
    }

    /** Puts the provider behind. Returns whether this detail is new since it last answered well. */
    boolean onDrift(String detail) {
        synchronized (lock) {
            behind = true;
            tryAt = time.nanoTime() + BEHIND_NANOS;
            return told.size() < MOST_TOLD && told.add(detail);
        }
    }
}
