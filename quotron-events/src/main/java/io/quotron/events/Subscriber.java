package io.quotron.events;

import io.quotron.spi.EventEnvelope;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the bus knows of its subscribers. */
abstract sealed class Subscriber implements Subscription permits DirectSubscriber, QueuedSubscriber {
    static final Logger LOG = LoggerFactory.getLogger(InMemoryEventBus.class);

    private final InMemoryEventBus bus;
    private final TopicPattern topics;
    private final Consumer<? super EventEnvelope> callback;
    private final AtomicBoolean failureLogged = new AtomicBoolean();

    Subscriber(InMemoryEventBus bus, TopicPattern topics, Consumer<? super EventEnvelope> callback) {
        this.bus = bus;
        this.topics = topics;
        this.callback = callback;
    }

    final boolean wants(String topic) {
        return topics.matches(topic);
    }

    @Override
    public final String topicPattern() {
        return topics.text();
    }

    /** Takes an event in the thread of the publisher; throws nothing. */
    abstract void offer(EventEnvelope event);

    /** Takes nothing more, and gives up what waits. */
    abstract void stop();

    @Override
    public final void close() {
        bus.remove(this);
        stop();
    }

    /** Runs the callback, which may throw anything, and tells whether it returned. */
    @SuppressWarnings(
            "CatchingUnchecked") // and errors: a callback of the host must not end the thread or the publisher
    final boolean deliver(EventEnvelope event) {
        try {
            callback.accept(event);
            return true;
        } catch (Throwable failure) {
            if (failureLogged.compareAndSet(false, true)) {
                LOG.warn("a subscriber of {} failed; later failures are only counted", topicPattern(), failure);
            }
            return false;
        }
    }
}
