package io.quotron.testkit.simulator;

import io.quotron.spi.Scheduler;
import java.io.IOException;
import java.util.List;

/** All open sockets of combined streams. */
final class BinanceFeed extends LiveFeed<BinanceClient> {
    private final Market market;
    private final List<BinancePair> pairs;
    private final MarketFaults faults;

    BinanceFeed(Market market, List<BinancePair> pairs, MarketFaults faults, Scheduler scheduler) {
        super(market, scheduler);
        this.market = market;
        this.pairs = pairs;
        this.faults = faults;
    }

    /** Makes what talks to one client; it joins when its handshake is done. */
    BinanceClient newClient() {
        return new BinanceClient(this, market, pairs, faults);
    }

    /** Says on all sockets that the server will shut down. */
    void announceShutdown() {
        for (BinanceClient client : clients()) {
            try {
                client.announceShutdown();
            } catch (IOException gone) {
                left(client);
            }
        }
    }
}
