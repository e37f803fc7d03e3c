package io.quotron.error;

import java.util.Arrays;
import java.util.List;

/**
 * Every provider that could be asked was asked, and none answered. The reason is that of the first provider; the failures of
 * all are suppressed exceptions, in the order in which they were asked.
 */
public final class AllProvidersFailedException extends QuotronException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param question what was asked, in words
     * @param failures why each provider failed, in the order in which they were asked; not empty
     */
    public AllProvidersFailedException(String question, List<? extends QuotronException> failures) {
        super(failures.get(0).reason(), message(question, failures), failures.get(0));
        failures.forEach(this::addSuppressed);
    }

    private static String message(String question, List<? extends QuotronException> failures) {
        StringBuilder text = new StringBuilder("no provider could answer ").append(question);
        failures.forEach(failure -> text.append("; ")
                .append(failure.getMessage())
                .append(" [")
                .append(failure.reason())
                .append(']'));
        return text.toString();
    }

    /**
     * Returns why each provider failed.
     *
     * @return the failures, in the order in which the providers were asked
     */
    public List<QuotronException> attempts() {
        return Arrays.stream(getSuppressed())
                .filter(QuotronException.class::isInstance)
                .map(QuotronException.class::cast)
                .toList();
    }
}
