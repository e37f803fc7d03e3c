package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.spi.BarQuery;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a series out of charts.
 *
 * <h2>Days</h2>
 * A daily row is stamped with the start of its session, which is its open time; its close time is that plus the length of today's
 * regular session, or the next midnight of the exchange where sessions last (nearly) the whole day. Weeks and months start at the midnight
 * that Yahoo stamps and end one later.
 *
 * <h2>Live rows</h2>
 * While a session runs, the last row may be stamped with the time of the newest price. Of a day it is the day so far: it takes the session's
 * start as its open time and replaces an earlier row of the same day. Of a week or month that already has a row, it is today's part and is
 * merged into that row. Below a day it is only the newest price, so it is left out if its interval has a row. In all cases the bar is FORMING,
 * unless that price is of the bell or later and half an hour has gone since, as
 * is every bar whose interval has not ended, or had the newest price inside and ended less than half an hour ago (delayed exchanges).
 *
 * <h2>Rows outside the session</h2>
 * Below a day and without extended hours, rows outside the regular sessions are left out. One of them is the row that Yahoo puts at the closing
 * bell with the official close and volume 0; it is no trading of the minute after the bell.
 *
 * <h2>Adjustment</h2>
 * Yahoo's prices and volumes are adjusted for all splits up to now. RAW multiplies prices by, and divides volumes by, the ratio of every split
 * after the row's day; SPLITS_AND_DIVIDENDS scales a row so that its close becomes the adjusted close. Bars below a day have no adjusted close;
 * they take the factor of their day, because a share trades without its dividend from the first minute of the ex date on.
 */
final class YahooBars {
    private static final long NANOS = 1_000_000_000L;
    private static final long HALF_HOUR = 1_800;
    private static final long NEARLY_A_DAY = 23 * 3_600;
    private static final Set<String> NEVER_CLOSED = Set.of("CRYPTOCURRENCY", "CURRENCY");
    private static final Set<String> PERHAPS_WITHOUT_VOLUME = Set.of("CURRENCY", "INDEX", "MUTUALFUND");

    private final BarQuery query;
    private final YahooChart chart;
    private final YahooActions actions;
    private final Map<LocalDate, Double> dayFactors;
    private final LocalDays localDays;
    private final long now;
    private final BarSeries.Builder series;

    private YahooBars(BarQuery query, YahooChart chart, YahooActions actions, @Nullable YahooChart days, Instant now) {
        this.query = query;
        this.chart = chart;
        this.actions = actions;
        this.dayFactors = days == null ? Map.of() : dayFactors(days);
        this.localDays = new LocalDays(chart.zone());
        this.now = now.getEpochSecond();
        this.series = BarSeries.builder(identity(), now);
    }

    /**
     * Makes the series.
     *
     * @param query the question
     * @param charts the answers, page by page, oldest first; at least one
     * @param days the days from the start of the range up to now, beside bars that are shorter; null where the charts say all
     * @param now the time of receipt
     * @return the bars in the range
     */
    static BarSeries build(BarQuery query, List<YahooChart> charts, @Nullable YahooChart days, Instant now) {
        YahooChart newest = charts.get(charts.size() - 1);
        List<YahooChart.Row> rows = charts.stream()
                .flatMap(chart -> chart.rows().stream())
                .sorted(Comparator.comparingLong(YahooChart.Row::time))
                .toList();
        List<YahooChart> told = days == null ? charts : List.of(days);
        YahooActions actions = new YahooActions(
                query.symbol(),
                newest.zone(),
                told.stream()
                        .flatMap(chart -> chart.splits().stream())
                        .distinct()
                        .toList(),
                told.stream()
                        .flatMap(chart -> chart.dividends().stream())
                        .distinct()
                        .toList());
        return new YahooBars(query, newest, actions, days, now).build(charts, rows);
    }

    /** What a price of each day is to be multiplied by, so that it counts the dividends since. */
    private static Map<LocalDate, Double> dayFactors(YahooChart days) {
        Map<LocalDate, Double> factors = new HashMap<>();
        for (YahooChart.Row row : days.rows()) {
            LocalDate day =
                    Instant.ofEpochSecond(row.time()).atZone(days.zone()).toLocalDate();
            double factor = row.adjusted() / row.close();
            if (factor > 0 && Double.isFinite(factor)) {
                factors.put(day, factor);
            }
        }
        return factors;
    }

    private SeriesIdentity identity() {
        SeriesIdentity.Session session = SeriesIdentity.Session.REGULAR;
        if (NEVER_CLOSED.contains(chart.instrumentType())) {
            session = SeriesIdentity.Session.CONTINUOUS;
        } else if (query.extendedHours() && query.interval().isIntraday()) {
            session = SeriesIdentity.Session.EXTENDED;
        }
        return new SeriesIdentity(
                query.symbol(),
                YahooErrors.SOURCE,
                query.interval(),
                query.adjustment(),
                chart.currency(),
                chart.zone(),
                session);
    }

