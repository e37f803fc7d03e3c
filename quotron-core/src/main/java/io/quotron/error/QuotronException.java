package io.quotron.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws when it cannot do what it was asked; misuse of the API gives the exceptions of the JDK
 * instead. The reason tells what to expect of a second try, the trail what was tried already. Messages hold no secret.
 */
public class QuotronException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private transient volatile Trail trail = Trail.EMPTY;

    /**
     * Makes an exception without a cause.
     *
     * @param reason why
     * @param message what happened, which value and what to do
     */
    public QuotronException(FailureReason reason, String message) {
        this(reason, message, null);
    }

    /**
     * Makes an exception.
     *
     * @param reason why
     * @param message what happened, which value and what to do
     * @param cause what led to it, or null
     */
    public QuotronException(FailureReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Makes an exception without a stack trace, for calls that are refused by the thousand.
     *
     * @param reason why
     * @param message what happened, which value and what to do
     * @param cause what led to it, or null
     * @param writableStackTrace false to leave out the stack trace
     */
    protected QuotronException(
            FailureReason reason, String message, @Nullable Throwable cause, boolean writableStackTrace) {
        super(message, cause, true, writableStackTrace);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Returns why it failed.
     *
     * @return the reason
     */
    public FailureReason reason() {
        return reason;
    }

    /**
     * Returns what was tried before giving up.
     *
     * @return the steps; {@link Trail#EMPTY} if the request did not get as far as the first step
     */
    public Trail trail() {
        Trail steps = trail;
        return steps == null ? Trail.EMPTY : steps; // null after deserialization
    }

    /**
     * Attaches what was tried; the client does so before it throws.
     *
     * @param steps the trail
     */
    public void attachTrail(Trail steps) {
        this.trail = Objects.requireNonNull(steps, "steps");
    }
}
