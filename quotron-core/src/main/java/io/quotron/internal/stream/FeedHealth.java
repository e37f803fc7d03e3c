package io.quotron.internal.stream;

import io.quotron.model.FeedState;
import io.quotron.model.SourceId;
import io.quotron.spi.StreamKey;
import java.util.Map;

/**
 * How the live side of one provider is doing.
 *
 * @param source the provider
 * @param polled whether quotes are asked for instead of streamed
 * @param connected whether the connection is open
 * @param reconnects how often a connection ended unasked
 * @param problem what ended the last one; empty if none did
 * @param streams the state of each stream that is wanted
 */
public record FeedHealth(
        SourceId source,
        boolean polled,
        boolean connected,
        long reconnects,
        String problem,
        Map<StreamKey, FeedState.Status> streams) {}
