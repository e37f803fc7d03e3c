package io.quotron.providers.alphavantage;

import io.quotron.calendar.Session;
import io.quotron.error.NoDataException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Split;
import io.quotron.spi.BarQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/** Makes a series out of rows, as the description of this package tells. */
final class AlphaVantageBars {
    private static final long NANOS = 1_000_000_000L;

    /** How much of a split shows in the closes with and without adjustment; dividends are told beside them. */
    private static final double SPLIT_JUMP = 0.1;

    private final BarQuery query;
    private final AlphaVantageAsset asset;
    private final Instant now;
    private final List<AlphaVantageBar> bars = new ArrayList<>();
    private final boolean hasVolume;
    private String firstBad = "";
    private int bad;
    private String lastRefreshed = "";

    /** Splits and dividends, as far as they were asked for. */
    record Actions(List<Split> splits, List<Dividend> dividends) {
        static final Actions NONE = new Actions(List.of(), List.of());
    }

    /**
     * Reads the rows.
     *
     * @param query the question
     * @param asset what was asked for
     * @param pages the answers, at least one, oldest first
     * @param now the time of receipt
     */
    AlphaVantageBars(BarQuery query, AlphaVantageAsset asset, List<AlphaVantageSeries> pages, Instant now) {
        this.query = query;
        this.asset = asset;
        this.now = now;
        this.hasVolume = asset.type() != AlphaVantageAsset.Type.CURRENCIES
                && pages.stream()
                        .flatMap(page -> page.rows().stream())
                        .anyMatch(line -> line.row().has("volume"));
        pages.forEach(this::read);
        bars.sort(Comparator.comparing(AlphaVantageBar::open).thenComparing(AlphaVantageBar::day));
    }

    private void read(AlphaVantageSeries page) {
        ZoneId zone = page.zone().orElse(asset.zone());
        bad += page.unreadable();
        lastRefreshed = page.lastRefreshed();
        for (AlphaVantageSeries.Line line : page.rows()) {
            Optional<AlphaVantageBar> bar = AlphaVantageBar.of(line, asset, query.interval(), zone)
                    .filter(made -> AlphaVantageTime.isPlausible(made.open(), now));
            if (bar.isPresent()) {
                bars.add(bar.get());
            } else {
                bad++;
                firstBad = firstBad.isEmpty() ? line.row().path() : firstBad;
            }
        }
    }

    /** Returns the open time of the oldest row; empty if no row could be read. */
    Optional<Instant> oldest() {
        return bars.stream().findFirst().map(AlphaVantageBar::open);
    }

    /** Tells whether the rows say themselves by what they are adjusted, whatever function was asked. */
    boolean tellAdjustment() {
        return !bars.isEmpty()
                && bars.stream()
                        .map(AlphaVantageBar::row)
                        .allMatch(row -> row.has("adjustedclose") && row.has("splitcoefficient"));
    }

    /** Returns the actions that stand in rows of adjusted days. */
    Actions actionsInRows() {
        List<Split> splits = new ArrayList<>();
        List<Dividend> dividends = new ArrayList<>();
        for (AlphaVantageBar bar : bars) {
            double ratio = required(bar, "splitcoefficient");
            double amount = bar.row().numberOrNaN("dividendamount");
            if (ratio != 1) {
                splits.add(new Split(asset.symbol(), bar.day(), ratio, 1));
            }
            if (amount > 0) {
                dividends.add(AlphaVantageActions.dividend(asset, bar.day(), amount));
            }
        }
        return new Actions(splits, dividends);
    }

    private static double required(AlphaVantageBar bar, String field) {
        return bar.row()
                .positive(field)
                .orElseThrow(() -> AlphaVantageErrors.malformed(
                        "nothing usable at " + bar.row().pathOf(field) + ", on which all rows before it depend"));
    }

