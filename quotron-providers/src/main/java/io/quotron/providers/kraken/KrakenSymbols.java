package io.quotron.providers.kraken;

import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.table.EditDistance;
import io.quotron.spi.RequestContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The markets of Kraken: canonical symbol to native names and back. Immutable and thread-safe.
 *
 * <p>Kraken writes one market in four ways: {@code XXBTZUSD} (key), {@code XBTUSD} (altname), {@code XBT/USD} (wsname)
 * and {@code BTC/USD} (WebSocket v2). The leading X and Z of the key follow no rule that could be undone (compare
 * {@code XTZUSD}), so the canonical symbol is made from the wsname, whose two codes are apart, with the aliases below.
 * Markets without a wsname are dark pools and are left out.
 */
final class KrakenSymbols {
    /** Kraken's own codes that others write differently. */
    private static final Map<String, String> ALIASES = Map.of("XBT", "BTC", "XDG", "DOGE");

    /** The state currencies that Kraken trades, to tell EUR/USD from BTC/USD. */
    private static final Set<String> STATE_CURRENCIES = Set.of(
            "USD", "EUR", "GBP", "CAD", "JPY", "CHF", "AUD", "AED", "NZD", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN");

    private static final int MAX_MATCHES = 3;
    private static final int MAX_DISTANCE = 2;

    private final Map<Symbol, KrakenPair> bySymbol;
    private final Map<String, KrakenPair> byName;

    private KrakenSymbols(Collection<KrakenPair> pairs) {
        this.bySymbol = bySymbol(pairs);
        this.byName = new HashMap<>();
        for (KrakenPair pair : pairs) {
            Stream.of(pair.key(), pair.altname(), pair.wsname(), pair.streamName())
                    .forEach(name -> byName.putIfAbsent(name, pair));
        }
    }

    /** Makes the table of these markets. */
    static KrakenSymbols of(Collection<KrakenPair> pairs) {
        return new KrakenSymbols(pairs);
    }

    /**
     * Two native names can fold to one symbol, because symbols know no lower case ({@code ABCx/USD}, {@code ABCX/USD}).
     * The one that is written like the symbol gets it; where none is, nobody does, and the host can name one by an
     * override.
     */
    private static Map<Symbol, KrakenPair> bySymbol(Collection<KrakenPair> pairs) {
        Map<Symbol, List<KrakenPair>> groups = pairs.stream()
                .collect(Collectors.groupingBy(KrakenPair::symbol, LinkedHashMap::new, Collectors.toList()));
        Map<Symbol, KrakenPair> table = new LinkedHashMap<>();
        groups.forEach((symbol, group) -> {
            List<KrakenPair> exact = group.stream()
                    .filter(pair -> pair.streamName().equals(symbol.code()))
                    .toList();
            if (group.size() == 1) {
                table.put(symbol, group.get(0));
            } else if (exact.size() == 1) {
                table.put(symbol, exact.get(0));
            }
        });
        return table;
    }

    /**
     * Makes the market out of what AssetPairs tells.
     *
     * @param key the key of the entry
     * @param altname the short name
     * @param wsname the name with a slash
     * @param traits what else it tells
     * @return the market; empty if the name is not of two codes that make a symbol
     */
    static Optional<KrakenPair> pair(String key, String altname, String wsname, KrakenPair.Traits traits) {
        int slash = wsname.indexOf('/');
        if (slash <= 0 || slash != wsname.lastIndexOf('/') || slash == wsname.length() - 1) {
            return Optional.empty();
        }
        String streamName = common(wsname.substring(0, slash)) + "/" + common(wsname.substring(slash + 1));
        return symbol(streamName).map(symbol -> new KrakenPair(symbol, key, altname, wsname, streamName, traits));
    }

    private static Optional<Symbol> symbol(String code) {
        try {
            return Optional.of(Symbol.of(code));
        } catch (IllegalArgumentException notASymbol) {
            return Optional.empty();
        }
    }

    private static String common(String code) {
        return ALIASES.getOrDefault(code, code);
    }

    /**
     * Finds the market that a symbol means. The spelling that the host registered wins; one that is not in the list is
     * used as it is.
     *
     * @param symbol the canonical symbol
     * @param context the call
     * @return the market under that symbol; empty if Kraken has none
     */
    Optional<KrakenPair> find(Symbol symbol, RequestContext context) {
        Optional<String> override = context.nativeSymbol(symbol);
        if (override.isPresent()) {
            return Optional.of(named(symbol, override.get()));
        }
        return Optional.ofNullable(bySymbol.get(symbol));
    }

    private KrakenPair named(Symbol symbol, String name) {
        KrakenPair listed = byName.get(name);
        return listed != null ? listed.as(symbol) : KrakenPair.unlisted(symbol, name);
    }

    /** Returns how many symbols can be asked for. */
    int size() {
        return bySymbol.size();
    }

    /**
     * Says that a symbol is not known, with what was perhaps meant.
     *
     * @param symbol the symbol
     * @return a sentence
     */
    String unknown(Symbol symbol) {
        List<Symbol> near = near(symbol);
        String hint = near.isEmpty() ? "" : "; near matches: " + near;
        return "unknown pair '" + symbol + "'" + hint;
    }

    private List<Symbol> near(Symbol symbol) {
        String asked = Stream.of(symbol.code().split("/", 2))
                .map(KrakenSymbols::common)
                .collect(Collectors.joining("/"));
        return bySymbol.keySet().stream()
                .filter(other -> EditDistance.of(asked, other.code(), MAX_DISTANCE) <= MAX_DISTANCE)
                .sorted(Comparator.comparingInt((Symbol other) -> EditDistance.of(asked, other.code(), MAX_DISTANCE))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_MATCHES)
                .toList();
    }

    /**
     * Finds markets by a part of a name: canonical symbol, altname, wsname or base.
     *
     * @param text what to look for, in any case
     * @return the markets as instruments, exact names first, then those that start with the text, then the others
     */
    List<Instrument> search(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT);
        Comparator<KrakenPair> best = Comparator.comparingInt(pair -> rank(pair, wanted));
        List<KrakenPair> found = new ArrayList<>(bySymbol.values());
        found.removeIf(pair -> !pair.symbol().isPair() || rank(pair, wanted) == NO_MATCH);
        found.sort(best.thenComparing(KrakenPair::symbol));
        return found.stream().map(KrakenSymbols::instrument).toList();
    }

