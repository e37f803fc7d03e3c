package io.quotron.internal.request;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.health.SourceHealth;
import io.quotron.model.SourceId;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.resilience.ProviderSettings;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.LimitReport;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the client keeps about one provider across all kinds of requests: limiter, breaker, budget and counters. Thread-safe. */
public final class ProviderState {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration PATIENCE_WITH_ALTERNATIVES = Duration.ofSeconds(1);
    private static final Duration PATIENCE_ALONE = Duration.ofDays(1);
    private static final double LATENCY_WEIGHT = 0.2;

    private final MarketDataProvider provider;
    private final ProviderSettings settings;
    private final TimeSource time;
    private final MetricsListener metrics;
    private final SlidingWindowLimiter limiter;
    private final Breaker breaker;
    private final RetryBudget budget;

    private final Object lock = new Object();
    private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
    private long attempts;
    private long successes;
    private int limitedInARow;
    private double latencyNanos = Double.NaN;
    private @Nullable Instant lastSuccess;
    private @Nullable Instant lastFailure;
    private @Nullable QuotronException lastError;
    private SourceHealth.@Nullable Drift lastDrift;

    public ProviderState(
            MarketDataProvider provider, ProviderSettings settings, TimeSource time, MetricsListener metrics) {
        this.provider = provider;
        this.settings = settings;
        this.time = time;
        this.metrics = metrics;
        RateLimit limit = settings.rateLimit().orElse(provider.descriptor().rateLimit());
        this.limiter = new SlidingWindowLimiter(source(), limit, time);
        this.breaker = new Breaker(source(), settings.breaker(), time, metrics);
        this.budget = new RetryBudget(settings.retry());
    }

    public MarketDataProvider provider() {
        return provider;
    }

    public SourceId source() {
        return provider.descriptor().id();
    }

    /** The spellings that the host registered for this provider, as of today by the clock of the client. */
    public RequestContext.SymbolOverrides spellings(InstrumentRegistry registry) {
        return symbol -> registry.nativeSymbol(source().id(), symbol, LocalDate.ofInstant(time.now(), ZoneOffset.UTC));
    }

    ProviderSettings settings() {
        return settings;
    }

    SlidingWindowLimiter limiter() {
        return limiter;
    }

    Breaker breaker() {
        return breaker;
    }

    RetryBudget budget() {
        return budget;
    }

    /** The gate that requests of a call pass before they are sent. */
    RequestContext.Gate gate(Call call) {
        return gate((weight, context) -> {
            Duration patience = call.hasAlternatives() ? PATIENCE_WITH_ALTERNATIVES : PATIENCE_ALONE;
            try {
                charge(weight, patience, call, context);
            } catch (RateLimitedException e) {
                call.ownRefusal(e);
                throw e;
            }
        });
    }

    /** The gate for what is sent outside of a request: connections and messages of streams. */
    public RequestContext.Gate streamGate() {
        return gate((weight, context) -> {
            Call call = new Call(time, context.remaining(), false);
            Registration cancelled = context.onCancel(call.cancellation()::cancel);
            try {
                charge(weight, PATIENCE_ALONE, call, context);
            } finally {
                cancelled.close();
            }
        });
    }

    /** What the server counts concerns all that is sent to it, whoever heard of it. */
    private RequestContext.Gate gate(RequestContext.Gate charging) {
        return new RequestContext.Gate() {
            @Override
            public void enter(int weight, RequestContext context) {
                charging.enter(weight, context);
            }

            @Override
            public void onReport(LimitReport report) {
                limiter.follow(report);
            }
        };
    }

    private void charge(int weight, Duration patience, Call call, RequestContext context) {
        long asked = time.nanoTime();
        limiter.acquire(weight, patience, call, context);
        metrics.onRequestCharged(source(), weight, Duration.ofNanos(time.nanoTime() - asked));
    }

    void onSuccess(Duration took) {
        synchronized (lock) {
            attempts++;
            successes++;
            lastSuccess = time.now();
            double nanos = took.toNanos();
            latencyNanos = Double.isNaN(latencyNanos) ? nanos : latencyNanos + LATENCY_WEIGHT * (nanos - latencyNanos);
        }
        metrics.onAttempt(source(), null, took);
    }

    void onFailure(QuotronException failure, Duration took) {
        synchronized (lock) {
            attempts++;
            failures.merge(failure.reason(), 1L, Long::sum);
            lastFailure = time.now();
            lastError = failure;
        }
        metrics.onAttempt(source(), failure.reason(), took);
    }

    /** A refusal pauses the provider: as long as it says, or longer each time while it does not say. */
    RateLimitedException onLimited(RateLimitedException refusal) {
        Duration told = refusal.retryAfter();
        Duration pause = told.compareTo(SlidingWindowLimiter.MAX_PAUSE) > 0 ? SlidingWindowLimiter.MAX_PAUSE : told;
        synchronized (lock) {
            if (told.isZero() || told.isNegative()) {
                pause = FIRST_PAUSE.multipliedBy(1L << Math.min(limitedInARow, 10));
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
            limitedInARow++;
        }
        limiter.pause(pause);
        return !pause.equals(told)
                ? new RateLimitedException(source(), "too many requests; leaving it alone for " + pause, pause)
                : refusal;
    }

    void onNotLimited() {
        synchronized (lock) {
            limitedInARow = 0;
        }
    }

    DriftWatch newDriftWatch() {
        return new DriftWatch(time);
    }

    /** The reason and message of a failure, short enough to be shown. */
    static String detail(QuotronException failure) {
        String text = failure.reason() + ": " + failure.getMessage();
        return Excerpt.of(text.length() < Excerpt.MAX_LENGTH ? text : text.substring(0, Excerpt.MAX_LENGTH - 1) + "…");
    }

    /** Answers to one kind of question could not be read. */
    void onDrift(String kind, String detail, boolean isNew) {
        synchronized (lock) {
            lastDrift = new SourceHealth.Drift(time.now(), kind, detail);
        }
        if (isNew) {
            metrics.onSchemaDrift(source(), kind, detail);
        }
    }

    /** What health tells about this provider. */
    public SourceHealth health() {
        synchronized (lock) {
            Duration pause = limiter.pausedFor();
            return new SourceHealth(
                    source(),
                    status(pause),
                    breaker.state(),
                    pause,
                    attempts,
                    successes,
                    Map.copyOf(failures),
                    limiter.charged(),
                    Double.isNaN(latencyNanos) ? Duration.ZERO : Duration.ofNanos((long) latencyNanos),
                    Optional.ofNullable(lastSuccess),
                    Optional.ofNullable(lastFailure),
                    Optional.ofNullable(lastError).map(error -> error.reason() + ": " + error.getMessage()),
                    Optional.ofNullable(lastDrift),
                    limiter.reports());
        }
    }

    private SourceHealth.Status status(Duration pause) {
        QuotronException error = lastError;
        boolean failedLast = lastFailure != null && (lastSuccess == null || lastFailure.isAfter(lastSuccess));
        if (failedLast && error != null && error.reason() == FailureReason.AUTHENTICATION) {
            return SourceHealth.Status.CREDENTIALS;
        }
        return switch (breaker.state()) {
            case OPEN -> SourceHealth.Status.DOWN;
            case HALF_OPEN -> SourceHealth.Status.DEGRADED;
            case CLOSED ->
                pause.isZero()
                                && !(failedLast
                                        && error != null
                                        && error.reason().countedByBreaker())
                        ? SourceHealth.Status.UP
                        : SourceHealth.Status.DEGRADED;
        };
    }
}
