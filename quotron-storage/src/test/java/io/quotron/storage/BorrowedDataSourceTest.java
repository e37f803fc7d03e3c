package io.quotron.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BorrowedDataSourceTest {
    @TempDir
    private Path folder;

    @Test
    void create_sqliteDataSource_worksAndIsLeftOpen() throws SQLException {
        try (FullDisk dataSource = new FullDisk(folder.resolve("x.db"))) {
            try (JdbcStorage storage = JdbcStorage.create(dataSource)) {
                storage.open();
                storage.writeBars(Rows.bars(Rows.AAPL, 10), Adjustment.RAW);
                assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).isEqualTo(Rows.bars(Rows.AAPL, 10));
                assertThat(storage.check().healthy()).isTrue();
            }
            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void create_noConnectionBeforeOpen_andClearErrorFromOpen() {
        FullDisk dataSource = new FullDisk(folder.resolve("x.db"));
        dataSource.close();
        try (JdbcStorage storage = JdbcStorage.create(dataSource)) {
            assertThatThrownBy(storage::open)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("cannot connect to the data source: the test has closed the data source");
        }
    }

    @Test
    void open_otherProduct_namesWhatIsSupported() {
        try (JdbcStorage storage = JdbcStorage.create(productNamed("Derby"))) {
            assertThatThrownBy(storage::open)
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED))
                    .hasMessageContaining("Derby")
                    .hasMessageContaining("supports only SQLite");
        }
    }

    private static DataSource productNamed(String name) {
        DatabaseMetaData metaData = answering(DatabaseMetaData.class, "getDatabaseProductName", name);
        Connection connection = answering(Connection.class, "getMetaData", metaData);
        return answering(DataSource.class, "getConnection", connection);
    }

    private static <T> T answering(Class<T> type, String method, Object answer) {
        InvocationHandler handler =
                (proxy, called, arguments) -> called.getName().equals(method) ? answer : null;
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
