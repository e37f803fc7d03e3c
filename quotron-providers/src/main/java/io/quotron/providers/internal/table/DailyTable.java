package io.quotron.providers.internal.table;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the table of a server's markets for a day, and has it loaded by one caller at a time.
 *
 * <p>The first caller who needs the table loads it in his own call; those who come meanwhile wait for him, each no
 * longer than his own deadline. If the loader fails, those who wait fail with him, so a server that is down gets one
 * request and not one per caller. If he only gave up (cancelled, or out of time), the next one who waits takes over.
 *
 * <p>Thread-safe.
 *
 * @param <T> the table
 */
public class DailyTable<T> {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final SourceId source;
    private final Function<RequestContext, T> loader;
    private final Object lock = new Object();
    private @Nullable T table;
    private long loadedAt;
    private @Nullable CompletableFuture<T> loading;

    /**
     * Makes one that holds nothing.
     *
     * @param source whose table it is, for messages
     * @param loader asks the server
     */
    public DailyTable(SourceId source, Function<RequestContext, T> loader) {
        this.source = source;
        this.loader = loader;
    }

    /**
     * Returns the table, loading it if there is none or it is old.
     *
     * @param context the call
     * @return the table
     * @throws QuotronException if it could not be loaded
     */
    public T get(RequestContext context) {
        while (true) {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> theirs;
            synchronized (lock) {
                T known = table;
                if (known != null && context.time().nanoTime() - loadedAt < LIFETIME.toNanos()) {
                    return known;
                }
                theirs = loading;
                if (theirs == null) {
                    loading = mine;
                }
            }
            if (theirs == null) {
                return load(mine, context);
            }
            T shared = await(theirs, context);
            if (shared != null) {
                return shared;
            }
        }
    }

    /**
     * Returns the table without asking anybody.
     *
     * @return the table, however old; null if there is none
     */
    public @Nullable T known() {
        synchronized (lock) {
            return table;
        }
    }

    /** Forgets the table, because the server does not agree with it any more. */
    public void forget() {
        synchronized (lock) {
            table = null;
        }
    }

    private T load(CompletableFuture<T> mine, RequestContext context) {
        try {
            T loaded = loader.apply(context);
            finish(loaded, context);
            mine.complete(loaded);
            return loaded;
        } catch (RuntimeException | Error e) {
            finish(null, context);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private void finish(@Nullable T loaded, RequestContext context) {
        synchronized (lock) {
            loading = null;
            if (loaded != null) {
                table = loaded;
                loadedAt = context.time().nanoTime();
            }
        }
    }

    /** Returns what another caller loaded, or null if he gave up; a wait of our own that ends throws. */
    private @Nullable T await(CompletableFuture<T> theirs, RequestContext context) {
        CompletableFuture<@Nullable T> answer = new CompletableFuture<>();
        var unused = theirs.whenComplete((loaded, failure) -> {
            if (failure == null) {
                answer.complete(loaded);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        Registration registration = context.onCancel(() -> answer.completeExceptionally(cancelled()));
        try {
            return answer.get(context.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (TimeoutException e) {
            throw new ProviderException(
                    source, FailureReason.TIMEOUT, "the list of markets did not come before the deadline", e);
        } catch (ExecutionException e) {
            return afterFailure(e.getCause(), context);
        } finally {
            registration.close();
        }
    }

    private @Nullable T afterFailure(@Nullable Throwable failure, RequestContext context) {
        context.throwIfEnded();
        if (failure instanceof QuotronException ours && !isGivingUp(ours.reason())) {
            throw ours;
        }
        return null;
    }

    private static boolean isGivingUp(FailureReason reason) {
        return reason == FailureReason.CANCELLED || reason == FailureReason.TIMEOUT;
    }

    private static QuotronException cancelled() {
        return new QuotronException(FailureReason.CANCELLED, "the request was cancelled");
    }
}
