package io.quotron.request;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A prepared question. Immutable and thread-safe: each step returns a new request, and the same request may be fetched often
 * and from several threads.
 *
 * @param <T> the type of the answer
 * @param <R> the type of the request itself
 */
public interface Request<T, R extends Request<T, R>> {
    /**
     * Sets how long everything together may take: waiting for limits, attempts, pauses and other providers.
     *
     * @param timeout a positive duration
     * @return a new request
     * @throws IllegalArgumentException if the duration is not positive
     */
    R timeout(Duration timeout);

    /**
     * Asks these providers only, in this order.
     *
     * @param providerIds ids of providers that the client has
     * @return a new request
     * @throws IllegalArgumentException if there is none, or the client has no such provider
     */
    R from(String... providerIds);

    /**
     * Asks providers even where the cache has a fresh answer.
     *
     * @return a new request
     */
    R fresh();

    /**
     * Fetches the answer in the thread of the caller.
     *
     * @return the answer
     * @throws io.quotron.error.QuotronException if there is none; its reason and trail say why
     */
    T fetch();

    /**
     * Fetches the answer on a thread of the client. Cancelling the future cancels the call.
     *
     * @return completes with the answer, or with a {@link io.quotron.error.QuotronException}
     */
    CompletableFuture<T> fetchAsync();

    /**
     * Fetches the answer in the thread of the caller and tells how it came about.
     *
     * @return the answer with its trail
     * @throws io.quotron.error.QuotronException if there is none; its reason and trail say why
     */
    Traced<T> fetchTraced();
}
