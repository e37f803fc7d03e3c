package io.quotron.registry;

import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.TimeSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The host's own knowledge of symbols: how a provider, a broker or anybody else spells one, from when to when, and by what other
 * names indices go.
 *
 * <p>Thread-safe; changes are seen by the next request.
 */
public final class InstrumentRegistry {
    private static final Map<String, String> INDEX_NAMES = Map.ofEntries(
            Map.entry("SPX", "^GSPC"),
            Map.entry("S&P500", "^GSPC"),
            Map.entry("GSPC", "^GSPC"),
            Map.entry("DJI", "^DJI"),
            Map.entry("DJIA", "^DJI"),
            Map.entry("IXIC", "^IXIC"),
            Map.entry("COMP", "^IXIC"),
            Map.entry("NDX", "^NDX"),
            Map.entry("RUT", "^RUT"),
            Map.entry("VIX", "^VIX"),
            Map.entry("FTSE", "^FTSE"),
            Map.entry("UKX", "^FTSE"),
            Map.entry("DAX", "^GDAXI"),
            Map.entry("CAC", "^FCHI"),
            Map.entry("SX5E", "^STOXX50E"),
            Map.entry("N225", "^N225"),
            Map.entry("NIKKEI", "^N225"),
            Map.entry("HSI", "^HSI"));

    /** One side of a mapping: the canonical code or the spelling, in a namespace. */
    private record Side(String namespace, String code) {}

    private final TimeSource time;
    private final Object lock = new Object();
    private final Set<SymbolMapping> all = new LinkedHashSet<>();
    private final Map<Side, List<SymbolMapping>> bySymbol = new ConcurrentHashMap<>();
    private final Map<Side, List<SymbolMapping>> byNative = new ConcurrentHashMap<>();
    private final Map<String, Symbol> aliases = new ConcurrentHashMap<>();

    /** Makes a registry that knows the common names of indices and no spelling, with the clock of the machine. */
    public InstrumentRegistry() {
        this(TimeSource.system());
    }

    /**
     * Makes a registry that knows the common names of indices and no spelling.
     *
     * @param time the clock that says which day it is where a question names none; a client always asks by its own clock
     */
    public InstrumentRegistry(TimeSource time) {
        this.time = Objects.requireNonNull(time, "time");
        INDEX_NAMES.forEach((alias, code) -> aliases.put(alias, Symbol.of(code)));
    }

    /**
     * Says how a provider spells a symbol, and thereby that it knows it. Replaces what this method said before.
     *
     * @param provider the provider
     * @param symbol the canonical symbol
     * @param nativeSymbol the provider's spelling, not blank
     * @return this registry
     * @throws IllegalArgumentException if the spelling is blank, or another one holds from or until some day
     */
    public InstrumentRegistry map(SourceId provider, Symbol symbol, String nativeSymbol) {
        SymbolMapping mapping = SymbolMapping.always(provider.id(), symbol, nativeSymbol);
        synchronized (lock) {
            List<SymbolMapping> replaced =
                    of(mapping).stream().filter(SymbolMapping::isAlways).toList();
            replaced.forEach(this::remove);
            try {
                add(mapping);
            } catch (IllegalArgumentException e) {
                replaced.forEach(this::add);
                throw e;
            }
        }
        return this;
    }

    /**
     * Says how a provider or anybody else spells a symbol, from when to when.
     *
     * @param mapping the mapping; one that is known already changes nothing
     * @return this registry
     * @throws IllegalArgumentException if on some of its days another spelling holds in its namespace
     */
    public InstrumentRegistry map(SymbolMapping mapping) {
        return addAll(List.of(mapping));
    }

    /**
     * Adds mappings, for example those that {@link #mappings} told and the host has kept. All or none are added.
     *
     * @param mappings the mappings
     * @return this registry
     * @throws IllegalArgumentException if two spellings of one symbol hold on the same day in the same namespace
     */
    public InstrumentRegistry addAll(Collection<SymbolMapping> mappings) {
        synchronized (lock) {
            List<SymbolMapping> added = new ArrayList<>();
            try {
                for (SymbolMapping mapping : mappings) {
                    if (!all.contains(mapping)) {
                        add(mapping);
                        added.add(mapping);
                    }
                }
            } catch (IllegalArgumentException e) {
                added.forEach(this::remove);
                throw e;
            }
        }
        return this;
    }

    private List<SymbolMapping> of(SymbolMapping mapping) {
        return bySymbol.getOrDefault(symbolSide(mapping), List.of());
    }

