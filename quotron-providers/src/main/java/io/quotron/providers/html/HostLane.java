package io.quotron.providers.html;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.spi.RequestContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets one call at a time through to a site. Waiting ends with the deadline, a cancellation or an interrupt. Thread-safe. */
final class HostLane {
    private static final long LOOK_MILLIS = 20;

    private final Semaphore free = new Semaphore(1, true);

    <T> T pass(RequestContext context, Supplier<T> call) {
        enter(context);
        try {
            return call.get();
        } finally {
            free.release();
        }
    }

    private void enter(RequestContext context) {
        try {
            context.throwIfEnded();
            while (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                context.throwIfEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuotronException(FailureReason.CANCELLED, "the request was cancelled", e);
        }
    }
}
