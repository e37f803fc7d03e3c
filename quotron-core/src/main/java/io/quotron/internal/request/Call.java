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
    private long partEndNanos;
    private @Nullable RateLimitedException ownRefusal;

    Call(TimeSource time, Duration timeout, boolean fresh) {
        this.time = time;
        this.deadlineNanos = time.nanoTime() + Nanos.of(timeout);
        this.fresh = fresh;
        this.partEndNanos = deadlineNanos;
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

    /** The time that is left, of the whole call or of the part of it that one provider has. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, partEndNanos - time.nanoTime()));
    }

    boolean outOfTime() {
        return deadlineNanos - time.nanoTime() <= 0;
    }

    /** Whether another provider could answer, so that a long wait for this one is not worth it. */
    boolean hasAlternatives() {
        return alternatives;
    }

    /** Gives the provider that is asked next its time: half of what is left where another one could answer, else all. */
    void beginPart(boolean othersCouldAnswer) {
        alternatives = othersCouldAnswer;
        long now = time.nanoTime();
        partEndNanos = othersCouldAnswer ? now + (deadlineNanos - now) / 2 : deadlineNanos;
    }

    void endParts() {
        beginPart(false);
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
        if (partEndNanos - time.nanoTime() <= 0) {
            throw new QuotronException(FailureReason.TIMEOUT, "the deadline of the request has passed");
        }
    }

    /** Waits in the caller's thread, in slices, so that a cancellation from another thread is seen soon. */
    void sleep(Duration duration) {
        long wait = Nanos.of(duration);
        long end = time.nanoTime() + wait;
        throwIfEnded();
        for (long left = wait; left > 0; left = end - time.nanoTime()) {
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
