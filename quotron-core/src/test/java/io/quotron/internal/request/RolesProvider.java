package io.quotron.internal.request;

import io.quotron.model.Instrument;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.ActionSource;
import io.quotron.spi.BarSource;
import io.quotron.spi.BookSource;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.OptionSource;
import io.quotron.spi.ProfileSource;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A provider in this process that has the roles which it is given, and counts what it is asked. */
public final class RolesProvider implements MarketDataProvider {
    private final ProviderDescriptor descriptor;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private @Nullable BarSource bars;
    private @Nullable ProfileSource profiles;
    private @Nullable OptionSource options;
    private @Nullable BookSource books;
    private @Nullable ActionSource actions;
    private @Nullable DiscoverySource discovery;
    private @Nullable InstrumentSource instruments;

    public RolesProvider(String id) {
        this(id, builder -> builder);
    }

    public RolesProvider(String id, UnaryOperator<ProviderDescriptor.Builder> settings) {
        descriptor =
                settings.apply(ProviderDescriptor.builder(SourceId.of(id), id)).build();
    }

    public RolesProvider withBars(BarSource source) {
        bars = (query, context) -> {
            count("bars", context);
            return source.fetchBars(query, context);
        };
        return this;
    }

    public RolesProvider withProfiles(ProfileSource source) {
        profiles = (symbol, context) -> {
            count("profiles", context);
            return source.fetchProfile(symbol, context);
        };
        return this;
    }

    public RolesProvider withOptions(OptionSource source) {
        options = (symbol, expiration, context) -> {
            count("options", context);
            return source.fetchOptions(symbol, expiration, context);
        };
        return this;
    }

    public RolesProvider withBooks(BookSource source) {
        books = (symbol, depth, context) -> {
            count("books", context);
            return source.fetchBook(symbol, depth, context);
        };
        return this;
    }

    public RolesProvider withActions(ActionSource source) {
        actions = (symbol, range, context) -> {
            count("actions", context);
            return source.fetchActions(symbol, range, context);
        };
        return this;
    }

    /** Lists by name; the first one is that of no name. */
    public RolesProvider withLists(Map<String, List<Instrument>> lists) {
        discovery = new DiscoverySource() {
            @Override
            public List<String> lists(RequestContext context) {
                count("lists", context);
                return List.copyOf(lists.keySet());
            }

            @Override
            public List<Instrument> discover(String list, RequestContext context) {
                count("discovery", context);
                return lists.getOrDefault(
                        list.isBlank() ? lists.keySet().iterator().next() : list, List.of());
            }
        };
        return this;
    }

    /** What is known by identifier; a search finds nothing. */
    public RolesProvider withIdentifiers(Map<String, Symbol> known) {
        instruments = new InstrumentSource() {
            @Override
            public List<Instrument> search(String text, RequestContext context) {
                count("search", context);
                return List.of();
            }

            @Override
            public List<Instrument> resolve(String identifier, RequestContext context) {
                count("resolve", context);
                Symbol symbol = known.get(identifier);
                return symbol == null
                        ? List.of()
                        : List.of(Instrument.builder(symbol, descriptor.id()).build());
            }

            @Override
            public boolean resolvesIdentifiers() {
                return true;
            }
        };
        return this;
    }

    public RolesProvider withInstruments(InstrumentSource source) {
        instruments = source;
        return this;
    }

    private void count(String role, RequestContext context) {
        context.beforeRequest();
        asked.merge(role, 1, Integer::sum);
    }

    /** How often a role was asked. */
    public int asked(String role) {
        return asked.getOrDefault(role, 0);
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<BarSource> bars() {
        return Optional.ofNullable(bars);
    }

    @Override
    public Optional<ProfileSource> profiles() {
        return Optional.ofNullable(profiles);
    }

    @Override
    public Optional<OptionSource> options() {
        return Optional.ofNullable(options);
    }

    @Override
    public Optional<BookSource> books() {
        return Optional.ofNullable(books);
    }

    @Override
    public Optional<ActionSource> actions() {
        return Optional.ofNullable(actions);
    }

    @Override
    public Optional<DiscoverySource> discovery() {
        return Optional.ofNullable(discovery);
    }

    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.ofNullable(instruments);
    }

    @Override
    public HealthCheck check(RequestContext context) {
        return HealthCheck.ok();
    }

    @Override
    public void close() {}
}
