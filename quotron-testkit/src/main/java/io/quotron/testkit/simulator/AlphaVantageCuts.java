package io.quotron.testkit.simulator;

import java.time.LocalDate;
import java.util.List;

/** What the dividends of an instrument left of its prices. */
final class AlphaVantageCuts {
    private final List<Cut> cuts;

    /** What one dividend left of the prices before its day. */
    private record Cut(LocalDate exDate, double factor) {}

    AlphaVantageCuts(Listing listing, LocalDate today, long untilNanos) {
        this.cuts = listing.dividends(LocalDate.MIN, today)
                .map(paid -> new Cut(paid.exDate(), factor(listing, paid.exDate(), paid.amount(), untilNanos)))
                .toList();
    }

    private static double factor(Listing listing, LocalDate exDate, double amount, long untilNanos) {
        LocalDate dayBefore = listing.hours().previousTradingDay(exDate);
        Candle before = listing.session(dayBefore, untilNanos);
        double close = listing.price(before.close()) / listing.splitRatio(dayBefore, exDate);
        return before.isEmpty() ? 1 : 1 - amount / close;
    }

    double since(LocalDate day) {
        double factor = 1;
        for (Cut cut : cuts) {
            factor *= cut.exDate().isAfter(day) ? cut.factor() : 1;
        }
        return factor;
    }
}
