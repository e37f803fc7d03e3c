package io.quotron.bars;

/**
 * A sum of trade sizes, exact as decimals: sizes with at most eight places are summed as whole hundred-millionths.
 *
 * <p>That makes 0.1 + 0.2 equal 0.3, and the sum of rounded sums equal the sum of everything, so that an hour made of
 * sixty published minutes has the same volume, to the last bit, as the hour made of trades; up to nine digits before
 * the point. Sizes with more places, or above ninety million, go to a compensated sum beside it.
 */
final class SizeSum {
    private static final double UNITS = 1e8;
    /** Below this every whole number is a double of its own. */
    private static final double LARGEST_EXACT = 0x1p53;
    /** The rounding errors of reading the decimal and of scaling it: 2^-53 each, with a margin. */
    private static final double ROUNDING = 2.3e-16;

    private static final long SPILL = 1L << 62;

    private long units;
    private final DoubleSum rest = new DoubleSum();

    void clear() {
        units = 0;
        rest.clear();
    }

    void add(double size) {
        double scaled = size * UNITS;
        long whole = (long) (scaled + 0.5);
        if (scaled < LARGEST_EXACT && Math.abs(scaled - whole) <= scaled * ROUNDING) {
            addUnits(whole);
        } else {
            rest.add(size);
        }
    }

    void add(SizeSum other) {
        addUnits(other.units);
        rest.add(other.rest);
    }

    private void addUnits(long more) {
        units += more;
        if (units >= SPILL) {
            long whole = units / (long) UNITS;
            rest.add((double) whole);
            units -= whole * (long) UNITS;
        }
    }

    boolean isZero() {
        return units == 0 && rest.isZero();
    }

    double value() {
        return rest.isZero() ? units / UNITS : units / UNITS + rest.value();
    }
}