    /** Tells whether the closes with and without adjustment part by more than the dividends between two rows of the range. */
    boolean showsSplit() {
        AlphaVantageBar before = null;
        for (AlphaVantageBar bar : bars) {
            boolean concerns = bar.end().isAfter(query.range().startInclusive());
            if (before != null && concerns && isJump(before, bar)) {
                return true;
            }
            before = bar;
        }
        return false;
    }

    private static boolean isJump(AlphaVantageBar before, AlphaVantageBar bar) {
        double kept = ratioOf(before) / ratioOf(bar);
        double dividend = bar.row().number("dividendamount").orElse(0);
        double expected = 1 - dividend / before.close();
        return Math.abs(kept / expected - 1) > SPLIT_JUMP;
    }

    private static double ratioOf(AlphaVantageBar bar) {
        return bar.row().numberOrNaN("adjustedclose") / bar.close();
    }

    /**
     * Makes the series of raw or computed prices.
     *
     * @param actions what the prices are adjusted by
     * @return the bars of the range
     */
    BarSeries series(Actions actions) {
        LocalDate today = now.atZone(asset.zone()).toLocalDate();
        Actions known = upTo(today, actions);
        boolean total = query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS;
        AlphaVantageScale scale =
                new AlphaVantageScale(query.adjustment(), known.splits(), total ? known.dividends() : List.of(), bars);
        return build(scale, known, false);
    }

    /**
     * Makes the series of prices that end in the adjusted closes of the rows.
     *
     * @param actions the splits, by which volumes are adjusted
     * @return the bars of the range
     */
    BarSeries adjustedSeries(Actions actions) {
        Actions known = upTo(now.atZone(asset.zone()).toLocalDate(), actions);
        return build(new AlphaVantageScale(query.adjustment(), known.splits(), List.of(), bars), known, true);
    }

    private static Actions upTo(LocalDate today, Actions actions) {
        return new Actions(
                actions.splits().stream()
                        .filter(split -> !split.exDate().isAfter(today))
                        .toList(),
                actions.dividends().stream()
                        .filter(dividend -> !dividend.exDate().isAfter(today))
                        .toList());
    }

    private BarSeries build(AlphaVantageScale scale, Actions actions, boolean byAdjustedClose) {
        BarSeries.Builder series = BarSeries.builder(identity(), now);
        if (!hasVolume) {
            series.withoutVolume();
        }
        int inRange = 0;
        Predicate<AlphaVantageBar> session = session();
        for (AlphaVantageBar bar : bars) {
            if (query.range().contains(bar.open()) && session.test(bar)) {
                inRange++;
                add(series, bar, scale, byAdjustedClose);
            }
        }
        for (int i = 0; i < bad; i++) {
            series.rejectRow();
        }
        AlphaVantageActions.sorted(actions.splits(), actions.dividends()).stream()
                .filter(this::isInRange)
                .forEach(series::addAction);
        return checked(series.build(), inRange);
    }

