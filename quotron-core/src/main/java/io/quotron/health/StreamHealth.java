package io.quotron.health;

import io.quotron.model.FeedState;
import io.quotron.model.SourceId;
import io.quotron.spi.StreamKey;
import java.util.List;
import java.util.Map;

/**
 * What the client knows about the live data of one provider. Immutable and thread-safe.
 *
 * @param source the provider
 * @param polled whether quotes are asked for again and again instead of being sent
 * @param connected whether all connections stand that are needed
 * @param reconnects how often one was made anew
 * @param problem what is wrong now, in words; empty if nothing is
 * @param streams the state of each stream
 * @param connections each connection; more than one where the provider limits how many streams one may carry
 */
public record StreamHealth(
        SourceId source,
        boolean polled,
        boolean connected,
        long reconnects,
        String problem,
        Map<StreamKey, FeedState.Status> streams,
        List<Connection> connections) {
    /**
     * One connection.
     *
     * @param open whether it stands
     * @param streams how many streams it carries
     * @param reconnects how often it was made anew
     * @param problem what is wrong with it now, in words; empty if nothing is
     */
    public record Connection(boolean open, int streams, long reconnects, String problem) {}

    /** Copies the map and the list. */
    public StreamHealth {
        streams = Map.copyOf(streams);
        connections = List.copyOf(connections);
    }
}
