package io.quotron.testkit.simulator;

import java.time.LocalDate;

/** What Yahoo calls volume: shares for what is listed, nothing for currencies, the value in dollars for coins. */
final class YahooVolume {
    private YahooVolume() {}

    static double of(Listing listing, LocalDate date, Candle candle, long untilNanos) {
        return switch (listing.instrument().kind()) {
            case CURRENCY -> 0;
            case CRYPTO -> Math.rint(listing.sessionTurnover(date, untilNanos));
            default -> Math.rint(listing.size(candle.volume()));
        };
    }

    /** As {@link #of}, for a span inside a session. */
    static double of(Listing listing, Candle candle) {
        return switch (listing.instrument().kind()) {
            case CURRENCY -> 0;
            case CRYPTO -> Math.rint(listing.size(candle.volume()) * listing.price(candle.close()));
            default -> Math.rint(listing.size(candle.volume()));
        };
    }
}