    private boolean isInRange(CorporateAction action) {
        return query.range()
                .contains(action.exDate().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private BarSeries checked(BarSeries series, int inRange) {
        if (bars.isEmpty() && bad == 0) {
            throw AlphaVantageErrors.noData(
                    NoDataException.Why.NOT_TOLD, "no bars of " + query.interval() + " for '" + asset.symbol() + "'");
        }
        if (bars.isEmpty() || (series.isEmpty() && inRange > 0)) {
            throw AlphaVantageErrors.malformed("none of the " + Math.max(bad, inRange)
                    + " bars can be used; the first that cannot is at " + firstBad);
        }
        if (!query.range().endExclusive().isAfter(bars.get(0).open())) {
            throw AlphaVantageErrors.noData(
                    NoDataException.Why.OUT_OF_RANGE,
                    "the first bar is of " + bars.get(0).open() + ", after " + query.range());
        }
        return series;
    }

    private SeriesIdentity identity() {
        SeriesIdentity.Session session = SeriesIdentity.Session.REGULAR;
        if (asset.isPair()) {
            session = SeriesIdentity.Session.CONTINUOUS;
        } else if (query.extendedHours() && query.interval().isIntraday()) {
            session = SeriesIdentity.Session.EXTENDED;
        }
        return new SeriesIdentity(
                query.symbol(),
                AlphaVantageErrors.SOURCE,
                query.interval(),
                query.adjustment(),
                asset.currency(),
                asset.zone(),
                session);
    }

    /**
     * Tells which rows are of the session; the others are left out where they were not asked for, whatever the server sends. An hour that the
     * session begins in has only the session's trades, unless the server sent other hours, too.
     */
    private Predicate<AlphaVantageBar> session() {
        if (query.extendedHours() || !query.interval().isIntraday() || asset.type() != AlphaVantageAsset.Type.US) {
            return bar -> true;
        }
        if (bars.stream().allMatch(this::touchesSession)) {
            return bar -> true;
        }
        return bar -> asset.newYorkSession(bar.day()).contains(bar.open());
    }

    private boolean touchesSession(AlphaVantageBar bar) {
        Session session = asset.newYorkSession(bar.day());
        return bar.open().isBefore(session.close()) && bar.end().isAfter(session.open());
    }

    private void add(BarSeries.Builder series, AlphaVantageBar bar, AlphaVantageScale scale, boolean byAdjustedClose) {
        AlphaVantageRow row = bar.row();
        double ratio = scale.ratioSince(bar.day());
        double cut = scale.cutSince(bar.day());
        double adjusted = row.positive("adjustedclose").orElse(Double.NaN);
        double share = adjusted / bar.close();
        DoubleUnaryOperator scaled = byAdjustedClose ? price -> price * share : price -> price / ratio * cut;
        double close = byAdjustedClose ? adjusted : scaled.applyAsDouble(bar.close());
        // Equal prices stay equal to the last bit, so that rounding never lifts a close above its high.
        DoubleUnaryOperator price = raw -> raw == bar.close() ? close : scaled.applyAsDouble(raw);
        if (mixesShares(bar, scale)) {
            series.rejectRow();
            return;
        }
        boolean taken = series.add(
                nanos(bar.open()),
                nanos(bar.end()),
                price.applyAsDouble(row.numberOrNaN("open")),
                price.applyAsDouble(row.numberOrNaN("high")),
                price.applyAsDouble(row.numberOrNaN("low")),
                close,
                row.numberOrNaN("volume") * ratio,
                Double.NaN,
                -1,
                isForming(bar) ? Bar.State.FORMING : Bar.State.FINAL);
        firstBad = taken || !firstBad.isEmpty() ? firstBad : row.path();
    }

    private boolean mixesShares(AlphaVantageBar bar, AlphaVantageScale scale) {
        if (query.interval().isIntraday() || query.interval().unit() == Interval.Unit.DAY) {
            return false;
        }
        LocalDate first = AlphaVantageBar.firstDay(bar.day(), query.interval());
        while (first.isBefore(bar.day())
                && AlphaVantageAsset.calendarSession(first).isEmpty()) {
            first = first.plusDays(1);
        }
        return scale.splitWithin(first, bar.day());
    }

    private boolean isForming(AlphaVantageBar bar) {
        Duration grace = AlphaVantageBar.grace(asset, query.interval());
        if (bar.end().plus(grace).isAfter(now)) {
            return true;
        }
        boolean newest = bar.open().equals(bars.get(bars.size() - 1).open());
        return newest && (bar.isCutShort(asset, query.interval()) || wasMadeBeforeEndOf(bar));
    }

    /** The time of the data stands in the answer for some series: a row that was made before its day ended is not whole. */
    private boolean wasMadeBeforeEndOf(AlphaVantageBar bar) {
        Optional<LocalDateTime> made = AlphaVantageTime.dateTime(lastRefreshed);
        return !query.interval().isIntraday()
                && made.filter(time -> time.toLocalDate().equals(bar.day()))
                        .filter(time -> time.atZone(asset.zone()).toInstant().isBefore(bar.end()))
                        .isPresent();
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS + time.getNano();
    }
}
