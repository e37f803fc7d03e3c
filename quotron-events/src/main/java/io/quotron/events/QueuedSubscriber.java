package io.quotron.events;

import io.quotron.spi.EventEnvelope;
import io.quotron.spi.TimeSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue and a thread of its own, started at the first event.
 *
 * <h2>Counting</h2>
 *
 * The thread takes a small batch under the lock and delivers it without. Everything else is counted under the lock; what is done of
 * the batch stands in two volatile numbers that only the thread writes, and is added to the totals when the batch is over, under
 * the lock again. So a reader that holds the lock sees each event in exactly one place. The callback never runs under the lock, which
 * is why publishing never waits for it.
 *
 * <h2>Ending</h2>
 *
 * OPEN takes and delivers; DRAINING, once the bus was closed, only delivers what is queued, until a deadline; STOPPED gives up the
 * rest. An event that meets a subscriber of a closed bus counts as offered and dropped; one that meets an ended subscription was
 * published too late and does not count.
 */
final class QueuedSubscriber extends Subscriber {
    private static final int MAX_BATCH = 64;

    private enum State {
        OPEN,
        DRAINING,
        STOPPED
    }

    private final TimeSource time;
    private final ThreadFactory threads;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final EventEnvelope[] batch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // guarded by lock
    private final WaitingEvents waiting;
    private long offered;
    private long delivered;
    private long failed;
    private long dropped;
    private int inHand;
    private boolean idle;
    private boolean dropLogged;
    private @Nullable Thread thread;

    private volatile State state = State.OPEN; // written under lock
    private volatile long deadlineNanos; // written before state becomes DRAINING
    private volatile int deliveredOfBatch; // written by the thread alone
    private volatile int failedOfBatch; // written by the thread alone

    QueuedSubscriber(
            InMemoryEventBus bus,
            TopicPattern topics,
            Consumer<? super EventEnvelope> callback,
            WaitingEvents waiting,
            int capacity) {
        super(bus, topics, callback);
        this.waiting = waiting;
        this.time = bus.time();
        this.threads = bus.threads();
        this.batch = new EventEnvelope[Math.max(1, Math.min(MAX_BATCH, capacity / 16))];
    }

    @Override
    void offer(EventEnvelope event) {
        Thread toStart = null;
        boolean toLog = false;
        lock.lock();
        try {
            if (state == State.STOPPED) {
                return;
            }
            offered++;
            int lost = state == State.OPEN ? waiting.add(event) : 1;
            dropped += lost;
            toLog = lost > 0 && !dropLogged;
            dropLogged |= toLog;
            if (state == State.OPEN && thread == null) {
                toStart = threads.newThread(this::run);
                thread = toStart;
            } else if (idle) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        if (toStart != null) {
            start(toStart);
        }
        if (toLog) {
            LOG.warn("a subscriber of {} loses events by its policy; later losses are only counted", topicPattern());
        }
    }

    private void start(Thread created) {
        try {
            created.start();
        } catch (OutOfMemoryError noThread) {
            LOG.warn("no thread for a subscriber of {}; the next event tries again", topicPattern(), noThread);
            lock.lock();
            try {
                thread = null;
            } finally {
                lock.unlock();
            }
        }
    }

    private void run() {
        try {
            for (int size = takeBatch(); size > 0; size = takeBatch()) {
                deliverBatch(size);
            }
        } finally {
            ended.countDown();
        }
    }

    /** Settles the batch before and takes the next; 0 if the end has come. */
    private int takeBatch() {
        lock.lock();
        try {
            settle();
            while (waiting.size() == 0 && state == State.OPEN) {
                idle = true;
                arrived.awaitUninterruptibly();
                idle = false;
            }
            while (inHand < batch.length && state != State.STOPPED) {
                EventEnvelope next = waiting.poll();
                if (next == null) {
                    break;
                }
                batch[inHand++] = next;
            }
            return inHand;
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        delivered += deliveredOfBatch;
        failed += failedOfBatch;
        dropped += inHand - deliveredOfBatch - failedOfBatch;
        inHand = 0;
        deliveredOfBatch = 0;
        failedOfBatch = 0;
    }

    // Only this thread writes the two numbers, so the increments lose nothing.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void deliverBatch(int size) {
        for (int i = 0; i < size && mayDeliver(); i++) {
            if (deliver(batch[i])) {
                deliveredOfBatch++;
            } else {
                failedOfBatch++;
            }
            batch[i] = null;
            Thread.interrupted(); // a callback may have left the flag behind for the next one to stumble over
        }
    }

    private boolean mayDeliver() {
        State now = state;
        if (now == State.DRAINING && time.nanoTime() - deadlineNanos >= 0) {
            stop();
            return false;
        }
        return now != State.STOPPED;
    }

    @Override
    void stop() {
        lock.lock();
        try {
            state = State.STOPPED;
            dropped += waiting.size();
            waiting.clear();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more and delivers what is queued until the deadline. */
    void drain(long untilNanos) {
        lock.lock();
        try {
            if (state == State.OPEN) {
                deadlineNanos = untilNanos;
                state = State.DRAINING;
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the thread to end, unless it is the caller's own or was never started. */
    void awaitEnd(long untilNanos) throws InterruptedException {
        if (runs()) {
            ended.await(untilNanos - time.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean runs() {
        lock.lock();
        try {
            return thread != null && thread != Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what is left, and interrupts a callback that hangs. */
    void abandon() {
        if (ended.getCount() == 0 || isOwnThread()) {
            return;
        }
        stop();
        lock.lock();
        try {
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isOwnThread() {
        lock.lock();
        try {
            return thread == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Stats stats() {
        lock.lock();
        try {
            int doneWell = deliveredOfBatch;
            int doneBadly = failedOfBatch;
            long pending = (long) waiting.size() + inHand - doneWell - doneBadly;
            return new Stats(offered, delivered + doneWell, failed + doneBadly, dropped, pending);
        } finally {
            lock.unlock();
        }
    }
}
