package io.quotron.storage;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.spi.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** One SQLite file in WAL mode, opened by this library alone. */
final class EmbeddedDatabase implements Database {
    private static final Duration WAL_PAUSE = Duration.ofMillis(20);
    private static final int WAL_LIMIT_BYTES = 64 * 1024 * 1024;
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    private final Path file;
    private final JdbcStorage.Synchronous synchronous;
    private final Duration busyTimeout;
    private final TimeSource time;
    private final Jdbi jdbi;

    EmbeddedDatabase(Path file, JdbcStorage.Synchronous synchronous, Duration busyTimeout, TimeSource time) {
        this.file = file;
        this.synchronous = synchronous;
        this.busyTimeout = busyTimeout;
        this.time = time;
        // As a URI, because the driver would take a question mark in a plain path for the start of options.
        this.jdbi = Jdbi.create(() -> SqliteDriver.connect("jdbc:sqlite:" + uri(file), busyTimeout));
    }

    private static String uri(Path file) {
        return "file:" + file.toUri().getRawPath();
    }

    @Override
    public void prepare() {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException failure) {
            throw new StorageException(
                    FailureReason.UNAVAILABLE, "cannot create the folder of " + file + ": " + failure, failure);
        }
        if (Files.isDirectory(file)) {
            throw new StorageException(FailureReason.UNAVAILABLE, "the database file " + file + " is a folder", null);
        }
        if (Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file))) {
            throw new StorageException(
                    FailureReason.AUTHENTICATION, "the database file " + file + " may not be read and written", null);
        }
    }

    @Override
    public Handle openWriter() {
        return configured(this::configureWriter);
    }

    @Override
    public Handle openReader() {
        return configured(handle -> handle.execute("PRAGMA query_only = ON"));
    }

    private interface Setup {
        void apply(Handle handle) throws SQLException;
    }

    private Handle configured(Setup setup) {
        Handle handle = jdbi.open();
        try {
            setup.apply(handle);
            return handle;
        } catch (RuntimeException | SQLException failure) {
            handle.close();
            throw Failures.of("cannot use " + name(), failure, SqliteDialect.INSTANCE);
        }
    }

    private void configureWriter(Handle handle) throws SQLException {
        String mode = switchToWal(handle);
        if (!"wal".equalsIgnoreCase(mode)) {
            throw new StorageException(
                    FailureReason.UNSUPPORTED,
                    name() + " cannot be put into WAL mode (it stays in mode " + mode + "); use a local file system",
                    null);
        }
        switch (synchronous) {
            case FULL -> handle.execute("PRAGMA synchronous = FULL");
            case NORMAL -> handle.execute("PRAGMA synchronous = NORMAL");
        }
        pragma(handle, "journal_size_limit", WAL_LIMIT_BYTES);
        pragma(handle, "cache_size", -WRITER_CACHE_KIB);
    }

    private static void pragma(Handle handle, String name, int value) throws SQLException {
        try (var statement = handle.getConnection().createStatement()) {
            statement.execute("PRAGMA " + name + " = " + value);
        }
    }

    /** SQLite does not wait by itself where two connections switch a new file at the same time. */
    private @Nullable String switchToWal(Handle handle) throws SQLException {
        long end = time.nanoTime() + busyTimeout.toNanos();
        while (true) {
            try (var statement = handle.getConnection().createStatement();
                    var mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                return mode.next() ? mode.getString(1) : null;
            } catch (SQLException failure) {
                if (!SqliteDialect.INSTANCE.isOverCapacity(failure) || time.nanoTime() - end >= 0) {
                    throw failure;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            time.sleep(WAL_PAUSE);
        } catch (InterruptedException interrupted) {
            throw Failures.interrupted(interrupted);
        }
    }

    @Override
    public boolean keepsHandles() {
        return true;
    }

    /** A removed file would take writes until its last handle is closed, and lose them all. */
    @Override
    public Optional<String> obstacle() {
        return Files.exists(file) ? Optional.empty() : Optional.of("the database file " + file + " was removed");
    }

    @Override
    public String name() {
        return file.toString();
    }
}
