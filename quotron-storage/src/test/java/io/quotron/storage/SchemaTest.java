package io.quotron.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import io.quotron.spi.TimeSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("x.db");
    }

    private void make() {
        try (JdbcStorage storage = JdbcStorage.embedded(file())) {
            storage.open();
        }
    }

    @Test
    void open_newFile_recordsVersionAndChecksum() throws SQLException {
        make();

        String row = Sqlite.ask(file(), "SELECT version || ' ' || name || ' ' || length(checksum) FROM quotron_schema");

        assertThat(row).isEqualTo("1 market_data 64");
        assertThat(Sqlite.ask(file(), "PRAGMA journal_mode")).isEqualTo("wal");
    }

    @RepeatedTest(5)
    void open_severalAtOnce_oneMigratesAndAllWork() throws Exception {
        int clients = 6;
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<?>> opening = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client * 10;
                opening.add(executor.submit(() -> {
                    try (JdbcStorage storage = JdbcStorage.embedded(file())) {
                        start.await();
                        storage.open();
                        return storage.writeBars(Rows.bars(Rows.AAPL, 60).subList(first, first + 10), Adjustment.RAW);
                    }
                }));
            }
            start.countDown();
            for (Future<?> each : opening) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(Sqlite.ask(file(), "SELECT count(*) FROM quotron_schema")).isEqualTo("1");
        assertThat(Sqlite.ask(file(), "SELECT count(*) FROM candles")).isEqualTo("60");
    }

    @Test
    void open_newerSchema_saysWhichVersionsAreKnown() throws SQLException {
        make();
        Sqlite.run(file(), "INSERT INTO quotron_schema VALUES (2, 'of_tomorrow', 'x', 0)");

        assertOpenFails("schema version 2 (of_tomorrow)", "knows only 1 to 1", "newer quotron-storage");
    }

    @Test
    void open_otherChecksum_saysSo() throws SQLException {
        make();
        Sqlite.run(file(), "UPDATE quotron_schema SET checksum = 'abc'");

        assertOpenFails("schema version 1 (market_data)", "another script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE candles RENAME COLUMN vwap TO average",
                "ALTER TABLE candles DROP COLUMN vwap",
                "DROP TABLE quotes",
                "DROP TABLE indicators; CREATE TABLE indicators AS SELECT * FROM candles",
            })
    void open_schemaChangedByOthers_namesTheColumn(String change) throws SQLException {
        make();
        Sqlite.run(file(), change);

        assertOpenFails("changed outside of Quotron", "column ", "must be ", "but is ");
    }

    @Test
    void open_typeChangedByOthers_namesBothTypes() throws SQLException {
        make();
        Sqlite.run(file(), "ALTER TABLE indices DROP COLUMN change", "ALTER TABLE indices ADD COLUMN change TEXT");

        assertOpenFails("column indices.change must be REAL, but is TEXT");
    }

    @Test
    void open_columnAddedByOthers_isTolerated() throws SQLException {
        make();
        Sqlite.run(file(), "ALTER TABLE candles ADD COLUMN note TEXT");

        make();
    }

    @Test
    void migrate_secondVersionBroken_leavesNothingOfEither() throws SQLException {
        List<Migration> versions = new ArrayList<>(SqliteDialect.INSTANCE.migrations());
        versions.add(new Migration(2, "broken", "CREATE TABLE more (a INTEGER);\nCREATE TABLE candles (a INTEGER);"));
        Schema schema = new Schema(SqliteDialect.INSTANCE, TimeSource.system(), versions);

        assertThatThrownBy(() -> Jdbi.create("jdbc:sqlite:" + file()).useHandle(schema::migrate))
                .hasMessageContaining("candles already exists");

        assertThat(Sqlite.ask(file(), "SELECT count(*) FROM sqlite_schema")).isEqualTo("0");
    }

    @Test
    void migrate_secondVersionLater_isAddedToTheFirst() throws SQLException {
        make();
        List<Migration> versions = new ArrayList<>(SqliteDialect.INSTANCE.migrations());
        versions.add(new Migration(2, "more", "ALTER TABLE candles ADD COLUMN more TEXT;"));
        Schema schema = new Schema(SqliteDialect.INSTANCE, TimeSource.system(), versions);

        Jdbi.create("jdbc:sqlite:" + file()).useHandle(schema::migrate);
        Jdbi.create("jdbc:sqlite:" + file()).useHandle(schema::migrate);

        assertThat(Sqlite.ask(file(), "SELECT group_concat(version) FROM quotron_schema"))
                .isEqualTo("1,2");
        assertOpenFails("schema version 2 (more)");
    }

    @Test
    void migrationSql_runByHand_leavesNothingToDo() throws SQLException {
        Sqlite.run(file(), JdbcStorage.migrationSql());
        String before = Sqlite.ask(file(), "SELECT group_concat(sql) FROM sqlite_schema");

        make();

        assertThat(Sqlite.ask(file(), "SELECT group_concat(sql) FROM sqlite_schema"))
                .isEqualTo(before);
        assertThat(Sqlite.ask(file(), "SELECT applied_at FROM quotron_schema")).isEqualTo("0");
    }

    private void assertOpenFails(String... parts) {
        try (JdbcStorage storage = JdbcStorage.embedded(file())) {
            assertThatThrownBy(storage::open)
                    .hasMessageContainingAll(parts)
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED));
        }
    }
}
