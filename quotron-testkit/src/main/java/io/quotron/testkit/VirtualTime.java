package io.quotron.testkit;

import io.quotron.spi.Registration;
import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when a test moves it.
 *
 * <pre>{@code
 * VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-02T14:30:00Z"));
 * Scheduler scheduler = time.newScheduler(Thread::new);
 * scheduler.schedule(Duration.ofSeconds(5), this::poll);
 * time.advance(Duration.ofSeconds(5)); // runs poll, on this thread
 * }</pre>
 *
 * <p>Thread-safe. Scheduled tasks run on the thread that advances the clock, in the order of their due times; a scheduler of
 * this clock starts no thread.
 */
public final class VirtualTime implements TimeSource {
    private static final long FIRST_NANO_TIME = 1_000_000_007L;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Comparator<Task> BY_DUE_TIME =
            Comparator.comparingLong((Task task) -> task.due).thenComparingLong(task -> task.sequence);

    private final Object lock = new Object();
    private final boolean autoAdvancing;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Long> wakeTimes = new ArrayList<>();
    private Instant wall;
    private long nanos = FIRST_NANO_TIME;
    private long sequence;

    private VirtualTime(Instant start, boolean autoAdvancing) {
        this.wall = Objects.requireNonNull(start, "start");
        this.autoAdvancing = autoAdvancing;
    }

    /**
     * Makes a clock that stands still until {@link #advance(Duration)} is called.
     *
     * @param start the first wall time
     * @return the clock
     */
    public static VirtualTime startingAt(Instant start) {
        return new VirtualTime(start, false);
    }

    /**
     * Makes a clock on which {@link #sleep(Duration)} does not wait but advances the clock itself. For code that sleeps on the
     * thread of the test.
     *
     * @param start the first wall time
     * @return the clock
     */
    public static VirtualTime autoAdvancing(Instant start) {
        return new VirtualTime(start, true);
    }

    @Override
    public Instant now() {
        synchronized (lock) {
            return wall;
        }
    }

    @Override
    public long nanoTime() {
        synchronized (lock) {
            return nanos;
        }
    }

