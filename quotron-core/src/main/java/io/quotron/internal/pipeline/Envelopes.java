package io.quotron.internal.pipeline;

import io.quotron.model.MarketEvent;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.TimeSource;

/** Numbers the events of one pipeline. Confined to its flow. */
final class Envelopes {
    private final String producer;
    private final String idPrefix;
    private final TimeSource time;
    private long sequence;

    Envelopes(String producer, String idPrefix, TimeSource time) {
        this.producer = producer;
        this.idPrefix = idPrefix;
        this.time = time;
    }

    EventEnvelope next(String topic, MarketEvent event) {
        sequence++;
        return new EventEnvelope(
                idPrefix + "-" + sequence, topic, EventEnvelope.SCHEMA_VERSION, producer, sequence, time.now(), event);
    }
}
