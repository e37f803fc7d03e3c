package io.quotron.testkit.contract;

import io.quotron.error.EventPublishException;
import io.quotron.error.FailureReason;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.Registration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bus with one thread for each subscriber that keeps the contract, or breaks it in one way. */
final class SimpleBus implements EventSink {
    /** What the bus can do wrong. */
    enum Flaw {
        CALLS_IN_PUBLISHER,
        DIES_OF_ERRORS,
        DROPS_AT_CLOSE,
        TAKES_AFTER_CLOSE
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long CLOSE_MILLIS = 2_000;

    private final Object lock = new Object();
    private final Set<Flaw> flaws;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private boolean closed;

    SimpleBus(Set<Flaw> flaws) {
        this.flaws = flaws;
    }

    Registration subscribe(Consumer<EventEnvelope> subscriber) {
        Subscription subscription = new Subscription(subscriber);
        subscriptions.add(subscription);
        subscription.thread.start();
        return () -> {
            subscriptions.remove(subscription);
            subscription.cancelled = true;
            subscription.thread.interrupt();
        };
    }

    @Override
    public void publish(EventEnvelope event) {
        synchronized (lock) {
            if (closed && !flaws.contains(Flaw.TAKES_AFTER_CLOSE)) {
                throw new EventPublishException(FailureReason.CLOSED, "the bus was closed", null);
            }
            if (flaws.contains(Flaw.CALLS_IN_PUBLISHER)) {
                subscriptions.forEach(subscription -> subscription.deliver(event));
            } else {
                subscriptions.forEach(subscription -> subscription.queue.add(event));
            }
        }
    }

    @Override
    public HealthCheck check() {
        synchronized (lock) {
            return closed ? HealthCheck.failed("closed") : HealthCheck.ok();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        for (Subscription subscription : subscriptions) {
            subscription.ended = true;
        }
        subscriptions.forEach(Subscription::join);
    }

    /** One subscriber with its queue and thread. */
    private final class Subscription {
        private final Consumer<EventEnvelope> subscriber;
        private final BlockingQueue<EventEnvelope> queue = new LinkedBlockingQueue<>();
        private final Thread thread;
        private volatile boolean ended;
        private volatile boolean cancelled;
        private @Nullable EventEnvelope held;

        private Subscription(Consumer<EventEnvelope> subscriber) {
            this.subscriber = subscriber;
            this.thread = new Thread(this::run, "quotron-simplebus-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
        }

        private void run() {
            try {
                while (!cancelled && !(ended && queue.isEmpty())) {
                    EventEnvelope event = queue.poll(5, TimeUnit.MILLISECONDS);
                    EventEnvelope due = event != null && flaws.contains(Flaw.DROPS_AT_CLOSE) ? inHand(event) : event;
                    if (due != null && !cancelled) {
                        deliver(due);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the subscription was taken back
            }
        }

        /** Holds each event until the next one comes, so that the last is lost for certain, however fast the thread is. */
        private @Nullable EventEnvelope inHand(EventEnvelope event) {
            EventEnvelope before = held;
            held = event;
            return before;
        }

        private void deliver(EventEnvelope event) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException e) {
                // Of no concern to others.
            } catch (Error e) {
                if (flaws.contains(Flaw.DIES_OF_ERRORS)) {
                    throw e;
                }
            }
        }

        private void join() {
            if (thread == Thread.currentThread()) {
                return;
            }
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
