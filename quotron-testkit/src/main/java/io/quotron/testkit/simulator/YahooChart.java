package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import io.quotron.model.Split;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v8/finance/chart/{symbol}}.
 *
 * <p>Differences from the real service: hours before and after the session have no trades; five-day bars are weeks; a
 * range
 * that begins before the year 2000 begins there.
 */
final class YahooChart {
    private static final long NANOS = 1_000_000_000L;
    private static final long DAY_SECONDS = 86_400;
    private static final int MAX_MINUTE_DAYS = 8;

    private final Market market;
    private final YahooNames names;

    YahooChart(Market market, YahooNames names) {
        this.market = market;
        this.names = names;
    }

    Reply answer(String symbol, Map<String, String> query) {
        Optional<Listing> listing = names.find(symbol);
        if (listing.isEmpty()) {
            return error(404, "Not Found", "No data found, symbol may be delisted");
        }
        String text = query.getOrDefault("interval", "1d");
        Optional<YahooInterval> interval = YahooInterval.of(text);
        if (interval.isEmpty()) {
            return badRequest("Invalid input - interval=" + text + " is not supported. Valid intervals: "
                    + YahooInterval.names());
        }
        long now = market.nowNanos();
        Optional<YahooWindow> window = YahooWindow.of(listing.get(), query, now);
        if (window.isEmpty()) {
            return badRequest("Invalid input - range or period is not supported. Valid ranges: " + YahooWindow.RANGES);
        }
        return answer(new Call(listing.get(), interval.get(), window.get(), now), query);
    }

    private static Reply answer(Call call, Map<String, String> query) {
        Optional<Reply> refusal = call.refusal();
        Optional<Snapshot> snapshot = Snapshot.of(call.listing, call.now);
        if (refusal.isPresent() || snapshot.isEmpty()) {
            return refusal.orElseGet(call::noData);
        }
        YahooRows rows = new YahooRows(call.listing, call.interval, call.window, call.now);
        boolean extended = "true".equals(query.get("includePrePost"));
        Map<String, @Nullable Object> result = Json.object("meta", call.meta(snapshot.get(), extended));
        if (!rows.rows().isEmpty()) {
            result.put(
                    "timestamp", rows.rows().stream().map(YahooRows.Row::stamp).toList());
            Map<String, @Nullable Object> events = call.events(query.getOrDefault("events", ""));
            if (!events.isEmpty()) {
                result.put("events", events);
            }
        }
        result.put("indicators", indicators(rows.rows(), call.interval));
        return Reply.json(200, Json.object("chart", Json.object("result", List.of(result), "error", null)));
    }

    private static Reply badRequest(String description) {
        return error(400, "Bad Request", description);
    }

    static Reply error(int status, String code, String description) {
        Object error = Json.object("code", code, "description", description);
        return Reply.json(status, Json.object("chart", Json.object("result", null, "error", error)));
    }

    private static Object indicators(List<YahooRows.Row> rows, YahooInterval interval) {
        Map<String, @Nullable Object> quote = Json.object();
        Map<String, @Nullable Object> adjusted = Json.object();
        if (!rows.isEmpty()) {
            quote.put("open", column(rows, Snapshot.Prices::open));
            quote.put("high", column(rows, Snapshot.Prices::high));
            quote.put("low", column(rows, Snapshot.Prices::low));
            quote.put("close", column(rows, Snapshot.Prices::close));
            quote.put("volume", volumes(rows));
            adjusted.put("adjclose", adjustedCloses(rows));
        }
        Map<String, @Nullable Object> indicators = Json.object("quote", List.of(quote));
        if (!interval.isIntraday()) {
            indicators.put("adjclose", List.of(adjusted));
        }
        return indicators;
    }

    private static List<@Nullable Object> column(
            List<YahooRows.Row> rows, java.util.function.ToDoubleFunction<Snapshot.Prices> value) {
        List<@Nullable Object> column = new ArrayList<>(rows.size());
        for (YahooRows.Row row : rows) {
            Snapshot.Prices prices = row.prices();
            column.add(prices == null ? null : Json.wideFloat(value.applyAsDouble(prices)));
        }
        return column;
    }

    private static List<@Nullable Object> volumes(List<YahooRows.Row> rows) {
        List<@Nullable Object> column = new ArrayList<>(rows.size());
        for (YahooRows.Row row : rows) {
            Snapshot.Prices prices = row.prices();
            column.add(prices == null ? null : Math.round(prices.volume()));
        }
        return column;
    }

