package io.quotron.providers.kraken;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
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
 * Keeps the list of markets for a day, and has it loaded by one caller at a time.
 *
 * <p>The first caller who needs the list loads it in his own call; those who come meanwhile wait for him, each no
 * longer than his own deadline. If the loader fails, those who wait fail with him, so a server that is down gets one
 * request and not one per caller. If he only gave up (cancelled, or out of time), the next one who waits takes over.
 *
 * <p>Thread-safe.
 */
final class KrakenSymbolCache {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final Function<RequestContext, KrakenSymbols> loader;
    private final Object lock = new Object();
    private @Nullable KrakenSymbols symbols;
    private long loadedAt;
    private @Nullable CompletableFuture<KrakenSymbols> loading;

    KrakenSymbolCache(Function<RequestContext, KrakenSymbols> loader) {
        this.loader = loader;
    }

    /**
     * Returns the list, loading it if there is none or it is old.
     *
     * @param context the call
     * @return the list
     * @throws QuotronException if it could not be loaded
     */
    KrakenSymbols get(RequestContext context) {
        while (true) {
            CompletableFuture<KrakenSymbols> mine = new CompletableFuture<>();
            CompletableFuture<KrakenSymbols> theirs;
            synchronized (lock) {
                KrakenSymbols known = symbols;
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
            KrakenSymbols shared = await(theirs, context);
            if (shared != null) {
                return shared;
            }
        }
    }

    /** Returns the list if there is one, however old, without asking anybody. */
    @Nullable
    KrakenSymbols known() {
        synchronized (lock) {
            return symbols;
        }
    }

    /** Forgets the list, because the server does not agree with it any more. */
    void forget() {
        synchronized (lock) {
            symbols = null;
        }
    }

    private KrakenSymbols load(CompletableFuture<KrakenSymbols> mine, RequestContext context) {
        try {
            KrakenSymbols loaded = loader.apply(context);
            finish(loaded, context);
            mine.complete(loaded);
            return loaded;
        } catch (RuntimeException | Error e) {
            finish(null, context);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private void finish(@Nullable KrakenSymbols loaded, RequestContext context) {
        synchronized (lock) {
            loading = null;
            if (loaded != null) {
                symbols = loaded;
                loadedAt = context.time().nanoTime();
            }
        }
    }

    /** Returns what another caller loaded, or null if he gave up; a wait of our own that ends throws. */
    private static @Nullable KrakenSymbols await(CompletableFuture<KrakenSymbols> theirs, RequestContext context) {
        CompletableFuture<@Nullable KrakenSymbols> answer = new CompletableFuture<>();
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
                    KrakenErrors.SOURCE,
                    FailureReason.TIMEOUT,
                    "the list of markets did not come before the deadline",
                    e);
        } catch (ExecutionException e) {
            return afterFailure(e.getCause(), context);
        } finally {
            registration.close();
        }
    }

    private static @Nullable KrakenSymbols afterFailure(@Nullable Throwable failure, RequestContext context) {
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
