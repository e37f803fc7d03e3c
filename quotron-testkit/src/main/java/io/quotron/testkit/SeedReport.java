package io.quotron.testkit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Adds the seeds that a test took from {@link Seed} to its failure, so that it can be repeated. Registered for all tests by the
 * service loader.
 */
public final class SeedReport implements BeforeEachCallback, TestExecutionExceptionHandler {
    /** Makes the extension; JUnit does this. */
    public SeedReport() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        Seed.forgetUsed();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        for (Seed seed : Seed.used()) {
            context.publishReportEntry("quotron.seed", seed.toString());
            thrown.addSuppressed(new Note(seed));
        }
        throw thrown;
    }

    /** A line in the stack trace of the failure. */
    private static final class Note extends Exception {
        private static final long serialVersionUID = 1L;

        private Note(Seed seed) {
            super(seed.toString(), null, false, false);
        }
    }
}
