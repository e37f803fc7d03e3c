package io.quotron.bars;

/**
 * What became of the trades that a {@link BarAggregator} was given. Every one is counted in exactly one of the first
 * five numbers.
 *
 * @param accepted trades that are in a bar or wait for theirs to close
 * @param late trades that came after the allowed lateness; those that corrected a bar are among them
 * @param duplicates trades whose sequence id and time were there before
 * @param rejected trades with a number that cannot be: price, size or time
 * @param outsideSession trades outside the regular session, where only that is kept
 * @param revised late trades that corrected at least one bar
 * @param waiting accepted trades that are not yet in order for certain
 * @param barsClosed bars delivered because their interval was over
 * @param barsRevised corrections delivered
 * @param barsWithoutPrice intervals with trades of which none formed a price and no earlier price was known: no bar
 *     was made
 * @param emptyRunsCut gaps in which empty bars were left out because there were more than the configured number
 * @param forced accepted trades that were put into bars before their lateness was over, because too many waited
 * @param clockJumps readings given to {@code onTime} that were not believed
 * @param listenerFailures times the listener threw
 */
public record BarStatistics(
        long accepted,
        long late,
        long duplicates,
        long rejected,
        long outsideSession,
        long revised,
        long waiting,
        long barsClosed,
        long barsRevised,
        long barsWithoutPrice,
        long emptyRunsCut,
        long forced,
        long clockJumps,
        long listenerFailures) {
    /**
     * Returns the number of trades that were given to the aggregator.
     *
     * @return the sum of the first five numbers
     */
    public long offered() {
        return accepted + late + duplicates + rejected + outsideSession;
    }
}
