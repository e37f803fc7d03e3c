package io.quotron.testkit.csv;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says why a CSV file cannot be read, and where. The reason is UNAVAILABLE where the file itself cannot be read, else
 * MALFORMED_RESPONSE.
 */
public final class CsvException extends QuotronException {
    private static final long serialVersionUID = 1L;

    private final long line;

    private CsvException(FailureReason reason, String message, long line, @Nullable Throwable cause) {
        super(reason, message, cause);
        this.line = line;
    }

    static CsvException unreadable(Path file, Throwable cause) {
        String detail = cause.getClass().getSimpleName() + ": " + Excerpt.of(String.valueOf(cause.getMessage()));
        return new CsvException(FailureReason.UNAVAILABLE, "cannot read " + file + " (" + detail + ")", 0, cause);
    }

    static CsvException inFile(Path file, String message) {
        return new CsvException(FailureReason.MALFORMED_RESPONSE, file + ": " + message, 0, null);
    }

    static CsvException inLine(Path file, long line, String message) {
        return new CsvException(FailureReason.MALFORMED_RESPONSE, file + ", line " + line + ": " + message, line, null);
    }

    /**
     * Returns the line that is malformed.
     *
     * @return 1 for the first line of the file; 0 where the problem is not that of one line
     */
    public long line() {
        return line;
    }
}
