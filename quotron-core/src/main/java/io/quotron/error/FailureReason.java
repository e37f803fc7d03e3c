package io.quotron.error;

/**
 * Why a request failed. This table alone decides what the client does next: whether it tries again, whether it asks the next
 * provider, and whether the circuit breaker counts the failure.
 */
public enum FailureReason {
    /** The source answered with a server error, or could not be reached. */
    UNAVAILABLE(Retry.YES, Failover.YES, true),
    /** The answer did not come in time. */
    TIMEOUT(Retry.YES, Failover.YES, true),
    /** The source, or our own limiter in front of it, refused because of too many requests. */
    RATE_LIMITED(Retry.AFTER_PAUSE, Failover.YES, false),
    /** The credentials are missing, wrong or do not cover the request. */
    AUTHENTICATION(Retry.NO, Failover.YES, false),
    /** The source sent a captcha, consent or maintenance page, or refuses this client or country. */
    BLOCKED(Retry.NO, Failover.YES, true),
    /** The source does not know the symbol. */
    SYMBOL_UNKNOWN(Retry.NO, Failover.IF_MAPPED, false),
    /** The symbol is known, but there is nothing for the question; {@link NoDataException#why()} tells more. */
    NO_DATA(Retry.NO, Failover.YES, false),
    /** The source does not offer this kind of data. */
    UNSUPPORTED(Retry.NO, Failover.YES, false),
    /** The question itself is wrong, whoever is asked. */
    INVALID_REQUEST(Retry.NO, Failover.NO, false),
    /** The answer could not be understood or contradicts itself. */
    MALFORMED_RESPONSE(Retry.NO, Failover.YES, true),
    /** The caller cancelled the request or its thread was interrupted. */
    CANCELLED(Retry.NO, Failover.NO, false),
    /** The client was closed. */
    CLOSED(Retry.NO, Failover.NO, false);

    /** Whether the same provider is asked again. */
    public enum Retry {
        /** After a random delay that grows. */
        YES,
        /** Never. */
        NO,
        /** After the pause that the source asked for, if the deadline allows. */
        AFTER_PAUSE
    }

    /** Whether the next provider is asked. */
    public enum Failover {
        /** Always. */
        YES,
        /** Never. */
        NO,
        /** Only where the registry says that the next provider knows the symbol. */
        IF_MAPPED
    }

    private final Retry retry;
    private final Failover failover;
    private final boolean countedByBreaker;

    FailureReason(Retry retry, Failover failover, boolean countedByBreaker) {
        this.retry = retry;
        this.failover = failover;
        this.countedByBreaker = countedByBreaker;
    }

    /**
     * Returns whether the same provider is asked again.
     *
     * @return the rule
     */
    public Retry retry() {
        return retry;
    }

    /**
     * Returns whether the next provider is asked.
     *
     * @return the rule
     */
    public Failover failover() {
        return failover;
    }

    /**
     * Returns whether the circuit breaker of the provider counts this as a failure.
     *
     * @return true if it counts
     */
    public boolean countedByBreaker() {
        return countedByBreaker;
    }
}
