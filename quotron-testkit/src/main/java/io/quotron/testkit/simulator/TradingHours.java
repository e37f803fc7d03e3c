package io.quotron.testkit.simulator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** When an exchange trades: one session on each trading day. Immutable. */
enum TradingHours {
    /** New York Stock Exchange and Nasdaq, 09:30 to 16:00. */
    NEW_YORK(ZoneId.of("America/New_York"), LocalTime.of(9, 30), 390, Holidays.NEW_YORK),
    /** London Stock Exchange, 08:00 to 16:30. */
    LONDON(ZoneId.of("Europe/London"), LocalTime.of(8, 0), 510, Holidays.LONDON),
    /** Currencies: Monday to Friday from midnight to midnight in London. */
    CURRENCIES(ZoneId.of("Europe/London"), LocalTime.MIDNIGHT, 1440, Holidays.NONE),
    /** Always open; days begin at midnight UTC. */
    ALWAYS(ZoneId.of("UTC"), LocalTime.MIDNIGHT, 1440, Holidays.NONE);

    private static final long NANOS = 1_000_000_000L;

    private final ZoneId zone;
    private final LocalTime open;
    private final int minutes;
    private final Holidays holidays;

    TradingHours(ZoneId zone, LocalTime open, int minutes, Holidays holidays) {
        this.zone = zone;
        this.open = open;
        this.minutes = minutes;
        this.holidays = holidays;
    }

    ZoneId zone() {
        return zone;
    }

    /** The length of a session. */
    int minutes() {
        return minutes;
    }

    boolean isContinuous() {
        return minutes == 1440;
    }

    boolean isTradingDay(LocalDate day) {
        return this == ALWAYS || (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 && !holidays.contains(day));
    }

    long openSecond(LocalDate day) {
        if (this == ALWAYS) {
            return day.toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC);
        }
        return day.atTime(open).atZone(zone).toEpochSecond();
    }

    long closeSecond(LocalDate day) {
        return openSecond(day) + minutes * 60L;
    }

    long openNanos(LocalDate day) {
        return openSecond(day) * NANOS;
    }

    LocalDate dateOf(long nanos) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS)), zone);
    }

    /** The trading day whose session runs or ran last at an instant. */
    LocalDate lastSession(long nanos) {
        LocalDate day = dateOf(nanos);
        while (!isTradingDay(day) || openNanos(day) > nanos) {
            day = day.minusDays(1);
        }
        return day;
    }

    LocalDate nextTradingDay(LocalDate day) {
        LocalDate next = day.plusDays(1);
        while (!isTradingDay(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    LocalDate previousTradingDay(LocalDate day) {
        LocalDate previous = day.minusDays(1);
        while (!isTradingDay(previous)) {
            previous = previous.minusDays(1);
        }
        return previous;
    }
}
