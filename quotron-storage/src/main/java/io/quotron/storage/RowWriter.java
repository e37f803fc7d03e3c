package io.quotron.storage;

import io.quotron.error.Excerpt;
import io.quotron.spi.WriteReport;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Writes rows in one transaction. First in batches, which is half as fast again; if the table refuses a row, the whole
 * transaction is taken back and done once more row by row, where a refused row is undone by the database alone and named in the
 * report. Statements go straight to the driver, because a row has up to thirty parameters and their way through a general binding
 * costs more than the insert itself.
 */
final class RowWriter<T> {
    private static final int BATCH = 1_000;

    private final RowType<T> type;
    private final Dialect dialect;
    private final List<String> rejected = new ArrayList<>();
    private int stored;
    private int unchanged;

    RowWriter(RowType<T> type, Dialect dialect) {
        this.type = type;
        this.dialect = dialect;
    }

    private interface Rows {
        void write(PreparedStatement upsert) throws SQLException;
    }

    WriteReport write(Handle handle, List<T> rows) throws SQLException {
        try {
            return inTransaction(handle, upsert -> writeInBatches(upsert, rows));
        } catch (SQLException failure) {
            if (!isRowAtFault(failure)) {
                throw failure;
            }
            return inTransaction(handle, upsert -> writeOneByOne(upsert, rows));
        }
    }

    private WriteReport inTransaction(Handle handle, Rows rows) throws SQLException {
        rejected.clear();
        stored = 0;
        unchanged = 0;
        handle.begin();
        try (PreparedStatement upsert =
                handle.getConnection().prepareStatement(type.table().upsert())) {
            rows.write(upsert);
            handle.commit();
            return new WriteReport(stored, unchanged, rejected);
        } catch (RuntimeException | SQLException | Error failure) {
            rollback(handle, failure);
            throw failure;
        }
    }

    private static void rollback(Handle handle, Throwable failure) {
        try {
            handle.rollback();
        } catch (RuntimeException secondary) {
            failure.addSuppressed(secondary); // a full disk has rolled back already
        }
    }

    private void writeInBatches(PreparedStatement upsert, List<T> rows) throws SQLException {
        Parameters parameters = new Parameters(upsert);
        int waiting = 0;
        for (T row : rows) {
            if (bind(parameters, row)) {
                upsert.addBatch();
                waiting++;
            }
            if (waiting == BATCH) {
                execute(upsert);
                waiting = 0;
            }
        }
        if (waiting > 0) {
            execute(upsert);
        }
    }

    private void execute(PreparedStatement upsert) throws SQLException {
        for (int changed : upsert.executeBatch()) {
            count(changed);
        }
    }

    private void writeOneByOne(PreparedStatement upsert, List<T> rows) throws SQLException {
        Parameters parameters = new Parameters(upsert);
        for (T row : rows) {
            try {
                if (bind(parameters, row)) {
                    count(upsert.executeUpdate());
                }
            } catch (SQLException failure) {
                if (!isRowAtFault(failure)) {
                    throw failure;
                }
                reject(row, failure);
            }
        }
    }

    private boolean bind(Parameters parameters, T row) throws SQLException {
        try {
            type.bind(parameters.restart(), row);
            return true;
        } catch (IllegalArgumentException unfit) {
            reject(row, unfit);
            return false;
        }
    }

    private void count(int changed) {
        if (changed > 0) {
            stored++;
        } else {
            unchanged++;
        }
    }

    private boolean isRowAtFault(SQLException failure) {
        return dialect.isRowAtFault(failure)
                || Failures.sqlCause(failure.getCause())
                        .map(dialect::isRowAtFault)
                        .orElse(false);
    }

    private void reject(T row, Exception why) {
        rejected.add(type.describe(row) + ": " + Excerpt.of(String.valueOf(why.getMessage())));
    }
}
