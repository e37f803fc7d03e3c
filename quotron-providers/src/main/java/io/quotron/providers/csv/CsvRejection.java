package io.quotron.providers.csv;

import java.util.Objects;

/**
 * A row that was left out.
 *
 * @param line where the row starts, 1 for the first line
 * @param why what is wrong with it, in words
 */
public record CsvRejection(long line, String why) {
    /** Checks that nothing is missing. */
    public CsvRejection {
        Objects.requireNonNull(why, "why");
    }

    /** Returns the line and the reason. */
    @Override
    public String toString() {
        return "line " + line + ": " + why;
    }
}
