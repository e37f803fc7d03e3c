package io.quotron.testkit;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails every test, and every test class, that leaves something behind: a thread named {@code quotron-*} that is alive two
 * seconds later, more than two file descriptors (where {@code /proc/self/fd} tells), or an exception that no thread caught.
 *
 * <p>Registered for all tests by the service loader where {@code junit.jupiter.extensions.autodetection.enabled} is set; otherwise
 * with {@code @ExtendWith(LeakGuard.class)}. What was there before the test, for example a server that {@code @BeforeAll} started,
 * is not blamed on the test but on its class. Tests must not run in parallel in one JVM.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeakGuard.class);

    /** Makes the extension; JUnit does this. */
    public LeakGuard() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        start(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        finish(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        finish(context);
    }

    private static void start(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), LeakWatch.start());
    }

    private static void finish(ExtensionContext context) {
        LeakWatch watch = context.getStore(NAMESPACE).remove(context.getUniqueId(), LeakWatch.class);
        Objects.requireNonNull(watch, "the guard was not started").finish();
    }
}
