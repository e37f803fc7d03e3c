package io.quotron.bars;

/**
 * Tells from the sale conditions of a trade whether its price counts. A trade that does not form prices still counts
 * in the volume and the number of trades of a bar.
 *
 * <p>Exchanges report trades whose price says nothing about the market at that moment: averages, late reports, odd
 * lots, derived prices. A bar that takes every print has highs and lows that nobody could trade at.
 *
 * <p>Implementations must be pure and thread-safe.
 */
@FunctionalInterface
public interface TradeFilter {
    /**
     * Tells whether a trade with these conditions takes part in open, high, low, close and volume-weighted price.
     *
     * @param conditions the sale-condition bits of the source; 0 where it gives none
     * @return false if only the size of the trade counts
     */
    boolean formsPrice(long conditions);

    /**
     * Returns the filter that lets every trade form prices.
     *
     * @return the default of {@link BarAggregator}
     */
    static TradeFilter all() {
        return conditions -> true;
    }

    /**
     * Returns a filter that excludes trades with any of some conditions from the prices.
     *
     * <pre>{@code
     * TradeFilter consolidatedTape = TradeFilter.excludingConditions(0x140220);
     * }</pre>
     *
     * @param mask the bits that exclude; which bit means what is up to the source
     * @return the filter
     */
    static TradeFilter excludingConditions(long mask) {
        return conditions -> (conditions & mask) == 0;
    }
}
