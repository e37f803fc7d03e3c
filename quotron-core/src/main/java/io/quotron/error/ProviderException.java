package io.quotron.error;

import io.quotron.model.SourceId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider could not answer. */
public class ProviderException extends QuotronException {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * Makes an exception.
     *
     * @param source the provider
     * @param reason why
     * @param message what happened, in words, without the name of the provider and without any secret
     */
    public ProviderException(SourceId source, FailureReason reason, String message) {
        this(source, reason, message, null);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param source the provider
     * @param reason why
     * @param message what happened, in words, without the name of the provider and without any secret
     * @param cause what led to it, or null
     */
    public ProviderException(SourceId source, FailureReason reason, String message, @Nullable Throwable cause) {
        super(reason, named(source, message), cause);
        this.source = Objects.requireNonNull(source, "source").id();
    }

    /**
     * Makes an exception without a stack trace, for calls that are refused by the thousand.
     *
     * @param source the provider
     * @param reason why
     * @param message what happened, in words
     * @param writableStackTrace false to leave out the stack trace
     */
    protected ProviderException(SourceId source, FailureReason reason, String message, boolean writableStackTrace) {
        super(reason, named(source, message), null, writableStackTrace);
        this.source = Objects.requireNonNull(source, "source").id();
    }

    /** A message that went through a batch answer names its source already. */
    private static String named(SourceId source, String message) {
        String prefix = source + ": ";
        return message.startsWith(prefix) ? message : prefix + message;
    }

    /**
     * Returns the provider.
     *
     * @return its id
     */
    public SourceId source() {
        return SourceId.of(source);
    }
}
