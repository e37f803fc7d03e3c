package io.quotron.registry;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.internal.concurrent.ClientThreads;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs calls of a provider on threads of their own, so that one that does not end holds nobody up. */
final class ValidationCall {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long INTERRUPT_MILLIS = 500;

    private final TimeSource time;
    private final ValidationGate gate;
    private final ThreadFactory threads = new ClientThreads("validator").role("call");

    ValidationCall(TimeSource time, ValidationGate gate) {
        this.time = time;
        this.gate = gate;
    }

    /**
     * What came of a call.
     *
     * @param value the answer; null if there is none
     * @param failure what was thrown; null if nothing was
     * @param took how long it took
     */
    record Answer<T>(@Nullable T value, @Nullable Throwable failure, Duration took) {
        @Nullable
        FailureReason reason() {
            return failure instanceof QuotronException known ? known.reason() : null;
        }

        /** The failure in words. */
        String problem() {
            Throwable thrown = failure;
            if (thrown == null) {
                return "the answer is null";
            }
            String message = Excerpt.of(String.valueOf(thrown.getMessage()));
            return thrown instanceof QuotronException known
                    ? known.reason() + ": " + message
                    : "threw " + thrown.getClass().getName() + ": " + message;
        }
    }

    <T> Answer<T> ask(Duration timeout, Function<RequestContext, @Nullable T> body) {
        RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
        RequestContext context = RequestContext.builder(time)
                .timeout(timeout)
                .gate(gate)
                .cancellation(cancellation)
                .build();
        FutureTask<@Nullable T> task = new FutureTask<>(() -> body.apply(context));
        Thread thread = threads.newThread(task);
        long started = time.nanoTime();
        thread.start();
        try {
            T value = task.get(timeout.toNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
            return new Answer<>(value, null, since(started));
        } catch (ExecutionException e) {
            return new Answer<>(null, e.getCause(), since(started));
        } catch (TimeoutException e) {
            Duration took = since(started);
            end(cancellation, thread);
            return new Answer<>(null, new IllegalStateException("the call did not end", e), took);
        } catch (InterruptedException e) {
            cancellation.cancel();
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new QuotronException(FailureReason.CANCELLED, "the validation was interrupted", e);
        }
    }

    private Duration since(long started) {
        return Duration.ofNanos(time.nanoTime() - started);
    }

    private static void end(RequestContext.Cancellation cancellation, Thread thread) {
        cancellation.cancel();
        thread.interrupt();
        try {
            thread.join(INTERRUPT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
