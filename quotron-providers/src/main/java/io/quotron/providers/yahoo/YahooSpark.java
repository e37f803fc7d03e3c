package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Makes quotes out of spark documents, which need no session and tell less: price, time, previous close, and mostly the day's range and volume.
 * Pure. There are two shapes, both read:
 *
 * <pre>
 * A  {"spark":{"result":[{"symbol":"AAPL","response":[{"meta":{...},"timestamp":[...],"indicators":{...}}]}]}}
 * B  {"AAPL":{"symbol":"AAPL","timestamp":[...],"close":[...],"previousClose":...}}
 * </pre>
 */
final class YahooSpark {
    private YahooSpark() {}

    /**
     * Reads quotes.
     *
     * @param document the answer
     * @param asked what was asked for, by Yahoo's comparable name
     * @param now the time of receipt
     * @return one entry for each symbol asked
     */
    static Map<Symbol, Result<Quote>> quotes(JsonValue document, Map<Symbol, String> asked, Instant now) {
        Map<String, JsonValue> entries = new HashMap<>();
        JsonValue list = document.get("spark").get("result");
        if (list.is(JsonValue.Kind.ARRAY)) {
            list.items().forEach(item -> put(entries, item));
        } else if (document.is(JsonValue.Kind.OBJECT) && document.get("spark").isAbsent()) {
            document.fields().values().forEach(item -> put(entries, item));
        } else {
            throw YahooErrors.malformedAt("spark.result", list, "a list");
        }
        Map<Symbol, Result<Quote>> quotes = new HashMap<>();
        asked.forEach((symbol, name) -> {
            JsonValue entry = entries.get(name);
            quotes.put(
                    symbol,
                    entry == null
                            ? Result.failure(FailureReason.SYMBOL_UNKNOWN, "yahoo: unknown symbol '" + symbol + "'")
                            : quote(entry, symbol, now));
        });
        return quotes;
    }

    private static void put(Map<String, JsonValue> entries, JsonValue item) {
        String name = item.get("symbol")
                .text()
                .orElseThrow(() -> YahooErrors.malformedAt("spark symbol", item.get("symbol"), "a text"));
        if (entries.put(YahooSymbols.comparable(name), item) != null) {
            throw YahooErrors.malformed("spark.result holds one symbol twice");
        }
    }

    private static Result<Quote> quote(JsonValue entry, Symbol symbol, Instant now) {
        JsonValue response = entry.get("response").at(0);
        YahooFields meta = new YahooFields(response.get("meta"), "spark.result[].response[0].meta.");
        boolean rich = meta.object().is(JsonValue.Kind.OBJECT);
        Optional<Quote.Builder> quote = rich ? fromMeta(meta, symbol, now) : fromCloses(entry, symbol, now);
        YahooFields told = rich ? meta : new YahooFields(entry, "");
        quote.ifPresent(builder -> told.positive("previousClose").ifPresent(builder::previousClose));
        return quote.map(builder -> Result.success(builder.receivedTime(now).build()))
                .orElseGet(() -> Result.failure(FailureReason.NO_DATA, "yahoo: no price for '" + symbol + "'"));
    }

    private static Optional<Quote.Builder> fromMeta(YahooFields meta, Symbol symbol, Instant now) {
        meta.throwUnlessNumber("regularMarketPrice");
        OptionalDouble price = meta.positive("regularMarketPrice");
        Optional<Instant> time = meta.time("regularMarketTime", now);
        if (price.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        Quote.Builder quote = Quote.builder(symbol, YahooErrors.SOURCE)
                .price(price.getAsDouble())
                .currency(YahooChart.currency(meta.object().get("currency")).orElse(null))
                .eventTime(time.get());
        meta.positive("regularMarketDayHigh").ifPresent(quote::high);
        meta.positive("regularMarketDayLow").ifPresent(quote::low);
        meta.positive("regularMarketVolume").ifPresent(quote::volume);
        return Optional.of(quote);
    }

    /** The newest close that there is, made in the five minutes that start at its time. */
    private static Optional<Quote.Builder> fromCloses(JsonValue entry, Symbol symbol, Instant now) {
        List<JsonValue> times = entry.get("timestamp").items();
        List<JsonValue> closes = entry.get("close").items();
        if (times.size() != closes.size()) {
            throw YahooErrors.malformed("a spark with " + closes.size() + " closes for " + times.size() + " times");
        }
        for (int i = closes.size() - 1; i >= 0; i--) {
            OptionalDouble close = closes.get(i).decimal();
            long time = times.get(i).whole().orElse(0);
            boolean usable = close.orElse(0) > 0 && time > 86_400 && time <= now.getEpochSecond() + 300;
            if (usable) {
                return Optional.of(Quote.builder(symbol, YahooErrors.SOURCE)
                        .price(close.getAsDouble())
                        .eventTime(Instant.ofEpochSecond(time)));
            }
        }
        return Optional.empty();
    }
}
