package io.quotron.indicators;

import java.util.List;

/**
 * What all streaming indicators have in common: current values, warm-up, and a state that can be stored.
 *
 * <p>Values are {@code NaN} until the indicator has seen {@link #warmUp()} inputs, and never infinite. An input that is
 * not finite, or larger in magnitude than 1e100, is refused: the update returns false and nothing changes.
 *
 * <p>Not thread-safe: confine an indicator to one thread.
 */
public interface IndicatorState {
    /**
     * Returns the names of the values, in the order in which {@link #value(int)} and the {@code peek} methods count them.
     *
     * @return one name or more, unmodifiable
     */
    List<String> outputs();

    /**
     * Returns the first value.
     *
     * @return the value after the last accepted update; NaN before warm-up
     */
    default double value() {
        return value(0);
    }

    /**
     * Returns one of the values.
     *
     * @param output the position in {@link #outputs()}
     * @return the value after the last accepted update; NaN before warm-up
     * @throws IndexOutOfBoundsException if there is no such output
     */
    double value(int output);

    /**
     * Tells whether the values are present.
     *
     * @return true once {@link #warmUp()} inputs have been accepted; an indicator may say what else it needs
     */
    boolean isReady();

    /**
     * Returns how many inputs are needed before the values are present.
     *
     * @return 1 or more
     */
    int warmUp();

    /** Forgets all inputs. */
    void reset();

    /**
     * Returns the state, to be continued with {@link #restore(byte[])} by an indicator of the same kind and parameters.
     *
     * @return a new array in a format that is checked for kind, version and damage when it is read
     */
    byte[] snapshot();

    /**
     * Continues from a state; all later values equal, to the last bit, those of the indicator it was taken from.
     *
     * @param snapshot what {@link #snapshot()} returned
     * @throws IllegalArgumentException if the bytes are damaged or of another indicator; nothing has changed then
     */
    void restore(byte[] snapshot);
}
