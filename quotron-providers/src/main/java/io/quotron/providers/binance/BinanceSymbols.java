package io.quotron.providers.binance;

import io.quotron.model.Instrument;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.table.EditDistance;
import io.quotron.spi.RequestContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The markets of Binance: canonical symbol to native name and back. A native name has no separator ({@code BTCUSDT}), and
 * where it splits cannot be seen ({@code BTCBUSD} is BTC/BUSD, not BTCB/USD), so only the two assets that the server
 * tells beside it count. Immutable and thread-safe.
 */
final class BinanceSymbols {
    /** The list of everything. */
    static final String ALL = "all";

    private static final Set<String> STATE_CURRENCIES = Set.of(
            "USD", "EUR", "GBP", "CAD", "JPY", "CHF", "AUD", "NZD", "BRL", "TRY", "PLN", "RON", "UAH", "ZAR", "MXN",
            "ARS", "COP", "CZK", "NGN", "RUB");
    private static final int MAX_MATCHES = 3;
    private static final int MAX_DISTANCE = 2;
    private static final int NO_MATCH = 3;

    private final SourceId source;
    private final String venue;
    private final Map<Symbol, BinanceMarket> bySymbol = new LinkedHashMap<>();
    private final Map<String, BinanceMarket> byName = new HashMap<>();

    private BinanceSymbols(SourceId source, String venue, Collection<BinanceMarket> markets) {
        this.source = source;
        this.venue = venue;
        for (BinanceMarket market : markets) {
            bySymbol.putIfAbsent(market.symbol(), market);
            byName.putIfAbsent(market.name(), market);
        }
    }

    /** Makes the table of these markets. */
    static BinanceSymbols of(SourceId source, String venue, Collection<BinanceMarket> markets) {
        return new BinanceSymbols(source, venue, markets);
    }

    /** Returns the pair of two assets; empty if they make none, as one whose name has other letters than a symbol may. */
    static Optional<Symbol> symbol(String base, String quote) {
        try {
            return Optional.of(Symbol.pair(base, quote));
        } catch (IllegalArgumentException notAPair) {
            return Optional.empty();
        }
    }

    /**
     * Finds the market that a symbol means, without the table where the host registered a spelling and the table is not
     * there.
     *
     * @param table the table, if it was loaded
     * @param symbol the canonical symbol
     * @param context the call
     * @return the market under that symbol; empty if the table is needed, or does not have it
     */
    static Optional<BinanceMarket> find(@Nullable BinanceSymbols table, Symbol symbol, RequestContext context) {
        Optional<String> override = context.nativeSymbol(symbol);
        if (override.isPresent()) {
            BinanceMarket listed = table == null ? null : table.byName.get(override.get());
            return Optional.of(listed != null ? listed.as(symbol) : BinanceMarket.unlisted(symbol, override.get()));
        }
        return table == null ? Optional.empty() : Optional.ofNullable(table.bySymbol.get(symbol));
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
        String hint = near.isEmpty()
                ? ""
                : "; did you mean " + near.stream().map(Symbol::code).collect(Collectors.joining(" or ")) + "?";
        return "unknown pair '" + symbol + "'" + hint;
    }

    /** Pairs of the same base come first: who asks for BTC/USD has USDT in mind rather than another coin. */
    private List<Symbol> near(Symbol symbol) {
        String asked = symbol.code();
        return bySymbol.keySet().stream()
                .filter(other -> EditDistance.of(asked, other.code(), MAX_DISTANCE) <= MAX_DISTANCE)
                .sorted(Comparator.comparing((Symbol other) -> !other.base().equals(symbol.base()))
                        .thenComparing(other -> !other.code().startsWith(asked))
                        .thenComparingInt(other -> EditDistance.of(asked, other.code(), MAX_DISTANCE))
                        .thenComparing(other -> !other.code().endsWith("/USDT"))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_MATCHES)
                .toList();
    }

    /**
     * Finds markets by a part of a name: canonical symbol, native name or base.
     *
     * @param text what to look for, in any case
     * @return the markets, exact names first, then those that start with the text, then the others
     */
    List<Instrument> search(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT);
        Comparator<BinanceMarket> best = Comparator.comparingInt(market -> rank(market, wanted));
        List<BinanceMarket> found = new ArrayList<>(bySymbol.values());
        found.removeIf(market -> rank(market, wanted) == NO_MATCH);
        found.sort(best.thenComparing(BinanceMarket::symbol));
        return found.stream().map(this::instrument).toList();
    }

    private static int rank(BinanceMarket market, String wanted) {
        return Stream.of(
                        market.symbol().code(),
                        market.name(),
                        market.symbol().base().orElse(""))
                .mapToInt(name -> rank(name, wanted))
                .min()
                .orElse(NO_MATCH);
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

    /** Names the lists: all, then one for each asset in which something is priced, the largest first. */
    List<String> lists() {
        Map<String, Long> quotes = bySymbol.values().stream()
                .collect(Collectors.groupingBy(BinanceSymbols::quoteOf, Collectors.counting()));
        List<String> names = new ArrayList<>(List.of(ALL));
        quotes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> names.add(entry.getKey()));
        return List.copyOf(names);
    }

    /** Returns what is on a list; empty if there is no such list. */
    Optional<List<Instrument>> list(String name) {
        String wanted = name.strip();
        boolean all = wanted.isEmpty() || wanted.equalsIgnoreCase(ALL);
        List<Instrument> found = bySymbol.values().stream()
                .filter(market -> all || quoteOf(market).equalsIgnoreCase(wanted))
                .map(this::instrument)
                .toList();
        return found.isEmpty() && !all ? Optional.empty() : Optional.of(found);
    }

    private static String quoteOf(BinanceMarket market) {
        return market.symbol().quoteCurrency().orElse("");
    }

    private Instrument instrument(BinanceMarket market) {
        Instrument.Builder instrument = Instrument.builder(market.symbol(), source)
                .nativeSymbol(market.name())
                .kind(kind(market))
                .venue(venue)
                .currency(market.currency())
                .status(market.status());
        market.tickSize().ifPresent(instrument::tickSize);
        market.stepSize().ifPresent(instrument::lotSize);
        return instrument.build();
    }

    private static Instrument.Kind kind(BinanceMarket market) {
        boolean currencies =
                market.symbol().base().filter(STATE_CURRENCIES::contains).isPresent()
                        && market.symbol()
                                .quoteCurrency()
                                .filter(STATE_CURRENCIES::contains)
                                .isPresent();
        return currencies ? Instrument.Kind.CURRENCY : Instrument.Kind.CRYPTO;
    }
}
