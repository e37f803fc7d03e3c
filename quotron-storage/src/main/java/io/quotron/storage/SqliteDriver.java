package io.quotron.storage;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Finds the driver by name, because the dependency is optional and a host may load it elsewhere than {@link Driver}s are. */
final class SqliteDriver {
    private static final String NAME = "org.sqlite.JDBC";

    private SqliteDriver() {}

    /** Throws if the driver is not there. Does no I/O. */
    static void require() {
        try {
            Class.forName(NAME, false, SqliteDriver.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw missing(missing);
        }
    }

    static Connection connect(String url, Duration busyTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", Long.toString(busyTimeout.toMillis()));
        Connection connection = driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver " + NAME + " does not accept its own URLs");
        }
        return connection;
    }

    private static Driver driver() {
        try {
            return Class.forName(NAME)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError failure) {
            throw missing(failure);
        }
    }

    private static StorageException missing(Throwable cause) {
        return new StorageException(
                FailureReason.UNSUPPORTED,
                "SQLite needs its driver on the class path; add org.xerial:sqlite-jdbc to your dependencies",
                cause);
    }
}
