package io.quotron.storage;

import java.sql.SQLException;

/** How values of one type become rows of a table. */
interface RowType<T> {
    /** The table. */
    Table table();

    /**
     * Sets all parameters of the upsert.
     *
     * @throws IllegalArgumentException if the row cannot be kept; the message says why
     */
    void bind(Parameters parameters, T row) throws SQLException;

    /** The key of the row in words, for reports. */
    String describe(T row);
}