    /** Returns all markets in Kraken's order. */
    List<Instrument> all() {
        return listed().map(KrakenSymbols::instrument).toList();
    }

    /** Returns the markets that are quoted in a currency, in Kraken's order. */
    List<Instrument> quotedIn(String currency) {
        return listed().filter(pair -> isQuotedIn(pair, currency))
                .map(KrakenSymbols::instrument)
                .toList();
    }

    /** Returns the currencies that markets are quoted in, those of most markets first. */
    List<String> quoteCurrencies() {
        Map<String, Long> counts = listed().collect(Collectors.groupingBy(
                pair -> pair.symbol().quoteCurrency().orElseThrow(), TreeMap::new, Collectors.counting()));
        Comparator<Map.Entry<String, Long>> most = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return counts.entrySet().stream().sorted(most).map(Map.Entry::getKey).toList();
    }

    private Stream<KrakenPair> listed() {
        return bySymbol.values().stream().filter(pair -> pair.symbol().isPair());
    }

    private static boolean isQuotedIn(KrakenPair pair, String currency) {
        return pair.symbol().quoteCurrency().filter(currency::equals).isPresent();
    }

    private static final int NO_MATCH = 3;

    private static int rank(KrakenPair pair, String wanted) {
        Set<String> names = new HashSet<>();
        Stream.of(pair.symbol().code(), pair.altname(), pair.wsname(), pair.key())
                .forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
        pair.symbol().base().ifPresent(names::add);
        names.add(pair.symbol().code().replace("/", ""));
        return names.stream().mapToInt(name -> rank(name, wanted)).min().orElse(NO_MATCH);
    }

    private static int rank(String name, String wanted) {
        if (name.equals(wanted)) {
            return 0;
        }
        if (name.startsWith(wanted)) {
            return 1;
        }
        return name.contains(wanted) ? 2 : NO_MATCH;
    }

    private static Instrument instrument(KrakenPair pair) {
        Instrument.Builder instrument = Instrument.builder(pair.symbol(), KrakenErrors.SOURCE)
                .nativeSymbol(pair.key())
                .kind(kind(pair))
                .venue("Kraken")
                .currency(pair.currency())
                .status(pair.traits().status());
        pair.traits().tickSize().ifPresent(instrument::tickSize);
        pair.traits().lotSize().ifPresent(instrument::lotSize);
        return instrument.build();
    }

    private static Instrument.Kind kind(KrakenPair pair) {
        if (pair.traits().tokenised()) {
            return Instrument.Kind.OTHER;
        }
        boolean stateCurrency =
                pair.symbol().base().filter(STATE_CURRENCIES::contains).isPresent();
        return stateCurrency ? Instrument.Kind.CURRENCY : Instrument.Kind.CRYPTO;
    }
}
