package io.quotron.storage;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Quote;
import io.quotron.spi.BarStore;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.StorageSink;
import io.quotron.spi.TimeSource;
import io.quotron.spi.WriteReport;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps market data in a SQL database; the default is one SQLite file inside the process.
 *
 * <pre>{@code
 * JdbcStorage storage = JdbcStorage.embedded(Path.of("market")); // the file market/quotron.db
 * storage.open();
 * storage.writeBars(bars, Adjustment.RAW);
 * List<Bar> stored = storage.reader().bars(key, range);
 * }</pre>
 *
 * <p><b>Which row stays.</b> There is one row for each key: bars by symbol, source, adjustment, interval and open time;
 * indicator values by symbol, source, interval and open time; quotes and index values by symbol, source and event time. A bar
 * that is still forming never replaces a complete one, and a lower revision never replaces a higher one; at the same revision
 * the later receipt wins, and at the same receipt the later write. For quotes and index values a stale answer never replaces a
 * fresh one. A row that differs from the stored one by nothing but its time of receipt changes nothing.
 *
 * <p><b>What is durable.</b> Each write is one transaction. In the embedded file, a write that has returned survives the end of
 * the process, and with {@link Synchronous#FULL} also that of the machine. A row that the table refuses (a negative count, a
 * time outside 1677 to 2262) is named in the report, and its neighbours are stored.
 *
 * <p><b>How values are kept.</b> Times are epoch nanoseconds, numbers are doubles; both come back to the last bit, except that
 * -0.0 comes back as 0.0. Names of indicators and their order come back as written, NaN is kept as NULL.
 *
 * <p>Thread-safe. Writes follow one another, up to four reads run beside them. Starts no thread, and does no I/O before
 * {@link #open()}.
 */
public final class JdbcStorage implements StorageSink {
    private static final String DEFAULT_FILE = "quotron.db";
    private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(5);

    /** When the embedded file is forced to the disk. */
    public enum Synchronous {
        /** At each write: what was acknowledged survives a power failure. */
        FULL,
        /** Now and then: a power failure may take the last writes, but leaves the file whole; a crash of the process takes none. */
        NORMAL
    }

    private final Database database;
    private final Handles handles;
    private final Schema schema;
    private final Dialect dialect = SqliteDialect.INSTANCE;
    private final BarStore reader = new JdbcBarStore(this);
    private final Object openLock = new Object();
    private volatile boolean opened;
    private volatile @Nullable StorageException lastWriteFailure;

    private JdbcStorage(Database database, Duration patience) {
        SqliteDriver.require();
        this.database = database;
        this.handles = new Handles(database, patience);
        this.schema = new Schema(dialect, TimeSource.system());
    }

    /**
     * Keeps data in a SQLite file, with default settings.
     *
     * @param path a path that ends in {@code .db} or {@code .sqlite} is the file; any other is a folder, in which the file is
     *     {@code quotron.db}. Folders and file are made by {@link #open()}
     * @return a storage, not yet open
     * @throws StorageException if the driver {@code org.xerial:sqlite-jdbc} is missing
     */
    public static JdbcStorage embedded(Path path) {
        return builder(path).build();
    }

    /**
     * Starts a storage in a SQLite file.
     *
     * @param path as for {@link #embedded(Path)}
     * @return a builder with default settings
     */
    public static Builder builder(Path path) {
        return new Builder(path);
    }

    /**
     * Keeps data in a database of the host. A connection is taken for each call and given back; settings of connections, and
     * with them how durable a write is, are the host's. {@link #close()} does not close the data source.
     *
     * @param dataSource a source of connections to SQLite; {@link #open()} refuses other products
     * @return a storage, not yet open
     * @throws StorageException if the driver {@code org.xerial:sqlite-jdbc} is missing
     */
    public static JdbcStorage create(DataSource dataSource) {
        Objects.requireNonNull(dataSource, "dataSource");
        return new JdbcStorage(new BorrowedDatabase(dataSource), DEFAULT_BUSY_TIMEOUT);
    }

    /**
     * Returns the statements that {@link #open()} would run on an empty database, for hosts where an application may not
     * change tables: run them once by hand, then open() finds everything done.
     *
     * @return a script for SQLite, statements ended by semicolons
     */
    public static String migrationSql() {
        return Schema.script(SqliteDialect.INSTANCE);
    }

    /**
     * Connects, and makes or updates the tables in one transaction. If several clients open one database at the same time, one of
     * them makes the tables and the others wait for it. Idempotent, and may be repeated after a failure.
     *
     * @throws StorageException if the file cannot be used, the data source is of another product, or the tables were made by a
     *     newer version or changed by others; the message says which
     */
    @Override
    public void open() {
        synchronized (openLock) {
            if (handles.isClosed()) {
                throw Failures.closed();
            }
            if (!opened) {
                database.prepare();
                guarded("cannot open " + database.name(), () -> handles.write(this::migrate));
                opened = true;
            }
        }
    }

    private boolean migrate(Handle handle) {
        try {
            boolean autoCommit = handle.getConnection().getAutoCommit();
            handle.getConnection().setAutoCommit(true);
            schema.migrate(handle);
            handle.getConnection().setAutoCommit(autoCommit);
            return true;
        } catch (SQLException failure) {
            throw Failures.of("cannot open " + database.name(), failure, dialect);
        }
    }

    @Override
    public WriteReport writeBars(List<Bar> bars, Adjustment adjustment) {
        return write("bars", bars, new CandleRows(Objects.requireNonNull(adjustment, "adjustment")));
    }

    @Override
    public WriteReport writeQuotes(List<Quote> quotes) {
        return write("quotes", quotes, new QuoteRows());
    }

    @Override
    public WriteReport writeIndexValues(List<IndexValue> values) {
        return write("index values", values, new IndexRows());
    }

    @Override
    public WriteReport writeIndicators(List<IndicatorValues> values) {
        return write("indicators", values, new IndicatorRows());
    }

    private <T> WriteReport write(String what, List<T> rows, RowType<T> type) {
        List<T> copy = List.copyOf(rows);
        checkOpened();
        if (copy.isEmpty()) {
            return new WriteReport(0, 0, List.of());
        }
        String failed = "cannot store " + copy.size() + " " + what + " in " + database.name();
        WriteReport report = remembering(() -> guarded(
                failed,
                () -> handles.write(handle -> {
                    checkObstacle();
                    try {
                        return new RowWriter<>(type, dialect).write(handle, copy);
                    } catch (SQLException failure) {
                        throw Failures.of(failed, failure, dialect);
                    }
                })));
        return report;
    }

    private interface Work<T> {
        T run();
    }

    private <T> T guarded(String failed, Work<T> work) {
        try {
            return work.run();
        } catch (RuntimeException failure) {
            throw Failures.of(failed, failure, dialect);
        }
    }

    private <T> T remembering(Work<T> write) {
        try {
            T result = write.run();
            lastWriteFailure = null;
            return result;
        } catch (StorageException failure) {
            lastWriteFailure = failure;
            throw failure;
        }
    }

    private void checkOpened() {
        if (handles.isClosed()) {
            throw Failures.closed();
        }
        if (!opened) {
            throw new IllegalStateException("the storage is not open; call open() first");
        }
    }

    private void checkObstacle() {
        database.obstacle().ifPresent(obstacle -> {
            throw new StorageException(FailureReason.UNAVAILABLE, obstacle, null);
        });
    }

    <T> T read(String failed, Function<Handle, T> query) {
        checkOpened();
        return guarded(failed, () -> handles.read(query));
    }

    /**
     * Returns the side that reads. Bars that are still forming are among what it returns.
     *
     * @return the reader of this storage, usable while it is open
     */
    @Override
    public BarStore reader() {
        return reader;
    }

    @Override
    public boolean isOverCapacity(Throwable failure) {
        Optional<SQLException> cause = Failures.sqlCause(failure);
        return cause.map(dialect::isOverCapacity)
                .orElseGet(() -> failure instanceof StorageException known && known.reason() == FailureReason.TIMEOUT);
    }

    /**
     * Looks whether the file is still there and answers. After a write that failed it also tries whether the disk takes
     * something again.
     *
     * @return the state; never throws
     */
    @Override
    public HealthCheck check() {
        try {
            checkOpened();
            checkObstacle();
            StorageException failure = lastWriteFailure;
            if (failure != null) {
                remembering(() -> guarded("cannot write to " + database.name(), () -> handles.write(this::touch)));
            } else {
                read("cannot read " + database.name(), this::countVersions);
            }
            return HealthCheck.ok();
        } catch (StorageException failure) {
            return HealthCheck.failed(failure);
        } catch (RuntimeException failure) {
            return HealthCheck.failed(String.valueOf(failure.getMessage()));
        }
    }

    private int touch(Handle handle) {
        return handle.execute("UPDATE quotron_schema SET applied_at = applied_at");
    }

    private int countVersions(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM quotron_schema")
                .mapTo(Integer.class)
                .one();
    }

    /**
     * Waits for calls that are at work, at most as long as the busy timeout, and closes what was opened; calls that begin later
     * fail with {@link FailureReason#CLOSED}. The embedded database is left as one file. Idempotent.
     */
    @Override
    public void close() {
        handles.close();
    }

    /** Collects the settings of a {@link JdbcStorage} in a SQLite file. Not thread-safe. */
    public static final class Builder {
        private final Path path;
        private Synchronous synchronous = Synchronous.FULL;
        private Duration busyTimeout = DEFAULT_BUSY_TIMEOUT;

        private Builder(Path path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /**
         * Sets when the file is forced to the disk. NORMAL makes many small writes several times faster.
         *
         * @param value the choice; {@link Synchronous#FULL} by default
         * @return this builder
         */
        public Builder synchronous(Synchronous value) {
            this.synchronous = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how long a call waits for others, in this process or another, that hold the database.
         *
         * @param value zero or more; 5 seconds by default
         * @return this builder
         */
        public Builder busyTimeout(Duration value) {
            this.busyTimeout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the storage. Does no I/O.
         *
         * @return a storage, not yet open
         * @throws IllegalStateException if the busy timeout is negative or longer than a day
         * @throws StorageException if the driver {@code org.xerial:sqlite-jdbc} is missing
         */
        public JdbcStorage build() {
            if (busyTimeout.isNegative() || busyTimeout.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalStateException("busyTimeout must be 0 to 1 day, but is " + busyTimeout);
            }
            Path file = fileOf(path.toAbsolutePath());
            Database database = new EmbeddedDatabase(file, synchronous, busyTimeout, TimeSource.system());
            return new JdbcStorage(database, busyTimeout);
        }

        private static Path fileOf(Path path) {
            String name = path.toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".db") || name.endsWith(".sqlite") ? path : path.resolve(DEFAULT_FILE);
        }
    }
}
