package io.quotron.internal.stream;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order on shared threads, so that what they touch needs no lock. Data is bounded, control is
 * not. Thread-safe.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** A task that carries data and counts against the bound. */
    interface Data extends Runnable {
        /** Is called instead of {@link #run()} if the mailbox is closed first. */
        void discard();
    }

    private final Object lock = new Object();
    private final Workers workers;
    private final int capacity;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private int data;
    private boolean running;
    private boolean closed;

    Mailbox(Workers workers, int capacity) {
        this.workers = workers;
        this.capacity = capacity;
    }

    /** Adds a task; ignored after close. */
    void post(Runnable task) {
        synchronized (lock) {
            if (!closed) {
                tasks.add(task);
                start();
            }
        }
    }

    /** Adds data; returns false if there is no room or the mailbox is closed. */
    boolean offer(Data task) {
        synchronized (lock) {
            if (closed || data >= capacity) {
                return false;
            }
            data++;
            tasks.add(task);
            start();
            return true;
        }
    }

    private void start() {
        if (!running) {
            running = workers.tryExecute(this::drain);
        }
    }

    private void drain() {
        Runnable task = next();
        while (task != null) {
            runSafely(task);
            task = next();
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable task = tasks.poll();
            if (task == null) {
                running = false;
            } else if (task instanceof Data) {
                data--;
            }
            return task;
        }
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A step of a stream failed", e);
        }
    }

    /** Takes no more tasks, discards those that wait and runs one last one. */
    void close(Runnable last) {
        List<Runnable> gone;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            gone = List.copyOf(tasks);
            tasks.clear();
            data = 0;
            tasks.add(last);
            start();
        }
        gone.stream().filter(Data.class::isInstance).forEach(task -> ((Data) task).discard());
    }
}
