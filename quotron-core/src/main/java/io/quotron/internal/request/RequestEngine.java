package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.error.Trail;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.request.Traced;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs requests: one path for each kind of question, calls that can be cancelled, and one way to close. Thread-safe. */
public final class RequestEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestEngine.class);

    private final List<ProviderState> providers;
    private final InstrumentRegistry registry;
    private final TimeSource time;
    private final ExecutorService executor;
    private final RequestPaths paths;
    private final Set<Call> active = ConcurrentHashMap.newKeySet();
    private final Map<Call, CompletableFuture<?>> pending = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param parts what all paths share
     * @param executor runs asynchronous requests; closed with the engine only if it is the client's own
     */
    public RequestEngine(EngineParts parts, ExecutorService executor) {
        this.providers = parts.providers();
        this.registry = parts.registry();
        this.time = parts.time();
        this.executor = executor;
        this.paths = new RequestPaths(parts);
    }

    RequestPaths paths() {
        return paths;
    }

    TimeSource time() {
        return time;
    }

    List<SourceId> requireProviders(String... ids) {
        Objects.requireNonNull(ids, "providerIds");
        if (ids.length == 0) {
            throw new IllegalArgumentException("name at least one provider; the client has " + sources());
        }
        LinkedHashSet<SourceId> only = new LinkedHashSet<>();
        for (String id : ids) {
            SourceId source = SourceId.of(id);
            if (!sources().contains(source)) {
                throw new IllegalArgumentException("no provider '" + id + "'; the client has " + sources());
            }
            only.add(source);
        }
        return List.copyOf(only);
    }

    private List<SourceId> sources() {
        return providers.stream().map(ProviderState::source).toList();
    }

    /** Fetches quotes for a stream that is polled: of one provider, past the cache, each symbol with its own result. */
    public Map<Symbol, Result<Quote>> poll(SourceId source, Set<Symbol> symbols, Duration timeout) {
        Set<Asked<Symbol>> keys = new LinkedHashSet<>();
        symbols.forEach(symbol -> keys.add(new Asked<>(symbol, List.of(source))));
        return run(call -> results(paths.quotes().ask(keys, call), keys), timeout, true)
                .value();
    }

    static Map<Symbol, Result<Quote>> results(Map<Asked<Symbol>, Outcome<Quote>> outcomes, Set<Asked<Symbol>> inOrder) {
        Map<Symbol, Result<Quote>> results = new LinkedHashMap<>();
        for (Asked<Symbol> key : inOrder) {
            Outcome<Quote> outcome = outcomes.get(key);
            results.put(key.what(), outcome == null ? notAnswered() : result(outcome));
        }
        return results;
    }

    private static Result<Quote> notAnswered() {
        return Result.failure(FailureReason.MALFORMED_RESPONSE, "no answer");
    }

    private static Result<Quote> result(Outcome<Quote> outcome) {
        Quote value = outcome.value();
        if (value != null) {
            return Result.success(value);
        }
        QuotronException failure = outcome.failure();
        return failure == null ? notAnswered() : Result.failure(failure.reason(), String.valueOf(failure.getMessage()));
    }

    /** Lets every provider ask its server something cheap, through its breaker and limits; what comes of it shows in health. */
    public void checkProviders(Duration timeout) {
        for (ProviderState state : providers) {
            try {
                run(call -> check(state, call), timeout, true);
            } catch (QuotronException e) {
                LOG.debug("Health check of {} failed: {}", state.source(), e.getMessage());
            }
        }
    }

    private HealthCheck check(ProviderState state, Call call) {
        CallStage.Role<String, HealthCheck> role = RequestPaths.oneByOne((what, context) -> healthy(state, context));
        Stage<String, HealthCheck> last = new CallStage<>(state, role, registry);
        Stage<String, HealthCheck> path =
                new BreakerStage<>(state, new RateLimitStage<>(state, new DeadlineStage<>(state, last)));
        Asked<String> key = new Asked<>("health", List.of());
        return path.ask(Set.of(key), call)
                .getOrDefault(key, Outcome.of(HealthCheck.failed("no answer")))
                .get();
    }

    private static HealthCheck healthy(ProviderState state, RequestContext context) {
        HealthCheck check = state.provider().check(context);
        if (!check.healthy()) {
            throw new ProviderException(state.source(), FailureReason.UNAVAILABLE, check.detail());
        }
        return check;
    }

    boolean isClosed() {
        return closed;
    }

    void throwIfClosed() {
        if (closed) {
            throw closedException(null);
        }
    }

    <T> Traced<T> run(Function<Call, T> body, Duration timeout, boolean fresh) {
        return run(body, new Call(time, timeout, fresh));
    }

    private <T> Traced<T> run(Function<Call, T> body, Call call) {
        throwIfClosed();
        active.add(call);
        try {
            if (closed) {
                call.cancellation().cancel();
            }
            return new Traced<>(body.apply(call), call.trail());
        } catch (QuotronException e) {
            throw finished(e, call);
        } finally {
            active.remove(call);
        }
    }

    private QuotronException finished(QuotronException failure, Call call) {
        boolean byClose = closed && failure.reason() == FailureReason.CANCELLED;
        QuotronException thrown = byClose
                ? new QuotronException(FailureReason.CLOSED, "the client was closed during the request", failure)
                : failure;
        if (thrown.trail().equals(Trail.EMPTY)) {
            thrown.attachTrail(call.trail());
        }
        return thrown;
    }

    <T> CompletableFuture<T> runAsync(Function<Call, T> body, Duration timeout, boolean fresh) {
        Call call = new Call(time, timeout, fresh);
        AsyncAnswer<T> answer = new AsyncAnswer<>(call);
        pending.put(call, answer);
        try {
            answer.task = executor.submit(() -> complete(answer, body, call));
        } catch (RejectedExecutionException e) {
            pending.remove(call);
            answer.completeExceptionally(refused(e));
        }
        if (closed) { // perhaps between the two steps above, when nobody would ever run the task
            pending.remove(call);
            answer.completeExceptionally(closedException(null));
        }
        return answer;
    }

    private QuotronException refused(RejectedExecutionException e) {
        if (closed) {
            return closedException(e);
        }
        return executor.isShutdown()
                ? new QuotronException(FailureReason.CLOSED, "the executor that the client was given is shut down", e)
                : new QuotronException(FailureReason.RATE_LIMITED, "too many requests are waiting for a thread", e);
    }

    private static QuotronException closedException(@Nullable Throwable cause) {
        return new QuotronException(FailureReason.CLOSED, "the client is closed", cause);
    }

    private <T> void complete(AsyncAnswer<T> answer, Function<Call, T> body, Call call) {
        try {
            answer.complete(run(body, call).value());
        } catch (Throwable e) { // whatever it is, somebody waits for it
            answer.completeExceptionally(e);
        } finally {
            pending.remove(call);
        }
    }

    /** A future whose cancellation ends the call behind it. */
    private final class AsyncAnswer<T> extends CompletableFuture<T> {
        private final Call call;
        private volatile @Nullable Future<?> task;

        private AsyncAnswer(Call call) {
            this.call = call;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                pending.remove(call);
                call.cancellation().cancel();
                Future<?> running = task;
                if (running != null) {
                    running.cancel(true);
                }
            }
            return cancelled;
        }
    }

    /** Ends all calls under way with CLOSED and refuses new ones. Idempotent. */
    @Override
    public void close() {
        closed = true;
        active.forEach(call -> call.cancellation().cancel());
        pending.values()
                .forEach(answer -> answer.completeExceptionally(new QuotronException(
                        FailureReason.CLOSED, "the client was closed before the request was done")));
    }
}
