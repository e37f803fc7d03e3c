package io.quotron.storage;

import io.quotron.error.FailureReason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Script;

/** SQLite by the driver of xerial, whose error codes are the primary result codes of SQLite. */
final class SqliteDialect implements Dialect {
    static final SqliteDialect INSTANCE = new SqliteDialect();

    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int TOOBIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int AUTH = 23;
    private static final int NOTADB = 26;

    private static final String VERSION_TABLE = """
            CREATE TABLE quotron_schema (
                version    INTEGER NOT NULL PRIMARY KEY,
                name       TEXT    NOT NULL,
                checksum   TEXT    NOT NULL,
                applied_at INTEGER NOT NULL
            ) STRICT""";

    private SqliteDialect() {}

    @Override
    public String product() {
        return "SQLite";
    }

    @Override
    public List<Migration> migrations() {
        return List.of(Migration.load("sqlite", 1, "market_data"));
    }

    @Override
    public String createVersionTable() {
        return VERSION_TABLE;
    }

    @Override
    public boolean hasVersionTable(Handle handle) {
        return !columnsOf(handle, "quotron_schema").isEmpty();
    }

    @Override
    public void beginExclusive(Handle handle) {
        handle.execute("BEGIN IMMEDIATE");
    }

    @Override
    public Map<String, String> columnsOf(Handle handle, String table) {
        Map<String, String> columns = new LinkedHashMap<>();
        handle.createQuery("SELECT name, type, \"notnull\" <> 0, pk FROM pragma_table_info(:table)")
                .bind("table", table)
                .map((rows, context) -> Map.entry(
                        rows.getString(1),
                        rows.getString(2)
                                + (rows.getBoolean(3) ? " NOT NULL" : "")
                                + (rows.getInt(4) > 0 ? ", key part " + rows.getInt(4) : "")))
                .forEach(column -> columns.put(column.getKey(), column.getValue()));
        return columns;
    }

    @Override
    public Map<String, Map<String, String>> columnsAfter(List<Migration> migrations, List<String> tables) {
        try (Handle empty = Jdbi.create(() -> SqliteDriver.connect("jdbc:sqlite::memory:", Duration.ZERO))
                .open()) {
            for (Migration migration : migrations) {
                run(empty, migration.sql());
            }
            Map<String, Map<String, String>> columns = new LinkedHashMap<>();
            tables.forEach(table -> columns.put(table, columnsOf(empty, table)));
            return columns;
        }
    }

    @Override
    public void run(Handle handle, String sql) {
        try (Script script = handle.createScript(sql)) {
            script.execute();
        }
    }

    @Override
    public FailureReason reason(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case BUSY, LOCKED -> FailureReason.TIMEOUT;
            case READONLY, PERM, AUTH -> FailureReason.AUTHENTICATION;
            case CORRUPT, NOTADB -> FailureReason.MALFORMED_RESPONSE;
            case CONSTRAINT, TOOBIG, MISMATCH -> FailureReason.INVALID_REQUEST;
            default -> FailureReason.UNAVAILABLE;
        };
    }

    @Override
    public boolean isOverCapacity(SQLException failure) {
        int code = failure.getErrorCode();
        return code == BUSY || code == LOCKED || code == FULL;
    }

    @Override
    public boolean isRowAtFault(SQLException failure) {
        int code = failure.getErrorCode();
        return code == CONSTRAINT || code == TOOBIG || code == MISMATCH;
    }
}
