package io.quotron.stream;

/**
 * What happens to events that come faster than a listener takes them, once the queue of its subscription is full.
 * Whatever is left out is counted in {@link StreamAccounting#dropped()}.
 */
public enum OverflowStrategy {
    /**
     * The feed waits for the listener, up to a second at a time, and so does every other subscription to the same provider. A
     * listener that makes no room within that second loses the events that follow, until its queue is half empty again; the
     * time that it missed is announced as a {@link io.quotron.model.Gap} that cannot be filled.
     */
    BLOCK,
    /** The oldest event that waits is left out. */
    DROP_OLDEST,
    /**
     * Of each stream only the newest event waits, whether the queue is full or not: a newer one takes its place. A candle that is
     * complete is not replaced by the next one.
     */
    CONFLATE
}
