package io.quotron.providers.alphavantage;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the functions that answer a question for history, and asks them. Thread-safe. */
final class AlphaVantageHistory {
    /** The bar lengths of all groups of functions. */
    static final List<Interval> INTERVALS = List.of(
            Interval.MINUTE_1,
            Interval.MINUTE_5,
            Interval.MINUTE_15,
            Interval.MINUTE_30,
            Interval.HOUR_1,
            Interval.DAY_1,
            Interval.WEEK_1,
            Interval.MONTH_1);

    private static final YearMonth FIRST_MONTH = YearMonth.of(2000, 1);

    /** Without a month, the full answer for shares holds the trailing 30 days. */
    private static final Duration TRAILING = Duration.ofDays(29);

    /** So many days hold fewer than the 100 rows of a compact answer, even where Sundays have rows. */
    private static final Duration COMPACT_DAYS = Duration.ofDays(110);

    private static final int COMPACT_ROWS = 90;
    private static final Duration CURRENCY_PAUSE = Duration.ofDays(4);
    private static final Duration CRYPTO_PAUSE = Duration.ofDays(1);
    private static final int MISSES_BEFORE_DATA = 2;

    private final AlphaVantageCalls calls;
    private final boolean premium;

    AlphaVantageHistory(AlphaVantageCalls calls, boolean premium) {
        this.calls = calls;
        this.premium = premium;
    }

    /** Answers for history; see {@link io.quotron.spi.BarSource}. */
    BarSeries fetchBars(BarQuery query, RequestContext context) {
        if (!INTERVALS.contains(query.interval())) {
            throw AlphaVantageErrors.failure(
                    FailureReason.UNSUPPORTED,
                    "bars of " + query.interval() + " are not offered; ask for one of " + INTERVALS);
        }
        AlphaVantageAsset asset = AlphaVantageSymbols.asset(query.symbol(), context);
        if (!query.range().startInclusive().isBefore(context.time().now())) {
            throw AlphaVantageErrors.noData(NoDataException.Why.OUT_OF_RANGE, "the range starts in the future");
        }
        if (asset.isPair()) {
            return pair(query, asset, context);
        }
        if (query.interval().isIntraday()) {
            return intraday(query, asset, context);
        }
        return query.interval().equals(Interval.DAY_1) ? days(query, asset, context) : periods(query, asset, context);
    }

    // --- shares

    private BarSeries days(BarQuery query, AlphaVantageAsset asset, RequestContext context) {
        boolean adjusted = premium && query.adjustment() != Adjustment.RAW;
        HttpQuery.Builder call = calls.query(adjusted ? "TIME_SERIES_DAILY_ADJUSTED" : "TIME_SERIES_DAILY")
                .parameter("symbol", asset.name())
                .parameter("outputsize", isCompact(query, COMPACT_DAYS, context) ? "compact" : "full");
        AlphaVantageBars bars = one(query, asset, call, context);
        boolean told = adjusted || (query.adjustment() != Adjustment.RAW && bars.tellAdjustment());
        if (!told) {
            return bars.series(actions(query.adjustment(), asset, context));
        }
        return query.adjustment() == Adjustment.SPLITS
                ? bars.series(bars.actionsInRows())
                : bars.adjustedSeries(bars.actionsInRows());
    }

    private BarSeries periods(BarQuery query, AlphaVantageAsset asset, RequestContext context) {
        String unit = query.interval().equals(Interval.WEEK_1) ? "WEEKLY" : "MONTHLY";
        boolean total = query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS;
        String function = "TIME_SERIES_" + unit + (total ? "_ADJUSTED" : "");
        AlphaVantageBars bars = one(query, asset, calls.query(function).parameter("symbol", asset.name()), context);
        if (!total) {
            return bars.series(actions(query.adjustment(), asset, context));
        }
        boolean split = bars.showsSplit();
        return bars.adjustedSeries(split ? actions(Adjustment.SPLITS, asset, context) : AlphaVantageBars.Actions.NONE);
    }

