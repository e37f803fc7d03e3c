package io.quotron.providers.eodhd;

import io.quotron.model.Interval;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** What days are gathered into. Weeks begin on Monday. */
enum EodhdPeriod {
    DAY,
    WEEK,
    MONTH;

    static EodhdPeriod of(Interval interval) {
        return switch (interval.unit()) {
            case WEEK -> WEEK;
            case MONTH -> MONTH;
            default -> DAY;
        };
    }

    /** Returns the first day of the period of a day. */
    LocalDate start(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** Returns the first day after the period of a day. */
    LocalDate next(LocalDate day) {
        LocalDate start = start(day);
        return switch (this) {
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
        };
    }
}
