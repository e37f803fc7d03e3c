package io.quotron.providers.csv;

import io.quotron.model.Interval;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** From the one time that a row has to the span of its bar; days, weeks and months follow the calendar of the zone. */
final class CsvSpans {
    private final Interval interval;
    private final ZoneId zone;
    private final boolean stampedAtEnd;

    CsvSpans(Interval interval, CsvFormat format) {
        this.interval = interval;
        this.zone = format.zone();
        this.stampedAtEnd = format.stampedAtEnd();
    }

    long open(long stamp) {
        return stampedAtEnd ? shifted(stamp, -1) : stamp;
    }

    long close(long stamp) {
        return stampedAtEnd ? stamp : shifted(stamp, 1);
    }

    private long shifted(long stamp, int sign) {
        if (interval.isIntraday()) {
            return stamp + sign * interval.nanos();
        }
        ZonedDateTime start = CsvTimes.instant(stamp).atZone(zone);
        int amount = sign * interval.amount();
        ZonedDateTime end = switch (interval.unit()) {
            case WEEK -> start.plusWeeks(amount);
            case MONTH -> start.plusMonths(amount);
            default -> start.plusDays(amount);
        };
        return CsvTimes.nanos(end.toInstant());
    }
}
