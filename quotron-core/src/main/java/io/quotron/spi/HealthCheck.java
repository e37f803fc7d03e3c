package io.quotron.spi;

import io.quotron.error.QuotronException;
import java.util.Objects;

/**
 * The answer to "are operations on this component likely to succeed?".
 *
 * @param healthy whether they are
 * @param detail what was found, in words; holds no secret
 */
public record HealthCheck(boolean healthy, String detail) {
    /** Checks that there is a detail. */
    public HealthCheck {
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * Returns a good answer.
     *
     * @return healthy, with the detail {@code ok}
     */
    public static HealthCheck ok() {
        return new HealthCheck(true, "ok");
    }

    /**
     * Returns a bad answer.
     *
     * @param detail what is wrong, in words
     * @return not healthy
     */
    public static HealthCheck failed(String detail) {
        return new HealthCheck(false, detail);
    }

    /**
     * Returns a bad answer out of a failure.
     *
     * @param failure what went wrong
     * @return not healthy, with reason and message
     */
    public static HealthCheck failed(QuotronException failure) {
        return new HealthCheck(false, failure.reason() + ": " + failure.getMessage());
    }
}
