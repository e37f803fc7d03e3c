package io.quotron.indicators;

import java.util.List;

/**
 * Volume-weighted average price of a session: the mean of the typical prices {@code (high + low + close) / 3} since the
 * session began, weighted by volume. It starts anew when the session number changes. Reads high, low, close, volume and
 * session.
 *
 * <p>While nothing has been traded in the session there is no average, and the value is NaN and {@link #isReady()} false.
 * For markets that never close, take the UTC day as the session.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class Vwap extends BarStreaming {
    private final VwapKernel average = new VwapKernel();

    /** Makes an average without inputs. */
    public Vwap() {
        super("vwap()", 1, List.of("vwap"));
    }

    @Override
    boolean accepts(double high, double low, double close, double volume) {
        return Inputs.isBar(high, low, close) && Inputs.isVolume(volume);
    }

    @Override
    void add(double high, double low, double close, double volume, long session, double[] out) {
        out[0] = average.add(high, low, close, volume, session);
    }

    @Override
    void preview(double high, double low, double close, double volume, long session, double[] out) {
        out[0] = average.peek(high, low, close, volume, session);
    }

    @Override
    void resetKernels() {
        average.reset();
    }

    @Override
    void saveKernels(StateWriter to) {
        average.save(to);
    }

    @Override
    void loadKernels(StateReader from) {
        average.load(from);
    }
}
