package io.quotron.health;

import io.quotron.model.FeedState;
import io.quotron.model.SourceId;
import io.quotron.spi.StreamKey;
import java.util.Map;

/**
 * What the client knows about the live data of one provider. Immutable and thread-safe.
 *
 * @param source the provider
 * @param polled whether quotes are asked for again and again instead of being sent
 * @param connected whether a connection stands
 * @param reconnects how often it was made anew
 * @param problem what is wrong now, in words; empty if nothing is
 * @param streams the state of each stream
 */
public record StreamHealth(
        SourceId source,
        boolean polled,
        boolean connected,
        long reconnects,
        String problem,
        Map<StreamKey, FeedState.Status> streams) {
    /** Copies the map. */
    public StreamHealth {
        streams = Map.copyOf(streams);
    }
}
