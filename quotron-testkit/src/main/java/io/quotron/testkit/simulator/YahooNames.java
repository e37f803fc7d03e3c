package io.quotron.testkit.simulator;

import io.quotron.model.Symbol;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How Yahoo spells symbols, exchanges and zones. */
final class YahooNames {
    private static final DateTimeFormatter SHORT_ZONE = DateTimeFormatter.ofPattern("zzz", Locale.US);

    private final Map<String, Listing> listings = new LinkedHashMap<>();

    YahooNames(Market market) {
        market.listings().forEach(listing -> listings.put(nativeName(listing.instrument()), listing));
    }

    /** {@code EURUSD=X}, {@code BTC-USD}, {@code BRK-B}; all else as it is. */
    static String nativeName(SimulatedInstrument instrument) {
        Symbol symbol = instrument.symbol();
        String code = symbol.code();
        return switch (instrument.kind()) {
            case CURRENCY -> code.replace("/", "") + "=X";
            case CRYPTO -> code.replace('/', '-');
            default -> code.matches(".+\\.[ABCK]") ? code.replace('.', '-') : code;
        };
    }

    Optional<Listing> find(String nativeName) {
        return Optional.ofNullable(listings.get(nativeName.toUpperCase(Locale.ROOT)));
    }

    Map<String, Listing> all() {
        return listings;
    }

    /** The name with the mark that this is no real market. */
    static String label(SimulatedInstrument instrument) {
        return instrument.name() + " (simulated)";
    }

    static String quoteType(SimulatedInstrument instrument) {
        return switch (instrument.kind()) {
            case SHARE -> "EQUITY";
            case FUND -> "ETF";
            case INDEX -> "INDEX";
            case CURRENCY -> "CURRENCY";
            case CRYPTO -> "CRYPTOCURRENCY";
        };
    }

    static String typeInWords(SimulatedInstrument instrument) {
        return switch (instrument.kind()) {
            case SHARE -> "Equity";
            case FUND -> "ETF";
            case INDEX -> "Index";
            case CURRENCY -> "Currency";
            case CRYPTO -> "Cryptocurrency";
        };
    }

    static String exchange(Listing listing) {
        return switch (listing.instrument().kind()) {
            case SHARE -> isLondon(listing) ? "LSE" : "NMS";
            case FUND -> "PCX";
            case INDEX -> "SNP";
            case CURRENCY -> "CCY";
            case CRYPTO -> "CCC";
        };
    }

    static String exchangeInWords(Listing listing) {
        return switch (listing.instrument().kind()) {
            case SHARE -> isLondon(listing) ? "LSE" : "NasdaqGS";
            case FUND -> "NYSEArca";
            default -> exchange(listing);
        };
    }

    static String market(Listing listing) {
        return switch (listing.instrument().kind()) {
            case CURRENCY -> "ccy_market";
            case CRYPTO -> "ccc_market";
            default -> isLondon(listing) ? "gb_market" : "us_market";
        };
    }

    static boolean isLondon(Listing listing) {
        return listing.hours() == TradingHours.LONDON;
    }

    /** Shares and funds of New York have hours before and after the session. */
    static boolean hasExtendedHours(Listing listing) {
        SimulatedInstrument.Kind kind = listing.instrument().kind();
        boolean traded = kind == SimulatedInstrument.Kind.SHARE || kind == SimulatedInstrument.Kind.FUND;
        return traded && listing.hours() == TradingHours.NEW_YORK;
    }

    static int priceHint(Listing listing) {
        return listing.instrument().kind() == SimulatedInstrument.Kind.CURRENCY ? 4 : 2;
    }

    static int offsetSeconds(ZoneId zone, long second) {
        return zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    /** The abbreviation at an instant, for example {@code EST} or {@code EDT}. */
    static String shortZone(ZoneId zone, long second) {
        return SHORT_ZONE.format(Instant.ofEpochSecond(second).atZone(zone));
    }

    /** When the instrument began to trade, as far as the simulator goes. */
    static long firstTradeSecond(Listing listing) {
        return Math.floorDiv(listing.tape().firstNanos(), 1_000_000_000L);
    }

    static LocalTime preMarketOpen() {
        return LocalTime.of(4, 0);
    }

    static LocalTime postMarketClose() {
        return LocalTime.of(20, 0);
    }
}
