package io.quotron.internal.concurrent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes all threads of one client: daemons named {@code quotron-<client>-<role>-<n>}. Thread-safe. */
public final class ClientThreads {
    private static final Logger LOG = LoggerFactory.getLogger(ClientThreads.class);

    private final String client;

    public ClientThreads(String client) {
        this.client = client;
    }

    public ThreadFactory role(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "quotron-" + client + "-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, e) -> LOG.error("Thread {} ended by an exception", t.getName(), e));
            return thread;
        };
    }
}
