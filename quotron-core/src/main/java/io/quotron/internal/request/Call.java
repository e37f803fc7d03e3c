package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.model.SourceId;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One fetch on its way: its deadline, its cancellation and the trail it leaves. Used by the thread that fetches. */
public final class Call {
    private static final Duration NO_TIME = Duration.ZERO;
    private static final long SLICE_NANOS = 100_000_000;

    private final TimeSource time;
    private final long deadlineNanos;
    private final boolean fresh;
    private final RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
    private final List<Trail.Step> steps = new ArrayList<>();
    private boolean alternatives;
    private @Nullable RateLimitedException ownRefusal;

    Call(TimeSource time, Duration timeout, boolean fresh) {
        this.time = time;
        this.deadlineNanos = time.nanoTime() + timeout.toNanos();
        this.fresh = fresh;
    }

    TimeSource time() {
        return time;
    }

    boolean fresh() {
        return fresh;
    }

    RequestContext.Cancellation cancellation() {
        return cancellation;
    }

    Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - time.nanoTime()));
    }

    boolean outOfTime() {
        return deadlineNanos - time.nanoTime() <= 0;
    }

    /** Whether another provider could answer, so that a long wait for this one is not worth it. */
    boolean hasAlternatives() {
        return alternatives;
    }

    void setAlternatives(boolean value) {
        this.alternatives = value;
    }

    /** Remembers that our own limiter refused, so that nobody takes it for a refusal of the server. */
    void ownRefusal(RateLimitedException refusal) {
        this.ownRefusal = refusal;
    }

    boolean isOwnRefusal(RateLimitedException refusal) {
        return refusal == ownRefusal; // the same object, not an equal one
    }

    void throwIfEnded() {
        if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
        if (outOfTime()) {
            throw new QuotronException(FailureReason.TIMEOUT, "the deadline of the request has passed");
        }
    }

    /** Waits in the caller's thread, in slices, so that a cancellation from another thread is seen soon. */
    void sleep(Duration duration) {
        long end = time.nanoTime() + duration.toNanos();
        throwIfEnded();
        for (long left = duration.toNanos(); left > 0; left = end - time.nanoTime()) {
            try {
                time.sleep(Duration.ofNanos(Math.min(left, SLICE_NANOS)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled();
            }
            throwIfEnded();
        }
    }

    static QuotronException cancelled() {
        return new QuotronException(FailureReason.CANCELLED, "the request was cancelled");
    }

    void note(Trail.Kind kind, @Nullable SourceId source, @Nullable FailureReason reason, String detail) {
        note(kind, source, reason, detail, NO_TIME);
    }

    void note(
            Trail.Kind kind, @Nullable SourceId source, @Nullable FailureReason reason, String detail, Duration took) {
        synchronized (steps) {
            steps.add(new Trail.Step(kind, source, reason, detail, took));
        }
    }

    Trail trail() {
        synchronized (steps) {
            return new Trail(steps);
        }
    }
}
