package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.spi.BarOffer;
import io.quotron.spi.BarQuery;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Charts: what is offered, how a range is cut into requests, and what more has to be asked. Thread-safe. */
final class YahooHistory {
    private static final Duration MINUTE_PAGE = Duration.ofDays(7);
    private static final Duration MINUTES_REACH = Duration.ofDays(60);
    private static final long DAY = 86_400;
    private static final long EARLIEST = Instant.parse("1800-01-01T00:00:00Z").getEpochSecond();

    private static final Map<Interval, BarOffer> OFFERS = offers(
            BarOffer.of(Interval.MINUTE_1).within(Duration.ofDays(30)).perRequest((int) MINUTE_PAGE.toMinutes()),
            BarOffer.of(Interval.of(2, Interval.Unit.MINUTE)).within(MINUTES_REACH),
            BarOffer.of(Interval.MINUTE_5).within(MINUTES_REACH),
            BarOffer.of(Interval.MINUTE_15).within(MINUTES_REACH),
            BarOffer.of(Interval.MINUTE_30).within(MINUTES_REACH),
            BarOffer.of(Interval.of(90, Interval.Unit.MINUTE)).within(MINUTES_REACH),
            BarOffer.of(Interval.HOUR_1).within(Duration.ofDays(730)),
            BarOffer.of(Interval.DAY_1),
            BarOffer.of(Interval.of(5, Interval.Unit.DAY)),
            BarOffer.of(Interval.WEEK_1),
            BarOffer.of(Interval.MONTH_1),
            BarOffer.of(Interval.of(3, Interval.Unit.MONTH)));

    private final YahooApi api;
    private final boolean limited;

    /**
     * @param limited whether the server is the public one, which reaches back only so far
     */
    YahooHistory(YahooApi api, boolean limited) {
        this.api = api;
        this.limited = limited;
    }

    /** Returns what is offered; a server that is not the public one may reach back farther. */
    static BarOffer[] offers(boolean limited) {
        return OFFERS.values().stream()
                .map(offer -> limited ? offer : new BarOffer(offer.interval(), Optional.empty(), offer.pageSize()))
                .toArray(BarOffer[]::new);
    }

    private static Map<Interval, BarOffer> offers(BarOffer... offers) {
        Map<Interval, BarOffer> map = new TreeMap<>();
        for (BarOffer offer : offers) {
            map.put(offer.interval(), offer);
        }
        return map;
    }

    /** Returns Yahoo's spelling of an interval. */
    static String spelling(Interval interval) {
        return interval.unit() == Interval.Unit.WEEK ? interval.amount() + "wk" : interval.toString();
    }

    BarSeries fetchBars(BarQuery query, RequestContext context) {
        Instant now = context.time().now();
        check(query, now);
        String name = YahooSymbols.toNative(query.symbol(), context);
        List<YahooChart> charts = charts(query, name, now, context);
        YahooChart days = daysBeside(query, name, context);
        return YahooBars.build(query, charts, days, context.time().now());
    }

    private void check(BarQuery query, Instant now) {
        BarOffer offer = OFFERS.get(query.interval());
        if (offer == null) {
            throw YahooErrors.failure(FailureReason.UNSUPPORTED, "no bars of " + query.interval());
        }
        Instant start = query.range().startInclusive();
        if (!start.isBefore(now)) {
            throw new NoDataException(
                    YahooErrors.SOURCE, NoDataException.Why.OUT_OF_RANGE, "the range starts in the future");
        }
        Optional<Duration> reach = limited ? offer.lookback() : Optional.empty();
        if (reach.isPresent() && start.isBefore(now.minus(reach.get()))) {
            throw new NoDataException(
                    YahooErrors.SOURCE,
                    NoDataException.Why.PROVIDER_LIMIT,
                    "bars of " + query.interval() + " reach back " + reach.get().toDays() + " days only");
        }
    }

