package io.quotron.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quotron.MarketDataClient;
import io.quotron.cache.CachePolicy;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.request.QuoteRequest;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the client adds: a cached quote beside a bare cache, and the whole path beside the bare provider. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class RequestBenchmark {
    private static final Symbol SYMBOL = Symbol.of("AAPL");

    private final InProcessProvider provider = new InProcessProvider();
    private final MarketDataClient cached = MarketDataClient.builder()
            .addProvider(new InProcessProvider())
            .cache(CachePolicy.builder().quotes(Duration.ofDays(1)).build())
            .build();
    private final MarketDataClient uncached =
            MarketDataClient.builder().addProvider(new InProcessProvider()).build();
    private final QuoteRequest cachedRequest = cached.quote(SYMBOL);
    private final QuoteRequest freshRequest = uncached.quote(SYMBOL).fresh();
    private final Cache<Symbol, Quote> caffeine =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofDays(1)).build();
    private final RequestContext context =
            RequestContext.builder(TimeSource.system()).timeout(Duration.ofDays(1)).build();

    /** Fills both caches. */
    public RequestBenchmark() {
        caffeine.put(SYMBOL, provider.quote);
    }

    /** Closes the clients. */
    @TearDown
    public void close() {
        cached.close();
        uncached.close();
    }

    /** A quote that the client has. */
    @Benchmark
    public Quote cached_quotron() {
        return cachedRequest.fetch();
    }

    /** The same from the cache that is inside, with an equal policy. */
    @Benchmark
    public Object cached_caffeine() {
        Quote quote = caffeine.getIfPresent(SYMBOL);
        return quote == null ? SYMBOL : quote;
    }

    /** All stages around a provider that answers at once. */
    @Benchmark
    public Quote path_quotron() {
        return freshRequest.fetch();
    }

    /** The provider without the client. */
    @Benchmark
    public Object path_bareProvider() {
        return provider.fetchQuotes(Set.of(SYMBOL), context);
    }

    /** Answers without a server. */
    private static final class InProcessProvider implements MarketDataProvider, QuoteSource {
        private final ProviderDescriptor descriptor =
                ProviderDescriptor.builder(SourceId.of("bench"), "Bench").build();
        private final Quote quote = Quote.builder(SYMBOL, SourceId.of("bench"))
                .price(100)
                .eventTime(Instant.EPOCH)
                .build();

        @Override
        public ProviderDescriptor descriptor() {
            return descriptor;
        }

        @Override
        public Optional<QuoteSource> quotes() {
            return Optional.of(this);
        }

        @Override
        public Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext call) {
            call.beforeRequest();
            return Map.of(SYMBOL, Result.success(quote));
        }

        @Override
        public HealthCheck check(RequestContext call) {
            return HealthCheck.ok();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
