package io.quotron.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** A market that never closes: each UTC day is one session. */
final class ContinuousCalendar implements TradingCalendar {
    static final ContinuousCalendar INSTANCE = new ContinuousCalendar();

    private ContinuousCalendar() {}

    @Override
    public String name() {
        return "CONTINUOUS";
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public Optional<Session> sessionOf(LocalDate tradingDay) {
        return Optional.of(new Session(
                tradingDay,
                tradingDay.atStartOfDay(ZoneOffset.UTC).toInstant(),
                tradingDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                false));
    }

    @Override
    public String toString() {
        return name();
    }
}
