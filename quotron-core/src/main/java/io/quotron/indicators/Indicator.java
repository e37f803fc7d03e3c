package io.quotron.indicators;

/**
 * An indicator of one series of numbers, usually closing prices.
 *
 * <pre>{@code
 * Ema ema = new Ema(12);
 * for (double close : closes) {
 *     ema.update(close);
 * }
 * double soFar = ema.peek(formingClose);   // as if the bar closed now; the state does not change
 * }</pre>
 *
 * <p>Not thread-safe: confine an indicator to one thread.
 */
public interface Indicator extends IndicatorState {
    /**
     * Takes the next number.
     *
     * @param input a finite number of at most 1e100 in magnitude
     * @return true if it was taken; false if it is not usable, and then nothing has changed
     */
    boolean update(double input);

    /**
     * Computes what the values would be after an update, and changes nothing.
     *
     * @param input the number that would come next
     * @param out takes one value for each output; NaN where the input is not usable or warm-up would not be over
     * @throws IndexOutOfBoundsException if the array is shorter than {@link #outputs()}
     */
    void peek(double input, double[] out);

    /**
     * Computes what the first value would be after an update, and changes nothing.
     *
     * @param input the number that would come next
     * @return the value; NaN where the input is not usable or warm-up would not be over
     */
    double peek(double input);
}
