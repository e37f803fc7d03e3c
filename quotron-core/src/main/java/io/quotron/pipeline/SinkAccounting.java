package io.quotron.pipeline;

/**
 * What became of the rows or events offered to a sink, taken at one moment. At any moment {@code offered} is the sum of the
 * others.
 *
 * @param offered how many were handed to the writer of the sink
 * @param acked how many the sink has taken
 * @param failed how many the sink refused for good; an event sink that is out of reach is tried three times more, a store until
 *     it works again or the pipeline is closed
 * @param dropped how many were left out because the buffer was full or the pipeline was closed
 * @param pending how many wait, or are being written now
 */
public record SinkAccounting(long offered, long acked, long failed, long dropped, long pending) {
    /** The counts of a sink that is not there. */
    public static final SinkAccounting EMPTY = new SinkAccounting(0, 0, 0, 0, 0);

    /**
     * Tells whether nothing was lost from sight.
     *
     * @return true if offered is the sum of the other counts
     */
    public boolean isBalanced() {
        return offered == acked + failed + dropped + pending;
    }
}
