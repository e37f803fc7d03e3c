package io.quotron.storage;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import java.sql.SQLException;
import java.util.Optional;

/** Turns what drivers and Jdbi throw into the one exception of this module. */
final class Failures {
    private static final int MAX_CAUSES = 20;

    private Failures() {}

    /** Says what failed and why; a {@link StorageException} is returned as it is. */
    static StorageException of(String what, Throwable failure, Dialect dialect) {
        if (failure instanceof StorageException known) {
            return known;
        }
        Optional<SQLException> cause = sqlCause(failure);
        FailureReason reason = cause.map(dialect::reason).orElse(FailureReason.MALFORMED_RESPONSE);
        String why = cause.map(Throwable::getMessage).orElse(failure.toString());
        return new StorageException(reason, what + ": " + Excerpt.of(String.valueOf(why)), failure);
    }

    /** Finds the first failure of a driver among the causes. */
    static Optional<SQLException> sqlCause(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** The only place that takes an interrupt: the flag stays set. */
    static StorageException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new StorageException(
                FailureReason.CANCELLED, "the thread was interrupted while it waited for the database", interrupted);
    }

    static StorageException closed() {
        return new StorageException(FailureReason.CLOSED, "the storage is closed", null);
    }
}
