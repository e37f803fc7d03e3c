package io.quotron.testkit.simulator;

import io.quotron.spi.Registration;
import io.quotron.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Delivers live data to EODHD's sockets when it is due. Thread-safe. */
final class EodhdFeed implements AutoCloseable {
    private final Market market;
    private final EodhdNames names;
    private final MarketFaults faults;
    private final Scheduler scheduler;
    private final Object arming = new Object();
    private final List<EodhdClient> clients = new CopyOnWriteArrayList<>();
    private @Nullable Registration next;

    EodhdFeed(Market market, EodhdNames names, MarketFaults faults, Scheduler scheduler) {
        this.market = market;
        this.names = names;
        this.faults = faults;
        this.scheduler = scheduler;
    }

    /** Makes what talks to one client on {@code /ws/us} or a sister of it. */
    EodhdClient newClient(String path) {
        return new EodhdClient(this, market, names, faults, path.substring(path.lastIndexOf('/') + 1));
    }

    void joined(EodhdClient client) {
        clients.add(client);
    }

    void left(EodhdClient client) {
        clients.remove(client);
    }

    int openSockets() {
        return clients.size();
    }

    /** What is subscribed on any socket, for example {@code us AAPL}. */
    SortedSet<String> subscriptions() {
        SortedSet<String> all = new TreeSet<>();
        clients.forEach(client -> all.addAll(client.subscriptions()));
        return all;
    }

    /** Plans the next run, instead of the one that was planned before. Takes no lock of a client. */
    void arm() {
        synchronized (arming) {
            long due = clients.stream().mapToLong(EodhdClient::due).min().orElse(Long.MAX_VALUE);
            if (next != null) {
                next.close();
                next = null;
            }
            if (due != Long.MAX_VALUE) {
                next = scheduler.schedule(Duration.ofNanos(Math.max(0, due - market.nowNanos())), this::run);
            }
        }
    }

    private void run() {
        long now = market.nowNanos();
        for (EodhdClient client : clients) {
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
