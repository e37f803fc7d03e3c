package io.quotron.error;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. */
public final class StorageException extends QuotronException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param reason why
     * @param message what happened, which value and what to do
     * @param cause what led to it, or null
     */
    public StorageException(FailureReason reason, String message, @Nullable Throwable cause) {
        super(reason, message, cause);
    }
}
