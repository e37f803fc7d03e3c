package io.quotron.storage;

import io.quotron.error.FailureReason;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What differs between databases. Implementations hold no state. */
interface Dialect {
    /** The product as its driver names it. */
    String product();

    /** The versions of the schema, oldest first. */
    List<Migration> migrations();

    /** The statement that makes the table of versions. */
    String createVersionTable();

    /** Tells whether the table of versions is there. */
    boolean hasVersionTable(Handle handle);

    /** Starts a transaction that nobody else can be in. */
    void beginExclusive(Handle handle);

    /** Runs the statements of a script. */
    void run(Handle handle, String sql);

    /** Describes each column of a table by its name; empty if there is no such table. */
    Map<String, String> columnsOf(Handle handle, String table);

    /** Describes, by table, the columns that the scripts make in an empty database. */
    Map<String, Map<String, String>> columnsAfter(List<Migration> migrations, List<String> tables);

    /** Says why a statement failed. */
    FailureReason reason(SQLException failure);

    /** Tells whether the same statement may succeed later. */
    boolean isOverCapacity(SQLException failure);

    /** Tells whether one row is at fault, so that the transaction can go on without it. */
    boolean isRowAtFault(SQLException failure);
}
