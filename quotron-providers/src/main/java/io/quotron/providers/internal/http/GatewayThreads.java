package io.quotron.providers.internal.http;

import io.quotron.model.SourceId;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the daemon threads of one gateway. */
final class GatewayThreads implements ThreadFactory {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);

    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    GatewayThreads(SourceId source) {
        this.prefix = "quotron-" + source + "-http-";
    }

    @Override
    public Thread newThread(Runnable task) {
        GatewayThread thread = new GatewayThread(this, task, prefix + number.incrementAndGet());
        thread.setDaemon(true);
        threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.setUncaughtExceptionHandler((t, e) -> LOG.debug("A connection ended with an unexpected failure", e));
        return thread;
    }

    private boolean isOwnThread() {
        return Thread.currentThread() instanceof GatewayThread thread && thread.factory == this;
    }

    /** Waits until all threads have ended, but no longer than a while; not at all on one of them. */
    void join(Duration atMost) {
        if (isOwnThread()) {
            return;
        }
        long deadline = TimeSource.system().nanoTime() + atMost.toNanos();
        try {
            for (Thread thread : threads) {
                long nanos = deadline - TimeSource.system().nanoTime();
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1_000_000, nanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that knows where it comes from. */
    private static final class GatewayThread extends Thread {
        private final GatewayThreads factory;

        private GatewayThread(GatewayThreads factory, Runnable task, String name) {
            super(task, name);
            this.factory = factory;
        }
    }
}