    private BarSeries build(List<YahooChart> charts, List<YahooChart.Row> rows) {
        if (query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS
                && !query.interval().isIntraday()) {
            charts.stream().filter(YahooBars::lacksAdjusted).findFirst().ifPresent(part -> {
                throw part.withoutAdjusted();
            });
        }
        if (chart.instrumentType().equals("FUTURE")) {
            series.negativePricesAllowed();
        }
        boolean noVolume = rows.stream().noneMatch(row -> row.volume() > 0);
        if (noVolume && PERHAPS_WITHOUT_VOLUME.contains(chart.instrumentType())) {
            series.withoutVolume();
        }
        if (query.interval().isIntraday()) {
            addIntraday(charts, rows);
        } else {
            addDays(rows);
        }
        charts.stream().mapToInt(YahooChart::rejected).forEach(this::reject);
        actions.at(query.range()).forEach(series::addAction);
        return series.build();
    }

    private static boolean lacksAdjusted(YahooChart part) {
        return !part.rows().isEmpty() && (!part.adjusted() || part.adjustedUnreadable());
    }

    private void reject(int count) {
        for (int i = 0; i < count; i++) {
            series.rejectRow();
        }
    }

    private void addIntraday(List<YahooChart> charts, List<YahooChart.Row> rows) {
        long length = query.interval().nanos() / NANOS;
        List<YahooChart.Session> sessions =
                charts.stream().flatMap(part -> part.sessions().stream()).toList();
        YahooChart.Row previous = null;
        for (int i = 0; i < rows.size(); i++) {
            YahooChart.Row row = rows.get(i);
            if (!isInSession(row, sessions)) {
                continue;
            }
            boolean newest = i == rows.size() - 1 && isMarketTime(row.time());
            if (newest && previous != null && isOffGrid(previous, row, length)) {
                addNewestPrice(previous, row, length);
            } else {
                add(row, row.time(), row.time() + length, false);
            }
            previous = row;
        }
    }

    private static boolean isOffGrid(YahooChart.Row previous, YahooChart.Row row, long length) {
        return Math.floorMod(row.time() - previous.time(), length) != 0;
    }

    private void addNewestPrice(YahooChart.Row previous, YahooChart.Row newest, long length) {
        long open = newest.time() - Math.floorMod(newest.time() - previous.time(), length);
        add(open == previous.time() ? previous : newest, open, open + length, true);
    }

    private boolean isInSession(YahooChart.Row row, List<YahooChart.Session> sessions) {
        if (query.extendedHours() || NEVER_CLOSED.contains(chart.instrumentType())) {
            return true;
        }
        if (sessions.isEmpty()) {
            return chart.session().stream().noneMatch(today -> isClosingRow(row, today));
        }
        return sessions.stream().anyMatch(session -> session.contains(row.time()) || session.length() >= NEARLY_A_DAY);
    }

    /** The bell of another day rings at the same time, unless today is a short day: then something was traded at it. */
    private boolean isClosingRow(YahooChart.Row row, YahooChart.Session today) {
        LocalTime bell = local(today.end()).toLocalTime();
        boolean another = row.volume() == 0 && local(row.time()).toLocalTime().equals(bell);
        return today.length() < NEARLY_A_DAY && (row.time() == today.end() || another);
    }

    private void addDays(List<YahooChart.Row> rows) {
        YahooChart.Row previous = null;
        long previousOpen = 0;
        for (int i = 0; i < rows.size(); i++) {
            YahooChart.Row row = rows.get(i);
            boolean live = i == rows.size() - 1 && isLiveDay(row.time());
            long open = live ? periodStart(row.time()) : row.time();
            if (previous != null && (live || isDaily()) && row.time() < periodEnd(previousOpen)) {
                open = previousOpen;
                row = isDaily() ? row : merge(previous, row);
            }
            add(row, open, closeOf(open), live && isUnfinished(rows.get(i), closeOf(open)));
            previous = row;
            previousOpen = open;
        }
    }

    /** The newest price may be that of the bell, after which exchanges still correct for a while. */
    private boolean isUnfinished(YahooChart.Row newest, long end) {
        return newest.time() < end || now < end + HALF_HOUR;
    }

    private boolean isDaily() {
        return query.interval().equals(Interval.DAY_1);
    }

    /** A stamp that is the time of the newest price and not the start of a session. */
    private boolean isLiveDay(long time) {
        boolean sessionStart = chart.session()
                .filter(today ->
                        local(today.start()).toLocalTime().equals(local(time).toLocalTime()))
                .isPresent();
        boolean today =
                chart.session().filter(session -> time > session.start()).isPresent();
        return !sessionStart && (isMarketTime(time) || today);
    }

