package io.quotron.testkit.simulator;

import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import java.time.LocalDate;
import java.util.stream.Stream;

/** An instrument with its tape and hours. Immutable. */
record Listing(SimulatedInstrument instrument, Tape tape, TradingHours hours) {
    private static final long NANOS = 1_000_000_000L;

    /** A price of the tape; exact to the last digit, since both numbers of the division are. */
    double price(long steps) {
        return steps / Math.pow(10, tape.priceDecimals());
    }

    double size(long steps) {
        return steps / Math.pow(10, tape.sizeDecimals());
    }

    /** The session of a day as far as it lies before an instant. */
    Candle session(LocalDate day, long untilNanos) {
        long open = hours.openNanos(day);
        return tape.candle(open, Math.min(untilNanos, open + hours.minutes() * 60L * NANOS));
    }

    double sessionTurnover(LocalDate day, long untilNanos) {
        long open = hours.openNanos(day);
        double steps = tape.turnover(open, Math.min(untilNanos, open + hours.minutes() * 60L * NANOS));
        return steps / Math.pow(10, tape.priceDecimals()) / Math.pow(10, tape.sizeDecimals());
    }

    Stream<Split> splits(LocalDate afterExclusive, LocalDate toInclusive) {
        return actions(afterExclusive, toInclusive)
                .filter(Split.class::isInstance)
                .map(Split.class::cast);
    }

    Stream<Dividend> dividends(LocalDate afterExclusive, LocalDate toInclusive) {
        return actions(afterExclusive, toInclusive)
                .filter(Dividend.class::isInstance)
                .map(Dividend.class::cast);
    }

    private Stream<CorporateAction> actions(LocalDate afterExclusive, LocalDate toInclusive) {
        return instrument.actions().stream()
                .filter(a -> a.exDate().isAfter(afterExclusive) && !a.exDate().isAfter(toInclusive));
    }

    /** How many of today's shares one share of that day has become. */
    double splitRatio(LocalDate day, LocalDate today) {
        return splits(day, today).mapToDouble(Split::ratio).reduce(1, (a, b) -> a * b);
    }
}
