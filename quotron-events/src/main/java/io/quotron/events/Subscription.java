package io.quotron.events;

import io.quotron.spi.Registration;

/** One subscriber of an {@link InMemoryEventBus}. Thread-safe. */
public interface Subscription extends Registration {
    /**
     * Returns the topics that were asked for.
     *
     * @return the pattern
     */
    String topicPattern();

    /**
     * Returns what became of the events that were meant for this subscriber. The numbers are of one moment and always add up.
     *
     * @return the counts
     */
    Stats stats();

    /**
     * Ends the subscription: no event that is published later is offered, and what waits is counted as dropped. A delivery that
     * runs at this moment runs to its end. May be called inside the callback. Idempotent.
     */
    @Override
    void close();

    /**
     * What became of events: {@code offered = delivered + failed + dropped + pending}.
     *
     * @param offered how many were published to a matching topic while the subscription was open
     * @param delivered for how many the callback returned
     * @param failed for how many the callback threw
     * @param dropped how many were given up: by the policy of a full queue, by the end of the subscription or of the bus, or,
     *     with {@link Overflow#CONFLATE}, in favour of a newer one
     * @param pending how many wait or are in the callback now
     */
    record Stats(long offered, long delivered, long failed, long dropped, long pending) {}
}
