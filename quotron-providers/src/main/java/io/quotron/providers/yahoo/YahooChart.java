package io.quotron.providers.yahoo;

import io.quotron.model.CurrencyUnit;
import io.quotron.providers.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a chart answer says, before anything is decided about it. Times are epoch seconds.
 *
 * @param instrumentType Yahoo's word for what it is, for example {@code EQUITY}; empty where it gives none
 * @param currency the unit of the prices; null where Yahoo gives none
 * @param zone the time zone of the exchange
 * @param marketTime when the newest price was made
 * @param session the regular session of today or the next trading day
 * @param sessions all regular sessions of the span, for bars shorter than a day; empty where Yahoo gives none
 * @param rows rows with a time, in the order of the answer; a number that is missing is NaN
 * @param adjusted whether there are closes adjusted for dividends
 * @param splits the splits of the span
 * @param dividends the payments of the span
 * @param rejected rows and events that cannot be read at all
 */
record YahooChart(
        String instrumentType,
        @Nullable CurrencyUnit currency,
        ZoneId zone,
        OptionalLong marketTime,
        Optional<Session> session,
        List<Session> sessions,
        List<Row> rows,
        boolean adjusted,
        List<SplitEvent> splits,
        List<DividendEvent> dividends,
        int rejected) {
    /** A regular session from its first second to the first one after it. */
    record Session(long start, long end) {
        boolean contains(long second) {
            return second >= start && second < end;
        }

        long length() {
            return end - start;
        }
    }

    /** One row; NaN stands for a number that is missing. */
    record Row(long time, double open, double high, double low, double close, double volume, double adjusted) {
        boolean hasPrices() {
            return !Double.isNaN(open + high + low + close);
        }
    }

    /** Shares change by numerator to denominator. */
    record SplitEvent(long time, double numerator, double denominator) {}

    /** Cash per share, in shares of today. */
    record DividendEvent(long time, double amount, @Nullable CurrencyUnit currency) {}

    /** Reads the single result of a chart document. */
    static YahooChart parse(JsonValue document, String name, String interval) {
        List<JsonValue> results = document.get("chart").get("result").items();
        if (results.size() != 1) {
            throw YahooErrors.malformed("a chart with " + results.size() + " results instead of one");
        }
        JsonValue result = results.get(0);
        JsonValue meta = result.get("meta");
        checkAnswersTheQuestion(meta, name, interval);
        return new Reader(result, meta).read();
    }

    private static void checkAnswersTheQuestion(JsonValue meta, String name, String interval) {
        String symbol = meta.get("symbol").text().orElse("");
        if (!YahooSymbols.comparable(symbol).equals(YahooSymbols.comparable(name))) {
            throw YahooErrors.malformed("asked for another symbol than the chart is about");
        }
        String granularity = meta.get("dataGranularity").text().orElse(interval);
        boolean same = granularity.equals(interval) || (granularity.equals("60m") && interval.equals("1h"));
        if (!same) {
            throw YahooErrors.malformed("asked for " + interval + " but the chart has another interval");
        }
    }

    static Optional<CurrencyUnit> currency(JsonValue text) {
        return text.text()
                .filter(code -> !code.isBlank() && code.length() <= 12)
                .map(CurrencyUnit::of);
    }

    private static final class Reader {
        private final JsonValue result;
        private final JsonValue meta;
        private final List<SplitEvent> splits = new ArrayList<>();
        private final List<DividendEvent> dividends = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private int rejected;

        private Reader(JsonValue result, JsonValue meta) {
            this.result = result;
            this.meta = meta;
        }

        private YahooChart read() {
            JsonValue adjustedColumn =
                    result.get("indicators").get("adjclose").at(0).get("adjclose");
            readRows(adjustedColumn);
            JsonValue events = result.get("events");
            events.get("splits").fields().values().forEach(this::readSplit);
            events.get("dividends").fields().values().forEach(this::readDividend);
            events.get("capitalGains").fields().values().forEach(this::readCapitalGain);
            return new YahooChart(
                    meta.get("instrumentType").text().orElse(""),
                    currency(meta.get("currency")).orElse(null),
                    zone(),
                    meta.get("regularMarketTime").whole(),
                    session(meta.get("currentTradingPeriod").get("regular")),
                    sessions(),
                    rows,
                    adjustedColumn.is(JsonValue.Kind.ARRAY),
                    splits,
                    dividends,
                    rejected);
        }

        private ZoneId zone() {
            try {
                Optional<String> name = meta.get("exchangeTimezoneName").text();
                if (name.isPresent()) {
                    return ZoneId.of(name.get());
                }
                long offset = meta.get("gmtoffset").whole().orElseThrow(() -> YahooErrors.malformed("no time zone"));
                return ZoneOffset.ofTotalSeconds(Math.toIntExact(offset));
            } catch (DateTimeException | ArithmeticException e) {
                throw YahooErrors.malformed("an unknown time zone");
            }
        }

        private static Optional<Session> session(JsonValue period) {
            OptionalLong start = period.get("start").whole();
            OptionalLong end = period.get("end").whole();
            boolean usable = start.isPresent() && end.isPresent() && start.getAsLong() < end.getAsLong();
            return usable ? Optional.of(new Session(start.getAsLong(), end.getAsLong())) : Optional.empty();
        }

        /** A matrix of sessions, or the same one under {@code regular} when the other hours were asked for too. */
        private List<Session> sessions() {
            JsonValue periods = meta.get("tradingPeriods");
            JsonValue matrix = periods.is(JsonValue.Kind.OBJECT) ? periods.get("regular") : periods;
            return matrix.items().stream()
                    .flatMap(day -> day.items().stream())
                    .flatMap(period -> session(period).stream())
                    .toList();
        }

        private void readRows(JsonValue adjustedColumn) {
            List<JsonValue> times = result.get("timestamp").items();
            JsonValue quote = result.get("indicators").get("quote").at(0);
            int size = times.size();
            List<JsonValue> open = column(quote.get("open"), size, true);
            List<JsonValue> high = column(quote.get("high"), size, true);
            List<JsonValue> low = column(quote.get("low"), size, true);
            List<JsonValue> close = column(quote.get("close"), size, true);
            List<JsonValue> volume = column(quote.get("volume"), size, false);
            List<JsonValue> adjusted = column(adjustedColumn, size, false);
            for (int i = 0; i < size; i++) {
                OptionalLong time = times.get(i).whole();
                if (time.isEmpty()) {
                    rejected++;
                    continue;
                }
                rows.add(new Row(
                        time.getAsLong(),
                        number(open.get(i)),
                        number(high.get(i)),
                        number(low.get(i)),
                        number(close.get(i)),
                        volume.isEmpty() ? 0 : volumeOf(volume.get(i)),
                        adjusted.isEmpty() ? Double.NaN : number(adjusted.get(i))));
            }
        }

        private static List<JsonValue> column(JsonValue values, int size, boolean required) {
            boolean missing = values.isAbsent() && (!required || size == 0);
            if (missing) {
                return List.of();
            }
            if (!values.is(JsonValue.Kind.ARRAY) || values.size() != size) {
                throw YahooErrors.malformed("a chart whose columns are missing or of unequal length");
            }
            return values.items();
        }

        private static double number(JsonValue value) {
            return value.decimal().orElse(Double.NaN);
        }

        /** Yahoo leaves the volume out where nobody traded; any other thing that is no number is a fault. */
        private static double volumeOf(JsonValue value) {
            return value.isAbsent() ? 0 : number(value);
        }

        private void readSplit(JsonValue event) {
            OptionalLong time = event.get("date").whole();
            OptionalDouble numerator = event.get("numerator").decimal();
            OptionalDouble denominator = event.get("denominator").decimal();
            boolean usable = time.isPresent() && numerator.orElse(0) > 0 && denominator.orElse(0) > 0;
            if (!usable) {
                throw YahooErrors.malformed("a split that cannot be read, so that no price before it means anything");
            }
            splits.add(new SplitEvent(time.getAsLong(), numerator.getAsDouble(), denominator.getAsDouble()));
        }

        private void readDividend(JsonValue event) {
            OptionalLong time = event.get("date").whole();
            OptionalDouble amount = event.get("amount").decimal();
            if (time.isEmpty() || !(amount.orElse(0) > 0)) {
                rejected++;
                return;
            }
            CurrencyUnit unit = currency(event.get("currency"))
                    .or(() -> currency(meta.get("currency")))
                    .orElse(null);
            dividends.add(new DividendEvent(time.getAsLong(), amount.getAsDouble(), unit));
        }

        /** A gain that repeats the dividend of its day is the same payment told twice. */
        private void readCapitalGain(JsonValue event) {
            int before = dividends.size();
            readDividend(event);
            if (dividends.size() > before) {
                DividendEvent gain = dividends.remove(before);
                boolean told = dividends.stream().anyMatch(d -> d.time() == gain.time() && d.amount() == gain.amount());
                if (!told) {
                    dividends.add(gain);
                }
            }
        }
    }
}
