package io.quotron.spi;

import io.quotron.error.FailureReason;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a client does, as it happens, so that a host can count and time it. All methods do nothing unless overridden.
 *
 * <p>Calls come on the thread that does the work, which may be a thread of the host, of the client or of a provider's socket,
 * and several at once: an implementation must be thread-safe and fast, must not block, and must not call the client. The client
 * holds no lock meanwhile. What a method throws is caught; the first exception is logged, and all are ignored.
 *
 * <p>{@code io.quotron.metrics.MicrometerMetrics} is a ready implementation for hosts that have Micrometer.
 */
public interface MetricsListener {
    /** Where the answer to one question came from. */
    enum CacheResult {
        /** A fresh answer was remembered. */
        HIT,
        /** An older answer was given, because asking failed or had failed a moment ago. */
        STALE,
        /** A recent failure was remembered. */
        CACHED_FAILURE,
        /** Nothing was remembered, and the providers were asked. */
        MISS
    }

    /**
     * Returns the listener that does nothing.
     *
     * @return always the same
     */
    static MetricsListener none() {
        return SilentMetrics.INSTANCE;
    }

    /**
     * An attempt to ask a provider has ended. Each retry is an attempt of its own, and so is a health check; a batch is one.
     *
     * @param source who was asked
     * @param failure why it failed; null for success
     * @param took how long it took, waiting for the rate limiter included
     */
    default void onAttempt(SourceId source, @Nullable FailureReason failure, Duration took) {}

    /**
     * A request to a provider's server was charged to its rate limit and may be sent. One attempt may need several requests, and
     * connections of streams need some too.
     *
     * @param source whose limit was charged
     * @param weight how many permits it cost, at least 1
     * @param waited how long it waited for them
     */
    default void onRequestCharged(SourceId source, int weight, Duration waited) {}

    /**
     * A question was answered from the cache or past it. Told once for each question; a batch is a question for each symbol. Not
     * told for questions that want a fresh answer, or that were cancelled.
     *
     * @param result where the answer came from
     */
    default void onCacheResult(CacheResult result) {}

    /**
     * The circuit breaker of a provider has changed. The changes of one breaker are told in their order.
     *
     * @param source whose breaker it is
     * @param from the state before
     * @param to the state now
     */
    default void onBreakerChange(SourceId source, BreakerPolicy.State from, BreakerPolicy.State to) {}

    /**
     * A provider is asked because another has failed.
     *
     * @param from who failed
     * @param to who is asked now
     */
    default void onFailover(SourceId from, SourceId to) {}

    /**
     * An answer of a provider could not be read (MALFORMED_RESPONSE or BLOCKED), as after a change of its server. Told once for each
     * detail until the provider answers well to that kind of question again; meanwhile it is asked after all others.
     *
     * @param source whose answer it was
     * @param kind the kind of question, as {@code quotes} or {@code bars}
     * @param detail the reason and what could not be read, at most 200 characters; holds no secret
     */
    default void onSchemaDrift(SourceId source, String kind, String detail) {}

    /**
     * An event has arrived on a stream or by polling. Told for each one.
     *
     * @param source where it came from
     */
    default void onStreamReceived(SourceId source) {}

    /**
     * Events of a stream were given up between the socket and the subscriptions, because more came than could be worked on, or
     * because the stream ended. What the queue of one slow subscription gives up is told by its accounting.
     *
     * @param source where they came from
     * @param count how many, at least 1
     */
    default void onStreamDropped(SourceId source, long count) {}

    /**
     * A connection of a stream has ended and will be opened again.
     *
     * @param source whose connection it was
     */
    default void onStreamReconnect(SourceId source) {}
}
