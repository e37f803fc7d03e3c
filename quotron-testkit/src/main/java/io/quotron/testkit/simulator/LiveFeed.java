package io.quotron.testkit.simulator;

import io.quotron.spi.Registration;
import io.quotron.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All open sockets of one provider and the one task that feeds them. The task runs when the next message is due, so that
 * it costs nothing while nobody listens and a virtual clock runs it at the same instants each time.
 */
class LiveFeed<C extends LiveFeed.Client> implements AutoCloseable {
    /** The server's side of one socket. */
    interface Client {
        /** When something is to be sent or done next; takes no lock. */
        long due(long now);

        /** Sends what has happened since the last time. */
        void deliver(long now) throws IOException;

        /** What is subscribed, for people. */
        List<String> subscriptions();
    }

    private final Market market;
    private final Scheduler scheduler;
    private final Object arming = new Object();
    private final Object lock = new Object();
    private final List<C> clients = new ArrayList<>();
    private @Nullable Registration next;

    LiveFeed(Market market, Scheduler scheduler) {
        this.market = market;
        this.scheduler = scheduler;
    }

    void joined(C client) {
        synchronized (lock) {
            clients.add(client);
        }
        arm();
    }

    void left(C client) {
        synchronized (lock) {
            clients.remove(client);
        }
    }

    List<C> clients() {
        synchronized (lock) {
            return List.copyOf(clients);
        }
    }

    int openSockets() {
        return clients().size();
    }

    /** What is subscribed on any socket, for example {@code trade BTC/USD}. */
    SortedSet<String> subscriptions() {
        SortedSet<String> all = new TreeSet<>();
        clients().forEach(client -> all.addAll(client.subscriptions()));
        return all;
    }

    /** Plans the next run, instead of the one that was planned before. Takes no lock of a client. */
    void arm() {
        synchronized (arming) {
            long now = market.nowNanos();
            long due = clients().stream()
                    .mapToLong(client -> client.due(now))
                    .min()
                    .orElse(Long.MAX_VALUE);
            if (next != null) {
                next.close();
                next = null;
            }
            if (due != Long.MAX_VALUE) {
                next = scheduler.schedule(Duration.ofNanos(Math.max(0, due - now)), this::run);
            }
        }
    }

    private void run() {
        long now = market.nowNanos();
        for (C client : clients()) {
            try {
                client.deliver(now);
            } catch (IOException gone) {
                left(client);
            }
        }
        arm();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
