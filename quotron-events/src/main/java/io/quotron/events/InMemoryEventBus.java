package io.quotron.events;

import io.quotron.error.EventPublishException;
import io.quotron.error.FailureReason;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Carries events to subscribers in the same process.
 *
 * <pre>{@code
 * InMemoryEventBus bus = InMemoryEventBus.create();
 * Subscription trades = bus.subscribe("trades.*", event -> store(event));
 * Subscription latest = bus.subscribe("*", 1_000, Overflow.CONFLATE, event -> show(event));
 * bus.publish(event);
 * }</pre>
 *
 * <p><b>Publishing never waits.</b> Each subscriber has a bounded queue and a daemon thread of its own, which starts at its first
 * event. One that is slow, throws or hangs changes nothing for the publisher and for the others; what its queue cannot hold is
 * dropped by its {@link Overflow} policy and counted. Direct subscribers instead run in the publisher's thread, for code that is
 * faster than a queue.
 *
 * <p><b>Order.</b> A subscriber gets the events of one publishing thread in the order in which they were published; with
 * {@link Overflow#CONFLATE} that holds for each topic and key. Queues are
 * served before direct subscribers, so that an event published inside a direct callback stays behind the one that caused it.
 *
 * <p><b>Topics</b> are matched by their name ({@code completed_bars}), by a prefix ({@code trades.*} matches
 * {@code trades.kraken}, not {@code trades}) or all by {@code *}.
 *
 * <p>Thread-safe. Callbacks may publish, subscribe, unsubscribe and close.
 */
public final class InMemoryEventBus implements EventSink {
    private static final int DEFAULT_CAPACITY = 65_536;
    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Subscriber[] NOBODY = {};

    private final TimeSource time;
    private final ThreadFactory threads;
    private final int queueCapacity;
    private final Overflow overflow;
    private final Duration closeTimeout;
    private final Object changeLock = new Object();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Subscriber[] subscribers = NOBODY; // never changed, only replaced; queues first
    private volatile boolean closed;

    private InMemoryEventBus(Builder builder) {
        this.time = builder.time;
        this.threads = threadsNamed("quotron-" + builder.name + "-subscriber-");
        this.queueCapacity = builder.queueCapacity;
        this.overflow = builder.overflow;
        this.closeTimeout = builder.closeTimeout;
    }

    private static ThreadFactory threadsNamed(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Makes a bus with default settings.
     *
     * @return a bus without subscribers
     */
    public static InMemoryEventBus create() {
        return builder().build();
    }

    /**
     * Starts a bus.
     *
     * @return a builder with default settings
     */
    public static Builder builder() {
        return new Builder();
    }

    TimeSource time() {
        return time;
    }

    ThreadFactory threads() {
        return threads;
    }

    /**
     * Subscribes with the queue settings of the bus. Events published after this method returned are offered.
     *
     * @param topicPattern a topic, a prefix followed by {@code .*}, or {@code *}
     * @param callback called on a thread of the bus, one event at a time; may throw anything, which is counted and, the first time,
     *     logged
     * @return a handle that ends the subscription and tells its counts
     * @throws IllegalArgumentException if the pattern is malformed
     * @throws EventPublishException if the bus is closed
     */
    public Subscription subscribe(String topicPattern, Consumer<? super EventEnvelope> callback) {
        return subscribe(topicPattern, queueCapacity, overflow, callback);
    }

    /**
     * Subscribes with a queue of one's own choice.
     *
     * @param topicPattern a topic, a prefix followed by {@code .*}, or {@code *}
     * @param capacity how many events may wait, 1 or more; up to 64 more may have been handed to the subscriber's thread
     * @param policy what happens when they are more
     * @param callback as for {@link #subscribe(String, Consumer)}
     * @return a handle that ends the subscription and tells its counts
     * @throws IllegalArgumentException if the pattern is malformed or the capacity is below 1
     * @throws EventPublishException if the bus is closed
     */
    public Subscription subscribe(
            String topicPattern, int capacity, Overflow policy, Consumer<? super EventEnvelope> callback) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
        }
        Objects.requireNonNull(callback, "callback");
        WaitingEvents queue = WaitingEvents.of(capacity, Objects.requireNonNull(policy, "policy"));
        return add(new QueuedSubscriber(this, TopicPattern.of(topicPattern), callback, queue, capacity));
    }

    /**
     * Subscribes without queue and thread: the callback runs inside {@link #publish}, in the publisher's thread and in several at
     * once if several publish. It must be fast and must not wait.
     *
     * @param topicPattern a topic, a prefix followed by {@code .*}, or {@code *}
     * @param callback may throw anything, which is counted, logged the first time, and kept from the publisher
     * @return a handle that ends the subscription and tells its counts
     * @throws IllegalArgumentException if the pattern is malformed
     * @throws EventPublishException if the bus is closed
     */
    public Subscription subscribeDirect(String topicPattern, Consumer<? super EventEnvelope> callback) {
        Objects.requireNonNull(callback, "callback");
        return add(new DirectSubscriber(this, TopicPattern.of(topicPattern), callback));
    }

    private Subscription add(Subscriber subscriber) {
        synchronized (changeLock) {
            if (closed) {
                throw closedFailure();
            }
            List<Subscriber> more = new ArrayList<>(Arrays.asList(subscribers));
            int queues = (int)
                    more.stream().filter(QueuedSubscriber.class::isInstance).count();
            more.add(subscriber instanceof QueuedSubscriber ? queues : more.size(), subscriber);
            subscribers = more.toArray(NOBODY);
        }
        return subscriber;
    }

    void remove(Subscriber subscriber) {
        synchronized (changeLock) {
            subscribers = Arrays.stream(subscribers)
                    .filter(other -> other != subscriber)
                    .toArray(Subscriber[]::new);
        }
    }

    /**
     * Returns those who are subscribed.
     *
     * @return the open subscriptions; after {@link #close()} those that were open then
     */
    public List<Subscription> subscriptions() {
        return List.of(subscribers);
    }

    /**
     * Offers an event to everybody who wants its topic. Never waits and never fails because of a subscriber.
     *
     * @param event the event
     * @throws EventPublishException if the bus is closed
     */
    @Override
    public void publish(EventEnvelope event) {
        String topic = event.topic();
        if (closed) {
            throw closedFailure();
        }
        for (Subscriber subscriber : subscribers) {
            if (subscriber.wants(topic)) {
                subscriber.offer(event);
            }
        }
    }

    private static EventPublishException closedFailure() {
        return new EventPublishException(FailureReason.CLOSED, "the event bus is closed", null);
    }

    /**
     * Tells whether the bus takes events: always until it is closed, whatever its subscribers do.
     *
     * @return the state, with the number of subscribers and what became of their events
     */
    @Override
    public HealthCheck check() {
        if (closed) {
            return HealthCheck.failed("the event bus is closed");
        }
        List<Subscription.Stats> all =
                Arrays.stream(subscribers).map(Subscriber::stats).toList();
        long failed = all.stream().mapToLong(Subscription.Stats::failed).sum();
        long dropped = all.stream().mapToLong(Subscription.Stats::dropped).sum();
        long pending = all.stream().mapToLong(Subscription.Stats::pending).sum();
        return new HealthCheck(
                true,
                all.size() + " subscribers, " + pending + " events pending, " + dropped + " dropped, " + failed
                        + " failed");
    }

    /**
     * Takes nothing more, delivers what is queued within the close timeout, and ends all threads. What is left then is dropped and
     * counted, and a callback that hangs is interrupted. Called inside a callback, it does not wait for that callback, whose queue
     * is delivered after it within the same time. A second call returns at once.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Subscriber[] last;
        synchronized (changeLock) {
            closed = true;
            last = subscribers;
        }
        List<QueuedSubscriber> queues = new ArrayList<>();
        for (Subscriber subscriber : last) {
            if (subscriber instanceof QueuedSubscriber queue) {
                queues.add(queue);
            } else {
                subscriber.stop();
            }
        }
        closeQueues(queues);
    }

    private void closeQueues(List<QueuedSubscriber> queues) {
        long deadline = time.nanoTime() + closeTimeout.toNanos();
        long before = dropped(queues);
        queues.forEach(queue -> queue.drain(deadline));
        awaitAll(queues, deadline);
        queues.forEach(QueuedSubscriber::abandon);
        long lost = dropped(queues) - before;
        if (lost > 0) {
            Subscriber.LOG.warn("the event bus was closed with {} events not delivered in time", lost);
        }
    }

    private static void awaitAll(List<QueuedSubscriber> queues, long deadline) {
        try {
            for (QueuedSubscriber queue : queues) {
                queue.awaitEnd(deadline);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // the caller is in a hurry: give up what is left
        }
    }

    private static long dropped(List<QueuedSubscriber> queues) {
        return queues.stream().mapToLong(queue -> queue.stats().dropped()).sum();
    }

    /** Collects the settings of an {@link InMemoryEventBus}. Not thread-safe. */
    public static final class Builder {
        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,32}");

        private String name = "events";
        private int queueCapacity = DEFAULT_CAPACITY;
        private Overflow overflow = Overflow.DROP_OLDEST;
        private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
        private TimeSource time = TimeSource.system();

        private Builder() {}

        /**
         * Sets what the bus is called in the names of its threads, {@code quotron-<name>-subscriber-<n>}.
         *
         * @param value 1 to 32 letters, digits, {@code _} or {@code -}; {@code events} by default
         * @return this builder
         */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how many events may wait for a subscriber that does not say so itself.
         *
         * @param value 1 or more; 65,536 by default
         * @return this builder
         */
        public Builder queueCapacity(int value) {
            this.queueCapacity = value;
            return this;
        }

        /**
         * Sets what happens when they are more.
         *
         * @param value the policy; {@link Overflow#DROP_OLDEST} by default
         * @return this builder
         */
        public Builder overflow(Overflow value) {
            this.overflow = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how long {@link InMemoryEventBus#close()} delivers what is queued.
         *
         * @param value zero or more; 5 seconds by default
         * @return this builder
         */
        public Builder closeTimeout(Duration value) {
            this.closeTimeout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the clock.
         *
         * @param value the clock; that of the machine by default
         * @return this builder
         */
        public Builder timeSource(TimeSource value) {
            this.time = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the bus. Starts no thread.
         *
         * @return a bus without subscribers
         * @throws IllegalStateException if a setting is out of range; the message names all of them
         */
        public InMemoryEventBus build() {
            List<String> mistakes = new ArrayList<>();
            if (!NAME.matcher(name).matches()) {
                mistakes.add("name must be 1 to 32 letters, digits, _ or -");
            }
            if (queueCapacity < 1) {
                mistakes.add("queueCapacity must be at least 1, but is " + queueCapacity);
            }
            if (closeTimeout.isNegative() || closeTimeout.compareTo(Duration.ofDays(1)) > 0) {
                mistakes.add("closeTimeout must be 0 to 1 day, but is " + closeTimeout);
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalStateException(String.join("; ", mistakes));
            }
            return new InMemoryEventBus(this);
        }
    }
}
