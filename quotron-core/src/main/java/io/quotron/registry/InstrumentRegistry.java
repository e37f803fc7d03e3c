package io.quotron.registry;

import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The host's own knowledge of symbols: how a provider spells one where its rule is wrong, and by what other names indices go.
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

    private record Spelling(SourceId provider, Symbol symbol) {}

    private final Map<Spelling, String> spellings = new ConcurrentHashMap<>();
    private final Map<String, Symbol> aliases = new ConcurrentHashMap<>();

    /** Makes a registry that knows the common names of indices and no spelling. */
    public InstrumentRegistry() {
        INDEX_NAMES.forEach((alias, code) -> aliases.put(alias, Symbol.of(code)));
    }

    /**
     * Says how a provider spells a symbol, and thereby that it knows it.
     *
     * @param provider the provider
     * @param symbol the canonical symbol
     * @param nativeSymbol the provider's spelling, not blank
     * @return this registry
     * @throws IllegalArgumentException if the spelling is blank
     */
    public InstrumentRegistry map(SourceId provider, Symbol symbol, String nativeSymbol) {
        if (nativeSymbol.isBlank()) {
            throw new IllegalArgumentException("the spelling of " + symbol + " at " + provider + " is blank");
        }
        spellings.put(new Spelling(provider, symbol), nativeSymbol);
        return this;
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
     * Returns how a provider spells a symbol, if the host said so.
     *
     * @param provider the provider
     * @param symbol the canonical symbol
     * @return the spelling; empty where the provider's own rule holds
     */
    public Optional<String> nativeSymbol(SourceId provider, Symbol symbol) {
        return Optional.ofNullable(spellings.get(new Spelling(provider, symbol)));
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
