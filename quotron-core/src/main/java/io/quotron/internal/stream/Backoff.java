package io.quotron.internal.stream;

import io.quotron.stream.StreamSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next connection. Confined to one thread, but for the random numbers. */
final class Backoff {
    private final long firstNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private int attempts;

    Backoff(StreamSettings settings, RandomGenerator random) {
        this.firstNanos = settings.reconnectDelay().toNanos();
        this.maxNanos = settings.maxReconnectDelay().toNanos();
        this.random = random;
    }

    Duration next() {
        double chance = chance();
        double nanos = attempts == 0 ? (double) firstNanos * chance : grown() * (0.5 + chance);
        attempts++;
        return Duration.ofNanos((long) nanos);
    }

    private double grown() {
        return Math.min((double) maxNanos, (double) firstNanos * Math.pow(2, attempts - 1.0));
    }

    private double chance() {
        synchronized (random) {
            return random.nextDouble();
        }
    }

    void reset() {
        attempts = 0;
    }
}
