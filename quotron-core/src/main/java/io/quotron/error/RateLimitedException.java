package io.quotron.error;

import io.quotron.model.SourceId;
import java.time.Duration;
import java.util.Objects;

/** A provider, or our own limiter in front of it, allows no request now. Has no stack trace: it may be thrown by the thousand. */
public final class RateLimitedException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * Makes an exception.
     *
     * @param source the provider
     * @param message what happened, in words
     * @param retryAfter how long no request will be let through; zero where the provider does not tell
     */
    public RateLimitedException(SourceId source, String message, Duration retryAfter) {
        super(source, FailureReason.RATE_LIMITED, message, false);
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /**
     * Returns how long to wait.
     *
     * @return a duration; zero where the provider does not tell
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
