package io.quotron.storage;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A data source of the host: a connection is taken for each call and given back; nothing is configured or closed. */
final class BorrowedDatabase implements Database {
    private final DataSource dataSource;
    private final Jdbi jdbi;

    BorrowedDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
    }

    @Override
    public void prepare() {
        String product = product();
        if (!product.equals(SqliteDialect.INSTANCE.product())) {
            throw new StorageException(
                    FailureReason.UNSUPPORTED,
                    "the data source speaks to " + Excerpt.of(product) + ", but JdbcStorage supports only "
                            + SqliteDialect.INSTANCE.product(),
                    null);
        }
    }

    private String product() {
        try (Connection connection = dataSource.getConnection()) {
            return String.valueOf(connection.getMetaData().getDatabaseProductName());
        } catch (SQLException failure) {
            throw Failures.of("cannot connect to " + name(), failure, SqliteDialect.INSTANCE);
        }
    }

    @Override
    public Handle openWriter() {
        return jdbi.open();
    }

    @Override
    public Handle openReader() {
        return jdbi.open();
    }

    @Override
    public boolean keepsHandles() {
        return false;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public String name() {
        return "the data source";
    }
}
