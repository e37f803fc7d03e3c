package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.model.Quote;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An asynchronous request that is cancelled when nobody needs it any more. */
public final class QuoteInTime {
    private QuoteInTime() {}

    /**
     * Asks for a quote and gives up after some time of the machine.
     *
     * @param client the client
     * @param symbol the canonical symbol
     * @param patience how long to wait
     * @return the quote; empty if it did not come in time
     * @throws InterruptedException if the thread is interrupted; the request is cancelled then, too
     * @throws ExecutionException if there is no quote; its cause is a {@link io.quotron.error.QuotronException}
     */
    public static Optional<Quote> within(MarketDataClient client, String symbol, Duration patience)
            throws InterruptedException, ExecutionException {
        // tag::async
        CompletableFuture<Quote> answer = client.quote(symbol).fetchAsync();
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } finally {
            answer.cancel(true); // ends the HTTP call at once; does nothing to an answer that has come
        }
        // end::async
    }
}
