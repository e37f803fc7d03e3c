package io.quotron.health;

import io.quotron.model.SourceId;
import io.quotron.spi.HealthCheck;
import io.quotron.stream.StreamAccounting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The state of a client at a moment. Immutable and thread-safe.
 *
 * @param status the worst of all that matters
 * @param uptime how long the client has existed
 * @param sources the providers, in failover order
 * @param streams the live side of each provider; empty before the first subscription
 * @param accounting what became of all trades and quotes that streams received
 * @param components storage and events, by name, with what they say of themselves
 */
public record HealthReport(
        Status status,
        Duration uptime,
        List<SourceHealth> sources,
        List<StreamHealth> streams,
        StreamAccounting accounting,
        Map<String, HealthCheck> components) {
    /** The state of a client in one word. */
    public enum Status {
        /** Everything works. */
        UP,
        /** Something does not work, but requests can be answered. */
        DEGRADED,
        /** No provider can answer. */
        DOWN
    }

    /** Copies the collections. */
    public HealthReport {
        sources = List.copyOf(sources);
        streams = List.copyOf(streams);
        components = Map.copyOf(components);
    }

    /**
     * Returns what is known about one provider.
     *
     * @param id the id of the provider
     * @return its health
     * @throws IllegalArgumentException if the client has no such provider
     */
    public SourceHealth source(String id) {
        return sources.stream()
                .filter(source -> source.source().equals(SourceId.of(id)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no provider '" + id + "'; there are "
                        + sources.stream().map(SourceHealth::source).toList()));
    }
}
