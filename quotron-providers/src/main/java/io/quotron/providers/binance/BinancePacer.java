package io.quotron.providers.binance;

import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Sends messages with a distance between them. Binance closes a connection that sends more than five messages in a second, pings and
 * pongs included; three of ours leave room for one of each. Thread-safe.
 */
final class BinancePacer {
    /** The distance between two messages: of four in a row the last is more than a second behind the first. */
    static final Duration SPACING = Duration.ofMillis(340);

    private final TimeSource time;
    private final Scheduler scheduler;
    private final Consumer<String> sender;
    private final Deque<String> waiting = new ArrayDeque<>();
    private long nextAt;
    private boolean started;

    BinancePacer(TimeSource time, Scheduler scheduler, Consumer<String> sender) {
        this.time = time;
        this.scheduler = scheduler;
        this.sender = sender;
    }

    /** Sends a message, now or as soon as it may be; in the order of the calls. */
    synchronized void send(String message) {
        waiting.add(message);
        if (waiting.size() == 1) {
            next();
        }
    }

    private synchronized void next() {
        long now = time.nanoTime();
        if (started && now - nextAt < 0) {
            scheduler.schedule(Duration.ofNanos(nextAt - now), this::next);
            return;
        }
        String message = waiting.poll();
        if (message == null) {
            return;
        }
        started = true;
        nextAt = now + SPACING.toNanos();
        sender.accept(message);
        if (!waiting.isEmpty()) {
            scheduler.schedule(SPACING, this::next);
        }
    }
}
