package io.quotron.providers.checks;

import java.io.Serial;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The logs of all tests of this module: silent, unless a test listens to them, which then hears every level. */
public final class CapturingLogs implements SLF4JServiceProvider {
    private static final AtomicReference<@Nullable Consumer<String>> LISTENER = new AtomicReference<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** Made by SLF4J. */
    public CapturingLogs() {}

    /** Tells a listener everything that is logged, by SLF4J or by the JDK, until it is closed. */
    static Listening listen(Consumer<String> listener) {
        LISTENER.set(listener);
        return new Listening(listener);
    }

    /** Ends the listening. */
    static final class Listening extends Handler implements AutoCloseable {
        private final Logger root = Logger.getLogger("");
        private final @Nullable Level before = root.getLevel();
        private final Handler[] others = root.getHandlers();
        private final Consumer<String> listener;

        private Listening(Consumer<String> listener) {
            this.listener = listener;
            Arrays.stream(others).forEach(root::removeHandler);
            setLevel(Level.ALL);
            root.setLevel(Level.ALL);
            root.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            Throwable thrown = line.getThrown();
            listener.accept(line.getLoggerName() + " " + line.getMessage() + " " + Arrays.toString(line.getParameters())
                    + (thrown == null ? "" : Canary.textOf(thrown)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            LISTENER.set(null);
            root.removeHandler(this);
            root.setLevel(before);
            Arrays.stream(others).forEach(root::addHandler);
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Line::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    /** A logger without a place of its own. */
    private static final class Line extends LegacyAbstractLogger {
        @Serial
        private static final long serialVersionUID = 1L;

        Line(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return LISTENER.get() != null;
        }

        @Override
        public boolean isDebugEnabled() {
            return LISTENER.get() != null;
        }

        @Override
        public boolean isInfoEnabled() {
            return LISTENER.get() != null;
        }

        @Override
        public boolean isWarnEnabled() {
            return LISTENER.get() != null;
        }

        @Override
        public boolean isErrorEnabled() {
            return LISTENER.get() != null;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                org.slf4j.event.Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            Consumer<String> listener = LISTENER.get();
            if (listener != null) {
                String text = MessageFormatter.basicArrayFormat(message, arguments);
                listener.accept(level + " " + name + " " + text + (thrown == null ? "" : Canary.textOf(thrown)));
            }
        }
    }
}
