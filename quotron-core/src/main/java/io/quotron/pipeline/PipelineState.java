package io.quotron.pipeline;

/** How a pipeline is doing. */
public enum PipelineState {
    /** Not all streams have been confirmed yet. */
    STARTING,
    /** All streams deliver and all sinks take what they are given. */
    RUNNING,
    /** A stream is stale or failed, or the last write to a sink failed. */
    DEGRADED,
    /** Ended. */
    CLOSED
}
