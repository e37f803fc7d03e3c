package io.quotron.spi;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a provider is given with every call: how long it may take, how to learn that nobody waits any more, and the gate that
 * every request to its server must pass.
 *
 * <p>Thread-safe.
 */
public final class RequestContext {
    /** Charges a request to the rate limiter before it is sent. */
    @FunctionalInterface
    public interface Gate {
        /**
         * Takes permits, waiting for them if the deadline allows.
         *
         * @param weight how many permits the request costs, at least 1
         * @param context the call that wants to send
         * @throws io.quotron.error.RateLimitedException if the permits cannot come in time
         * @throws QuotronException with reason CANCELLED or TIMEOUT if the call ended while it waited
         */
        void enter(int weight, RequestContext context);

        /**
         * Hears what the server says about its own count. Ignored unless overridden.
         *
         * @param report what the server said
         */
        default void onReport(LimitReport report) {}
    }

    /** Finds the spelling that the host registered for a symbol at this provider. */
    @FunctionalInterface
    public interface SymbolOverrides {
        /**
         * Looks a symbol up.
         *
         * @param symbol the canonical symbol
         * @return the provider's spelling; empty where the host registered none
         */
        Optional<String> nativeSymbol(Symbol symbol);
    }

    private final TimeSource time;
    private final long deadlineNanos;
    private final Gate gate;
    private final Consumer<String> notes;
    private final Consumer<LimitReport> limitReports;
    private final SymbolOverrides overrides;
    private final Cancellation cancellation;

    private RequestContext(Builder builder) {
        this.time = builder.time;
        this.deadlineNanos = builder.time.nanoTime() + nanos(builder.timeout);
        this.gate = builder.gate;
        this.notes = builder.notes;
        this.limitReports = builder.limitReports;
        this.overrides = builder.overrides;
        this.cancellation = builder.cancellation;
    }

    /** More than a clock can count is as long as it can count. */
    private static long nanos(Duration timeout) {
        Duration most = Duration.ofNanos(Long.MAX_VALUE);
        return timeout.compareTo(most) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }

    /**
     * Starts a context that charges nothing, notes nothing and ends after 30 seconds.
     *
     * @param time the clock
     * @return a builder
     */
    public static Builder builder(TimeSource time) {
        return new Builder(time);
    }

    /**
     * Returns the clock that all times of the answer come from.
     *
     * @return the time source
     */
    public TimeSource time() {
        return time;
    }

