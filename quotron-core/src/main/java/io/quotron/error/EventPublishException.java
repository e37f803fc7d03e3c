package io.quotron.error;

import org.jspecify.annotations.Nullable;

/** An event could not be handed over. */
public final class EventPublishException extends QuotronException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param reason why
     * @param message what happened, which value and what to do
     * @param cause what led to it, or null
     */
    public EventPublishException(FailureReason reason, String message, @Nullable Throwable cause) {
        super(reason, message, cause);
    }
}
