package io.quotron.providers.http;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One login under way: one thread leads, the others wait for its result, each no longer than its own deadline. Thread-safe.
 *
 * @param <T> what a login gives
 */
final class LoginFlight<T> {
    /** Failures of the leader that say nothing about the others. */
    private static final Set<FailureReason> OWN =
            EnumSet.of(FailureReason.CANCELLED, FailureReason.TIMEOUT, FailureReason.RATE_LIMITED);

    private final SourceId source;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    LoginFlight(SourceId source) {
        this.source = source;
    }

    void complete(T value) {
        result.complete(value);
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /** Waits for the leader; empty if it failed for a reason of its own, so that another may lead. */
    Optional<T> await(RequestContext context) {
        CompletableFuture<T> mine = result.copy();
        Registration registration = context.onCancel(() -> mine.cancel(false));
        try {
            return Optional.of(mine.get(context.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuotronException(FailureReason.CANCELLED, "the request was cancelled", e);
        } catch (CancellationException e) {
            throw new QuotronException(FailureReason.CANCELLED, "the request was cancelled", e);
        } catch (TimeoutException e) {
            throw new ProviderException(source, FailureReason.TIMEOUT, "nobody was signed in before the deadline");
        } catch (ExecutionException e) {
            return orRethrow(e.getCause());
        } finally {
            registration.close();
        }
    }

    /** Hands a failure on as an exception of its own, because each call attaches its own trail. */
    private Optional<T> orRethrow(@Nullable Throwable cause) {
        if (cause instanceof ServerLimit limit) {
            throw new RateLimitedException(source, "too many requests", limit.limited.retryAfter());
        }
        if (cause instanceof QuotronException shared && !OWN.contains(shared.reason())) {
            String message = "another call could not sign in: " + shared.getMessage();
            throw new ProviderException(source, shared.reason(), message, shared);
        }
        return Optional.empty();
    }

    /** The server itself asked for a pause, which holds for everybody; our own limiter speaks for one caller only. */
    static final class ServerLimit extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RateLimitedException limited;

        ServerLimit(RateLimitedException limited) {
            super(limited);
            this.limited = limited;
        }

        RateLimitedException limited() {
            return limited;
        }
    }
}
