package io.quotron.providers.csv;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import org.jspecify.annotations.Nullable;

/**
 * Says why CSV cannot be read, and where. The reason is UNAVAILABLE where the file itself cannot be read, else
 * MALFORMED_RESPONSE.
 */
public final class CsvException extends QuotronException {
    private static final long serialVersionUID = 1L;

    private final long line;

    private CsvException(FailureReason reason, String message, long line, @Nullable Throwable cause) {
        super(reason, message, cause);
        this.line = line;
    }

    static CsvException unreadable(String name, Throwable cause) {
        String detail = cause.getClass().getSimpleName() + ": " + Excerpt.of(String.valueOf(cause.getMessage()));
        return new CsvException(FailureReason.UNAVAILABLE, "cannot read " + name + " (" + detail + ")", 0, cause);
    }

    static CsvException malformed(String name, long line, String what) {
        String place = line > 0 ? name + ", line " + line : name;
        return new CsvException(FailureReason.MALFORMED_RESPONSE, place + ": " + what, line, null);
    }

    /**
     * Returns the line that is wrong.
     *
     * @return 1 for the first line; 0 where the problem is not that of one line
     */
    public long line() {
        return line;
    }
}
