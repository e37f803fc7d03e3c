package io.quotron.providers.yahoo;

import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The splits and payments of a share, with what they mean for its prices. Yahoo states payments in shares of today; here they are per share
 * as it was on the ex date, so every later split is undone. Capital gains that funds pay out are payments too.
 */
final class YahooActions {
    private final Symbol symbol;
    private final ZoneId zone;
    private final List<YahooChart.SplitEvent> splits;
    private final List<YahooChart.DividendEvent> dividends;

    /** Reads them from one chart that reaches up to now. */
    YahooActions(Symbol symbol, YahooChart chart) {
        this(symbol, chart.zone(), chart.splits(), chart.dividends());
    }

    YahooActions(
            Symbol symbol, ZoneId zone, List<YahooChart.SplitEvent> splits, List<YahooChart.DividendEvent> dividends) {
        this.symbol = symbol;
        this.zone = zone;
        this.splits = splits;
        this.dividends = dividends;
    }

    LocalDate day(long time) {
        return Instant.ofEpochSecond(time).atZone(zone).toLocalDate();
    }

    /** By how much one share of a day has multiplied since. */
    double ratioSince(LocalDate day) {
        double ratio = 1;
        for (YahooChart.SplitEvent split : splits) {
            if (day(split.time()).isAfter(day)) {
                ratio *= split.numerator() / split.denominator();
            }
        }
        return ratio;
    }

    /** Tells whether a split falls between the first day of a span and the first day after it. */
    boolean splitsInside(LocalDate first, LocalDate end) {
        return splits.stream().map(split -> day(split.time())).anyMatch(day -> day.isAfter(first) && day.isBefore(end));
    }

    boolean hasDividends() {
        return !dividends.isEmpty();
    }

    /** Returns those whose ex date, at midnight UTC, is in a range; oldest first. */
    List<CorporateAction> during(TimeRange range) {
        return list(
                time -> range.contains(day(time).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Returns those whose time is in a range; oldest first. */
    List<CorporateAction> at(TimeRange range) {
        return list(time -> range.contains(Instant.ofEpochSecond(time)));
    }

    private List<CorporateAction> list(Predicate<Long> isWanted) {
        Stream<CorporateAction> ofSplits = splits.stream()
                .filter(split -> isWanted.test(split.time()))
                .map(split -> new Split(symbol, day(split.time()), split.numerator(), split.denominator()));
        Stream<CorporateAction> ofDividends = dividends.stream()
                .filter(payment -> isWanted.test(payment.time()))
                .map(this::dividend);
        return Stream.concat(ofSplits, ofDividends)
                .sorted(Comparator.comparing(CorporateAction::exDate))
                .toList();
    }

    private Dividend dividend(YahooChart.DividendEvent payment) {
        LocalDate day = day(payment.time());
        return new Dividend(symbol, day, payment.amount() * ratioSince(day), payment.currency());
    }
}
