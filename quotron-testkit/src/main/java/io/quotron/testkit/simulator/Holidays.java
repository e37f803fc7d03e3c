package io.quotron.testkit.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;

/**
 * The whole-day holidays of the simulated exchanges by today's rules for every year; half days and one-off closures are
 * not
 * simulated.
 */
enum Holidays {
    /** Only weekends are closed. */
    NONE {
        @Override
        boolean contains(LocalDate day) {
            return false;
        }
    },
    /** New York: the ten holidays of the stock exchange. */
    NEW_YORK {
        @Override
        boolean contains(LocalDate day) {
            Month month = day.getMonth();
            return isNthMonday(day, Month.JANUARY, 3)
                    || isNthMonday(day, Month.FEBRUARY, 3)
                    || day.equals(easter(day.getYear()).minusDays(2))
                    || isLastMonday(day, Month.MAY)
                    || isObserved(day, Month.JUNE, 19)
                    || isObserved(day, Month.JULY, 4)
                    || isNthMonday(day, Month.SEPTEMBER, 1)
                    || (month == Month.NOVEMBER && day.equals(nth(day, 4, DayOfWeek.THURSDAY)))
                    || isObserved(day, Month.DECEMBER, 25)
                    || isNewYear(day);
        }
    },
    /** London: the bank holidays of England. */
    LONDON {
        @Override
        boolean contains(LocalDate day) {
            LocalDate easter = easter(day.getYear());
            return day.equals(easter.minusDays(2))
                    || day.equals(easter.plusDays(1))
                    || isNthMonday(day, Month.MAY, 1)
                    || isLastMonday(day, Month.MAY)
                    || isLastMonday(day, Month.AUGUST)
                    || isMovedForward(day, Month.JANUARY, 1, 1)
                    || isMovedForward(day, Month.DECEMBER, 25, 2);
        }
    };

    abstract boolean contains(LocalDate day);

    private static boolean isNthMonday(LocalDate day, Month month, int ordinal) {
        return day.getMonth() == month && day.equals(nth(day, ordinal, DayOfWeek.MONDAY));
    }

    private static LocalDate nth(LocalDate day, int ordinal, DayOfWeek weekday) {
        return day.with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday));
    }

    private static boolean isLastMonday(LocalDate day, Month month) {
        return day.getMonth() == month && day.equals(day.with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
    }

    /** A Saturday holiday is kept on the Friday before, a Sunday one on the Monday after. */
    private static boolean isObserved(LocalDate day, Month month, int dayOfMonth) {
        LocalDate date = LocalDate.of(day.getYear(), month, dayOfMonth);
        return day.equals(
                switch (date.getDayOfWeek()) {
                    case SATURDAY -> date.minusDays(1);
                    case SUNDAY -> date.plusDays(1);
                    default -> date;
                });
    }

    /** New Year is not moved into the old year when it falls on a Saturday. */
    private static boolean isNewYear(LocalDate day) {
        return day.getMonth() == Month.JANUARY
                && (day.getDayOfYear() == 1 || (day.getDayOfYear() == 2 && day.getDayOfWeek() == DayOfWeek.MONDAY));
    }

    /** Holidays in a row that fall on a weekend are kept on the next working days. */
    private static boolean isMovedForward(LocalDate day, Month month, int first, int length) {
        LocalDate start = LocalDate.of(day.getYear(), month, first);
        int kept = 0;
        for (LocalDate date = start; kept < length; date = date.plusDays(1)) {
            if (date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
                if (date.equals(day)) {
                    return true;
                }
                kept++;
            }
        }
        return false;
    }

    /** Easter Sunday by the rule of the Gregorian calendar in the form of Meeus, Jones and Butcher. */
    static LocalDate easter(int year) {
        int century = year / 100;
        int golden = year % 19;
        int epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        int weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7;
        int late = (golden + 11 * epact + 22 * weekday) / 451;
        int sum = epact + weekday - 7 * late + 114;
        return LocalDate.of(year, sum / 31, sum % 31 + 1);
    }
}
