package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarSource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider in this process whose server's moods are written down beforehand: the default mood answers. */
public final class ScriptedProvider implements MarketDataProvider, QuoteSource {
    /** One answer of the server. */
    @FunctionalInterface
    public interface Mood {
        Map<Symbol, Result<Quote>> answer(Set<Symbol> symbols, RequestContext context);
    }

    private final ProviderDescriptor descriptor;
    private final ProviderDescriptor withoutBars;
    private final Queue<Mood> script = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Long> requestTimes = new CopyOnWriteArrayList<>();
    private volatile Mood mood = this::priceOf100;
    private volatile Optional<BarSource> bars = Optional.empty();
    private volatile boolean closed;

    public ScriptedProvider(String id) {
        this(id, RateLimit.unlimited(), EnumSet.allOf(Symbol.Kind.class), 50);
    }

    public ScriptedProvider(String id, RateLimit limit, Set<Symbol.Kind> kinds, int batch) {
        withoutBars = about(id, limit, kinds, batch).build();
        descriptor = about(id, limit, kinds, batch)
                .intervals(List.of(Interval.DAY_1, Interval.MINUTE_1))
                .build();
    }

    private static ProviderDescriptor.Builder about(String id, RateLimit limit, Set<Symbol.Kind> kinds, int batch) {
        return ProviderDescriptor.builder(SourceId.of(id), id)
                .rateLimit(limit)
                .symbolKinds(kinds)
                .maxSymbolsPerRequest(batch);
    }

    /** What the server does from now on. */
    public ScriptedProvider always(Mood value) {
        mood = value;
        return this;
    }

    /** What the server does next, once. */
    public ScriptedProvider then(Mood value) {
        script.add(value);
        return this;
    }

    public ScriptedProvider withBars(BarSource source) {
        bars = Optional.of(source);
        return this;
    }

    public static Mood failing(String id, FailureReason reason) {
        return (symbols, context) -> {
            throw new ProviderException(SourceId.of(id), reason, "scripted");
        };
    }

    public Mood failing(FailureReason reason) {
        return failing(descriptor.id().id(), reason);
    }

    public Map<Symbol, Result<Quote>> priceOf100(Set<Symbol> symbols, RequestContext context) {
        Map<Symbol, Result<Quote>> answers = new HashMap<>();
        for (Symbol symbol : symbols) {
            answers.put(
                    symbol,
                    symbol.code().startsWith("NOPE")
                            ? Result.failure(FailureReason.SYMBOL_UNKNOWN, "unknown symbol '" + symbol + "'")
                            : Result.success(Quote.builder(symbol, descriptor.id())
                                    .price(100)
                                    .eventTime(context.time().now())
                                    .build()));
        }
        return answers;
    }

    /** How many requests the server has seen. */
    public int requests() {
        return requests.get();
    }

    /** When the server saw them, by the monotonic clock. */
    public List<Long> requestTimes() {
        return requestTimes;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context) {
        context.beforeRequest();
        requests.incrementAndGet();
        requestTimes.add(context.time().nanoTime());
        Mood next = script.poll();
        return (next == null ? mood : next).answer(symbols, context);
    }

    @Override
    public ProviderDescriptor descriptor() {
        return bars.isPresent() ? descriptor : withoutBars;
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(this);
    }

    @Override
    public Optional<BarSource> bars() {
        return bars;
    }

    @Override
    public HealthCheck check(RequestContext context) {
        context.beforeRequest();
        requests.incrementAndGet();
        return HealthCheck.ok();
    }

    @Override
    public void close() {
        closed = true;
    }
}
