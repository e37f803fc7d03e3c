package io.quotron.indicators;

import java.util.Arrays;
import java.util.List;

/** An indicator of one series: refuses unusable numbers and leaves the rest to the kernels. */
abstract class NumberStreaming extends Streaming implements Indicator {
    NumberStreaming(String id, int warmUp, List<String> outputs) {
        super(id, warmUp, outputs);
    }

    abstract void add(double input, double[] out);

    abstract void preview(double input, double[] out);

    @Override
    public final boolean update(double input) {
        if (!Inputs.isUsable(input)) {
            return false;
        }
        add(input, row());
        return true;
    }

    @Override
    public final void peek(double input, double[] out) {
        if (Inputs.isUsable(input)) {
            preview(input, out);
        } else {
            Arrays.fill(out, 0, outputs().size(), Double.NaN);
        }
    }

    @Override
    public final double peek(double input) {
        peek(input, scratch());
        return scratch()[0];
    }
}