    private BarSeries intraday(BarQuery query, AlphaVantageAsset asset, RequestContext context) {
        List<AlphaVantageSeries> pages = pages(query, asset, context);
        AlphaVantageBars bars =
                new AlphaVantageBars(query, asset, pages, context.time().now());
        boolean splits = query.adjustment() == Adjustment.SPLITS;
        return bars.series(splits ? actions(Adjustment.SPLITS, asset, context) : AlphaVantageBars.Actions.NONE);
    }

    /** Asks month by month, the newest first; before its listing a share is unknown there. */
    private List<AlphaVantageSeries> pages(BarQuery query, AlphaVantageAsset asset, RequestContext context) {
        ArrayDeque<AlphaVantageSeries> pages = new ArrayDeque<>();
        int missed = 0;
        for (Optional<YearMonth> month : months(query, asset, context.time().now())) {
            try {
                pages.addFirst(page(query, asset, month, context));
            } catch (SymbolNotFoundException e) {
                missed++;
                if (!pages.isEmpty()) {
                    return List.copyOf(pages);
                }
                if (month.isEmpty() || missed == MISSES_BEFORE_DATA) {
                    throw e;
                }
            }
        }
        if (pages.isEmpty()) {
            throw new SymbolNotFoundException(AlphaVantageErrors.SOURCE, query.symbol());
        }
        return List.copyOf(pages);
    }

    private AlphaVantageSeries page(
            BarQuery query, AlphaVantageAsset asset, Optional<YearMonth> month, RequestContext context) {
        boolean total = query.adjustment() == Adjustment.SPLITS_AND_DIVIDENDS;
        HttpQuery.Builder call = calls.query("TIME_SERIES_INTRADAY")
                .parameter("symbol", asset.name())
                .parameter("interval", AlphaVantageSeries.labelOf(query.interval()))
                .parameter("adjusted", Boolean.toString(total))
                .parameter("extended_hours", Boolean.toString(query.extendedHours()))
                .parameter("outputsize", "full");
        month.ifPresent(value -> call.parameter("month", value.toString()));
        return series(query, asset, call, context);
    }

    private static List<Optional<YearMonth>> months(BarQuery query, AlphaVantageAsset asset, Instant now) {
        TimeRange range = query.range();
        if (range.startInclusive().isAfter(now.minus(TRAILING))) {
            return List.of(Optional.empty());
        }
        YearMonth first = YearMonth.from(range.startInclusive().atZone(asset.zone()));
        if (first.isBefore(FIRST_MONTH)) {
            throw AlphaVantageErrors.noData(
                    NoDataException.Why.PROVIDER_LIMIT,
                    "bars of " + query.interval() + " reach back to " + FIRST_MONTH + " only");
        }
        Instant end = range.endExclusive().isBefore(now) ? range.endExclusive() : now;
        List<Optional<YearMonth>> months = new ArrayList<>();
        YearMonth last = YearMonth.from(end.minusNanos(1).atZone(asset.zone()));
        for (YearMonth month = last; !month.isBefore(first); month = month.minusMonths(1)) {
            months.add(Optional.of(month));
        }
        return months;
    }

    // --- pairs, which are never adjusted

    private BarSeries pair(BarQuery query, AlphaVantageAsset asset, RequestContext context) {
        AlphaVantageBars bars = one(query, asset, pairCall(query, asset, context), context);
        BarSeries series = bars.series(AlphaVantageBars.Actions.NONE);
        if (query.interval().isIntraday()) {
            requireReach(query, asset, bars);
        }
        return series;
    }

