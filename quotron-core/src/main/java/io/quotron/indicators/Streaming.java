package io.quotron.indicators;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Names, current values and snapshots; what the streaming indicators share. */
abstract class Streaming implements IndicatorState {
    private final String id;
    private final int warmUp;
    private final List<String> outputs;
    private final double[] row;
    private final double[] scratch;

    /**
     * Makes an indicator without inputs.
     *
     * @param id kind and parameters, by which a snapshot is recognised
     * @param warmUp the number of inputs before there are values
     * @param outputs the names of the values
     */
    Streaming(String id, int warmUp, List<String> outputs) {
        this.id = id;
        this.warmUp = warmUp;
        this.outputs = outputs;
        this.row = new double[outputs.size()];
        this.scratch = new double[outputs.size()];
        Arrays.fill(row, Double.NaN);
    }

    abstract void resetKernels();

    abstract void saveKernels(StateWriter to);

    abstract void loadKernels(StateReader from);

    /** Returns where the subclass puts its current values. */
    final double[] row() {
        return row;
    }

    /** Returns an array that {@code peek} may use for its own values. */
    final double[] scratch() {
        return scratch;
    }

    @Override
    public final List<String> outputs() {
        return outputs;
    }

    @Override
    public final double value(int output) {
        return row[Objects.checkIndex(output, row.length)];
    }

    @Override
    public final boolean isReady() {
        return !Double.isNaN(row[0]);
    }

    @Override
    public final int warmUp() {
        return warmUp;
    }

    @Override
    public final void reset() {
        Arrays.fill(row, Double.NaN);
        resetKernels();
    }

    @Override
    public final byte[] snapshot() {
        StateWriter writer = new StateWriter(id);
        writer.put(row);
        saveKernels(writer);
        return writer.toBytes();
    }

    @Override
    public final void restore(byte[] snapshot) {
        StateReader reader = new StateReader(snapshot, id, snapshot().length);
        reader.get(row);
        loadKernels(reader);
    }

    /** Returns the kind and parameters. */
    @Override
    public final String toString() {
        return id;
    }
}
