package io.quotron.internal.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded group of threads that come with work and go without it. Tasks given after {@link #close} are ignored. */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long KEEP_SECONDS = 10;

    private final ThreadPoolExecutor executor;
    private final AtomicInteger unfinished = new AtomicInteger();

    Workers(int size, ThreadFactory threads) {
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
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A task of a stream failed", e);
        } finally {
            unfinished.decrementAndGet();
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