    private static Side symbolSide(SymbolMapping mapping) {
        return new Side(mapping.namespace(), mapping.symbol().code());
    }

    private static Side nativeSide(SymbolMapping mapping) {
        return new Side(mapping.namespace(), mapping.nativeSymbol());
    }

    private void add(SymbolMapping mapping) {
        for (SymbolMapping other : of(mapping)) {
            if (other.overlaps(mapping) && !other.nativeSymbol().equals(mapping.nativeSymbol())) {
                throw new IllegalArgumentException(
                        mapping + ", but on some of these days " + other + "; end one before the other begins");
            }
        }
        all.add(mapping);
        bySymbol.merge(symbolSide(mapping), List.of(mapping), InstrumentRegistry::joined);
        byNative.merge(nativeSide(mapping), List.of(mapping), InstrumentRegistry::joined);
    }

    private void remove(SymbolMapping mapping) {
        all.remove(mapping);
        bySymbol.computeIfPresent(symbolSide(mapping), (side, list) -> without(list, mapping));
        byNative.computeIfPresent(nativeSide(mapping), (side, list) -> without(list, mapping));
    }

    private static List<SymbolMapping> joined(List<SymbolMapping> list, List<SymbolMapping> more) {
        return Stream.concat(list.stream(), more.stream()).toList();
    }

    private static List<SymbolMapping> without(List<SymbolMapping> list, SymbolMapping mapping) {
        return list.stream().filter(other -> !other.equals(mapping)).toList();
    }

    /**
     * Returns all mappings, for example to keep them until the next start.
     *
     * @return the mappings in the order in which they were added
     */
    public List<SymbolMapping> mappings() {
        synchronized (lock) {
            return List.copyOf(all);
        }
    }

    /**
     * Says by what other name an index is asked for.
     *
     * @param alias the other name, in any case
     * @param symbol the canonical symbol
     * @return this registry
     */
    public InstrumentRegistry alias(String alias, Symbol symbol) {
        aliases.put(alias.toUpperCase(Locale.ROOT), Objects.requireNonNull(symbol, "symbol"));
        return this;
    }

    /**
     * Returns how a provider spells a symbol today (UTC), if the host said so.
     *
     * @param provider the provider
     * @param symbol the canonical symbol
     * @return the spelling; empty where the provider's own rule holds
     */
    public Optional<String> nativeSymbol(SourceId provider, Symbol symbol) {
        return nativeSymbol(provider.id(), symbol, today());
    }

    /**
     * Returns how somebody spells a symbol on a day, if the host said so.
     *
     * @param namespace the id of a provider or another name, in any case
     * @param symbol the canonical symbol
     * @param day the day
     * @return the spelling; empty where the host said nothing
     */
    public Optional<String> nativeSymbol(String namespace, Symbol symbol, LocalDate day) {
        Side side = new Side(SymbolMapping.normal(namespace), symbol.code());
        return holding(bySymbol, side, day).map(SymbolMapping::nativeSymbol);
    }

    /**
     * Returns what somebody means by a spelling today (UTC), if the host said so.
     *
     * @param namespace the id of a provider or another name, in any case
     * @param nativeSymbol the spelling, exactly
     * @return the canonical symbol; empty where the host said nothing
     */
    public Optional<Symbol> symbol(String namespace, String nativeSymbol) {
        return symbol(namespace, nativeSymbol, today());
    }

    /**
     * Returns what somebody meant by a spelling on a day, if the host said so.
     *
     * @param namespace the id of a provider or another name, in any case
     * @param nativeSymbol the spelling, exactly
     * @param day the day
     * @return the canonical symbol, of several the one that was mapped first; empty where the host said nothing
     */
    public Optional<Symbol> symbol(String namespace, String nativeSymbol, LocalDate day) {
        Objects.requireNonNull(nativeSymbol, "nativeSymbol");
        Side side = new Side(SymbolMapping.normal(namespace), nativeSymbol);
        return holding(byNative, side, day).map(SymbolMapping::symbol);
    }

    private static Optional<SymbolMapping> holding(Map<Side, List<SymbolMapping>> index, Side side, LocalDate day) {
        return index.getOrDefault(side, List.of()).stream()
                .filter(mapping -> mapping.holdsOn(day))
                .findFirst();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    }

    /**
     * Returns the symbol of an index by any of its names.
     *
     * @param name for example {@code SPX}
     * @return the canonical symbol; empty if the name is not known
     */
    public Optional<Symbol> findIndex(String name) {
        return Optional.ofNullable(aliases.get(name.toUpperCase(Locale.ROOT)));
    }
}
