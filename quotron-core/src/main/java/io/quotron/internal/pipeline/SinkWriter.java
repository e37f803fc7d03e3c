package io.quotron.internal.pipeline;

import io.quotron.pipeline.SinkAccounting;
import io.quotron.spi.Registration;
import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one sink in batches, on a thread of its own that starts with the first row. Offering never waits; when the buffer is
 * full the oldest row is left out. A batch whose failure may pass is tried again after 1, 2, 4, 4... seconds. Whatever the sink
 * throws, and whatever it does to the interrupt flag, the thread goes on. Thread-safe.
 *
 * @param <T> the type of a row
 */
final class SinkWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SinkWriter.class);
    private static final int BATCH = 500;
    private static final int CAPACITY = 50_000;
    private static final Duration LINGER = Duration.ofMillis(250);
    private static final int LONGEST_PAUSE_SHIFT = 2;
    private static final long JOIN_MILLIS = 500;

    /** Where rows go. */
    @FunctionalInterface
    interface Target<T> {
        /** Writes rows; returns how many were refused. Throws if none was written. */
        int write(List<T> rows);
    }

    /** Whether to try again. */
    @FunctionalInterface
    interface Again {
        /** Judges a failure after so many tries; must not throw. */
        boolean test(Throwable failure, int tries);
    }

    private final Object lock = new Object();
    private final String name;
    private final Target<T> target;
    private final Again again;
    private final TimeSource time;
    private final Scheduler scheduler;
    private final ThreadFactory threads;
    private final ArrayDeque<T> buffer = new ArrayDeque<>();
    private @Nullable Thread thread;
    private @Nullable Registration linger;
    private boolean due;
    private boolean closed;
    private boolean failing;
    private boolean pausing;
    private int inFlight;
    private long offered;
    private long acked;
    private long failed;
    private long dropped;

    SinkWriter(
            String name, Target<T> target, Again again, TimeSource time, Scheduler scheduler, ThreadFactory threads) {
        this.name = name;
        this.target = target;
        this.again = again;
        this.time = time;
        this.scheduler = scheduler;
        this.threads = threads;
    }

    void offer(T row) {
        synchronized (lock) {
            offered++;
            if (closed) {
                dropped++;
                return;
            }
            if (buffer.size() >= CAPACITY) {
                buffer.poll();
                dropped++;
            }
            buffer.add(row);
            wakeWriter();
        }
    }

    private void wakeWriter() {
        if (thread == null) {
            Thread writer = threads.newThread(this::run);
            thread = writer;
            writer.start();
        }
        if (buffer.size() >= BATCH) {
            due = true;
            lock.notifyAll();
        } else if (linger == null) {
            linger = scheduler.schedule(LINGER, this::lingerIsOver);
        }
    }

    private void lingerIsOver() {
        synchronized (lock) {
            linger = null;
            due = true;
            lock.notifyAll();
        }
    }

    private void run() {
        List<T> batch = nextBatch();
        while (!batch.isEmpty()) {
            write(batch);
            batch = nextBatch();
        }
    }

    /** Waits for rows; an empty batch is the end. */
    private List<T> nextBatch() {
        synchronized (lock) {
            while (!closed && (!due || buffer.isEmpty())) {
                try {
                    lock.wait();
                } catch (InterruptedException ignored) {
                    // left behind by the sink, or close is in a hurry: the condition tells
                }
            }
            List<T> batch = new ArrayList<>();
            while (batch.size() < BATCH && !buffer.isEmpty()) {
                batch.add(buffer.poll());
            }
            inFlight = batch.size();
            due = !buffer.isEmpty();
            return batch;
        }
    }

    private void write(List<T> batch) {
        int refused = batch.size();
        boolean failure = true;
        try {
            refused = writeWithRetries(batch);
            failure = false;
        } catch (Throwable e) { // whatever a sink throws, the next batch follows
            fails(e);
        }
        synchronized (lock) {
            acked += batch.size() - refused;
            failed += refused;
            inFlight = 0;
            failing = failure;
            lock.notifyAll();
        }
    }

    private int writeWithRetries(List<T> batch) {
        for (int tries = 1; ; tries++) {
            try {
                return target.write(batch);
            } catch (Throwable e) {
                if (isClosed() || !again.test(e, tries)) {
                    throw e;
                }
                fails(e);
            }
            pauseAfter(tries);
        }
    }

    private void fails(Throwable failure) {
        boolean first;
        synchronized (lock) {
            first = !failing;
            failing = true;
        }
        if (first) {
            LOG.warn("Rows could not be written to {}; from now on this is only counted", name, failure);
        }
    }

    /** Waits before the next try; stop ends the pause, so that there is time for a last one. */
    private void pauseAfter(int tries) {
        Thread.interrupted(); // a sink may have left the flag behind
        synchronized (lock) {
            pausing = !closed;
        }
        try {
            if (!isClosed()) {
                time.sleep(Duration.ofSeconds(1L << Math.min(tries - 1, LONGEST_PAUSE_SHIFT)));
            }
        } catch (InterruptedException e) {
            LOG.debug("The pause before the next write to {} ends early", name);
        } finally {
            synchronized (lock) {
                pausing = false;
            }
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    boolean isFailing() {
        synchronized (lock) {
            return failing;
        }
    }

    SinkAccounting accounting() {
        synchronized (lock) {
            return new SinkAccounting(offered, acked, failed, dropped, buffer.size() + (long) inFlight);
        }
    }

    /** Writes what waits; returns false if the time was not enough. */
    boolean flush(Duration timeout) {
        synchronized (lock) {
            due = true;
            lock.notifyAll();
            return await(timeout.toNanos(), () -> buffer.isEmpty() && inFlight == 0);
        }
    }

    /** Takes nothing more and lets the writer work off what waits; waits for nothing. */
    void stop() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            if (pausing && thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Waits for the writer that was stopped, then counts the rest as dropped and ends the thread. */
    void finish(Duration timeout) {
        Thread writer;
        synchronized (lock) {
            await(timeout.toNanos(), () -> buffer.isEmpty() && inFlight == 0);
            dropped += buffer.size();
            buffer.clear();
            if (linger != null) {
                linger.close();
                linger = null;
            }
            writer = thread;
        }
        end(writer);
    }

    private static void end(@Nullable Thread writer) {
        if (writer == null) {
            return;
        }
        try {
            writer.interrupt();
            writer.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(long nanos, BooleanSupplier condition) {
        synchronized (lock) {
            long end = TimeSource.system().nanoTime() + nanos;
            while (!condition.getAsBoolean()) {
                long left = end - TimeSource.system().nanoTime();
                if (left <= 0 || !pause(left)) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean pause(long nanos) {
        synchronized (lock) {
            try {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(nanos, 1_000_000));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
