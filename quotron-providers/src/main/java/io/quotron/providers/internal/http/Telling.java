package io.quotron.providers.internal.http;

import io.quotron.model.SourceId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener of one connection what happens: one call at a time and nothing after the end. What the listener throws harms neither
 * the connection nor what follows.
 *
 * <p>Everything is told under one lock, so that {@link #end()} can wait until a call that is under way has returned. Ending from inside such
 * a call does not wait for itself, and ending from elsewhere waits a second at most, because the caller may hold a lock that the listener
 * wants. Thread-safe.
 */
public final class Telling {
    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
    private static final long END_WAIT_MILLIS = 1_000;

    private final SourceId source;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean over;
    private boolean failureLogged;

    /**
     * Makes one for one connection.
     *
     * @param source the provider, for the log
     */
    public Telling(SourceId source) {
        this.source = source;
    }

    /**
     * Tells whether nothing may be told any more.
     *
     * @return true after the end
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Tells something, unless it is over. May be called from inside a call.
     *
     * @param call calls the listener
     */
    public void tell(Runnable call) {
        lock.lock();
        try {
            if (!over) {
                call.run();
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #tell}, but gives up when the thread is interrupted, for threads that the holder of the lock may be waiting for.
     *
     * @param call calls the listener
     */
    public void tellUnlessInterrupted(Runnable call) {
        inSilenceUnlessInterrupted(() -> {
            tell(call);
            return true;
        });
    }

    /**
     * Tells something after which nothing follows, unless it is over already.
     *
     * @param call calls the listener
     */
    public void tellLast(Runnable call) {
        tell(() -> {
            over = true;
            call.run();
        });
    }

    /**
     * Does something while nothing is told.
     *
     * @param <T> what it gives
     * @param work is done in this thread; what it throws passes through
     * @return what the work gave
     */
    public <T extends @Nullable Object> T inSilence(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #inSilence}, but gives up when the thread is interrupted, for threads that the holder of the lock may be waiting for.
     *
     * @param <T> what it gives
     * @param work is done in this thread; what it throws passes through
     * @return what the work gave; empty if the thread was interrupted, which it then still is
     */
    public <T> Optional<T> inSilenceUnlessInterrupted(Supplier<T> work) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that the listener threw; logged once.
     *
     * @param e what it threw
     */
    public void failed(Throwable e) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.warn("The listener of a connection to {} failed; further failures are not logged", source, e);
        }
    }

    /** Ends it: nothing is told from now on. Does not wait. */
    public void end() {
        over = true;
    }

    /** Waits until the call that is under way has returned, a second at most; not for a call in this very thread. */
    public void awaitSilence() {
        if (lock.isHeldByCurrentThread()) {
            return;
        }
        try {
            if (lock.tryLock(END_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