    private static List<@Nullable Object> adjustedCloses(List<YahooRows.Row> rows) {
        List<@Nullable Object> column = new ArrayList<>(rows.size());
        for (YahooRows.Row row : rows) {
            column.add(row.prices() == null ? null : Json.wideFloat(row.adjustedClose()));
        }
        return column;
    }

    /** One request. */
    private record Call(Listing listing, YahooInterval interval, YahooWindow window, long now) {
        private Optional<Reply> refusal() {
            long nowSecond = now / NANOS;
            if (window.end() <= window.start()) {
                return Optional.of(badRequest("Invalid input - start date cannot be after end date. startDate = "
                        + window.start() + ", endDate = " + window.end()));
            }
            boolean tooOld = window.start() < nowSecond - interval.lookBackDays() * DAY_SECONDS;
            if (interval.isIntraday() && tooOld && window.range().isEmpty()) {
                return Optional.of(
                        tooFine("The requested range must be within the last " + interval.lookBackDays() + " days."));
            }
            long days = (Math.min(window.end(), nowSecond) - window.start()) / DAY_SECONDS;
            if (interval == YahooInterval.M1 && days > MAX_MINUTE_DAYS) {
                return Optional.of(tooFine(
                        "Only 8 days worth of 1m granularity data are allowed to be fetched per " + "request."));
            }
            boolean outside = window.end() <= YahooNames.firstTradeSecond(listing) || window.start() > nowSecond;
            return outside ? Optional.of(noData()) : Optional.empty();
        }

        private Reply tooFine(String reason) {
            return error(
                    422,
                    "Unprocessable Entity",
                    interval.text() + " data not available for startTime=" + window.start() + " and endTime="
                            + window.end() + ". " + reason);
        }

        private Reply noData() {
            return badRequest("Data doesn't exist for startDate = " + window.start() + ", endDate = " + window.end());
        }

        private Map<String, @Nullable Object> meta(Snapshot now, boolean extended) {
            SimulatedInstrument instrument = listing.instrument();
            TradingHours hours = listing.hours();
            Map<String, @Nullable Object> meta = Json.object(
                    "currency", instrument.currency(),
                    "symbol", YahooNames.nativeName(instrument),
                    "exchangeName", YahooNames.exchange(listing),
                    "fullExchangeName", YahooNames.exchangeInWords(listing),
                    "instrumentType", YahooNames.quoteType(instrument),
                    "firstTradeDate", YahooNames.firstTradeSecond(listing),
                    "regularMarketTime", now.second(),
                    "hasPrePostMarketData", YahooNames.hasExtendedHours(listing),
                    "gmtoffset", YahooNames.offsetSeconds(hours.zone(), now.second()),
                    "timezone", YahooNames.shortZone(hours.zone(), now.second()),
                    "exchangeTimezoneName", hours.zone().getId(),
                    "regularMarketPrice", Json.shortFloat(now.price()),
                    "fiftyTwoWeekHigh", Json.shortFloat(now.year().high()),
                    "fiftyTwoWeekLow", Json.shortFloat(now.year().low()),
                    "regularMarketDayHigh", Json.shortFloat(now.session().high()),
                    "regularMarketDayLow", Json.shortFloat(now.session().low()),
                    "regularMarketVolume", Math.round(now.session().volume()),
                    "longName", YahooNames.label(instrument),
                    "shortName", YahooNames.label(instrument));
            chartPreviousClose().ifPresent(close -> meta.put("chartPreviousClose", Json.shortFloat(close)));
            if (interval.isIntraday()) {
                meta.put("previousClose", Json.shortFloat(now.previousClose()));
                meta.put("scale", 3);
            }
            meta.put("priceHint", YahooNames.priceHint(listing));
            meta.put("currentTradingPeriod", currentPeriods());
            if (interval.isIntraday()) {
                meta.put("tradingPeriods", tradingPeriods(extended));
            }
            meta.put("dataGranularity", interval.text());
            meta.put("range", window.range());
            meta.put("validRanges", YahooWindow.RANGES);
            return meta;
        }

        /** The close before the span, which is yesterday's only where the span is today. */
        private Optional<Double> chartPreviousClose() {
            TradingHours hours = listing.hours();
            LocalDate today = hours.dateOf(now);
            List<Tick> before = listing.tape().lastTicks(Math.min(now, window.start() * NANOS), 1);
            return before.stream()
                    .findFirst()
                    .map(tick -> listing.price(tick.price()) / listing.splitRatio(hours.dateOf(tick.nanos()), today));
        }

