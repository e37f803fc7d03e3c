package io.quotron.indicators;

import io.quotron.model.Bar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Numbers the days of a zone; remembers the last one, because bars come day after day. */
final class SessionDays {
    private final ZoneId zone;
    private long fromSecond;
    private long toSecond;
    private long day;

    SessionDays(ZoneId zone) {
        this.zone = zone;
    }

    long of(Bar bar) {
        LocalDate tradingDay = bar.tradingDay();
        return tradingDay != null ? tradingDay.toEpochDay() : of(bar.openTime().getEpochSecond());
    }

    long of(long epochSecond) {
        if (epochSecond < fromSecond || epochSecond >= toSecond) {
            turnTo(epochSecond);
        }
        return day;
    }

    private void turnTo(long epochSecond) {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(epochSecond), zone);
        fromSecond = date.atStartOfDay(zone).toEpochSecond();
        toSecond = date.plusDays(1).atStartOfDay(zone).toEpochSecond();
        day = date.toEpochDay();
    }
}
