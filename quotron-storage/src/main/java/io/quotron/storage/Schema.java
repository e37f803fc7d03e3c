package io.quotron.storage;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.spi.TimeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables of a database up to date and makes sure that they are what the statements expect.
 *
 * <p>Clients that open one database at the same time: each looks without a lock, and only if something is missing begins an
 * exclusive transaction and looks again. So one migrates, and the others wait for it and find it done. All versions that are
 * missing are made in that one transaction.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStorage.class);
    private static final List<String> TABLES = Stream.of(
                    CandleRows.TABLE, QuoteRows.TABLE, IndexRows.TABLE, IndicatorRows.TABLE)
            .map(Table::name)
            .toList();

    private final Dialect dialect;
    private final TimeSource time;
    private final List<Migration> known;

    Schema(Dialect dialect, TimeSource time) {
        this(dialect, time, dialect.migrations());
    }

    Schema(Dialect dialect, TimeSource time, List<Migration> known) {
        this.dialect = dialect;
        this.time = time;
        this.known = List.copyOf(known);
    }

    /** What a host can run by hand where this library may not change tables. */
    static String script(Dialect dialect) {
        StringBuilder script = new StringBuilder(dialect.createVersionTable()).append(";\n\n");
        for (Migration migration : dialect.migrations()) {
            script.append(migration.sql())
                    .append("\nINSERT INTO quotron_schema (version, name, checksum, applied_at) VALUES (")
                    .append(migration.version())
                    .append(", '")
                    .append(migration.name())
                    .append("', '")
                    .append(migration.checksum())
                    .append("', 0);\n");
        }
        return script.toString();
    }

    /** The database must be in auto-commit mode. */
    void migrate(Handle handle) {
        if (isBehind(handle)) {
            dialect.beginExclusive(handle);
            try {
                applyMissing(handle);
                handle.execute("COMMIT");
            } catch (RuntimeException | Error failure) {
                rollback(handle, failure);
                throw failure;
            }
        }
        verify(handle);
    }

    private static void rollback(Handle handle, Throwable failure) {
        try {
            handle.execute("ROLLBACK");
        } catch (RuntimeException secondary) {
            failure.addSuppressed(secondary);
        }
    }

    private boolean isBehind(Handle handle) {
        return applied(handle).size() < known.size();
    }

    private Map<Integer, Migration> applied(Handle handle) {
        Map<Integer, Migration> applied = new LinkedHashMap<>();
        if (dialect.hasVersionTable(handle)) {
            handle.createQuery("SELECT version, name, checksum FROM quotron_schema ORDER BY version")
                    .map((rows, context) -> checked(rows.getInt(1), rows.getString(2), rows.getString(3)))
                    .forEach(migration -> applied.put(migration.version(), migration));
        }
        return applied;
    }

    private Migration checked(int version, String name, String checksum) {
        if (version > known.size() || version < 1) {
            throw new StorageException(
                    FailureReason.UNSUPPORTED,
                    "the database has schema version " + version + " (" + name + "), but this version of"
                            + " quotron-storage knows only 1 to " + known.size() + "; use a newer quotron-storage",
                    null);
        }
        Migration migration = known.get(version - 1);
        if (!migration.checksum().equals(checksum)) {
            throw new StorageException(
                    FailureReason.UNSUPPORTED,
                    "schema version " + version + " (" + name + ") of the database was made by another script than"
                            + " that of this version of quotron-storage; use the release that made it, or a new file",
                    null);
        }
        return migration;
    }

    private void applyMissing(Handle handle) {
        if (!dialect.hasVersionTable(handle)) {
            handle.execute(dialect.createVersionTable());
        }
        Map<Integer, Migration> applied = applied(handle);
        for (Migration migration : known) {
            if (!applied.containsKey(migration.version())) {
                apply(handle, migration);
            }
        }
    }

    private void apply(Handle handle, Migration migration) {
        dialect.run(handle, migration.sql());
        handle.createUpdate("INSERT INTO quotron_schema (version, name, checksum, applied_at)"
                        + " VALUES (:version, :name, :checksum, :at)")
                .bind("version", migration.version())
                .bind("name", migration.name())
                .bind("checksum", migration.checksum())
                .bind("at", EpochNanos.exact(time.now()))
                .execute();
        LOG.info("made schema version {} ({})", migration.version(), migration.name());
    }

    /** Compares the columns that the scripts make with those that are there; columns of others may stand beside them. */
    private void verify(Handle handle) {
        Map<String, Map<String, String>> expected = dialect.columnsAfter(known, TABLES);
        expected.forEach((table, columns) -> {
            Map<String, String> present = dialect.columnsOf(handle, table);
            columns.forEach((column, type) -> {
                String found = present.getOrDefault(column, "missing");
                if (!type.equals(found)) {
                    throw drift(table + "." + column, type, found);
                }
            });
        });
    }

    private static StorageException drift(String column, String expected, String found) {
        return new StorageException(
                FailureReason.UNSUPPORTED,
                "the schema was changed outside of Quotron: column " + column + " must be " + expected + ", but is "
                        + found + "; restore it or use a new file",
                null);
    }
}
