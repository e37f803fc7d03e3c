package io.quotron;

import io.quotron.cache.CachePolicy;
import io.quotron.model.SourceId;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.resilience.ProviderSettings;
import io.quotron.spi.EventSink;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.StorageSink;
import io.quotron.spi.TimeSource;
import io.quotron.stream.StreamSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link MarketDataClient} is made of. Making a client does no I/O and starts no thread. Not thread-safe. */
public final class MarketDataClientBuilder {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private final Map<MarketDataProvider, ProviderSettings> providers = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String name = "client";
    private TimeSource time = TimeSource.system();
    private long seed = ThreadLocalRandom.current().nextLong();
    private CachePolicy cache = CachePolicy.defaults();
    private InstrumentRegistry registry = new InstrumentRegistry();
    private StreamSettings stream = StreamSettings.defaults();
    private Optional<StorageSink> storage = Optional.empty();
    private Optional<EventSink> events = Optional.empty();
    private MetricsListener metrics = MetricsListener.none();
    private @Nullable ExecutorService executor;

    MarketDataClientBuilder() {}

    /**
     * Adds a provider. The order of adding is the order in which providers are asked.
     *
     * @param provider a provider that belongs to no other client; this client closes it
     * @return this builder
     */
    public MarketDataClientBuilder addProvider(MarketDataProvider provider) {
        return addProvider(provider, settings -> {});
    }

    /**
     * Adds a provider with settings of its own.
     *
     * @param provider a provider that belongs to no other client; this client closes it
     * @param settings sets what differs from the defaults
     * @return this builder
     */
    public MarketDataClientBuilder addProvider(
            MarketDataProvider provider, Consumer<ProviderSettings.Builder> settings) {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(settings, "settings");
        ProviderSettings.Builder builder = ProviderSettings.builder();
        settings.accept(builder);
        if (providers.putIfAbsent(provider, builder.build()) != null) {
            problems.add("the provider '" + provider.descriptor().id() + "' was added twice");
        }
        return this;
    }

    /**
     * Sets where pipelines keep their data.
     *
     * @param sink the store; this client closes it
     * @return this builder
     */
    public MarketDataClientBuilder addStorage(StorageSink sink) {
        if (storage.isPresent()) {
            problems.add("a client has one storage, but two were added");
        }
        this.storage = Optional.of(Objects.requireNonNull(sink, "sink"));
        return this;
    }

    /**
     * Sets where pipelines publish their events.
     *
     * @param sink the bus or broker; this client closes it
     * @return this builder
     */
    public MarketDataClientBuilder addEvents(EventSink sink) {
        if (events.isPresent()) {
            problems.add("a client has one event sink, but two were added");
        }
        this.events = Optional.of(Objects.requireNonNull(sink, "sink"));
        return this;
    }

    /**
     * Sets the name that threads carry and events name as their producer.
     *
     * @param value 1 to 32 of {@code a-z 0-9 -}; {@code client} unless set
     * @return this builder
     */
    public MarketDataClientBuilder name(String value) {
        this.name = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets how long answers are kept.
     *
     * @param value the policy
     * @return this builder
     */
    public MarketDataClientBuilder cache(CachePolicy value) {
        this.cache = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets the host's own knowledge of symbols.
     *
     * @param value the registry; it may be changed later
     * @return this builder
     */
    public MarketDataClientBuilder registry(InstrumentRegistry value) {
        this.registry = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets how streams reconnect, when they count as stale and how they are polled.
     *
     * @param value the settings
     * @return this builder
     */
    public MarketDataClientBuilder streaming(StreamSettings value) {
        this.stream = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets who is told what the client does, for counting and timing.
     *
     * @param value the listener; none unless set
     * @return this builder
     */
    public MarketDataClientBuilder metrics(MetricsListener value) {
        this.metrics = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Runs asynchronous requests on an executor of the host, which the client never closes.
     *
     * @param value the executor; unless set, up to 16 daemon threads of the client
     * @return this builder
     */
    public MarketDataClientBuilder executor(ExecutorService value) {
        this.executor = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Replaces the clock, for tests.
     *
     * @param value the clock
     * @return this builder
     */
    public MarketDataClientBuilder timeSource(TimeSource value) {
        this.time = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Makes all random delays repeatable, for tests.
     *
     * @param value the seed
     * @return this builder
     */
    public MarketDataClientBuilder randomSeed(long value) {
        this.seed = value;
        return this;
    }

    /**
     * Makes the client.
     *
     * @return the client
     * @throws IllegalStateException naming every mistake at once
     */
    public MarketDataClient build() {
        List<String> mistakes = new ArrayList<>(problems);
        if (providers.isEmpty()) {
            mistakes.add("no provider was added; call addProvider, for example with YahooProvider.create()");
        }
        Set<SourceId> ids = new HashSet<>();
        providers.keySet().forEach(provider -> {
            SourceId id = provider.descriptor().id();
            if (!ids.add(id)) {
                mistakes.add("two providers have the id '" + id + "'");
            }
        });
        if (!NAME.matcher(name).matches()) {
            mistakes.add("the name must be 1 to 32 of a-z 0-9 -, but is '" + name + "'");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException("the client cannot be built: " + String.join("; ", mistakes));
        }
        return new DefaultMarketDataClient(this);
    }

    Map<MarketDataProvider, ProviderSettings> providers() {
        return providers;
    }

    String name() {
        return name;
    }

    TimeSource time() {
        return time;
    }

    long seed() {
        return seed;
    }

    CachePolicy cache() {
        return cache;
    }

    InstrumentRegistry registry() {
        return registry;
    }

    StreamSettings streaming() {
        return stream;
    }

    Optional<StorageSink> storage() {
        return storage;
    }

    Optional<EventSink> events() {
        return events;
    }

    MetricsListener metrics() {
        return metrics;
    }

    @Nullable
    ExecutorService executor() {
        return executor;
    }
}