        /** The session that runs or, after its close, the next one. */
        private Object currentPeriods() {
            TradingHours hours = listing.hours();
            LocalDate day = hours.lastSession(now);
            if (hours.closeSecond(day) * NANOS <= now) {
                day = hours.nextTradingDay(day);
            }
            return Json.object(
                    "pre", period(day, "pre"), "regular", period(day, "regular"), "post", period(day, "post"));
        }

        private Map<String, @Nullable Object> period(LocalDate day, String part) {
            TradingHours hours = listing.hours();
            boolean extended = YahooNames.hasExtendedHours(listing);
            long open = hours.openSecond(day);
            long close = hours.closeSecond(day);
            long start = "post".equals(part) ? close : open;
            long end = "pre".equals(part) ? open : close;
            if (extended && "pre".equals(part)) {
                start = at(day, YahooNames.preMarketOpen());
            } else if (extended && "post".equals(part)) {
                end = at(day, YahooNames.postMarketClose());
            }
            return Json.object(
                    "timezone",
                    YahooNames.shortZone(hours.zone(), open),
                    "start",
                    start,
                    "end",
                    end,
                    "gmtoffset",
                    YahooNames.offsetSeconds(hours.zone(), open));
        }

        private long at(LocalDate day, LocalTime time) {
            return day.atTime(time).atZone(listing.hours().zone()).toEpochSecond();
        }

        /** One row for each session of the span; by part of the day where hours before and after are asked for. */
        private Object tradingPeriods(boolean extended) {
            if (!extended) {
                return sessions("regular");
            }
            return Json.object("pre", sessions("pre"), "post", sessions("post"), "regular", sessions("regular"));
        }

        private List<Object> sessions(String part) {
            TradingHours hours = listing.hours();
            List<Object> sessions = new ArrayList<>();
            long end = Math.min(window.end(), now / NANOS + 1);
            LocalDate first =
                    hours.dateOf(Math.max(window.start() * NANOS, listing.tape().firstNanos()));
            for (LocalDate day = first; hours.openSecond(day) < end; day = hours.nextTradingDay(day)) {
                if (hours.isTradingDay(day)) {
                    sessions.add(List.of(period(day, part)));
                }
            }
            return sessions;
        }

        /** Splits and dividends of the span, amounts in shares of today, each under the opening of its day. */
        private Map<String, @Nullable Object> events(String asked) {
            TradingHours hours = listing.hours();
            LocalDate today = hours.dateOf(now);
            LocalDate first = hours.dateOf(window.start() * NANOS).minusDays(1);
            LocalDate last = hours.dateOf(Math.min(now, (window.end() - 1) * NANOS));
            Map<String, @Nullable Object> events = Json.object();
            if (asked.contains("div")) {
                Map<String, @Nullable Object> dividends = Json.object();
                listing.dividends(first, last).forEach(d -> addDividend(d, today, dividends));
                putUnlessEmpty(events, "dividends", dividends);
            }
            if (asked.contains("split")) {
                Map<String, @Nullable Object> splits = Json.object();
                listing.splits(first, last).forEach(s -> addSplit(s, splits));
                putUnlessEmpty(events, "splits", splits);
            }
            return events;
        }

        private static void putUnlessEmpty(
                Map<String, @Nullable Object> events, String name, Map<String, @Nullable Object> entries) {
            if (!entries.isEmpty()) {
                events.put(name, entries);
            }
        }

        private void addDividend(Dividend dividend, LocalDate today, Map<String, @Nullable Object> dividends) {
            long stamp = listing.hours().openSecond(dividend.exDate());
            double amount = dividend.amount() / listing.splitRatio(dividend.exDate(), today);
            dividends.put(Long.toString(stamp), Json.object("amount", Json.shortFloat(amount), "date", stamp));
        }

        private void addSplit(Split split, Map<String, @Nullable Object> splits) {
            long stamp = listing.hours().openSecond(split.exDate());
            Json.Digits numerator = Json.shortFloat(split.numerator());
            Json.Digits denominator = Json.shortFloat(split.denominator());
            splits.put(
                    Long.toString(stamp),
                    Json.object(
                            "date", stamp,
                            "numerator", numerator,
                            "denominator", denominator,
                            "splitRatio", numerator.text() + ":" + denominator.text()));
        }
    }
}
