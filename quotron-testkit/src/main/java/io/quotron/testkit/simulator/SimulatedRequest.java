package io.quotron.testkit.simulator;

import java.time.Instant;
import java.util.Objects;

/**
 * A request that a {@link MarketSimulator} received. It holds no cookie and no crumb: the value of a {@code crumb}
 * parameter is
 * replaced by a mark.
 *
 * @param provider who was asked
 * @param path the path without query, for example {@code /v8/finance/chart/AAPL}; that of the socket where one was
 * opened
 * @param query the query as sent, without its question mark; empty where there was none
 * @param time when it arrived, by the clock of the simulator
 * @param status the status that was answered; 101 for an opened socket
 */
public record SimulatedRequest(SimulatedProvider provider, String path, String query, Instant time, int status) {
    /** Checks that nothing is missing. */
    public SimulatedRequest {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(time, "time");
    }
}
