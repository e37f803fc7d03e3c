package io.quotron.internal.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded group of threads that come with work and go without it. Tasks given after {@link #close} are ignored.
 *
 * <h2>Threads that are held up</h2>
 * Tasks may be the host's code, which may block for ever. So that this does not stop the tasks of others, somebody calls
 * {@link #relieve} every now and then: if tasks wait and none was begun since the look before, all threads are held up, and the
 * group grows, up to a bound. It goes back to its size when nothing waits any more.
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long KEEP_SECONDS = 10;
    private static final int MOST_THREADS = 128;
    private static final long LOOK_NANOS = 500_000_000L;

    private final ThreadPoolExecutor executor;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicLong begun = new AtomicLong();
    private final int size;
    private long lookNanos;
    private long begunAtLook = -1;

    Workers(int size, ThreadFactory threads) {
        this.size = size;
        executor = new ThreadPoolExecutor(
                size, size, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        tryExecute(task);
    }

    /** Returns false if the workers are closed, in which case the task does not run. */
    boolean tryExecute(Runnable task) {
        unfinished.incrementAndGet();
        try {
            executor.execute(() -> runSafely(task));
            return true;
        } catch (RejectedExecutionException closed) {
            unfinished.decrementAndGet();
            return false;
        }
    }

    private void runSafely(Runnable task) {
        begun.incrementAndGet();
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A task of a stream failed", e);
        } finally {
            unfinished.decrementAndGet();
        }
    }

    /** Looks whether all threads are held up while tasks wait; at most twice a second, however often it is called. */
    synchronized void relieve(long nowNanos) {
        if (begunAtLook >= 0 && nowNanos - lookNanos < LOOK_NANOS) {
            return;
        }
        long before = begunAtLook;
        lookNanos = nowNanos;
        begunAtLook = begun.get();
        int waiting = executor.getQueue().size();
        if (waiting > 0 && begunAtLook == before) {
            resize(Math.min(MOST_THREADS, executor.getCorePoolSize() + waiting));
        } else if (waiting == 0 && executor.getActiveCount() < size) {
            resize(size);
        }
    }

    private void resize(int threads) {
        if (threads > executor.getCorePoolSize()) {
            executor.setMaximumPoolSize(threads);
            executor.setCorePoolSize(threads);
        } else if (threads < executor.getCorePoolSize()) {
            executor.setCorePoolSize(threads);
            executor.setMaximumPoolSize(threads);
        }
    }

    boolean isIdle() {
        return unfinished.get() == 0;
    }

    /** Lets the work end that was given, interrupts it after a while, and waits a little more. */
    void close(long graceMillis, long interruptedMillis) {
        executor.shutdown();
        if (!await(graceMillis)) {
            executor.shutdownNow();
            await(interruptedMillis);
        }
    }

    private boolean await(long millis) {
        try {
            return executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes no more work and waits for nothing. */
    void closeLater() {
        executor.shutdown();
    }
}
