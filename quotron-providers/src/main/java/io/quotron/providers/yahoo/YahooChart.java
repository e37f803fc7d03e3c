package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
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
 * @param adjustedUnreadable whether there are values in their place, but no numbers
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
        boolean adjustedUnreadable,
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

    private static final String RESULT = "chart.result[0].";
    private static final String META = RESULT + "meta.";
    private static final String QUOTE = RESULT + "indicators.quote[0].";
    private static final String ADJUSTED = RESULT + "indicators.adjclose[0].adjclose";
    private static final List<String> COLUMNS = List.of("open", "high", "low", "close", "volume");

    /** Reads the single result of a chart document. */
    static YahooChart parse(JsonValue document, String name, String interval) {
        JsonValue list = document.get("chart").get("result");
        if (!list.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt("chart.result", list, "a list");
        }
        List<JsonValue> results = list.items();
        if (results.size() != 1) {
            throw YahooErrors.malformed("chart.result has " + results.size() + " items instead of one");
        }
        JsonValue result = results.get(0);
        JsonValue meta = result.get("meta");
        checkAnswersTheQuestion(meta, name, interval);
        return new Reader(result, meta).read();
    }

    /** Makes the chart of an answer that was read without a tree. */
    static YahooChart of(YahooFastChart fast, String name, String interval) {
        checkAnswersTheQuestion(fast.meta(), name, interval);
        Reader reader = new Reader(JsonValue.MISSING, fast.meta());
        reader.rows.addAll(fast.rows());
        return reader.chart(fast.events(), fast.hasAdjusted());
    }

    private static void checkAnswersTheQuestion(JsonValue meta, String name, String interval) {
        String symbol = meta.get("symbol")
                .text()
                .orElseThrow(() -> YahooErrors.malformedAt(META + "symbol", meta.get("symbol"), "a text"));
        if (!YahooSymbols.comparable(symbol).equals(YahooSymbols.comparable(name))) {
            throw YahooErrors.malformed(META + "symbol is another one than was asked for");
        }
        String granularity = meta.get("dataGranularity").text().orElse(interval);
        boolean same = granularity.equals(interval) || (granularity.equals("60m") && interval.equals("1h"));
        if (!same) {
            throw YahooErrors.malformed(META + "dataGranularity is not " + interval + ", which was asked for");
        }
    }

    /** Makes the exception for total-return prices that were asked for and are not to be had. */
    ProviderException withoutAdjusted() {
        return adjustedUnreadable
                ? YahooErrors.malformed(ADJUSTED + " holds no numbers")
                : YahooErrors.failure(FailureReason.UNSUPPORTED, "no closes adjusted for dividends in the answer");
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
        private boolean adjustedUnreadable;

        private Reader(JsonValue result, JsonValue meta) {
            this.result = result;
            this.meta = meta;
        }

        private YahooChart read() {
            JsonValue adjustedColumn =
                    result.get("indicators").get("adjclose").at(0).get("adjclose");
            readRows(adjustedColumn);
            return chart(result.get("events"), adjustedColumn.is(JsonValue.Kind.ARRAY));
        }

        private YahooChart chart(JsonValue events, boolean adjusted) {
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
                    adjusted,
                    adjustedUnreadable,
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
                long offset = meta.get("gmtoffset")
                        .whole()
                        .orElseThrow(() -> YahooErrors.malformedAt(
                                META + "exchangeTimezoneName", meta.get("exchangeTimezoneName"), "a text"));
                return ZoneOffset.ofTotalSeconds(Math.toIntExact(offset));
            } catch (DateTimeException | ArithmeticException e) {
                throw YahooErrors.malformed(META + "exchangeTimezoneName is no time zone that is known here");
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
            JsonValue quotes = result.get("indicators").get("quote");
            if (!quotes.is(JsonValue.Kind.ARRAY)) {
                throw YahooErrors.malformedAt(RESULT + "indicators.quote", quotes, "a list");
            }
            JsonValue quote = quotes.at(0);
            List<JsonValue> times = times(quote);
            int size = times.size();
            List<JsonValue> open = column(quote, "open", size);
            List<JsonValue> high = column(quote, "high", size);
            List<JsonValue> low = column(quote, "low", size);
            List<JsonValue> close = column(quote, "close", size);
            JsonValue volumes = quote.get("volume");
            List<JsonValue> volume = volumes.isAbsent() ? List.of() : column(quote, "volume", size);
            List<JsonValue> adjusted = adjustedColumn.isAbsent() ? List.of() : columnAt(adjustedColumn, ADJUSTED, size);
            adjustedUnreadable = isUnreadable(adjusted);
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

        /** No times and no columns is Yahoo's way to say that there was no trading; columns without times are nothing at all. */
        private List<JsonValue> times(JsonValue quote) {
            JsonValue times = result.get("timestamp");
            boolean nothing = COLUMNS.stream().allMatch(name -> isEmpty(quote.get(name)));
            if (times.isAbsent() && nothing) {
                return List.of();
            }
            if (!times.is(JsonValue.Kind.ARRAY)) {
                throw YahooErrors.malformedAt(RESULT + "timestamp", times, "a list");
            }
            if (times.size() > 0
                    && times.items().stream().allMatch(time -> time.whole().isEmpty())) {
                throw YahooErrors.malformedAt(RESULT + "timestamp[0]", times.at(0), "a time in seconds");
            }
            return times.items();
        }

        private static boolean isEmpty(JsonValue column) {
            return column.isAbsent() || (column.is(JsonValue.Kind.ARRAY) && column.size() == 0);
        }

        private static List<JsonValue> column(JsonValue quote, String name, int size) {
            JsonValue values = quote.get(name);
            if (size == 0 && values.isAbsent()) {
                return List.of();
            }
            List<JsonValue> column = columnAt(values, QUOTE + name, size);
            if (isUnreadable(column)) {
                int first = firstGiven(column);
                throw YahooErrors.malformedAt(QUOTE + name + "[" + first + "]", column.get(first), "a number");
            }
            return column;
        }

        private static List<JsonValue> columnAt(JsonValue values, String path, int size) {
            if (!values.is(JsonValue.Kind.ARRAY)) {
                throw YahooErrors.malformedAt(path, values, "a list");
            }
            if (values.size() != size) {
                throw YahooErrors.malformed(path + " has " + values.size() + " items for " + size + " times");
            }
            return values.items();
        }

        /** Holds values, but not a single number: a change of the format, where one bad row would only be a bad row. */
        private static boolean isUnreadable(List<JsonValue> column) {
            return firstGiven(column) >= 0
                    && column.stream().allMatch(value -> value.decimal().isEmpty());
        }

        private static int firstGiven(List<JsonValue> column) {
            for (int i = 0; i < column.size(); i++) {
                if (!column.get(i).isAbsent()) {
                    return i;
                }
            }
            return -1;
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
                throw YahooErrors.malformed(RESULT
                        + "events.splits has one that cannot be read, so that no price before it means anything");
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
