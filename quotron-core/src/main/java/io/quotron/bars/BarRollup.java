package io.quotron.bars;

import io.quotron.calendar.Session;
import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Longer bars made of shorter ones, with the same spans and, to the last bit, the same open, high, low, close, volume
 * and trade count that a {@link BarAggregator} makes of the trades.
 *
 * <p>Volumes are summed as decimals of eight places; with more places, or more than nine digits before the point, the
 * last bit may differ. The volume-weighted price is made of those of the bars and may differ from that of the trades
 * by rounding; it is absent where a bar has none. A volume or count that one bar lacks is absent in the result.
 *
 * <p>SYNTHETIC bars lend their volume but not their prices, unless there are no others. A result is FORMING if one of
 * its bars is, or if it is the last and its bars do not reach its end; REVISED if one of its bars is; BACKFILLED if
 * one of its bars is; else FINAL. Its coverage is lowered by what its bars lack.
 *
 * <pre>{@code
 * BarSeries hours = BarRollup.rollUp(minutes, Interval.HOUR_1, TradingCalendar.xnys());
 * }</pre>
 *
 * <p>Stateless and thread-safe.
 */
public final class BarRollup {
    private BarRollup() {}

    /**
     * Makes a series of longer bars. The session of the identity says whether bars are aligned to the regular session
     * only.
     *
     * @param series the shorter bars
     * @param longer the length to make, a multiple that the length of the series fits into
     * @param calendar the calendar of the market
     * @return a series of the same identity but for the interval, with the same corporate actions
     * @throws IllegalArgumentException if bars of the one length cannot be put together from bars of the other, or
     *     are not
     *     aligned to the calendar
     */
    public static BarSeries rollUp(BarSeries series, Interval longer, TradingCalendar calendar) {
        SeriesIdentity from = series.identity();
        SeriesIdentity to = new SeriesIdentity(
                from.symbol(), from.source(), longer, from.adjustment(), from.currency(), from.zone(), from.session());
        BarSeries.Builder rolled = BarSeries.builder(to, series.receivedTime());
        if (!series.hasVolume()) {
            rolled.withoutVolume();
        }
        // What was accepted below zero stays acceptable.
        rolled.negativePricesAllowed();
        boolean regularOnly = from.session() == SeriesIdentity.Session.REGULAR;
        checkNests(from.interval(), longer);
        BarGrid grid = new BarGrid(calendar, regularOnly);
        for (Bar bar : rollUp(series.bars().toList(), longer, grid, calendar)) {
            rolled.add(
                    EpochNanos.of(bar.openTime()),
                    EpochNanos.of(bar.closeTime()),
                    bar.open(),
                    bar.high(),
                    bar.low(),
                    bar.close(),
                    bar.volume().orElse(Double.NaN),
                    bar.vwap().orElse(Double.NaN),
                    bar.tradeCount().orElse(-1),
                    bar.state());
        }
        series.actions().forEach(rolled::addAction);
        return series.stale() ? rolled.build().asStale() : rolled.build();
    }

    /**
     * Makes longer bars of shorter ones.
     *
     * @param bars bars of one symbol, source and interval, oldest first, without repetition
     * @param longer the length to make, a multiple that the length of the bars fits into
     * @param calendar the calendar of the market
     * @param regularSessionOnly whether the bars hold the regular session only, see {@link
     *     BarAggregator.Builder#regularSessionOnly}
     * @return the longer bars, oldest first; empty if there are no bars
     * @throws IllegalArgumentException if the bars are not in order or of different kinds, or bars of the one length
     *     cannot be put
     *     together from bars of the other, or they are not aligned to the calendar
     */
    public static List<Bar> rollUp(
            List<Bar> bars, Interval longer, TradingCalendar calendar, boolean regularSessionOnly) {
        checkAlike(bars);
        if (!bars.isEmpty()) {
            checkNests(bars.get(0).interval(), longer);
        }
        return rollUp(bars, longer, new BarGrid(calendar, regularSessionOnly), calendar);
    }

    private static void checkNests(Interval shorter, Interval longer) {
        if (shorter.compareTo(longer) > 0 || !BarGrid.nests(shorter, longer)) {
            throw new IllegalArgumentException("bars of " + longer + " cannot be put together from bars of " + shorter);
        }
    }

    private static void checkAlike(List<Bar> bars) {
        for (int i = 1; i < bars.size(); i++) {
            Bar before = bars.get(i - 1);
            Bar bar = bars.get(i);
            boolean alike = bar.symbol().equals(before.symbol())
                    && bar.source().equals(before.source())
                    && bar.interval().equals(before.interval());
            if (!alike || bar.openTime().isBefore(before.closeTime())) {
                throw new IllegalArgumentException("bars must be of one symbol, source and interval and in order, but "
                        + bar + " follows " + before);
            }
        }
    }

    private static List<Bar> rollUp(List<Bar> bars, Interval longer, BarGrid grid, TradingCalendar calendar) {
        List<Bar> rolled = new ArrayList<>();
        List<Bar> parts = new ArrayList<>();
        BarSpan span = null;
        for (Bar bar : bars) {
            BarSpan of = spanOf(bar, longer, grid, calendar);
            if (span != null && !of.equals(span)) {
                rolled.add(BarParts.join(parts, longer, span, grid, true));
                parts.clear();
            }
            span = of;
            parts.add(bar);
        }
        if (span != null) {
            boolean ended = EpochNanos.of(parts.get(parts.size() - 1).closeTime()) >= span.end();
            rolled.add(BarParts.join(parts, longer, span, grid, ended));
        }
        return List.copyOf(rolled);
    }

    private static BarSpan spanOf(Bar bar, Interval longer, BarGrid grid, TradingCalendar calendar) {
        Instant within = bar.interval().isIntraday() ? bar.openTime() : startOfDay(bar, calendar);
        BarSpan span = grid.spanAt(longer, EpochNanos.of(within));
        if (bar.interval().isIntraday() && EpochNanos.of(bar.closeTime()) > span.end()) {
            throw new IllegalArgumentException("bar [" + bar.openTime() + ", " + bar.closeTime()
                    + ") is not aligned to the bars of " + longer + " of " + calendar.name());
        }
        return span;
    }

    /** Sources disagree on when a daily bar opens; its day is what counts. */
    private static Instant startOfDay(Bar bar, TradingCalendar calendar) {
        LocalDate named = bar.tradingDay();
        LocalDate day =
                named != null ? named : bar.openTime().atZone(calendar.zone()).toLocalDate();
        return calendar.sessionOf(day)
                .map(Session::open)
                .or(() -> Optional.of(bar.openTime()))
                .orElseThrow();
    }
}