    /** A page in which nothing was traded is no failure, unless all of them are. */
    private List<YahooChart> charts(BarQuery query, String name, Instant now, RequestContext context) {
        boolean extended = query.extendedHours() && query.interval().isIntraday();
        List<YahooChart> charts = new ArrayList<>();
        NoDataException nothing = null;
        for (long[] page : pages(query, now)) {
            try {
                charts.add(chart(query.symbol(), name, spelling(query.interval()), page, extended, context));
            } catch (NoDataException e) {
                if (e.why() != NoDataException.Why.OUT_OF_RANGE) {
                    throw e;
                }
                nothing = e;
            }
        }
        if (nothing != null && charts.isEmpty()) {
            throw nothing;
        }
        return charts;
    }

    /**
     * Cuts the range into what one call allows, in epoch seconds. Days and longer are asked for up to now, whatever the end of the range, so
     * that the splits after it are known; and from one bar earlier, so that the first bar of the range is never a part of a week or month.
     */
    private static List<long[]> pages(BarQuery query, Instant now) {
        long start = Math.max(EARLIEST, query.range().startInclusive().getEpochSecond());
        long end = now.getEpochSecond() + 1;
        if (!query.interval().isIntraday()) {
            boolean day = query.interval().equals(Interval.DAY_1);
            long early = day ? 0 : query.interval().duration().toSeconds() + DAY;
            return List.of(new long[] {start - early, end});
        }
        Instant last = query.range().endExclusive();
        end = last.isBefore(now) ? last.getEpochSecond() + 1 : end;
        long step = query.interval().equals(Interval.MINUTE_1) ? MINUTE_PAGE.toSeconds() : Long.MAX_VALUE / 4;
        List<long[]> pages = new ArrayList<>();
        for (long from = start; from < end; from += step) {
            pages.add(new long[] {from, Math.min(end, from + step)});
        }
        return pages;
    }

    private YahooChart chart(
            Symbol symbol, String name, String interval, long[] page, boolean extended, RequestContext context) {
        YahooApi.Question question = host -> HttpQuery.get(host)
                .path("v8", "finance", "chart", name)
                .parameter("interval", interval)
                .parameter("period1", Long.toString(page[0]))
                .parameter("period2", Long.toString(page[1]))
                .parameter("includePrePost", Boolean.toString(extended))
                .parameter("events", "div,splits,capitalGains");
        return api.open(
                symbol,
                question,
                context,
                body -> fastChart(body, name, interval),
                (document, received) -> YahooChart.parse(document, name, interval));
    }

    private static @Nullable YahooChart fastChart(byte[] body, String name, String interval) {
        YahooFastChart fast = YahooFastChart.read(body);
        return fast == null ? null : YahooChart.of(fast, name, interval);
    }

    /**
     * Asks for the days up to now beside shorter bars, where those alone do not say enough: all splits since are needed for raw prices, and
     * the adjusted closes for total-return prices. Charts of days and longer hold both; pairs and indices have neither.
     */
    private @Nullable YahooChart daysBeside(BarQuery query, String name, RequestContext context) {
        boolean listed = query.symbol().kind() == Symbol.Kind.LISTED;
        if (!listed || !query.interval().isIntraday() || query.adjustment() == Adjustment.SPLITS) {
            return null;
        }
        return days(query.symbol(), name, query.range(), context);
    }

    private YahooChart days(Symbol symbol, String name, TimeRange range, RequestContext context) {
        long start = Math.max(EARLIEST, range.startInclusive().getEpochSecond() - DAY);
        long end = context.time().now().getEpochSecond() + 1;
        return chart(symbol, name, "1d", new long[] {Math.min(start, end - DAY), end}, false, context);
    }

    List<CorporateAction> fetchActions(Symbol symbol, TimeRange range, RequestContext context) {
        String name = YahooSymbols.toNative(symbol, context);
        try {
            YahooChart chart = days(symbol, name, range, context);
            if (chart.rejected() > 0) {
                context.note(chart.rejected() + " rows or payments could not be read");
            }
            return new YahooActions(symbol, chart).during(range);
        } catch (NoDataException e) {
            if (e.why() == NoDataException.Why.OUT_OF_RANGE) {
                return List.of();
            }
            throw e;
        }
    }

    HealthCheck check(RequestContext context) {
        try {
            long now = context.time().now().getEpochSecond();
            Symbol probe = Symbol.of("AAPL");
            chart(probe, probe.code(), "1d", new long[] {now - 5 * DAY, now}, false, context);
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }
}
