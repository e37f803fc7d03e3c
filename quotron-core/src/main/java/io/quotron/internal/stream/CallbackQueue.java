package io.quotron.internal.stream;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the host one call at a time on the threads of listeners, isolated and bounded: what comes while it is full is left out and
 * counted. Thread-safe.
 */
public final class CallbackQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackQueue.class);

    private final StreamHub hub;
    private final Mailbox mailbox;
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    CallbackQueue(StreamHub hub, int capacity) {
        this.hub = hub;
        this.mailbox = new Mailbox(hub.listenerWorkers(), capacity);
    }

    /**
     * Calls soon, or counts.
     *
     * @param call what to do
     */
    public void offer(Runnable call) {
        if (!mailbox.offer(new Call(call))) {
            dropped.incrementAndGet();
        }
    }

    private void call(Runnable call) {
        if (closed) {
            dropped.incrementAndGet();
            return;
        }
        hub.enterListener();
        try {
            call.run();
        } catch (Throwable e) { // whatever the host throws, the next call follows
            if (errors.getAndIncrement() == 0) {
                LOG.warn("A listener threw; what it throws from now on is only counted", e);
            }
        } finally {
            hub.leaveListener();
        }
    }

    /**
     * Returns how often a call threw.
     *
     * @return the count
     */
    public long errors() {
        return errors.get();
    }

    /**
     * Returns how many calls were left out.
     *
     * @return the count
     */
    public long dropped() {
        return dropped.get();
    }

    /** Makes no new call; does not wait for one that runs. */
    public void close() {
        closed = true;
        mailbox.close(() -> {});
    }

    /** One call that waits. */
    private final class Call implements Mailbox.Data {
        private final Runnable task;

        private Call(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            call(task);
        }

        @Override
        public void discard() {
            dropped.incrementAndGet();
        }
    }
}
