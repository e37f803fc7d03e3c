package io.quotron.error;

import io.quotron.model.SourceId;
import java.util.Objects;

/** The symbol is known, but the provider has nothing for the question. */
public final class NoDataException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** Why there is nothing. */
    public enum Why {
        /** No session in the span: a holiday or weekend. */
        HOLIDAY,
        /** The span is before the first or after the last day of the instrument. */
        OUT_OF_RANGE,
        /** The instrument is no longer traded. */
        DELISTED,
        /** The provider does not reach back that far for this interval. */
        PROVIDER_LIMIT,
        /** The provider has no price now. */
        NO_PRICE,
        /** The provider does not tell. */
        NOT_TOLD
    }

    /**
     * Makes an exception.
     *
     * @param source the provider
     * @param why why there is nothing
     * @param message what happened, in words
     */
    public NoDataException(SourceId source, Why why, String message) {
        super(source, FailureReason.NO_DATA, message);
        this.why = Objects.requireNonNull(why, "why");
    }

    /**
     * Returns why there is nothing.
     *
     * @return the cause as far as the provider tells
     */
    public Why why() {
        return why;
    }
}
