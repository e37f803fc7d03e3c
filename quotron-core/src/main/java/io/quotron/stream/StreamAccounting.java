package io.quotron.stream;

/**
 * What became of the events that arrived, taken at one moment. At any moment {@code received} is the sum of the others. Bars that
 * are built here, gaps and changes of state are not counted, unless they had to be left out. A book that is told again in another
 * state counts as one that arrived.
 *
 * @param received how many arrived
 * @param delivered how many were handed to listeners, whether these threw or not
 * @param rejected how many were not data: not understood, told twice, or for a stream that nobody asked for
 * @param dropped how many were left out because a queue was full or its subscription was closed
 * @param pending how many wait, or are being handed over now
 */
public record StreamAccounting(long received, long delivered, long rejected, long dropped, long pending) {
    /** What nothing has arrived at. */
    public static final StreamAccounting EMPTY = new StreamAccounting(0, 0, 0, 0, 0);

    /**
     * Adds the counts of another place.
     *
     * @param other the other counts
     * @return the sums
     */
    public StreamAccounting plus(StreamAccounting other) {
        return new StreamAccounting(
                received + other.received,
                delivered + other.delivered,
                rejected + other.rejected,
                dropped + other.dropped,
                pending + other.pending);
    }

    /**
     * Tells whether nothing was lost from sight.
     *
     * @return true if received is the sum of the other counts
     */
    public boolean isBalanced() {
        return received == delivered + rejected + dropped + pending;
    }
}
