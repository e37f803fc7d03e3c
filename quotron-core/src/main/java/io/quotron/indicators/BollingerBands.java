package io.quotron.indicators;

import java.util.List;

/**
 * Bollinger bands: the simple moving average of the last n numbers and a number of population standard deviations above and
 * below it. Outputs {@code bb_upper}, {@code bb_middle} and {@code bb_lower}. As TA-Lib's {@code BBANDS} with a simple
 * average, from the nth number on.
 *
 * <p>The deviation is computed from distances to numbers of the window, so it keeps its digits at any level of the price and is
 * never negative. Equal numbers give three equal values;
 * TA-Lib treats every variance below 1e-14 as zero, which flattens the bands of coins that cost 1e-7, and this does not.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class BollingerBands extends NumberStreaming {
    private final double width;
    private final MeanKernel mean;
    private final DeviationKernel deviation;

    /**
     * Makes bands without inputs.
     *
     * @param period how many numbers make a window, 1 or more, usually 20
     * @param deviations how far the bands are from the middle, in standard deviations, finite and not negative, usually 2
     * @throws IllegalArgumentException if the period is below 1, or the deviations are negative or above 1e6
     */
    public BollingerBands(int period, double deviations) {
        super(id(period, deviations), period, List.of("bb_upper", "bb_middle", "bb_lower"));
        this.width = deviations;
        this.mean = new MeanKernel(period);
        this.deviation = new DeviationKernel(period);
    }

    private static String id(int period, double deviations) {
        Inputs.period(period, "period");
        if (!(deviations >= 0 && deviations <= 1e6)) {
            throw new IllegalArgumentException("deviations must be 0 to 1e6, but are " + deviations);
        }
        return "bollinger(" + period + "," + deviations + ")";
    }

    /**
     * Returns the upper band, the first output.
     *
     * @return the middle plus the deviations; NaN before warm-up
     */
    public double upper() {
        return value(0);
    }

    /**
     * Returns the simple moving average, the second output.
     *
     * @return the middle; NaN before warm-up
     */
    public double middle() {
        return value(1);
    }

    /**
     * Returns the lower band, the third output.
     *
     * @return the middle minus the deviations; NaN before warm-up
     */
    public double lower() {
        return value(2);
    }

    @Override
    void add(double input, double[] out) {
        double middle = mean.add(input);
        fill(middle, width * deviation.add(input), out);
    }

    @Override
    void preview(double input, double[] out) {
        double middle = mean.peek(input);
        fill(middle, width * deviation.peek(input), out);
    }

    private static void fill(double middle, double distance, double[] out) {
        out[0] = middle + distance;
        out[1] = middle;
        out[2] = middle - distance;
    }

    @Override
    void resetKernels() {
        mean.reset();
        deviation.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        mean.save(to);
        deviation.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        mean.load(from);
        deviation.load(from);
    }
}
