package io.quotron.indicators;

import java.util.Arrays;
import java.util.List;

/** An indicator of bars: refuses unusable ones and leaves the rest to the kernels. */
abstract class BarStreaming extends Streaming implements BarIndicator {
    BarStreaming(String id, int warmUp, List<String> outputs) {
        super(id, warmUp, outputs);
    }

    /** Tells whether the numbers that are read can be. */
    boolean accepts(double high, double low, double close, double volume) {
        return Inputs.isBar(high, low, close);
    }

    abstract void add(double high, double low, double close, double volume, long session, double[] out);

    abstract void preview(double high, double low, double close, double volume, long session, double[] out);

    @Override
    public final boolean update(double open, double high, double low, double close, double volume, long session) {
        if (!accepts(high, low, close, volume)) {
            return false;
        }
        add(high, low, close, volume, session, row());
        return true;
    }

    @Override
    public final void peek(
            double open, double high, double low, double close, double volume, long session, double[] out) {
        if (accepts(high, low, close, volume)) {
            preview(high, low, close, volume, session, out);
        } else {
            Arrays.fill(out, 0, outputs().size(), Double.NaN);
        }
    }
}
