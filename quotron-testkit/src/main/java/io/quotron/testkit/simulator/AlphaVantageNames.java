package io.quotron.testkit.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How Alpha Vantage spells symbols. It has no indices. */
final class AlphaVantageNames {
    private final Map<String, Listing> shares = new LinkedHashMap<>();
    private final Map<String, Listing> pairs = new LinkedHashMap<>();

    AlphaVantageNames(Market market) {
        for (Listing listing : market.listings()) {
            SimulatedInstrument instrument = listing.instrument();
            if (instrument.symbol().isPair()) {
                pairs.put(instrument.symbol().code(), listing);
            } else if (instrument.kind() != SimulatedInstrument.Kind.INDEX) {
                shares.put(nativeName(instrument), listing);
            }
        }
    }

    /** {@code VOD.LON}, {@code BRK-B}; all else as it is. */
    static String nativeName(SimulatedInstrument instrument) {
        String code = instrument.symbol().code();
        if (code.endsWith(".L")) {
            return code + "ON";
        }
        return code.matches(".+\\.[ABCK]") ? code.replace('.', '-') : code;
    }

    Map<String, Listing> shares() {
        return shares;
    }

    Optional<Listing> share(String name) {
        return Optional.ofNullable(shares.get(name.toUpperCase(Locale.ROOT)));
    }

    Optional<Listing> pair(String from, String to) {
        return Optional.ofNullable(pairs.get((from + "/" + to).toUpperCase(Locale.ROOT)));
    }

    static boolean isUnitedStates(Listing listing) {
        return listing.hours() == TradingHours.NEW_YORK;
    }

    static String type(Listing listing) {
        return listing.instrument().kind() == SimulatedInstrument.Kind.FUND ? "ETF" : "Equity";
    }

    static String region(Listing listing) {
        return isUnitedStates(listing) ? "United States" : "United Kingdom";
    }

    /** Pence are GBX there. */
    static String currency(Listing listing) {
        String currency = listing.instrument().currency();
        return currency.equals("GBp") ? "GBX" : currency;
    }
}
