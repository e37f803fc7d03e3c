package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Split;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** History: days by {@code eod}, which weeks and months are made of, and {@code intraday}. Thread-safe. */
final class EodhdBars {
    static final List<Interval> INTERVALS = List.of(
            Interval.MINUTE_1, Interval.MINUTE_5, Interval.HOUR_1, Interval.DAY_1, Interval.WEEK_1, Interval.MONTH_1);

    private static final long DAY = 86_400;

    /** The longest span of one request in days; pairs, which never rest, get half, so that a body stays below 16 MiB. */
    private static final Map<Interval, Integer> PAGE_DAYS =
            Map.of(Interval.MINUTE_1, 120, Interval.MINUTE_5, 600, Interval.HOUR_1, 7_200);

    /** Nothing shorter than a day is older. */
    private static final Instant FIRST_MINUTE = Instant.parse("2004-01-01T00:00:00Z");

    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    private final EodhdRest rest;
    private final EodhdActions actions;

    EodhdBars(EodhdRest rest, EodhdActions actions) {
        this.rest = rest;
        this.actions = actions;
    }

    /** Answers for history; see {@link io.quotron.spi.BarSource}. */
    BarSeries fetch(BarQuery query, RequestContext context) {
        boolean intraday = query.interval().isIntraday();
        if (!INTERVALS.contains(query.interval())) {
            throw EodhdErrors.failure(
                    FailureReason.UNSUPPORTED, "bars of " + query.interval() + " are not offered, only " + INTERVALS);
        }
        if (intraday && query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS) {
            throw EodhdErrors.failure(
                    FailureReason.UNSUPPORTED,
                    "bars of " + query.interval() + " are not adjusted for dividends; ask for SPLITS or RAW");
        }
        EodhdSymbols.Name name = EodhdSymbols.find(query.symbol(), context);
        if (query.range().startInclusive().isAfter(context.time().now())) {
            throw new NoDataException(SOURCE, NoDataException.Why.OUT_OF_RANGE, query.range() + " has not begun yet");
        }
        return intraday ? intraday(query, name, context) : days(query, name, context);
    }

    private BarSeries days(BarQuery query, EodhdSymbols.Name name, RequestContext context) {
        ZoneId zone = name.zone(context);
        EodhdPeriod period = EodhdPeriod.of(query.interval());
        LocalDate today = context.time().now().atZone(zone).toLocalDate();
        LocalDate from = later(FIRST_DAY, period.start(date(query.range().startInclusive(), zone)));
        LocalDate last = date(query.range().endExclusive().minusNanos(1), zone);
        LocalDate to = last.isAfter(today) ? today : period.next(last).minusDays(1);
        HttpQuery.Builder asked = rest.query("eod", name.full())
                .parameter("period", "d")
                .parameter("order", "a")
                .parameter("from", from.toString())
                .parameter("to", to.toString());
        EodhdDays days = new EodhdDays(name, today.plusDays(1), context.time().now());
        rest.rowsOf(name, asked, context, days::read);
        if (days.isEmpty()) {
            throw EodhdRest.nothing(name, query.range());
        }
        boolean needed = query.adjustment() != Adjustment.SPLITS_AND_DIVIDENDS && days.mayHoldSplits();
        List<Split> splits = needed ? actions.splitsOfKnown(from, name, context) : List.of();
        return days.series(query, identity(query, name, zone), period, splits);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /** A host may ask from the beginning to the end of time. */
    private static LocalDate date(Instant instant, ZoneId zone) {
        Instant first = Instant.parse("1800-01-01T00:00:00Z");
        Instant last = Instant.parse("2200-01-01T00:00:00Z");
        Instant clamped = instant.isBefore(first) ? first : instant.isAfter(last) ? last : instant;
        return clamped.atZone(zone).toLocalDate();
    }

    private BarSeries intraday(BarQuery query, EodhdSymbols.Name name, RequestContext context) {
        ZoneId zone = name.zone(context);
        Instant now = context.time().now();
        long from = Math.max(query.range().startInclusive().getEpochSecond(), FIRST_MINUTE.getEpochSecond());
        long to = Math.min(query.range().endExclusive().minusNanos(1).getEpochSecond(), now.getEpochSecond());
        EodhdMinutes minutes = new EodhdMinutes(name, query, now);
        long length = PAGE_DAYS.getOrDefault(query.interval(), 1) * DAY / (name.isShare() || name.isIndex() ? 1 : 2);
        for (long start = from; start <= to; start += length) {
            HttpQuery.Builder asked = rest.query("intraday", name.full())
                    .weight(EodhdRest.INTRADAY_COST)
                    .parameter("interval", query.interval().toString())
                    .parameter("from", Long.toString(start))
                    .parameter("to", Long.toString(Math.min(start + length - 1, to)));
            rest.rowsOf(name, asked, context, minutes::read);
        }
        if (minutes.isEmpty()) {
            throw EodhdRest.nothing(name, query.range());
        }
        boolean needed = query.adjustment() == Adjustment.SPLITS && name.isShare();
        LocalDate first = date(Instant.ofEpochSecond(from), zone);
        List<Split> splits = needed ? actions.splitsOfKnown(first, name, context) : List.of();
        return minutes.series(identity(query, name, zone), zone, splits);
    }

    private static SeriesIdentity identity(BarQuery query, EodhdSymbols.Name name, ZoneId zone) {
        SeriesIdentity.Session session = SeriesIdentity.Session.REGULAR;
        if (name.isForex() || name.isCoin()) {
            session = SeriesIdentity.Session.CONTINUOUS;
        } else if (query.extendedHours() && query.interval().isIntraday()) {
            session = SeriesIdentity.Session.EXTENDED;
        }
        return new SeriesIdentity(
                query.symbol(), SOURCE, query.interval(), query.adjustment(), name.unit(), zone, session);
    }

    /** Whether four prices and a volume can be those of a bar. */
    static boolean isPossible(double open, double high, double low, double close) {
        return Double.isFinite(open + high + low + close)
                && low > 0
                && low <= Math.min(open, close)
                && high >= Math.max(open, close);
    }

    /** The regular hours of American shares; what is outside is left out unless extended hours are asked for. */
    static boolean isRegular(Instant open, long seconds, ZoneId zone) {
        LocalTime from = open.atZone(zone).toLocalTime();
        int opened = LocalTime.of(9, 30).toSecondOfDay();
        int closed = LocalTime.of(16, 0).toSecondOfDay();
        return from.toSecondOfDay() + seconds > opened && from.toSecondOfDay() < closed;
    }
}
