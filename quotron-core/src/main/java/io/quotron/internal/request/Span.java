package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Interval;
import io.quotron.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A span that is known, or one that ends when the request is fetched. */
record Span(
        @Nullable TimeRange range,
        @Nullable Period period,
        @Nullable Duration duration) {
    private static final long LONGEST_DAYS = 365_000;

    static Span of(TimeRange range) {
        return new Span(Objects.requireNonNull(range, "range"), null, null);
    }

    static Span of(Period period) {
        Objects.requireNonNull(period, "period");
        double days = period.getYears() * 365.0 + period.getMonths() * 28.0 + period.getDays();
        if (!(days > 0 && days <= LONGEST_DAYS)) {
            throw new IllegalArgumentException("period must be positive and below 1000 years, but is " + period);
        }
        return new Span(null, period, null);
    }

    static Span of(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        boolean positive = !duration.isZero() && !duration.isNegative();
        if (!positive || duration.toDays() > LONGEST_DAYS) {
            throw new IllegalArgumentException("duration must be positive and below 1000 years, but is " + duration);
        }
        return new Span(null, null, duration);
    }

    /** Ends on a boundary of the interval, so that two requests soon after each other ask the same question. */
    TimeRange resolve(Instant now, Interval interval) {
        if (range != null) {
            return range;
        }
        long step = interval.isIntraday() ? interval.nanos() : Interval.DAY_1.nanos();
        long seconds = Math.max(1, step / 1_000_000_000L);
        Instant end = Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds);
        ZonedDateTime last = end.atZone(ZoneOffset.UTC);
        Instant start = period != null
                ? last.minus(period).toInstant()
                : end.minus(Objects.requireNonNull(duration, "duration"));
        return TimeRange.of(start, end);
    }

    static void requirePast(TimeRange range, Call call) {
        if (range.startInclusive().isAfter(call.time().now())) {
            throw new QuotronException(
                    FailureReason.INVALID_REQUEST,
                    "the range " + range + " lies in the future; nothing is known of it");
        }
    }
}
