package io.quotron.providers.alphavantage;

import io.quotron.model.Adjustment;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * By what the numbers of a day are multiplied or divided. Prices are divided by the ratio of all splits after the day, volumes
 * multiplied by it. A dividend multiplies all prices before its ex date by {@code 1 - amount / close}, where the close is that of the
 * last row before the ex date, in shares as they are on it (CRSP's way, which Alpha Vantage's adjusted closes follow, too).
 */
final class AlphaVantageScale {
    private final List<Split> splits;
    private final List<Cut> cuts = new ArrayList<>();

    /** What a dividend leaves of the prices before its day. */
    private record Cut(LocalDate exDate, double factor) {}

    /** What of a row counts here: its day and close, and the close without splits and dividends where it is told. */
    interface Closes {
        LocalDate day();

        double close();
    }

    /**
     * Prepares the factors.
     *
     * @param adjustment what shall be done
     * @param splits all splits up to today
     * @param dividends all dividends up to today; empty unless prices are to be adjusted for them
     * @param rows rows up to today, oldest first
     */
    AlphaVantageScale(
            Adjustment adjustment, List<Split> splits, List<Dividend> dividends, List<? extends Closes> rows) {
        this.splits = adjustment == Adjustment.RAW ? List.of() : List.copyOf(splits);
        for (Dividend dividend : dividends) {
            addCut(dividend, rows);
        }
    }

    private void addCut(Dividend dividend, List<? extends Closes> rows) {
        Closes before = null;
        for (Closes row : rows) {
            if (row.day().isBefore(dividend.exDate())) {
                before = row;
            }
        }
        if (before == null) {
            return; // no row is before the dividend
        }
        double close = before.close() / ratio(before.day(), dividend.exDate());
        double factor = 1 - dividend.amount() / close;
        if (!(factor > 0)) {
            throw AlphaVantageErrors.malformed("the dividend of " + dividend.amount() + " on " + dividend.exDate()
                    + " is larger than the close before, " + close);
        }
        cuts.add(new Cut(dividend.exDate(), factor));
    }

    private double ratio(LocalDate afterExclusive, LocalDate toInclusive) {
        double ratio = 1;
        for (Split split : splits) {
            if (split.exDate().isAfter(afterExclusive) && !split.exDate().isAfter(toInclusive)) {
                ratio *= split.ratio();
            }
        }
        return ratio;
    }

    /** Returns how many of today's shares one share of a day has become. */
    double ratioSince(LocalDate day) {
        return ratio(day, LocalDate.MAX);
    }

    /** Returns what all dividends after a day left of its prices. */
    double cutSince(LocalDate day) {
        double factor = 1;
        for (Cut cut : cuts) {
            factor *= cut.exDate().isAfter(day) ? cut.factor() : 1;
        }
        return factor;
    }

    /** Tells whether a share was split after the first session of a span and not after a day of it, so that its row mixes two kinds of shares. */
    boolean splitWithin(LocalDate firstSession, LocalDate last) {
        return splits.stream()
                .anyMatch(split ->
                        split.exDate().isAfter(firstSession) && !split.exDate().isAfter(last));
    }
}
