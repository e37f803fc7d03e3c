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
 * All open sockets of WebSocket v2 and the one task that feeds them. The task runs when the next trade or heartbeat is
 * due, so
 * that it costs nothing while nobody listens and a virtual clock runs it at the same instants each time.
 */
final class KrakenFeed implements AutoCloseable {
    private static final long CONNECTION_KEY = 0xC0C0AL;

    private final Market market;
    private final List<KrakenPair> pairs;
    private final MarketFaults faults;
    private final Scheduler scheduler;
    private final Object arming = new Object();
    private final Object lock = new Object();
    private final List<KrakenClient> clients = new ArrayList<>();
    private @Nullable Registration next;
    private long opened;

    KrakenFeed(Market market, List<KrakenPair> pairs, MarketFaults faults, Scheduler scheduler) {
        this.market = market;
        this.pairs = pairs;
        this.faults = faults;
        this.scheduler = scheduler;
    }

    /** Makes what talks to one client; it joins when its handshake is done. */
    KrakenClient newClient() {
        synchronized (lock) {
            opened++;
            String id = Long.toUnsignedString(Chance.bits(market.seed() ^ CONNECTION_KEY, opened));
            return new KrakenClient(this, market, pairs, faults, id);
        }
    }

    void joined(KrakenClient client) {
        synchronized (lock) {
            clients.add(client);
        }
        arm();
    }

    void left(KrakenClient client) {
        synchronized (lock) {
            clients.remove(client);
        }
    }

    private List<KrakenClient> clients() {
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
        for (KrakenClient client : clients()) {
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
