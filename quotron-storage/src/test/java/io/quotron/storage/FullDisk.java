package io.quotron.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/** A data source whose database may not grow, or not be written, as long as a test wants; counts its connections. */
final class FullDisk extends SQLiteDataSource implements AutoCloseable {
    private volatile String limit = "";
    private volatile boolean closed;

    FullDisk(Path file) {
        setUrl("jdbc:sqlite:" + file);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (closed) {
            throw new SQLException("the test has closed the data source");
        }
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
            if (!limit.isEmpty()) {
                statement.execute(limit);
            }
        }
        return connection;
    }

    void fill() {
        limit = "PRAGMA max_page_count = 1"; // SQLite takes the present size for it
    }

    void readOnly() {
        limit = "PRAGMA query_only = ON";
    }

    void empty() {
        limit = "";
    }

    @Override
    public void close() {
        closed = true;
    }
}
