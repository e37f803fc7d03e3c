package io.quotron.testkit.simulator;

import io.quotron.testkit.simulator.SimulatedInstrument.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How EODHD spells symbols, exchanges and kinds. */
final class EodhdNames {
    private final Map<String, Listing> listings = new LinkedHashMap<>();

    EodhdNames(Market market) {
        market.listings().forEach(listing -> listings.put(code(listing) + "." + exchange(listing), listing));
    }

    Map<String, Listing> all() {
        return listings;
    }

    Optional<Listing> find(String name) {
        return Optional.ofNullable(listings.get(name.toUpperCase(Locale.ROOT)));
    }

    static String code(Listing listing) {
        String code = listing.instrument().symbol().code();
        return switch (listing.instrument().kind()) {
            case INDEX -> code.substring(1);
            case CURRENCY -> code.replace("/", "");
            case CRYPTO -> code.replace('/', '-');
            default -> code.replaceFirst("\\.L$", "").replaceFirst("\\.([A-Z])$", "-$1");
        };
    }

    static String exchange(Listing listing) {
        return switch (listing.instrument().kind()) {
            case INDEX -> "INDX";
            case CURRENCY -> "FOREX";
            case CRYPTO -> "CC";
            default -> listing.hours() == TradingHours.LONDON ? "LSE" : "US";
        };
    }

    static String type(Listing listing) {
        return switch (listing.instrument().kind()) {
            case SHARE -> "Common Stock";
            case FUND -> "ETF";
            case INDEX -> "INDEX";
            case CURRENCY, CRYPTO -> "Currency";
        };
    }

    static String currency(Listing listing) {
        return isLondon(listing) ? "GBX" : listing.instrument().currency();
    }

    static String country(Listing listing) {
        return isLondon(listing) ? "UK" : isShare(listing) ? "USA" : "Unknown";
    }

    private static boolean isLondon(Listing listing) {
        return exchange(listing).equals("LSE");
    }

    static boolean isShare(Listing listing) {
        Kind kind = listing.instrument().kind();
        return kind == Kind.SHARE || kind == Kind.FUND;
    }

    /** Tells whether a socket carries an instrument. */
    static boolean isOn(Listing listing, String socket) {
        return switch (socket) {
            case "us", "us-quote" -> exchange(listing).equals("US");
            case "forex" -> exchange(listing).equals("FOREX");
            case "crypto" -> exchange(listing).equals("CC");
            case "index" -> exchange(listing).equals("INDX");
            default -> false;
        };
    }
}
