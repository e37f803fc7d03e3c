package io.quotron.registry;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts requests and spreads them evenly over the windows of a limit that are no longer than a minute. Thread-safe. */
final class ValidationGate implements RequestContext.Gate {
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(1);

    private final SourceId source;
    private final TimeSource time;
    private final long paceNanos;
    private final Object lock = new Object();
    private @Nullable Long freeAt;
    private int charged;

    ValidationGate(SourceId source, RateLimit limit, TimeSource time) {
        this.source = source;
        this.time = time;
        this.paceNanos = limit.windows().stream()
                .filter(window -> window.length().compareTo(LONGEST_WINDOW) <= 0)
                .mapToLong(window -> window.length().toNanos() / window.permits())
                .max()
                .orElse(0);
    }

    int charged() {
        synchronized (lock) {
            return charged;
        }
    }

    /** Waits until a request would pass at once. */
    void awaitTurn() {
        Duration wait;
        synchronized (lock) {
            wait = waitFrom(time.nanoTime());
        }
        sleep(wait);
    }

    private Duration waitFrom(long now) {
        return Duration.ofNanos(freeAt == null ? 0 : Math.max(0, freeAt - now));
    }

    @Override
    public void enter(int weight, RequestContext context) {
        Duration wait;
        synchronized (lock) {
            long now = time.nanoTime();
            wait = waitFrom(now);
            if (!wait.isZero() && wait.compareTo(context.remaining()) >= 0) {
                throw new RateLimitedException(
                        source, "no request allowed for another " + wait.toMillis() + " ms", wait);
            }
            freeAt = now + wait.toNanos() + paceNanos * weight;
            charged += weight;
        }
        sleep(wait);
        context.throwIfEnded();
    }

    private void sleep(Duration wait) {
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuotronException(FailureReason.CANCELLED, "interrupted while it waited for the rate limit", e);
        }
    }
}
