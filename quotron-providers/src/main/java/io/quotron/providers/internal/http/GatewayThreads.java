package io.quotron.providers.internal.http;

import io.quotron.model.SourceId;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the daemon threads of one gateway. */
final class GatewayThreads implements ThreadFactory {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);

    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();

    GatewayThreads(SourceId source) {
        this.prefix = "quotron-" + source + "-http-";
    }

    @Override
    public Thread newThread(Runnable task) {
        GatewayThread thread = new GatewayThread(this, task, prefix + number.incrementAndGet());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> LOG.debug("A connection ended with an unexpected failure", e));
        return thread;
    }

    /** Tells whether the current thread was made here, and so cannot be waited for. */
    boolean isOwnThread() {
        return Thread.currentThread() instanceof GatewayThread thread && thread.factory == this;
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
