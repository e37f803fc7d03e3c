package io.quotron.indicators;

/**
 * The volume-weighted mean of typical prices since a session began.
 *
 * <p>What is summed is the distance from the first typical price of the session, times volume, and both sums carry their
 * rounding error along (Kahan). So a session of equal prices gives exactly that price, and millions of bars do not drift.
 */
final class VwapKernel implements Kernel {
    private boolean started;
    private long current;
    private double origin;
    private double amounts;
    private double amountsLost;
    private double volumes;
    private double volumesLost;

    /** Returns the mean, NaN while nothing has been traded in this session. */
    double add(double high, double low, double close, double volume, long session) {
        double typical = typical(high, low, close);
        if (session != current || !started) {
            begin(session, typical);
        }
        double amount = (typical - origin) * volume - amountsLost;
        double newAmounts = amounts + amount;
        amountsLost = newAmounts - amounts - amount;
        amounts = newAmounts;
        double traded = volume - volumesLost;
        double newVolumes = volumes + traded;
        volumesLost = newVolumes - volumes - traded;
        volumes = newVolumes;
        return newVolumes > 0 ? origin + newAmounts / newVolumes : Double.NaN;
    }

    /** The mean of the three as a distance from one of them, so that three equal prices give exactly that price. */
    private static double typical(double high, double low, double close) {
        return close + ((high - close) + (low - close)) / 3;
    }

    private void begin(long session, double typical) {
        started = true;
        current = session;
        origin = typical;
        amounts = 0;
        amountsLost = 0;
        volumes = 0;
        volumesLost = 0;
    }

    double peek(double high, double low, double close, double volume, long session) {
        double typical = typical(high, low, close);
        boolean first = session != current || !started;
        if (first) {
            return volume > 0 ? typical : Double.NaN;
        }
        double newAmounts = amounts + ((typical - origin) * volume - amountsLost);
        double newVolumes = volumes + (volume - volumesLost);
        return newVolumes > 0 ? origin + newAmounts / newVolumes : Double.NaN;
    }

    @Override
    public void reset() {
        begin(0, 0);
        started = false;
    }

    @Override
    public void save(StateWriter to) {
        to.put(started ? 1 : 0);
        to.put(current);
        to.put(origin);
        to.put(amounts);
        to.put(amountsLost);
        to.put(volumes);
        to.put(volumesLost);
    }

    @Override
    public void load(StateReader from) {
        started = from.getInt() == 1;
        current = from.getLong();
        origin = from.getDouble();
        amounts = from.getDouble();
        amountsLost = from.getDouble();
        volumes = from.getDouble();
        volumesLost = from.getDouble();
    }
}