    /**
     * Returns how long the call may still take.
     *
     * @return a duration; zero once the deadline has passed
     */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - time.nanoTime()));
    }

    /**
     * Tells whether nobody waits for the answer any more.
     *
     * @return true after cancellation
     */
    public boolean isCancelled() {
        return cancellation.isCancelled();
    }

    /**
     * Ends the call if it was cancelled, its thread was interrupted, or its deadline has passed.
     *
     * @throws QuotronException with reason CANCELLED or TIMEOUT
     */
    public void throwIfEnded() {
        if (isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new QuotronException(FailureReason.CANCELLED, "the request was cancelled");
        }
        if (deadlineNanos - time.nanoTime() <= 0) {
            throw new QuotronException(FailureReason.TIMEOUT, "the deadline of the request has passed");
        }
    }

    /**
     * Runs something when the call is cancelled, at once if it is already. Closing the handle takes it back.
     *
     * @param action for example the closing of a socket; must be quick
     * @return a handle
     */
    public Registration onCancel(Runnable action) {
        return cancellation.onCancel(action);
    }

    /**
     * Must be called once before each request that is sent, so that the server never sees one that was not charged. Waits for
     * the rate limiter if the deadline allows.
     *
     * @throws io.quotron.error.RateLimitedException if the limit does not allow a request in time
     * @throws QuotronException with reason CANCELLED or TIMEOUT if the call ended while it waited
     */
    public void beforeRequest() {
        beforeRequest(1);
    }

    /**
     * As {@link #beforeRequest()}, for a request that costs more than one permit.
     *
     * @param weight how many permits the request costs, at least 1
     * @throws io.quotron.error.RateLimitedException if the limit does not allow a request in time
     * @throws QuotronException with reason CANCELLED or TIMEOUT if the call ended while it waited
     */
    public void beforeRequest(int weight) {
        throwIfEnded();
        gate.enter(weight, this);
    }

    /**
     * Returns a context for a later step of something that outlives this call, for example a message on a connection: all the same but
     * for the deadline.
     *
     * @param timeout how long the step may take, from now on
     * @return a new context
     */
    public RequestContext withTimeout(Duration timeout) {
        return new Builder(time)
                .timeout(timeout)
                .gate(gate)
                .notes(notes)
                .limitReports(limitReports)
                .overrides(overrides)
                .cancellation(cancellation)
                .build();
    }

    /**
     * Adds something worth knowing to the trail of the request.
     *
     * @param text what happened, in words; must hold no secret
     */
    public void note(String text) {
        notes.accept(text);
    }

    /**
     * Passes on what the server says about its own count of our requests, so that the limiter follows it where it is stricter than ours.
     *
     * @param report what the server said
     */
    public void reportLimit(LimitReport report) {
        gate.onReport(report);
        limitReports.accept(report);
    }

    /**
     * Returns the spelling that the host registered for a symbol at this provider.
     *
     * @param symbol the canonical symbol
     * @return the native symbol; empty where the provider's own rule holds
     */
    public Optional<String> nativeSymbol(Symbol symbol) {
        return overrides.nativeSymbol(symbol);
    }

    /** Tells calls that nobody waits for them any more. Thread-safe. */
    public static final class Cancellation {
        private static final Logger LOG = LoggerFactory.getLogger(RequestContext.class);

        private final Object lock = new Object();
        private final List<Runnable> actions = new ArrayList<>();
        private boolean cancelled;

        /** Makes one that is not cancelled. */
        public Cancellation() {}

        /** Cancels, and runs what was registered. Idempotent. */
        public void cancel() {
            List<Runnable> toRun;
            synchronized (lock) {
                cancelled = true;
                toRun = List.copyOf(actions);
                actions.clear();
            }
            toRun.forEach(Cancellation::runSafely);
        }

        /** One action that fails must not keep the others from running. */
        private static void runSafely(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("An action on cancellation failed", e);
            }
        }

        /**
         * Tells whether {@link #cancel()} was called.
         *
         * @return true after cancellation
         */
        public boolean isCancelled() {
            synchronized (lock) {
                return cancelled;
            }
        }

        /**
         * Runs something on cancellation, at once if it has happened. Closing the handle takes it back.
         *
         * @param action must be quick
         * @return a handle
         */
        public Registration onCancel(Runnable action) {
            AtomicBoolean once = new AtomicBoolean();
            Runnable guarded = () -> {
                if (once.compareAndSet(false, true)) {
                    action.run();
                }
            };
            boolean now;
            synchronized (lock) {
                now = cancelled;
                if (!now) {
                    actions.add(guarded);
                }
            }
            if (now) {
                guarded.run();
            }
            return () -> {
                synchronized (lock) {
                    actions.remove(guarded);
                }
            };
        }
    }

    /** Collects what a {@link RequestContext} is made of. Not thread-safe. */
    public static final class Builder {
        private final TimeSource time;
        private Duration timeout = Duration.ofSeconds(30);
        private Gate gate = (weight, context) -> {};
        private Consumer<String> notes = text -> {};
        private Consumer<LimitReport> limitReports = report -> {};
        private SymbolOverrides overrides = symbol -> Optional.empty();
        private Cancellation cancellation = new Cancellation();

        private Builder(TimeSource time) {
            this.time = Objects.requireNonNull(time, "time");
        }

        /**
         * Sets how long the call may take, from {@link #build()} on.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder timeout(Duration value) {
            this.timeout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets what is charged before each request.
         *
         * @param value the gate
         * @return this builder
         */
        public Builder gate(Gate value) {
            this.gate = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets where notes go.
         *
         * @param value takes each note
         * @return this builder
         */
        public Builder notes(Consumer<String> value) {
            this.notes = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets where reports of the server's own count go, beside the gate.
         *
         * @param value takes each report
         * @return this builder
         */
        public Builder limitReports(Consumer<LimitReport> value) {
            this.limitReports = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the host's spellings.
         *
         * @param value finds a spelling
         * @return this builder
         */
        public Builder overrides(SymbolOverrides value) {
            this.overrides = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets what can cancel the call.
         *
         * @param value the cancellation
         * @return this builder
         */
        public Builder cancellation(Cancellation value) {
            this.cancellation = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the context; its time starts to run.
         *
         * @return the context
         */
        public RequestContext build() {
            return new RequestContext(this);
        }
    }
}
