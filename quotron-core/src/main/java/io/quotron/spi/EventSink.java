package io.quotron.spi;

/**
 * Takes events for others. {@link #publish} never waits for a subscriber or a broker.
 *
 * <p>Must be thread-safe.
 */
public interface EventSink extends AutoCloseable {
    /**
     * Hands an event over. What cannot be delivered later is counted and kept or dropped by the policy of the sink.
     *
     * @param event the event
     * @throws io.quotron.error.EventPublishException if the event was not taken
     */
    void publish(EventEnvelope event);

    /**
     * Tells whether publishing is likely to succeed.
     *
     * @return the state of the sink; never throws
     */
    HealthCheck check();

    /** Delivers what was taken, within a bounded time, and frees threads. Idempotent. */
    @Override
    void close();
}
