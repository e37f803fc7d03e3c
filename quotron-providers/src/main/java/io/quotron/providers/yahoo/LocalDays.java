package io.quotron.providers.yahoo;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * Finds the ends of days in a time zone, one after the other: the calendar is asked only where the offset may have changed since the last
 * answer. Not thread-safe.
 */
final class LocalDays {
    private static final long DAY = 86_400;

    private final ZoneId zone;
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private long offset;

    LocalDays(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Returns the first second of the next day.
     *
     * @param second epoch seconds
     * @return epoch seconds
     */
    long nextMidnight(long second) {
        if (second >= from && second < until) {
            long midnight = (Math.floorDiv(second + offset, DAY) + 1) * DAY - offset;
            if (midnight < until) {
                return midnight;
            }
        }
        return askCalendar(Instant.ofEpochSecond(second));
    }

    private long askCalendar(Instant time) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(time);
        from = time.getEpochSecond();
        until = next == null ? Long.MAX_VALUE : next.toEpochSecond();
        offset = zone.getRules().getOffset(time).getTotalSeconds();
        return time.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toEpochSecond();
    }
}
