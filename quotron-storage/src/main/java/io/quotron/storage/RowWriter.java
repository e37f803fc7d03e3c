package io.quotron.storage;

import io.quotron.error.Excerpt;
import io.quotron.spi.WriteReport;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Writes rows one after the other in one transaction. A row that the table refuses is undone by the database alone and
 * named in the report, its neighbours stay. Statements go straight to the driver, because a row has up to thirty parameters and
 * their way through a general binding costs more than the insert itself.
 */
final class RowWriter<T> {
    private final RowType<T> type;
    private final Dialect dialect;
    private final List<String> rejected = new ArrayList<>();
    private int stored;
    private int unchanged;

    RowWriter(RowType<T> type, Dialect dialect) {
        this.type = type;
        this.dialect = dialect;
    }

    WriteReport write(Handle handle, List<T> rows) throws SQLException {
        handle.begin();
        try (PreparedStatement upsert =
                handle.getConnection().prepareStatement(type.table().upsert())) {
            Parameters parameters = new Parameters(upsert);
            for (T row : rows) {
                writeRow(upsert, parameters, row);
            }
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

    private void writeRow(PreparedStatement upsert, Parameters parameters, T row) throws SQLException {
        try {
            type.bind(parameters.restart(), row);
            if (upsert.executeUpdate() > 0) {
                stored++;
            } else {
                unchanged++;
            }
        } catch (IllegalArgumentException unfit) {
            reject(row, unfit);
        } catch (SQLException failure) {
            if (!dialect.isRowAtFault(failure)) {
                throw failure;
            }
            reject(row, failure);
        }
    }

    private void reject(T row, Exception why) {
        rejected.add(type.describe(row) + ": " + Excerpt.of(String.valueOf(why.getMessage())));
    }
}
