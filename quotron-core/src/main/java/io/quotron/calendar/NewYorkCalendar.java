package io.quotron.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of the New York Stock Exchange, which Nasdaq shares. */
final class NewYorkCalendar implements TradingCalendar {
    static final NewYorkCalendar INSTANCE = new NewYorkCalendar();

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final LocalTime CLOSE = LocalTime.of(16, 0);
    private static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);
    private static final MonthDay INDEPENDENCE_DAY = MonthDay.of(Month.JULY, 4);
    private static final MonthDay CHRISTMAS = MonthDay.of(Month.DECEMBER, 25);
    private static final int FIRST_JUNETEENTH = 2022;
    private static final int FIRST_WEDNESDAY_EARLY_CLOSE = 2013;

    /** Whole days without trading that no rule foretells. */
    private static final Set<LocalDate> SPECIAL_CLOSURES = Set.of(
            // The attacks of 11 September.
            LocalDate.of(2001, 9, 11),
            LocalDate.of(2001, 9, 12),
            LocalDate.of(2001, 9, 13),
            LocalDate.of(2001, 9, 14),
            // Mourning for Ronald Reagan, Gerald Ford, George H. W. Bush and Jimmy Carter.
            LocalDate.of(2004, 6, 11),
            LocalDate.of(2007, 1, 2),
            LocalDate.of(2018, 12, 5),
            LocalDate.of(2025, 1, 9),
            // The storm Sandy.
            LocalDate.of(2012, 10, 29),
            LocalDate.of(2012, 10, 30));

    /** Early closes that no rule foretells. */
    private static final Set<LocalDate> SPECIAL_EARLY_CLOSES = Set.of(LocalDate.of(2003, 12, 26));

    /** Openings after the usual hour. */
    private static final Map<LocalDate, LocalTime> LATE_OPENS = Map.of(
            // The first anniversary of 11 September.
            LocalDate.of(2002, 9, 11), LocalTime.NOON);

    private final Map<Integer, Set<LocalDate>> holidaysByYear = new ConcurrentHashMap<>();

    private NewYorkCalendar() {}

    @Override
    public String name() {
        return "XNYS";
    }

    @Override
    public ZoneId zone() {
        return ZONE;
    }

    @Override
    public Optional<Session> sessionOf(LocalDate tradingDay) {
        if (isClosed(tradingDay)) {
            return Optional.empty();
        }
        boolean early = closesEarly(tradingDay);
        Instant open = at(tradingDay, LATE_OPENS.getOrDefault(tradingDay, OPEN));
        return Optional.of(new Session(tradingDay, open, at(tradingDay, early ? EARLY_CLOSE : CLOSE), early));
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(ZONE).toInstant();
    }

    private boolean isClosed(LocalDate day) {
        return day.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue()
                || holidaysOf(day.getYear()).contains(day)
                || SPECIAL_CLOSURES.contains(day);
    }

    private Set<LocalDate> holidaysOf(int year) {
        boolean worthKeeping = year >= 1900 && year < 2200;
        return worthKeeping ? holidaysByYear.computeIfAbsent(year, NewYorkCalendar::holidays) : holidays(year);
    }

    private static Set<LocalDate> holidays(int year) {
        Set<LocalDate> days = new HashSet<>();
        days.add(newYear(year));
        days.add(nth(3, DayOfWeek.MONDAY, year, Month.JANUARY));
        days.add(nth(3, DayOfWeek.MONDAY, year, Month.FEBRUARY));
        days.add(easterSunday(year).minusDays(2));
        days.add(LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
        if (year >= FIRST_JUNETEENTH) {
            days.add(observed(LocalDate.of(year, Month.JUNE, 19)));
        }
        days.add(observed(INDEPENDENCE_DAY.atYear(year)));
        days.add(nth(1, DayOfWeek.MONDAY, year, Month.SEPTEMBER));
        days.add(thanksgiving(year));
        days.add(observed(CHRISTMAS.atYear(year)));
        return Set.copyOf(days);
    }

    /** A Saturday is not made up for on the Friday, because that Friday ends the accounting year. */
    private static LocalDate newYear(int year) {
        LocalDate day = LocalDate.of(year, Month.JANUARY, 1);
        return day.getDayOfWeek() == DayOfWeek.SUNDAY ? day.plusDays(1) : day;
    }

    /** A Saturday is made up for on the Friday before, a Sunday on the Monday after. */
    private static LocalDate observed(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.plusDays(1);
            default -> day;
        };
    }

    private static LocalDate nth(int ordinal, DayOfWeek dayOfWeek, int year, Month month) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(ordinal, dayOfWeek));
    }

    private static LocalDate thanksgiving(int year) {
        return nth(4, DayOfWeek.THURSDAY, year, Month.NOVEMBER);
    }

    private static boolean closesEarly(LocalDate day) {
        return day.equals(thanksgiving(day.getYear()).plusDays(1))
                || isWorkdayBefore(CHRISTMAS, day)
                || closesEarlyAroundIndependenceDay(day)
                || SPECIAL_EARLY_CLOSES.contains(day);
    }

    /** Tells whether the next day is the holiday; on a Friday the holiday is a Saturday and that Friday is closed. */
    private static boolean isWorkdayBefore(MonthDay holiday, LocalDate day) {
        return day.plusDays(1).equals(holiday.atYear(day.getYear())) && day.getDayOfWeek() != DayOfWeek.FRIDAY;
    }

    /** Until 2012 a holiday on Thursday shortened the Friday after it, since then the Wednesday before it. */
    private static boolean closesEarlyAroundIndependenceDay(LocalDate day) {
        boolean holidayOnThursday = INDEPENDENCE_DAY.atYear(day.getYear()).getDayOfWeek() == DayOfWeek.THURSDAY;
        if (holidayOnThursday && day.getYear() < FIRST_WEDNESDAY_EARLY_CLOSE) {
            return day.minusDays(1).equals(INDEPENDENCE_DAY.atYear(day.getYear()));
        }
        return isWorkdayBefore(INDEPENDENCE_DAY, day);
    }

    /** The Gregorian computus in its form without tables (Meeus, Jones and Butcher). */
    private static LocalDate easterSunday(int year) {
        int golden = year % 19;
        int century = year / 100;
        int yearOfCentury = year % 100;
        int moonCorrection = (century + 8) / 25;
        int lunar = (century - moonCorrection + 1) / 3;
        int epact = (19 * golden + century - century / 4 - lunar + 15) % 30;
        int weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
        int shift = (golden + 11 * epact + 22 * weekday) / 451;
        int sum = epact + weekday - 7 * shift + 114;
        return LocalDate.of(year, sum / 31, sum % 31 + 1);
    }

    @Override
    public String toString() {
        return name();
    }
}
