package io.quotron.events;

import io.quotron.spi.EventEnvelope;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Runs in the thread of the publisher.
 *
 * <p>An event is counted as offered before its callback and as delivered or failed after it. So whoever reads the counts of
 * what is done first, and the count of what was offered last, never sees more done than offered; the rest is pending.
 */
final class DirectSubscriber extends Subscriber {
    private final LongAdder offered = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean open = true;

    DirectSubscriber(InMemoryEventBus bus, TopicPattern topics, Consumer<? super EventEnvelope> callback) {
        super(bus, topics, callback);
    }

    @Override
    void offer(EventEnvelope event) {
        if (open) {
            offered.increment();
            (deliver(event) ? delivered : failed).increment();
        }
    }

    @Override
    void stop() {
        open = false;
    }

    @Override
    public Stats stats() {
        long doneWell = delivered.sum();
        long doneBadly = failed.sum();
        long all = offered.sum();
        return new Stats(all, doneWell, doneBadly, 0, all - doneWell - doneBadly);
    }
}
