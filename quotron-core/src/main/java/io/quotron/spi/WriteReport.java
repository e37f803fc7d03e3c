package io.quotron.spi;

import java.util.List;

/**
 * What became of the rows of one write.
 *
 * @param stored how many rows were inserted or replaced
 * @param unchanged how many were there already, or newer
 * @param rejected why each refused row was refused; their neighbours are stored
 */
public record WriteReport(int stored, int unchanged, List<String> rejected) {
    /** Copies the list. */
    public WriteReport {
        rejected = List.copyOf(rejected);
    }
}
