package io.quotron.bars;

import io.quotron.calendar.Session;
import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Interval;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where bars begin and end.
 *
 * <p>The time line is cut into segments: the session of a day, and, unless only that is kept, what lies before and
 * after it up to midnight. Bars shorter than a day are counted from the open (before the open: backwards from it;
 * after the close: from the close) and end with their segment. Longer bars are made of whole trading days; counts of
 * days, weeks and months start at 1970-01-01, at the Monday 1970-01-05 and at January 1970.
 *
 * <p>Not thread-safe: the segment that was used last is remembered.
 */
final class BarGrid {
    private static final LocalDate FIRST_MONDAY = LocalDate.of(1970, 1, 5);
    private static final int LONGEST_CLOSURE_DAYS = 40;

    private final TradingCalendar calendar;
    private final boolean regularOnly;
    private @Nullable Segment current;
    private long closedFrom = Long.MAX_VALUE;
    private long closedTo = Long.MIN_VALUE;

    BarGrid(TradingCalendar calendar, boolean regularOnly) {
        this.calendar = calendar;
        this.regularOnly = regularOnly || calendar.isContinuous();
    }

    /** A stretch of one trading day in which short bars are counted from {@code anchor}. */
    record Segment(long start, long end, long anchor, LocalDate tradingDay, boolean inSession) {
        boolean contains(long time) {
            return time >= start && time < end;
        }
    }

    /** Returns the segment of an instant, or null if trades of that time are not kept. */
    @Nullable
    Segment segmentAt(long time) {
        Segment last = current;
        if (last != null && last.contains(time)) {
            return last;
        }
        if (time >= closedFrom && time < closedTo) {
            return null;
        }
        Segment found = regularOnly ? sessionSegment(time) : extendedSegment(time);
        if (found != null) {
            current = found;
        } else {
            closedFrom = time;
            closedTo = EpochNanos.of(calendar.nextOpen(EpochNanos.toInstant(time)));
        }
        return found;
    }

    private @Nullable Segment sessionSegment(long time) {
        Optional<Session> session = calendar.sessionAt(EpochNanos.toInstant(time));
        return session.isEmpty() ? null : segmentOf(session.get());
    }

    private static Segment segmentOf(Session session) {
        long open = EpochNanos.of(session.open());
        return new Segment(open, EpochNanos.of(session.close()), open, session.tradingDay(), true);
    }

    private Segment extendedSegment(long time) {
        LocalDate day = EpochNanos.toInstant(time).atZone(calendar.zone()).toLocalDate();
        long midnight = midnight(day);
        long nextMidnight = midnight(day.plusDays(1));
        Optional<Session> session = calendar.sessionOf(day);
        if (session.isEmpty()) {
            return new Segment(midnight, nextMidnight, midnight, day, false);
        }
        Segment regular = segmentOf(session.get());
        if (regular.contains(time)) {
            return regular;
        }
        return time < regular.start()
                ? new Segment(midnight, regular.start(), regular.start(), day, false)
                : new Segment(regular.end(), nextMidnight, regular.end(), day, false);
    }

    private long midnight(LocalDate day) {
        return EpochNanos.of(day.atStartOfDay(calendar.zone()).toInstant());
    }

    /** Returns the bar of an instant whose trades are kept. */
    BarSpan spanAt(Interval interval, long time) {
        Segment segment = segmentAt(time);
        if (segment == null) {
            throw new IllegalArgumentException("no bar at " + EpochNanos.toInstant(time) + " in " + calendar.name());
        }
        return interval.isIntraday() ? shortSpan(interval.nanos(), segment, time) : longSpan(interval, segment);
    }

    private static BarSpan shortSpan(long length, Segment segment, long time) {
        long start = time - Math.floorMod(time - segment.anchor(), length);
        return new BarSpan(Math.max(start, segment.start()), Math.min(start + length, segment.end()));
    }

    private BarSpan longSpan(Interval interval, Segment segment) {
        LocalDate first = periodStart(interval, segment.tradingDay());
        LocalDate next = periodEnd(interval, first);
        return new BarSpan(startOfFirstDay(first, next), endOfLastDay(first, next));
    }

    private static LocalDate periodStart(Interval interval, LocalDate day) {
        int amount = interval.amount();
        return switch (interval.unit()) {
            case WEEK -> {
                LocalDate monday = day.with(DayOfWeek.MONDAY);
                long weeks = Math.floorDiv(monday.toEpochDay() - FIRST_MONDAY.toEpochDay(), 7L);
                yield monday.minusWeeks(Math.floorMod(weeks, amount));
            }
            case MONTH -> {
                YearMonth month = YearMonth.from(day);
                long months = (month.getYear() - 1970) * 12L + month.getMonthValue() - 1;
                yield month.minusMonths(Math.floorMod(months, amount)).atDay(1);
            }
            default -> day.minusDays(Math.floorMod(day.toEpochDay(), amount));
        };
    }

    private static LocalDate periodEnd(Interval interval, LocalDate first) {
        return switch (interval.unit()) {
            case WEEK -> first.plusWeeks(interval.amount());
            case MONTH -> first.plusMonths(interval.amount());
            default -> first.plusDays(interval.amount());
        };
    }

    private long startOfFirstDay(LocalDate first, LocalDate next) {
        if (!regularOnly) {
            return midnight(first);
        }
        return EpochNanos.of(first.datesUntil(next)
                .map(calendar::sessionOf)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow()
                .open());
    }

    private long endOfLastDay(LocalDate first, LocalDate next) {
        if (!regularOnly) {
            return midnight(next);
        }
        for (LocalDate day = next.minusDays(1); !day.isBefore(first); day = day.minusDays(1)) {
            Optional<Session> session = calendar.sessionOf(day);
            if (session.isPresent()) {
                return EpochNanos.of(session.get().close());
            }
        }
        throw new IllegalStateException(calendar.name() + " has no session from " + first + " to " + next);
    }

    /** Returns the bar that follows one that ended, in or at the start of a session; null if the market stays shut. */
    @Nullable
    BarSpan spanAfter(Interval interval, long end) {
        Instant at = EpochNanos.toInstant(end);
        if (calendar.isOpen(at)) {
            return spanAt(interval, end);
        }
        Instant open = calendar.nextOpen(at);
        boolean soon = open.isBefore(at.plusSeconds(LONGEST_CLOSURE_DAYS * 86_400L));
        return soon ? spanAt(interval, EpochNanos.of(open)) : null;
    }

    /** Returns the day that bars of a day and longer are named by; null for shorter ones. */
    @Nullable
    LocalDate tradingDay(Interval interval, long start) {
        if (interval.isIntraday()) {
            return null;
        }
        Segment segment = segmentAt(start);
        return segment != null
                ? segment.tradingDay()
                : EpochNanos.toInstant(start).atZone(calendar.zone()).toLocalDate();
    }

    /** Tells whether the market is open throughout a bar that is shorter than a day, or no longer than a session. */
    boolean isWithinSession(BarCell cell) {
        Segment segment = segmentAt(cell.start);
        return segment != null && segment.inSession() && (regularOnly || cell.end <= segment.end());
    }

    /** Tells whether bars of one length can be put together from bars of another. */
    static boolean nests(Interval shorter, Interval longer) {
        if (shorter.isIntraday()) {
            return !longer.isIntraday() || longer.nanos() % shorter.nanos() == 0;
        }
        if (shorter.equals(Interval.DAY_1)) {
            return true;
        }
        return shorter.unit() == longer.unit() && longer.amount() % shorter.amount() == 0;
    }
}
