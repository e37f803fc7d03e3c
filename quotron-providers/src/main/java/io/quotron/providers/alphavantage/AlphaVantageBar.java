package io.quotron.providers.alphavantage;

import io.quotron.calendar.Session;
import io.quotron.model.Interval;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * A row whose stamp and prices could be read, with its span.
 *
 * @param row the fields
 * @param day the day that the row is stamped with
 * @param open the first instant
 * @param end the first instant after it
 * @param close the last price, as it was sent
 */
record AlphaVantageBar(AlphaVantageRow row, LocalDate day, Instant open, Instant end, double close)
        implements AlphaVantageScale.Closes {
    /**
     * Reads a row.
     *
     * @param line the row
     * @param asset what was asked for
     * @param interval the length of the bars
     * @param zone the zone of times within a day
     * @return the bar; empty if its stamp or a price cannot be read
     */
    static Optional<AlphaVantageBar> of(
            AlphaVantageSeries.Line line, AlphaVantageAsset asset, Interval interval, ZoneId zone) {
        boolean readable = line.row().positive("open").isPresent()
                && line.row().positive("high").isPresent()
                && line.row().positive("low").isPresent()
                && line.row().positive("close").isPresent();
        if (!readable) {
            return Optional.empty();
        }
        double close = line.row().numberOrNaN("close");
        if (interval.isIntraday()) {
            return AlphaVantageTime.dateTime(line.stamp()).map(time -> intraday(line, time, interval, zone, close));
        }
        return AlphaVantageTime.date(line.stamp()).map(day -> daily(line, day, asset, interval, close));
    }

    private static AlphaVantageBar intraday(
            AlphaVantageSeries.Line line, LocalDateTime time, Interval interval, ZoneId zone, double close) {
        Instant open = time.atZone(zone).toInstant();
        return new AlphaVantageBar(line.row(), time.toLocalDate(), open, open.plus(interval.duration()), close);
    }

    private static AlphaVantageBar daily(
            AlphaVantageSeries.Line line, LocalDate day, AlphaVantageAsset asset, Interval interval, double close) {
        if (interval.equals(Interval.DAY_1) && asset.type() == AlphaVantageAsset.Type.US) {
            Session session = asset.newYorkSession(day);
            return new AlphaVantageBar(line.row(), day, session.open(), session.close(), close);
        }
        LocalDate first = firstDay(day, interval);
        return new AlphaVantageBar(
                line.row(),
                day,
                first.atStartOfDay(asset.zone()).toInstant(),
                endDay(first, interval).atStartOfDay(asset.zone()).toInstant(),
                close);
    }

    /** Returns the first day of the day, week or month that a day belongs to. */
    static LocalDate firstDay(LocalDate day, Interval interval) {
        return switch (interval.unit()) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            default -> day;
        };
    }

    /** Returns the day after a day, week or month. */
    static LocalDate endDay(LocalDate first, Interval interval) {
        return switch (interval.unit()) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            default -> first.plusDays(1);
        };
    }

    /**
     * Tells whether the answer was made before the last session of the week or month, by the stamp of its newest row, which is the
     * last session that is in it.
     */
    boolean isCutShort(AlphaVantageAsset asset, Interval interval) {
        if (interval.isIntraday() || interval.unit() == Interval.Unit.DAY) {
            return false;
        }
        LocalDate last = endDay(firstDay(day, interval), interval).minusDays(1);
        while (last.isAfter(day) && !isSession(last, asset)) {
            last = last.minusDays(1);
        }
        return last.isAfter(day);
    }

    /** Other exchanges have holidays that are not known here; of them only the clock tells. */
    private static boolean isSession(LocalDate day, AlphaVantageAsset asset) {
        return switch (asset.type()) {
            case US -> AlphaVantageAsset.calendarSession(day).isPresent();
            case CURRENCIES -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
            case CRYPTO -> true;
            case FOREIGN -> false;
        };
    }

    /** Returns how long after its end the newest row may still change. */
    static Duration grace(AlphaVantageAsset asset, Interval interval) {
        boolean session = interval.unit() == Interval.Unit.DAY && asset.type() == AlphaVantageAsset.Type.US;
        return session ? Duration.ofMinutes(30) : Duration.ZERO;
    }
}
