package io.quotron.indicators;

/**
 * An indicator of bars. Each implementation says which of the numbers of a bar it reads; the others are ignored.
 *
 * <p>Not thread-safe: confine an indicator to one thread.
 */
public interface BarIndicator extends IndicatorState {
    /**
     * Takes the next bar.
     *
     * @param open the first price
     * @param high the highest price
     * @param low the lowest price
     * @param close the last price
     * @param volume the amount traded, in units of the base
     * @param session a number that changes when a new trading session begins, for example the epoch day
     * @return true if it was taken; false if a number that is read is not finite, is larger than 1e100 in magnitude, or
     *     contradicts another (high below low, negative volume), and then nothing has changed
     */
    boolean update(double open, double high, double low, double close, double volume, long session);

    /**
     * Computes what the values would be after an update, and changes nothing.
     *
     * @param open the first price
     * @param high the highest price so far
     * @param low the lowest price so far
     * @param close the last price so far
     * @param volume the amount traded so far
     * @param session the session of the bar
     * @param out takes one value for each output; NaN where the bar is not usable or warm-up would not be over
     * @throws IndexOutOfBoundsException if the array is shorter than {@link #outputs()}
     */
    void peek(double open, double high, double low, double close, double volume, long session, double[] out);
}
