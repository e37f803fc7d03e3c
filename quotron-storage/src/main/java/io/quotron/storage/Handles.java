package io.quotron.storage;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends the one handle that writes and a few that read.
 *
 * <p>Nothing waits longer than the given time. A handle whose transaction could not be rolled back is closed and replaced.
 * {@link #close()} waits as long for those who are at work; who is later still closes the handle when done.
 */
final class Handles implements AutoCloseable {
    static final int READERS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStorage.class);

    private final Database database;
    private final Duration patience;
    private final ReentrantLock writeLock = new ReentrantLock(true);
    private final Semaphore readPermits = new Semaphore(READERS, true);
    private final ConcurrentLinkedDeque<Handle> idleReaders = new ConcurrentLinkedDeque<>();
    private @Nullable Handle keptWriter; // guarded by writeLock
    private volatile boolean closed;

    Handles(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /** Runs work that writes, with the only handle that may. */
    <T> T write(Function<Handle, T> work) {
        lockForWriting();
        Handle handle = null;
        boolean sound = false;
        try {
            checkOpen();
            handle = keptWriter != null ? keptWriter : database.openWriter();
            keptWriter = null;
            T result = work.apply(handle);
            sound = true;
            return result;
        } finally {
            if (handle != null) {
                giveBackWriter(handle, sound);
            }
            writeLock.unlock();
        }
    }

    private void lockForWriting() {
        try {
            if (!writeLock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("another write is still at work after " + patience.toMillis() + " ms");
            }
        } catch (InterruptedException interrupted) {
            throw Failures.interrupted(interrupted);
        }
    }

    private void giveBackWriter(Handle handle, boolean sound) {
        if (sound && database.keepsHandles() && !closed) {
            keptWriter = handle;
        } else {
            closeQuietly(handle);
        }
    }

    /** Runs work that reads. */
    <T> T read(Function<Handle, T> work) {
        acquireReader();
        Handle handle = null;
        boolean sound = false;
        try {
            checkOpen();
            handle = idleReaders.pollFirst();
            if (handle == null) {
                handle = database.openReader();
            }
            T result = work.apply(handle);
            sound = true;
            return result;
        } finally {
            if (handle != null) {
                giveBackReader(handle, sound);
            }
            readPermits.release();
        }
    }

    private void acquireReader() {
        try {
            if (!readPermits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("all " + READERS + " readers are still at work after " + patience.toMillis() + " ms");
            }
        } catch (InterruptedException interrupted) {
            throw Failures.interrupted(interrupted);
        }
    }

    private void giveBackReader(Handle handle, boolean sound) {
        if (!sound || !database.keepsHandles()) {
            closeQuietly(handle);
            return;
        }
        idleReaders.addFirst(handle);
        if (closed) {
            closeIdleReaders();
        }
    }

    private void closeIdleReaders() {
        for (Handle handle = idleReaders.pollFirst(); handle != null; handle = idleReaders.pollFirst()) {
            closeQuietly(handle);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw Failures.closed();
        }
    }

    private static StorageException busy(String message) {
        return new StorageException(FailureReason.TIMEOUT, message, null);
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes readers before the writer, so that the last to leave can fold the journal into the file. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = Thread.interrupted();
        try {
            if (readPermits.tryAcquire(READERS, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                readPermits.release(READERS);
            }
            closeIdleReaders();
            if (writeLock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                closeWriter();
            }
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeWriter() {
        try {
            if (keptWriter != null) {
                closeQuietly(keptWriter);
                keptWriter = null;
            }
        } finally {
            writeLock.unlock();
        }
    }

    private static void closeQuietly(Handle handle) {
        try {
            handle.close();
        } catch (RuntimeException failure) {
            LOG.warn("could not close a connection", failure);
        }
    }
}