    /**
     * Moves wall and monotonic time forward together. Tasks that become due run on this thread, each at its own due time, also
     * those that other tasks schedule within the span. Sleeping threads whose time has come are woken; what they do is not
     * waited for. Calls from several threads at once overlap: each returns when at least its own span has passed.
     *
     * @param span how far; zero runs what is due already
     * @throws IllegalArgumentException if the span is negative
     */
    public void advance(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("the clock cannot be moved back by " + span + "; see jumpWallClock");
        }
        advanceTo(nanoTime() + span.toNanos());
    }

    /**
     * Moves the wall clock only, as a correction by NTP or a change by hand would. Nothing becomes due by it.
     *
     * @param span how far; negative to step back
     */
    public void jumpWallClock(Duration span) {
        synchronized (lock) {
            wall = wall.plus(span);
        }
    }

    /**
     * Waits until other threads have advanced the clock far enough; on an auto-advancing clock, advances it and returns at once.
     */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        long wakeTime = nanoTime() + duration.toNanos();
        if (autoAdvancing) {
            advanceTo(wakeTime);
        } else {
            sleepUntil(wakeTime);
        }
    }

    private void sleepUntil(long wakeTime) throws InterruptedException {
        Long entry = wakeTime;
        synchronized (lock) {
            wakeTimes.add(entry);
            lock.notifyAll();
            try {
                while (nanos < wakeTime) {
                    lock.wait();
                }
            } finally {
                wakeTimes.remove(entry);
                lock.notifyAll();
            }
        }
    }

    /**
     * Makes a scheduler whose tasks run on the thread that advances this clock, one at a time. It never asks for a thread.
     *
     * @param threads not used
     * @return a scheduler
     */
    @Override
    public Scheduler newScheduler(ThreadFactory threads) {
        return new VirtualScheduler();
    }

    /**
     * Returns how many threads sleep on this clock and are not due to wake.
     *
     * @return 0 or more
     */
    public int sleepers() {
        synchronized (lock) {
            return (int) wakeTimes.stream().filter(wakeTime -> wakeTime > nanos).count();
        }
    }

    /**
     * Returns how many tasks wait for their time on all schedulers of this clock.
     *
     * @return 0 or more
     */
    public int scheduled() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    /**
     * Waits in real time, at most 10 seconds, until at least that many threads sleep on this clock.
     *
     * @param count how many
     * @throws AssertionError if they do not come
     */
    public void awaitSleepers(int count) {
        await(count, this::sleepers, "sleeping threads");
    }

    /**
     * Waits in real time, at most 10 seconds, until at least that many tasks are scheduled.
     *
     * @param count how many
     * @throws AssertionError if they do not come
     */
    public void awaitScheduled(int count) {
        await(count, this::scheduled, "scheduled tasks");
    }

    private void await(int count, IntSupplier actual, String what) {
        if (!waitUntil(() -> actual.getAsInt() >= count, PATIENCE)) {
            throw new AssertionError(
                    "waited " + PATIENCE + " for " + count + " " + what + ", there are " + actual.getAsInt());
        }
    }

    private boolean waitUntil(BooleanSupplier condition, Duration patience) {
        long giveUp = TimeSource.system().nanoTime() + patience.toNanos();
        synchronized (lock) {
            long left = patience.toNanos();
            while (!condition.getAsBoolean() && left > 0) {
                try {
                    lock.wait(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for the virtual clock", e);
                }
                left = giveUp - TimeSource.system().nanoTime();
            }
            return condition.getAsBoolean();
        }
    }

    private void advanceTo(long target) {
        Task task = nextDue(target);
        while (task != null) {
            task.owner.run(task);
            task = nextDue(target);
        }
    }

    /** Moves the clock to the next task that may run, or to the target if there is none. */
    private @Nullable Task nextDue(long target) {
        synchronized (lock) {
            Task next = tasks.stream()
                    .filter(task -> task.owner.runner == null && task.due <= Math.max(target, nanos))
                    .min(BY_DUE_TIME)
                    .orElse(null);
            moveTo(next == null ? target : next.due);
            if (next != null) {
                tasks.remove(next);
                next.owner.runner = Thread.currentThread();
            }
            return next;
        }
    }

    private void moveTo(long target) {
        synchronized (lock) {
            long step = target - nanos;
            if (step > 0) {
                nanos = target;
                wall = wall.plusNanos(step);
            }
            lock.notifyAll();
        }
    }

    /** Shows both times. */
    @Override
    public String toString() {
        synchronized (lock) {
            return "VirtualTime[" + wall + ", nanoTime " + nanos + "]";
        }
    }

    /** Something that runs when its time has come. */
    private static final class Task {
        private final VirtualScheduler owner;
        private final long due;
        private final long sequence;
        private final Runnable action;

        private Task(VirtualScheduler owner, long due, long sequence, Runnable action) {
            this.owner = owner;
            this.due = due;
            this.sequence = sequence;
            this.action = action;
        }
    }

    /** Runs one task at a time: while one runs, the others wait, however far the clock is moved meanwhile. */
    private final class VirtualScheduler implements Scheduler {
        private static final System.Logger LOG = System.getLogger("io.quotron.testkit.VirtualTime");
        private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

        private @Nullable Thread runner;
        private boolean closed;

        @Override
        public Registration schedule(Duration delay, Runnable task) {
            Objects.requireNonNull(task, "task");
            synchronized (lock) {
                if (closed) {
                    return () -> {};
                }
                long due = nanos + Math.max(0, delay.toNanos());
                Task entry = new Task(this, due, sequence++, task);
                tasks.add(entry);
                lock.notifyAll();
                return () -> cancel(entry);
            }
        }

        private void cancel(Task task) {
            synchronized (lock) {
                tasks.remove(task);
            }
        }

        private void run(Task task) {
            try {
                task.action.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "A scheduled task failed", e);
            } finally {
                synchronized (lock) {
                    runner = null;
                    lock.notifyAll();
                }
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                closed = true;
                tasks.removeIf(task -> task.owner == this);
            }
            if (!waitUntil(() -> runner == null || runner == Thread.currentThread(), CLOSE_PATIENCE)) {
                LOG.log(System.Logger.Level.WARNING, "A scheduled task still runs after {0}", CLOSE_PATIENCE);
            }
        }
    }
}
