package io.quotron.internal.request;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Trail;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * The circuit breaker of one provider.
 *
 * <p>Resilience4j counts and times; two rules are ours, because its half-open state decides by a rate: with two probes it would
 * close on one success and one failure. Here any failed probe opens the breaker again. And a call that began before the last
 * change of state says nothing about the present one, so its outcome is not counted.
 *
 * <p>The clock is the monotonic one: a jump of the wall clock neither opens nor closes anything. Thread-safe.
 */
final class Breaker {
    private final SourceId source;
    private final CircuitBreaker delegate;
    private final MonotonicClock clock;
    private final BreakerChanges changes;
    private final Object lock = new Object();
    private long generation;
    private CircuitBreaker.State seen = CircuitBreaker.State.CLOSED;
    private final TimeSource time;
    private long probesDueNanos;

    Breaker(SourceId source, BreakerPolicy policy, TimeSource time) {
        this(source, policy, time, MetricsListener.none());
    }

    Breaker(SourceId source, BreakerPolicy policy, TimeSource time, MetricsListener metrics) {
        this.source = source;
        this.time = time;
        this.changes = new BreakerChanges(source, metrics);
        this.clock = new MonotonicClock(time);
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindow(policy.failures(), policy.failures(), CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .waitDurationInOpenState(policy.openFor())
                .permittedNumberOfCallsInHalfOpenState(policy.successes())
                .writableStackTraceEnabled(false)
                .clock(clock)
                .currentTimestampFunction(any -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .build();
        this.delegate = CircuitBreaker.of(source.id(), config);
    }

    /** Lets a call pass, or refuses it at once. */
    Permit acquire(Call call) {
        try {
            return acquireLocked(call);
        } finally {
            changes.tell();
        }
    }

    private Permit acquireLocked(Call call) {
        synchronized (lock) {
            clock.asking = true;
            boolean allowed = delegate.tryAcquirePermission();
            clock.asking = false;
            expectProbe(allowed, call);
            if (!allowed) {
                call.note(Trail.Kind.BREAKER_OPEN, source, FailureReason.UNAVAILABLE, "");
                throw new Refused(source);
            }
            observe();
            return new Permit(generation);
        }
    }

    /** A probe that is not back at its deadline has failed; a provider that never returns must not hold the permits for ever. */
    private void expectProbe(boolean allowed, Call call) {
        if (delegate.getState() != CircuitBreaker.State.HALF_OPEN) {
            return;
        }
        if (allowed) {
            probesDueNanos = time.nanoTime() + Nanos.of(call.remaining());
        } else if (time.nanoTime() - probesDueNanos > 0) {
            delegate.transitionToOpenState();
            observe();
        }
    }

    boolean refusesAll() {
        return delegate.getState() == CircuitBreaker.State.OPEN;
    }

    BreakerPolicy.State state() {
        return stateOf(delegate.getState());
    }

    private static BreakerPolicy.State stateOf(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> BreakerPolicy.State.OPEN;
            case HALF_OPEN -> BreakerPolicy.State.HALF_OPEN;
            default -> BreakerPolicy.State.CLOSED;
        };
    }

    private void observe() {
        CircuitBreaker.State now = delegate.getState();
        if (now != seen) {
            changes.add(stateOf(seen), stateOf(now));
            seen = now;
            generation++;
        }
    }

    /** The right to make one call; its first report counts, and without a report the call does not count. */
    final class Permit {
        private final long issuedIn;
        private boolean done;

        private Permit(long issuedIn) {
            this.issuedIn = issuedIn;
        }

        void succeeded() {
            synchronized (lock) {
                if (isCurrent()) {
                    delegate.onSuccess(0, TimeUnit.NANOSECONDS);
                    observe();
                }
            }
            changes.tell();
        }

        void failed() {
            synchronized (lock) {
                if (isCurrent()) {
                    boolean probe = delegate.getState() == CircuitBreaker.State.HALF_OPEN;
                    delegate.onError(0, TimeUnit.NANOSECONDS, new Refused(source));
                    if (probe && delegate.getState() != CircuitBreaker.State.OPEN) {
                        delegate.transitionToOpenState();
                    }
                    observe();
                }
            }
            changes.tell();
        }

        void release() {
            synchronized (lock) {
                if (isCurrent()) {
                    delegate.releasePermission();
                }
            }
        }

        private boolean isCurrent() {
            boolean first = !done;
            done = true;
            return first && issuedIn == generation;
        }
    }

    /** A call that was not made; has no stack trace, because it may be thrown by the thousand. */
    private static final class Refused extends ProviderException {
        private static final long serialVersionUID = 1L;

        private Refused(SourceId source) {
            super(
                    source,
                    FailureReason.UNAVAILABLE,
                    "left alone after repeated failures (circuit breaker open)",
                    false);
        }
    }

    private static final class MonotonicClock extends Clock {
        private final TimeSource source;
        private final Instant base;
        private final long baseNanos;
        private volatile boolean asking;

        private MonotonicClock(TimeSource time) {
            this.source = time;
            this.base = time.now();
            this.baseNanos = time.nanoTime();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            long sinceBase = source.nanoTime() - baseNanos;
            // Resilience4j lets probes through after the wait has ended; at its end is what our policy says.
            return base.plusNanos(asking ? sinceBase + 1 : sinceBase);
        }
    }
}