    private boolean isMarketTime(long time) {
        return chart.marketTime().isPresent() && chart.marketTime().getAsLong() == time;
    }

    private ZonedDateTime local(long time) {
        return Instant.ofEpochSecond(time).atZone(chart.zone());
    }

    private long midnight(LocalDate day) {
        return day.atStartOfDay(chart.zone()).toEpochSecond();
    }

    /** Where the day, week or month of a live row starts. */
    private long periodStart(long time) {
        LocalDate day = local(time).toLocalDate();
        return switch (query.interval().unit()) {
            case WEEK -> midnight(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case MONTH -> midnight(day.withDayOfMonth(1));
            default -> sessionStart(day);
        };
    }

    private long sessionStart(LocalDate day) {
        return chart.session()
                .map(today -> day.atTime(local(today.start()).toLocalTime())
                        .atZone(chart.zone())
                        .toEpochSecond())
                .orElseGet(() -> midnight(day));
    }

    /** The first second that no longer belongs to the same day, week or month. */
    private long periodEnd(long open) {
        if (isDaily()) {
            return localDays.nextMidnight(open);
        }
        LocalDate day = local(open).toLocalDate();
        int amount = query.interval().amount();
        return switch (query.interval().unit()) {
            case WEEK -> midnight(day.plusWeeks(amount));
            case MONTH -> midnight(day.plusMonths(amount));
            default -> midnight(amount == 1 ? day.plusDays(1) : day.plusWeeks(1)); // five trading days are a week
        };
    }

    private long closeOf(long open) {
        if (isDaily()) {
            long length = chart.session().map(YahooChart.Session::length).orElse(Long.MAX_VALUE);
            return length < NEARLY_A_DAY ? open + length : periodEnd(open);
        }
        return periodEnd(open);
    }

    private static YahooChart.Row merge(YahooChart.Row so, YahooChart.Row today) {
        if (!today.hasPrices() || !so.hasPrices()) {
            return today.hasPrices() ? today : so;
        }
        return new YahooChart.Row(
                so.time(),
                so.open(),
                Math.max(so.high(), today.high()),
                Math.min(so.low(), today.low()),
                today.close(),
                so.volume() + today.volume(),
                today.adjusted());
    }

    private void add(YahooChart.Row row, long open, long end, boolean live) {
        boolean fromTheFuture = row.time() > now + 300;
        if (!query.range().contains(Instant.ofEpochSecond(open))) {
            return;
        }
        if (fromTheFuture || !row.hasPrices()) {
            series.rejectRow();
            return;
        }
        boolean days = !query.interval().isIntraday();
        double factor = factor(row, open);
        double close =
                days && query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS ? row.adjusted() : row.close() * factor;
        // Equal prices stay equal to the last bit, so that rounding never lifts a close above its high.
        DoubleUnaryOperator scale = price -> price == row.close() ? close : price * factor;
        series.add(
                open * NANOS,
                end * NANOS,
                scale.applyAsDouble(row.open()),
                scale.applyAsDouble(row.high()),
                scale.applyAsDouble(row.low()),
                close,
                query.adjustment() == Adjustment.RAW ? row.volume() / factor : row.volume(),
                Double.NaN,
                -1,
                live || isForming(open, end) ? Bar.State.FORMING : Bar.State.FINAL);
    }

    /** By how much a price is multiplied; NaN where that is not known, which leads to the refusal of the row. */
    private double factor(YahooChart.Row row, long open) {
        return switch (query.adjustment()) {
            case RAW -> {
                LocalDate day = day(open);
                rejectSplitInside(day, open);
                yield actions.ratioSince(day);
            }
            case SPLITS -> 1;
            case SPLITS_AND_DIVIDENDS ->
                query.interval().isIntraday() ? factorOf(day(open)) : row.adjusted() / row.close();
        };
    }

    private double factorOf(LocalDate day) {
        return actions.hasDividends() ? dayFactors.getOrDefault(day, Double.NaN) : 1;
    }

    /** No single factor makes raw prices of a week or month in which shares were split. */
    private void rejectSplitInside(LocalDate first, long open) {
        boolean several = !query.interval().isIntraday() && !isDaily();
        if (several && actions.splitsInside(first, day(periodEnd(open)))) {
            throw YahooErrors.failure(
                    FailureReason.UNSUPPORTED,
                    "shares were split inside the bar of " + first + ", which has no raw prices; ask for days");
        }
    }

    private boolean isForming(long open, long close) {
        boolean newestInside = chart.marketTime().isPresent()
                && chart.marketTime().getAsLong() >= open
                && chart.marketTime().getAsLong() < close;
        return close > now || (newestInside && now < close + HALF_HOUR);
    }

    private LocalDate day(long time) {
        return local(time).toLocalDate();
    }
}
