package io.quotron.testkit.simulator;

import io.quotron.model.CorporateAction;
import io.quotron.model.Split;
import java.time.LocalDate;
import java.util.List;

/**
 * The day-by-day walk of a synthetic instrument and what follows from it for each session.
 *
 * <p>The logarithm of the closing price is pulled back to the instrument's own price by {@value #PULL} of its distance
 * each
 * day, so that prices stay within sight of it for ever. Days are numbered from the year 2000; the walk of all days
 * until
 * 2079 is a few hundred kilobytes of derived numbers, made once. Before a split the tape prints at the old, higher
 * price.
 */
final class Walk {
    static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 3);
    static final LocalDate LAST_DAY = LocalDate.of(2079, 12, 31);

    private static final double PULL = 0.004;
    private static final double OVERNIGHT = 0.4;
    private static final double INTRADAY = 0.8;
    private static final int TRADING_DAYS = 252;
    private static final int CALENDAR_DAYS = 365;

    private final SimulatedInstrument instrument;
    private final TradingHours hours;
    private final long key;
    private final double deviation;
    private final double[] levels;
    private final List<Split> splits;

    Walk(SimulatedInstrument instrument, long key) {
        this.instrument = instrument;
        this.hours = instrument.hours();
        this.key = key;
        int days = hours == TradingHours.ALWAYS ? CALENDAR_DAYS : TRADING_DAYS;
        this.deviation = instrument.volatility() / StrictMath.sqrt(days);
        this.splits = splits(instrument.actions());
        this.levels = levels();
    }

    private static List<Split> splits(List<CorporateAction> actions) {
        return actions.stream()
                .filter(Split.class::isInstance)
                .map(Split.class::cast)
                .toList();
    }

    private double[] levels() {
        int days = index(LAST_DAY) + 2;
        double[] result = new double[days];
        for (int i = 1; i < days; i++) {
            boolean moves = hours.isTradingDay(FIRST_DAY.plusDays(i - 1L));
            result[i] = moves ? result[i - 1] * (1 - PULL) + deviation * Chance.bell(key, i) : result[i - 1];
        }
        return result;
    }

    private static int index(LocalDate day) {
        return (int) (day.toEpochDay() - FIRST_DAY.toEpochDay());
    }

    static boolean covers(LocalDate day) {
        return !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY);
    }

    /** Makes the minutes of a trading day. */
    DayPath path(LocalDate day) {
        return new DayPath(plan(day), dayKey(day));
    }

    /** Where the chance of a day comes from. */
    long dayKey(LocalDate day) {
        return Chance.bits(~key, day.toEpochDay());
    }

    private DayPath.Plan plan(LocalDate day) {
        int index = index(day);
        double base =
                StrictMath.log(instrument.price() * splitRatioAfter(day)) + instrument.decimals() * StrictMath.log(10);
        double gap = hours.isContinuous() ? 0 : OVERNIGHT * deviation * Chance.bell(dayKey(day), -1);
        double minuteDeviation = INTRADAY * deviation / StrictMath.sqrt(hours.minutes());
        return new DayPath.Plan(
                hours.minutes(),
                base + levels[index] + gap,
                base + levels[index + 1],
                minuteDeviation,
                volumePerMinute(day),
                firstIds(index));
    }

    private double volumePerMinute(LocalDate day) {
        double steps = instrument.dailyVolume() * StrictMath.pow(10, instrument.sizeDecimals());
        return steps / hours.minutes() / splitRatioAfter(day);
    }

    private double splitRatioAfter(LocalDate day) {
        double ratio = 1;
        for (Split split : splits) {
            ratio *= split.exDate().isAfter(day) ? split.ratio() : 1;
        }
        return ratio;
    }

    /**
     * Numbers the trades: minute {@code m} begins with the whole part of {@code rate * (m + u)} with chance {@code u},
     * which
     * gives each minute between none and twice the mean and needs no counting from the beginning.
     */
    private long[] firstIds(int dayIndex) {
        int minutes = hours.minutes();
        long[] ids = new long[minutes + 1];
        for (int i = 0; i <= minutes; i++) {
            long minute = (long) dayIndex * minutes + i;
            ids[i] = 1 + (long) (instrument.tradesPerMinute() * (minute + Chance.unit(key ^ 0x5DEECE66DL, minute)));
        }
        return ids;
    }
}