    private HttpQuery.Builder pairCall(BarQuery query, AlphaVantageAsset asset, RequestContext context) {
        boolean currencies = asset.type() == AlphaVantageAsset.Type.CURRENCIES;
        boolean intraday = query.interval().isIntraday();
        String group = currencies ? "FX_" : intraday ? "CRYPTO_" : "DIGITAL_CURRENCY_";
        String unit = intraday
                ? "INTRADAY"
                : AlphaVantageSeries.labelOf(query.interval()).toUpperCase(Locale.ROOT);
        HttpQuery.Builder call = calls.query(group + unit)
                .parameter(currencies ? "from_symbol" : "symbol", asset.name())
                .parameter(currencies ? "to_symbol" : "market", asset.market());
        if (intraday) {
            call.parameter("interval", AlphaVantageSeries.labelOf(query.interval()));
        }
        boolean sized = intraday || (currencies && query.interval().equals(Interval.DAY_1));
        Duration compact = intraday ? query.interval().duration().multipliedBy(COMPACT_ROWS) : COMPACT_DAYS;
        return sized ? call.parameter("outputsize", isCompact(query, compact, context) ? "compact" : "full") : call;
    }

    /** How far back a full answer reaches is not published, so that the rows must show it. */
    private static void requireReach(BarQuery query, AlphaVantageAsset asset, AlphaVantageBars bars) {
        Duration pause = asset.type() == AlphaVantageAsset.Type.CRYPTO ? CRYPTO_PAUSE : CURRENCY_PAUSE;
        Optional<Instant> oldest = bars.oldest();
        Instant start = query.range().startInclusive();
        if (oldest.isPresent() && oldest.get().minus(pause).isAfter(start)) {
            throw AlphaVantageErrors.noData(
                    NoDataException.Why.PROVIDER_LIMIT,
                    "bars of " + query.interval() + " of '" + asset.symbol() + "' reach back to " + oldest.get()
                            + " only; the range starts at " + start);
        }
    }

    // --- splits and dividends

    private AlphaVantageBars.Actions actions(Adjustment adjustment, AlphaVantageAsset asset, RequestContext context) {
        Instant now = context.time().now();
        return switch (adjustment) {
            case RAW -> AlphaVantageBars.Actions.NONE;
            case SPLITS ->
                new AlphaVantageBars.Actions(
                        AlphaVantageActions.splits(ask("SPLITS", asset, context), asset, now), List.of());
            case SPLITS_AND_DIVIDENDS ->
                new AlphaVantageBars.Actions(
                        AlphaVantageActions.splits(ask("SPLITS", asset, context), asset, now),
                        AlphaVantageActions.dividends(ask("DIVIDENDS", asset, context), asset, now));
        };
    }

    /** Answers for splits and dividends; see {@link io.quotron.spi.ActionSource}. */
    List<CorporateAction> fetchActions(Symbol symbol, TimeRange range, RequestContext context) {
        AlphaVantageAsset asset = AlphaVantageSymbols.asset(symbol, context);
        if (asset.isPair()) {
            throw AlphaVantageErrors.failure(
                    FailureReason.UNSUPPORTED, "pairs have no splits or dividends, and '" + symbol + "' is one");
        }
        AlphaVantageBars.Actions actions = actions(Adjustment.SPLITS_AND_DIVIDENDS, asset, context);
        return AlphaVantageActions.sorted(actions.splits(), actions.dividends()).stream()
                .filter(action -> range.contains(
                        action.exDate().atStartOfDay(ZoneOffset.UTC).toInstant()))
                .toList();
    }

    private AlphaVantageBody ask(String function, AlphaVantageAsset asset, RequestContext context) {
        return calls.ask(calls.query(function).parameter("symbol", asset.name()), context);
    }

    // --- one request

    private AlphaVantageBars one(
            BarQuery query, AlphaVantageAsset asset, HttpQuery.Builder call, RequestContext context) {
        AlphaVantageSeries series = series(query, asset, call, context);
        return new AlphaVantageBars(
                query, asset, List.of(series), context.time().now());
    }

    private AlphaVantageSeries series(
            BarQuery query, AlphaVantageAsset asset, HttpQuery.Builder call, RequestContext context) {
        AlphaVantageBody body = calls.ask(call, context);
        AlphaVantageErrors.checkSample(body);
        return AlphaVantageSeries.read(
                body, asset, query.interval(), context.time().now());
    }

    private static boolean isCompact(BarQuery query, Duration reach, RequestContext context) {
        return query.range().startInclusive().isAfter(context.time().now().minus(reach));
    }
}
