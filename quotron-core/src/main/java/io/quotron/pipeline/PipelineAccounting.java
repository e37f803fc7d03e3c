package io.quotron.pipeline;

import io.quotron.stream.StreamAccounting;

/**
 * What became of everything that went through a pipeline.
 *
 * @param trades the trades that arrived
 * @param quarantined how many of them the quality rules kept apart; these are in no bar
 * @param bars how many bars were closed or revised
 * @param storage the bars and indicator rows offered to the store
 * @param events the events offered to the event sink
 * @param listenerErrors how often the listener threw
 * @param listenerDropped how many calls of the listener were left out because it was too slow
 */
public record PipelineAccounting(
        StreamAccounting trades,
        long quarantined,
        long bars,
        SinkAccounting storage,
        SinkAccounting events,
        long listenerErrors,
        long listenerDropped) {}
