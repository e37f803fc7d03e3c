package io.quotron.spi;

import io.quotron.model.MarketEvent;
import java.time.Instant;
import java.util.Objects;

/**
 * An event on its way to subscribers.
 *
 * @param id unique for all time
 * @param topic where it is published, for example {@code trades.kraken} or {@code completed_bars}
 * @param schemaVersion the version of the payload's form
 * @param producer who published it: the name of the client, {@code /} and the number of the pipeline
 * @param sequence counts the events of one producer, from 1, in the order of publishing
 * @param publishedTime when it was published
 * @param event the payload
 */
public record EventEnvelope(
        String id,
        String topic,
        int schemaVersion,
        String producer,
        long sequence,
        Instant publishedTime,
        MarketEvent event) {
    /** The version of the payload's form that this library writes. */
    public static final int SCHEMA_VERSION = 1;

    /** Checks that nothing is missing. */
    public EventEnvelope {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(producer, "producer");
        Objects.requireNonNull(publishedTime, "publishedTime");
        Objects.requireNonNull(event, "event");
    }

    /**
     * Returns the key whose order is kept.
     *
     * @return {@code source:symbol}
     */
    public String key() {
        return event.source() + ":" + event.symbol();
    }

    /**
     * Returns the type of the payload.
     *
     * @return for example {@code Trade}
     */
    public String type() {
        return event.getClass().getSimpleName();
    }
}
