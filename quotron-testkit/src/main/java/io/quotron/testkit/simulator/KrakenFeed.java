package io.quotron.testkit.simulator;

import io.quotron.spi.Scheduler;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** All open sockets of WebSocket v2. */
final class KrakenFeed extends LiveFeed<KrakenClient> {
    private static final long CONNECTION_KEY = 0xC0C0AL;

    private final Market market;
    private final List<KrakenPair> pairs;
    private final MarketFaults faults;
    private final AtomicLong opened = new AtomicLong();

    KrakenFeed(Market market, List<KrakenPair> pairs, MarketFaults faults, Scheduler scheduler) {
        super(market, scheduler);
        this.market = market;
        this.pairs = pairs;
        this.faults = faults;
    }

    /** Makes what talks to one client; it joins when its handshake is done. */
    KrakenClient newClient() {
        String id = Long.toUnsignedString(Chance.bits(market.seed() ^ CONNECTION_KEY, opened.incrementAndGet()));
        return new KrakenClient(this, market, pairs, faults, id);
    }
}
